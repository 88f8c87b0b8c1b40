"""Customers who are set aside: for whom, since when, and when the terminal says so."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"


def upgrade() -> None:
    """Make room for it."""
    op.add_column(
        "tickets", sa.Column("held_for", sa.BigInteger(), comment="held: for which clerk; empty: for the counter")
    )
    op.add_column("tickets", sa.Column("held_at", sa.BigInteger(), comment="held: since when"))
    op.add_column(
        "tickets",
        sa.Column(
            "remind_at", sa.BigInteger(), comment="held: when the terminal says that they have been away for long"
        ),
    )
