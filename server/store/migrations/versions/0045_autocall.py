"""Counters that call by themselves: who wants it, and the countdowns that run."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"

HALL = "the hall; 0 is the company as a whole"


def upgrade() -> None:
    """Add both tables."""
    op.create_table(
        "auto_callers",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("clerk", sa.BigInteger(), autoincrement=False, nullable=False, comment="staff number"),
        sa.PrimaryKeyConstraint("hall_id", "clerk"),
        comment="who wants the next person called by itself, wherever they sit",
        info={"kind": "history"},
    )
    op.create_table(
        "countdowns",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("counter", sa.String(8), nullable=False, comment="where"),
        sa.Column(
            "since",
            sa.BigInteger(),
            nullable=False,
            comment="since when the counter is free: it counts for that time only",
        ),
        sa.Column("due_at", sa.BigInteger(), comment="when the next person is called; empty: not by itself this time"),
        sa.Column("ticket", sa.BigInteger(), comment="whom it called last by itself"),
        sa.Column(
            "unanswered",
            sa.Boolean(),
            nullable=False,
            comment="nobody came, nobody pressed a key: it waits for one",
        ),
        sa.PrimaryKeyConstraint("hall_id", "counter"),
        comment="countdowns to the next call: they come and go with the counter's state",
        info={"kind": "telemetry"},
    )
