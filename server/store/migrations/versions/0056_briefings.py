"""Notices to staff, confirmed by reading."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"

HALL = "the hall; 0 is the company as a whole"


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "briefings",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False, comment="seq of the entry that gave it"),
        sa.Column(
            "by",
            sa.BigInteger(),
            nullable=False,
            comment="staff number of who gave it; 0: a change of a procedure",
        ),
        sa.Column("service", sa.String(2), comment="whose procedure changed; empty: it is about something else"),
        sa.Column("version", sa.Integer(), comment="the procedure's new version"),
        sa.Column("given_at", sa.BigInteger(), nullable=False, comment="when"),
        sa.Column("read_by", sa.BigInteger(), nullable=False, comment="until when everybody has read it"),
        sa.PrimaryKeyConstraint("hall_id", "id"),
        comment="notices that staff confirm by reading",
        info={"kind": "history"},
    )
    op.create_index("briefings_given", "briefings", ["hall_id", "given_at"])
    op.create_table(
        "briefing_readers",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("briefing", sa.BigInteger(), autoincrement=False, nullable=False, comment="which notice"),
        sa.Column(
            "staff", sa.BigInteger(), autoincrement=False, nullable=False, comment="staff number of who reads it"
        ),
        sa.Column("read_at", sa.BigInteger(), comment="when they confirmed it; empty: they have not"),
        sa.PrimaryKeyConstraint("hall_id", "briefing", "staff"),
        comment="who was to read which notice, and has",
        info={"kind": "history"},
    )
    op.create_index("briefing_readers_staff", "briefing_readers", ["hall_id", "staff"])
    op.create_table(
        "briefing_words",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("briefing", sa.BigInteger(), autoincrement=False, nullable=False, comment="of which notice"),
        sa.Column("title", sa.Text(), nullable=False, comment="what it is about"),
        sa.Column(
            "text", sa.Text(), nullable=False, comment="what it says; it may name people, so it is in no journal"
        ),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="when; erased three years later"),
        sa.PrimaryKeyConstraint("hall_id", "briefing"),
        comment="what notices say",
        info={"kind": "personal"},
    )
    op.create_index("briefing_words_at", "briefing_words", ["hall_id", "at"])
