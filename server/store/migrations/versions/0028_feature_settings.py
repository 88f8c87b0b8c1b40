"""Settings that belong to one feature."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"

HALL = "the hall; 0 is the company as a whole"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "feature_settings",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("feature", sa.String(20), nullable=False, comment="whose settings"),
        sa.Column("settings", sa.Text(), nullable=False, comment="as JSON, without what is as by default"),
        sa.PrimaryKeyConstraint("hall_id", "feature"),
        comment="settings that belong to one feature of a hall",
        info={"kind": "history"},
    )
