"""Ratings, their follow-ups, opinions."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

HALL = "the hall; 0 is the company as a whole"


def upgrade() -> None:
    """Add the tables."""
    add_history()
    add_words()


def add_history() -> None:
    """What follows from the journal."""
    op.create_table(
        "ratings",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column(
            "ticket", sa.BigInteger(), autoincrement=False, nullable=False, comment="whose service; one rating a ticket"
        ),
        sa.Column("score", sa.SmallInteger(), nullable=False, comment="1 very dissatisfied … 5 very satisfied"),
        sa.Column("way", sa.String(6), nullable=False, comment="tablet · phone"),
        sa.Column("reasons", sa.String(200), nullable=False, comment="codes of levels.REASONS, joined by commas"),
        sa.Column("service", sa.String(1), nullable=False, comment="what for"),
        sa.Column("counter", sa.String(8), comment="where"),
        sa.Column("clerk", sa.BigInteger(), comment="staff number of who served, where that is known"),
        sa.Column("served_at", sa.BigInteger(), nullable=False, comment="when the service ended"),
        sa.Column("rated_at", sa.BigInteger(), nullable=False, comment="when it was rated"),
        sa.Column(
            "explained",
            sa.Boolean(),
            nullable=False,
            comment="reasons and words came or were passed over; they come once",
        ),
        sa.PrimaryKeyConstraint("hall_id", "ticket"),
        comment="how customers found their service",
        info={"kind": "history"},
    )
    op.create_index("ratings_served", "ratings", ["hall_id", "served_at"])
    op.create_table(
        "follow_ups",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column(
            "id", sa.BigInteger(), autoincrement=False, nullable=False, comment="seq of the entry that opened it"
        ),
        sa.Column("ticket", sa.BigInteger(), nullable=False, comment="whose rating"),
        sa.Column("clerk", sa.BigInteger(), comment="staff number of who served: somebody else follows up"),
        sa.Column("state", sa.String(10), nullable=False, comment="open · contacted · settled · dropped"),
        sa.Column("opened_at", sa.BigInteger(), nullable=False, comment="when the low rating came"),
        sa.Column("contact_by", sa.BigInteger(), nullable=False, comment="until when the customer is contacted"),
        sa.Column("settle_by", sa.BigInteger(), nullable=False, comment="until when it is settled"),
        sa.Column("extended", sa.Boolean(), nullable=False, comment="more time was taken, once, with a reason"),
        sa.Column("contacted_at", sa.BigInteger(), comment="when the customer was contacted"),
        sa.Column("settled_at", sa.BigInteger(), comment="when it was settled"),
        sa.Column("late", sa.String(9), comment="contact · settle: the limit that passed last; empty: none"),
        sa.Column("escalated_at", sa.BigInteger(), comment="since when it is the manager's"),
        sa.PrimaryKeyConstraint("hall_id", "id"),
        comment="what is done about a low rating",
        info={"kind": "history"},
    )
    op.create_index("follow_ups_state", "follow_ups", ["hall_id", "state"])
    op.create_index("follow_ups_ticket", "follow_ups", ["hall_id", "ticket"])
    op.create_table(
        "opinions",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False, comment="seq of the entry that made it"),
        sa.Column("kind", sa.String(10), nullable=False, comment="praise · idea · problem · question"),
        sa.Column("way", sa.String(6), nullable=False, comment="kiosk · tablet · phone"),
        sa.Column("ticket", sa.BigInteger(), comment="whose phone it came from; empty: nobody knows"),
        sa.Column("language", sa.String(8), nullable=False, comment="in which it was written"),
        sa.Column("given_at", sa.BigInteger(), nullable=False, comment="when it came"),
        sa.Column("answered_at", sa.BigInteger(), comment="when it was answered"),
        sa.PrimaryKeyConstraint("hall_id", "id"),
        comment="what customers say of the hall by themselves",
        info={"kind": "history"},
    )
    op.create_index("opinions_given", "opinions", ["hall_id", "given_at"])
    op.create_index("opinions_ticket", "opinions", ["hall_id", "ticket"])


def add_words() -> None:
    """What is erased in time, and what comes and goes."""
    op.create_table(
        "rating_words",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("ticket", sa.BigInteger(), autoincrement=False, nullable=False, comment="of which rating"),
        sa.Column("words", sa.Text(), comment="what the customer wrote"),
        sa.Column("contact", sa.Text(), comment="where the customer wants to be reached; erased 30 days later"),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="when; all of it is erased two years later"),
        sa.PrimaryKeyConstraint("hall_id", "ticket"),
        comment="words of ratings",
        info={"kind": "personal"},
    )
    op.create_index("rating_words_at", "rating_words", ["hall_id", "at"])
    op.create_table(
        "follow_up_notes",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("follow_up", sa.BigInteger(), autoincrement=False, nullable=False, comment="of which follow-up"),
        sa.Column("step", sa.String(9), nullable=False, comment="contacted · settled · extended"),
        sa.Column("words", sa.Text(), nullable=False, comment="what was done, or why more time is needed"),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="when; erased two years later"),
        sa.PrimaryKeyConstraint("hall_id", "follow_up", "step"),
        comment="what staff wrote about a low rating",
        info={"kind": "personal"},
    )
    op.create_table(
        "opinion_words",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("opinion", sa.BigInteger(), autoincrement=False, nullable=False, comment="of which opinion"),
        sa.Column("words", sa.Text(), nullable=False, comment="what the customer wrote"),
        sa.Column("answer", sa.Text(), comment="what the hall answered"),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="when; erased two years later"),
        sa.PrimaryKeyConstraint("hall_id", "opinion"),
        comment="words of opinions and their answers",
        info={"kind": "personal"},
    )
    op.create_table(
        "rating_leaves",
        sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL),
        sa.Column("ticket", sa.BigInteger(), autoincrement=False, nullable=False, comment="which may be rated"),
        sa.Column("counter", sa.String(8), nullable=False, comment="whose tablet asks"),
        sa.Column("clerk", sa.BigInteger(), comment="staff number of who served"),
        sa.Column(
            "token",
            sa.String(32),
            nullable=False,
            comment="what the tablet shows its touch came from; good for this alone",
        ),
        sa.Column("served_at", sa.BigInteger(), nullable=False, comment="when the service ended"),
        sa.Column(
            "until",
            sa.BigInteger(),
            nullable=False,
            comment="the tablet's leave ends here, or when the next customer is called",
        ),
        sa.Column(
            "closed_at", sa.BigInteger(), comment="when the customer was done on the tablet, or did not want to rate"
        ),
        sa.PrimaryKeyConstraint("hall_id", "ticket"),
        comment="the tablet's leave to rate a service; gone two days later",
        info={"kind": "telemetry"},
    )
    op.create_index("rating_leaves_counter", "rating_leaves", ["hall_id", "counter", "served_at"])
