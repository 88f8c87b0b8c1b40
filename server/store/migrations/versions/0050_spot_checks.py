"""Spot checks and findings."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"

HALL = "the hall; 0 is the company as a whole"


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "checks",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False, comment="seq of the entry that drew it"),
        sa.Column("day", sa.String(10), nullable=False, comment="the hall's day"),
        sa.Column("counter", sa.String(8), nullable=False, comment="where to look"),
        sa.Column("begins_at", sa.BigInteger(), nullable=False, comment="the hour in which to look"),
        sa.Column("ends_at", sa.BigInteger(), nullable=False, comment="until when"),
        sa.Column(
            "entry",
            sa.BigInteger(),
            nullable=False,
            comment="the entry of the day before whose hash was the seed",
        ),
        sa.Column("state", sa.String(8), nullable=False, comment="due · made · missed"),
        sa.Column("made_at", sa.BigInteger(), comment="when it was made"),
        sa.Column("by", sa.BigInteger(), comment="staff number of who looked"),
        sa.Column("clerk", sa.BigInteger(), comment="staff number of who sat there; empty: nobody did"),
        sa.Column("results", sa.Text(), comment="clause → fine · finding · not_seen, as JSON"),
        sa.PrimaryKeyConstraint("hall_id", "id"),
        comment="looks at counters that were drawn by lot",
        info={"kind": "history"},
    )
    op.create_index("checks_day", "checks", ["hall_id", "day"])
    op.create_index("checks_state", "checks", ["hall_id", "state"])
    op.create_table(
        "findings",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column(
            "id", sa.BigInteger(), autoincrement=False, nullable=False, comment="seq of the entry that recorded it"
        ),
        sa.Column("check", sa.BigInteger(), comment="of which check; empty: seen beside one"),
        sa.Column("clause", sa.String(10), nullable=False, comment="which clause was not kept"),
        sa.Column("clerk", sa.BigInteger(), nullable=False, comment="staff number of the person concerned"),
        sa.Column("counter", sa.String(8), comment="where, if at a counter"),
        sa.Column("by", sa.BigInteger(), nullable=False, comment="staff number of who saw it"),
        sa.Column("state", sa.String(8), nullable=False, comment="open · closed"),
        sa.Column("opened_at", sa.BigInteger(), nullable=False, comment="when"),
        sa.Column("correct_by", sa.BigInteger(), nullable=False, comment="until when it is corrected"),
        sa.Column("answered_at", sa.BigInteger(), comment="when the person concerned made a statement"),
        sa.Column("closed_at", sa.BigInteger(), comment="when it was corrected"),
        sa.Column("closed_by", sa.BigInteger(), comment="staff number of who saw that"),
        sa.Column("late_at", sa.BigInteger(), comment="since when it is late, and the manager's"),
        sa.PrimaryKeyConstraint("hall_id", "id"),
        comment="what was not as the regulation says, of whom, and what became of it",
        info={"kind": "history"},
    )
    op.create_index("findings_state", "findings", ["hall_id", "state"])
    op.create_index("findings_clerk", "findings", ["hall_id", "clerk"])
    op.create_table(
        "finding_words",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("finding", sa.BigInteger(), autoincrement=False, nullable=False, comment="of which finding"),
        sa.Column("whose", sa.String(10), nullable=False, comment="found · statement · corrected"),
        sa.Column(
            "words",
            sa.Text(),
            nullable=False,
            comment="what they wrote; it may name people, so it is in no journal",
        ),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="when; erased two years later"),
        sa.PrimaryKeyConstraint("hall_id", "finding", "whose"),
        comment="what was seen, what the person concerned says, what was corrected",
        info={"kind": "personal"},
    )
    op.create_index("finding_words_at", "finding_words", ["hall_id", "at"])
