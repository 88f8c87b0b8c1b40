"""By when each hall has its next drill."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

HALL = "the hall; 0 is the company as a whole"


def upgrade() -> None:
    """Add the table; each hall's row comes with its plans, at the next start."""
    op.create_table(
        "drills",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("due_at", sa.BigInteger(), nullable=False, comment="by when the next drill is closed"),
        sa.Column("late_at", sa.BigInteger(), comment="since when it is late, and the manager's"),
        sa.PrimaryKeyConstraint("hall_id"),
        comment="by when each hall has its next drill",
        info={"kind": "history"},
    )
