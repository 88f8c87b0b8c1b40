"""Who is told about a ticket by message, and where."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"

HALL = "the hall; 0 is the company as a whole"


def upgrade() -> None:
    """Add both tables."""
    op.create_table(
        "followers",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False, comment="seq of the entry that began it"),
        sa.Column("ticket", sa.BigInteger(), nullable=False, comment="about which ticket"),
        sa.Column("channel", sa.String(16), nullable=False, comment="email · push"),
        sa.Column("language", sa.String(8), nullable=False, comment="in which words"),
        sa.Column(
            "near_told",
            sa.Boolean(),
            nullable=False,
            server_default=sa.false(),
            comment="that the turn is near was told",
        ),
        sa.PrimaryKeyConstraint("hall_id", "id"),
        comment="who wants to be told about a ticket that lives; gone with it",
        info={"kind": "history"},
    )
    op.create_index("followers_ticket", "followers", ["hall_id", "ticket"])
    op.create_table(
        "follower_addresses",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("follower", sa.BigInteger(), autoincrement=False, nullable=False, comment="whose"),
        sa.Column("recipient", sa.Text(), nullable=False, comment="mailbox, or a browser's push address with its keys"),
        sa.Column("link", sa.Text(), nullable=False, comment="the ticket's page"),
        sa.Column(
            "at",
            sa.BigInteger(),
            nullable=False,
            comment="when it was given; erased with the ticket, a day later at most",
        ),
        sa.PrimaryKeyConstraint("hall_id", "follower"),
        comment="where news go",
        info={"kind": "personal"},
    )
