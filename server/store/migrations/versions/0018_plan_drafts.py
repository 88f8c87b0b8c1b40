"""Plans that are being written, and who put a version in force."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

HALL = "the hall; 0 is the company as a whole"
APPROVED = "staff number of who put it in force; empty: it came from a file"


def upgrade() -> None:
    """Add the column and the table."""
    op.add_column("plans", sa.Column("approved_by", sa.BigInteger(), comment=APPROVED))
    op.create_table(
        "plan_drafts",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("kind", sa.String(30), nullable=False, comment="what it is for: crowding"),
        sa.Column("text", sa.Text(), nullable=False, comment="as JSON (drafts.Draft); it may lack parts"),
        sa.Column("changed_at", sa.BigInteger(), nullable=False, comment="when it was last changed"),
        sa.Column("changed_by", sa.BigInteger(), nullable=False, comment="staff number of who did"),
        sa.PrimaryKeyConstraint("hall_id", "kind"),
        comment="emergency plans that are being written, one of a kind",
        info={"kind": "history"},
    )
