"""Deadlines that could not be handled rest in a row of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

HALL = "the hall; 0 is the company as a whole"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "failed_deadlines",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("kind", sa.String(40), nullable=False, comment="of the deadline"),
        sa.Column("subject", sa.BigInteger(), autoincrement=False, nullable=False, comment="of the deadline"),
        sa.Column("attempts", sa.Integer(), nullable=False, comment="how often its handler failed"),
        sa.Column("not_before", sa.BigInteger(), nullable=False, comment="when it is tried again"),
        sa.Column(
            "dead", sa.Boolean(), nullable=False, comment="not tried again before the next start; shown on the board"
        ),
        sa.PrimaryKeyConstraint("hall_id", "kind", "subject"),
        comment="deadlines that could not be handled, and when they are tried again",
        info={"kind": "telemetry"},
    )
