"""What of a hall's machines fails just now."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"

HALL = "the hall; 0 is the company as a whole"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "outages",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("part", sa.String(20), nullable=False, comment="kiosks, printers, displays, deadlines"),
        sa.Column("since", sa.BigInteger(), nullable=False, comment="since when it fails"),
        sa.PrimaryKeyConstraint("hall_id", "part"),
        comment="what of a hall fails just now; a row goes when it works again",
        info={"kind": "history"},
    )
