"""A visit for several services: what is still to come stands with the ticket, what is done beside it."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"

HALL = "the hall; 0 is the company as a whole"


def upgrade() -> None:
    """Add two columns and a table."""
    op.add_column(
        "tickets",
        sa.Column(
            "further", sa.String(40), comment="letters of the visit's services that are still to come after `service`"
        ),
    )
    op.add_column(
        "tickets",
        sa.Column(
            "in_order",
            sa.Boolean(),
            nullable=False,
            server_default=sa.false(),
            comment="its customer wants them in this order",
        ),
    )
    op.create_table(
        "visit_legs",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("ticket", sa.BigInteger(), autoincrement=False, nullable=False, comment="whose visit"),
        sa.Column("nth", sa.Integer(), autoincrement=False, nullable=False, comment="which leg, from 1"),
        sa.Column("day", sa.String(10), nullable=False, comment="the ticket's day"),
        sa.Column("service", sa.String(2), nullable=False, comment="what was done"),
        sa.Column("counter", sa.String(8), nullable=False, comment="where"),
        sa.Column("counts_from", sa.BigInteger(), nullable=False, comment="what it counted from until then"),
        sa.Column("called_at", sa.BigInteger(), comment="its call; empty: it stayed at the counter"),
        sa.Column("started_at", sa.BigInteger(), nullable=False, comment="begin of service"),
        sa.Column("ended_at", sa.BigInteger(), nullable=False, comment="end of service"),
        sa.Column("outcome", sa.String(10), nullable=False, comment="done · not_done · referred"),
        sa.PrimaryKeyConstraint("hall_id", "ticket", "nth"),
        comment="services of a visit that ended while others were still to come; the last one is the ticket itself",
        info={"kind": "history"},
    )
