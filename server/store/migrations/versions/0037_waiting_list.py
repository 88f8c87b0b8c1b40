"""Who waits for an appointment where all places are taken."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"

HALL = "the hall; 0 is the company as a whole"


def upgrade() -> None:
    """Add both tables."""
    op.create_table(
        "appointment_wishes",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False, comment="seq of the entry that made it"),
        sa.Column("service", sa.String(2), nullable=False, comment="what for"),
        sa.Column("since", sa.BigInteger(), nullable=False, comment="the first day that suits begins then"),
        sa.Column("until", sa.BigInteger(), nullable=False, comment="the last one ends then"),
        sa.Column("language", sa.String(8), nullable=False, comment="the customer's"),
        sa.PrimaryKeyConstraint("hall_id", "id"),
        comment="who waits for a place where all are taken, in this order; gone once one was offered",
        info={"kind": "history"},
    )
    op.create_index("appointment_wishes_service", "appointment_wishes", ["hall_id", "service", "since"])
    op.create_table(
        "appointment_wish_holders",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("wish", sa.BigInteger(), autoincrement=False, nullable=False, comment="which wish"),
        sa.Column("contact", sa.Text(), nullable=False, comment="e-mail address"),
        sa.Column("contact_hash", sa.String(64), nullable=False, comment="keyed hash of it: how many one person has"),
        sa.Column("base", sa.Text(), nullable=False, comment="address before /a/SECRET of what will be offered"),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="when it ends, or ended; erased a day later"),
        sa.PrimaryKeyConstraint("hall_id", "wish"),
        comment="where those who wait for a place are reached",
        info={"kind": "personal"},
    )
    op.create_index("appointment_wish_holders_contact", "appointment_wish_holders", ["hall_id", "contact_hash"])
