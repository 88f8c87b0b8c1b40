"""Webhooks: who is told what happens, where they are, how far each came."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"

HALL = "the hall; 0 is the company as a whole"


def hall_id() -> sa.Column[int]:
    """Return the column of the hall."""
    return sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL)


def whose() -> sa.Column[int]:
    """Return the column of the webhook."""
    return sa.Column("webhook", sa.BigInteger(), autoincrement=False, nullable=False, comment="whose")


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "webhooks",
        hall_id(),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False, comment="seq of the entry that added it"),
        sa.Column("settings", sa.Text(), nullable=False, comment="as JSON (webhooks.terms.Webhook)"),
        sa.Column("stopped", sa.String(10), comment="why it is stopped: failing · gone · by_hand; empty: it is not"),
        sa.PrimaryKeyConstraint("hall_id", "id"),
        comment="who is told what happens in a hall",
        info={"kind": "history"},
    )
    op.create_table(
        "webhook_calls",
        hall_id(),
        whose(),
        sa.Column("url", sa.Text(), nullable=False, comment="where it goes; sealed"),
        sa.Column("secret", sa.Text(), nullable=False, comment="what it is signed with; sealed, and shown to nobody"),
        sa.Column("changed_at", sa.BigInteger(), nullable=False, comment="when it was written"),
        sa.PrimaryKeyConstraint("hall_id", "webhook"),
        comment="where webhooks go; in no journal",
        info={"kind": "personal"},
    )
    op.create_table(
        "webhook_progress",
        hall_id(),
        whose(),
        sa.Column(
            "position", sa.BigInteger(), nullable=False, comment="the last entry of the journal that it is done with"
        ),
        sa.Column("failures", sa.Integer(), nullable=False, comment="how often in a row it was not taken"),
        sa.Column("failing_since", sa.BigInteger(), comment="since when nothing is taken"),
        sa.Column("rests_until", sa.BigInteger(), comment="tried again then"),
        sa.Column("said", sa.Text(), comment="what the other side said last"),
        sa.Column(
            "claimed_until",
            sa.BigInteger(),
            comment="a worker has it in hand; if that was killed, another takes it then",
        ),
        sa.Column("claimed_by", sa.String(32), comment="which worker"),
        sa.PrimaryKeyConstraint("hall_id", "webhook"),
        comment="how far each webhook came in the journal",
        info={"kind": "telemetry"},
    )
    op.create_table(
        "webhook_deliveries",
        hall_id(),
        whose(),
        sa.Column(
            "entry", sa.BigInteger(), autoincrement=False, nullable=False, comment="of which entry of the journal"
        ),
        sa.Column("topic", sa.String(30), nullable=False, comment="what it told"),
        sa.Column("taken", sa.Boolean(), nullable=False, comment="whether it was taken"),
        sa.Column("said", sa.Text(), comment="what was answered; sealed, since it is another's"),
        sa.Column("attempts", sa.Integer(), nullable=False, comment="how often it was sent"),
        sa.Column(
            "again",
            sa.Boolean(),
            nullable=False,
            server_default=sa.false(),
            comment="somebody wants it sent once more",
        ),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="when it was sent last"),
        sa.PrimaryKeyConstraint("hall_id", "webhook", "entry"),
        comment="what was sent, and what was answered",
        info={"kind": "telemetry"},
    )
    op.create_index("webhook_deliveries_at", "webhook_deliveries", ["hall_id", "webhook", "at"])
