"""Numbers that are taken by phone: who is not there yet, and by which phone."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"

HALL = "the hall; 0 is the company as a whole"


def upgrade() -> None:
    """Add whether a ticket's customer is away, and the table."""
    op.add_column(
        "tickets",
        sa.Column(
            "away",
            sa.Boolean(),
            nullable=False,
            server_default=sa.false(),
            comment="taken from elsewhere, and its customer is not there yet: it is not called",
        ),
    )
    op.create_table(
        "joinings",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("ticket", sa.BigInteger(), autoincrement=False, nullable=False, comment="the number that was taken"),
        sa.Column("way", sa.String(8), nullable=False, comment="door · home"),
        sa.Column("phone_hash", sa.String(64), nullable=False, comment="keyed hash of what the phone's browser keeps"),
        sa.Column(
            "code_hash",
            sa.String(64),
            comment="from home: keyed hash of the code that says “I am here” at the kiosk",
        ),
        sa.Column("code", sa.Text(), comment="that code"),
        sa.Column("link", sa.Text(), nullable=False, comment="the ticket's page"),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="when; erased a day later"),
        sa.PrimaryKeyConstraint("hall_id", "ticket"),
        comment="numbers that were taken by phone",
        info={"kind": "personal"},
    )
    op.create_index("joinings_phone", "joinings", ["hall_id", "phone_hash"])
    op.create_index("joinings_code", "joinings", ["hall_id", "code_hash"])
