"""Gateways to phones, and what messages by them cost."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"

HALL = "the hall; 0 is the company as a whole"


def hall_id() -> sa.Column[int]:
    """Return the column of the hall."""
    return sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL)


def upgrade() -> None:
    """Add the tables and the columns; the outbox is walked in the order in which messages leave."""
    op.create_table(
        "gateways",
        hall_id(),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False, comment="number of the entry that added it"),
        sa.Column("settings", sa.Text(), nullable=False, comment="as JSON (gateways.terms.Gateway)"),
        sa.PrimaryKeyConstraint("hall_id", "id"),
        comment="ways to phone numbers, by an HTTP call each",
        info={"kind": "history"},
    )
    op.create_table(
        "gateway_calls",
        hall_id(),
        sa.Column("gateway", sa.Integer(), autoincrement=False, nullable=False, comment="whose"),
        sa.Column("call", sa.Text(), nullable=False, comment="address, headers and body as JSON (GatewayCall); sealed"),
        sa.Column("secret", sa.Text(), nullable=False, comment="key or password; sealed, and shown to nobody"),
        sa.Column("changed_at", sa.BigInteger(), nullable=False, comment="when it was written"),
        sa.PrimaryKeyConstraint("hall_id", "gateway"),
        comment="how a gateway is called; in no journal",
        info={"kind": "personal"},
    )
    op.create_table(
        "gateway_recipients",
        hall_id(),
        sa.Column("number_hash", sa.String(64), nullable=False, comment="keyed hash of a phone number"),
        sa.Column("written", sa.Integer(), nullable=False, comment="messages to it since then"),
        sa.Column(
            "at",
            sa.BigInteger(),
            nullable=False,
            comment="when the first one was written; a day later it counts anew",
        ),
        sa.PrimaryKeyConstraint("hall_id", "number_hash"),
        comment="messages to each number, so that nobody has a stranger's phone ring",
        info={"kind": "personal"},
    )
    op.create_table(
        "message_receipts",
        hall_id(),
        sa.Column("message", sa.Integer(), autoincrement=False, nullable=False, comment="which message"),
        sa.Column("reference", sa.Text(), nullable=False, comment="what the other side calls it; sealed"),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="when it was taken"),
        sa.PrimaryKeyConstraint("hall_id", "message"),
        comment="the other side's own ids of messages, for questions to it",
        info={"kind": "personal"},
    )
    op.add_column(
        "messages",
        sa.Column(
            "cost",
            sa.Integer(),
            comment="what it cost when it was sent, in ten-thousandths of its currency; empty: nothing",
        ),
    )
    op.add_column(
        "channels",
        sa.Column("day", sa.String(10), comment="the day that is counted, where a channel has a limit a day"),
    )
    op.add_column(
        "channels",
        sa.Column(
            "today",
            sa.Integer(),
            nullable=False,
            server_default="0",
            comment="messages on it, those in hand included",
        ),
    )
    op.drop_index("outbox_due", "outbox")
    op.create_index("outbox_next", "outbox", ["channel", sa.text("urgent DESC"), "not_before", "hall_id", "message"])
    if op.get_bind().dialect.name == "postgresql":  # SQLite keeps no length
        op.alter_column("followers", "channel", type_=sa.String(20), existing_type=sa.String(16))
