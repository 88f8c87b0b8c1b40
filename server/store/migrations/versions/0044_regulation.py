"""Clauses of the regulation that are waived for a time."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"

HALL = "the hall; 0 is the company as a whole"


def upgrade() -> None:
    """Add both tables."""
    op.create_table(
        "waivers",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False, comment="seq of the entry that made it"),
        sa.Column("clause", sa.String(10), nullable=False, comment="which clause is waived"),
        sa.Column("by", sa.BigInteger(), nullable=False, comment="staff number of who did"),
        sa.Column("since", sa.BigInteger(), nullable=False, comment="from when"),
        sa.Column("until", sa.BigInteger(), nullable=False, comment="until when at the latest"),
        sa.Column("ended_at", sa.BigInteger(), comment="when somebody ended it before; empty: nobody has"),
        sa.PrimaryKeyConstraint("hall_id", "id"),
        comment="clauses that are waived for a time: how they stand is shown all the same",
        info={"kind": "history"},
    )
    op.create_index("waivers_clause", "waivers", ["hall_id", "clause"])
    op.create_table(
        "waiver_words",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("waiver", sa.BigInteger(), autoincrement=False, nullable=False, comment="of which waiver"),
        sa.Column("reason", sa.Text(), nullable=False, comment="why; it may name people, so it is in no journal"),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="when; erased two years later"),
        sa.PrimaryKeyConstraint("hall_id", "waiver"),
        comment="why clauses were waived",
        info={"kind": "personal"},
    )
