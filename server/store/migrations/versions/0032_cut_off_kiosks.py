"""What kiosks may give out by themselves while they are cut off, and what they handed in afterwards."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"

HALL = "the hall; 0 is the company as a whole"


def hall() -> sa.Column[int]:
    """Return the column that comes first in every table's key."""
    return sa.Column("hall_id", sa.Integer(), autoincrement=False, nullable=False, comment=HALL)


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "kiosk_journals",
        hall(),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False, comment="the entry that began it"),
        sa.Column("name", sa.String(32), nullable=False, comment="made by the kiosk, at random"),
        sa.Column("root", sa.BigInteger(), nullable=False, comment="the kiosk's first one, whose place it took"),
        sa.Column("device", sa.BigInteger(), nullable=False, comment="who hands it in"),
        sa.Column("seq", sa.BigInteger(), nullable=False, comment="last entry that was taken in; 0 before the first"),
        sa.Column("hash", sa.String(64), nullable=False, comment="hash of that entry"),
        sa.Column("arrived_at", sa.BigInteger(), comment="when its last customer came; no later one came before"),
        sa.Column("broken_at", sa.BigInteger(), comment="its disk was set back: no more is taken in under this name"),
        sa.PrimaryKeyConstraint("hall_id", "id"),
        comment="what kiosks wrote down while nobody else could, as far as it was handed in",
        info={"kind": "history"},
    )
    op.create_index("kiosk_journals_name", "kiosk_journals", ["hall_id", "name"], unique=True)
    op.create_table(
        "block_series",
        hall(),
        sa.Column("day", sa.String(10), nullable=False, comment="the hall's day"),
        sa.Column("letter", sa.String(2), nullable=False, comment="the service's letter"),
        sa.Column("last", sa.Integer(), nullable=False, comment="last number granted"),
        sa.PrimaryKeyConstraint("hall_id", "day", "letter"),
        comment="numbers granted to kiosks, each once a day",
        info={"kind": "history"},
    )
    op.create_table(
        "number_blocks",
        hall(),
        sa.Column("day", sa.String(10), nullable=False, comment="the hall's day"),
        sa.Column("letter", sa.String(2), nullable=False, comment="the service's letter"),
        sa.Column("first", sa.Integer(), autoincrement=False, nullable=False, comment="its first number"),
        sa.Column("last", sa.Integer(), nullable=False, comment="its last number"),
        sa.Column("journal", sa.BigInteger(), nullable=False, comment="the kiosk's journal that may use it"),
        sa.PrimaryKeyConstraint("hall_id", "day", "letter", "first"),
        comment="numbers that kiosks may give out by themselves; never granted to another, whatever becomes of them",
        info={"kind": "history"},
    )
    op.create_index("number_blocks_journal", "number_blocks", ["hall_id", "journal", "day"])
    op.create_table(
        "kiosk_slips",
        hall(),
        sa.Column("uid", sa.String(64), nullable=False, comment="made by the kiosk at the touch"),
        sa.Column("ticket", sa.BigInteger(), comment="what came of it; empty: nothing, and nothing ever will"),
        sa.Column("journal", sa.BigInteger(), nullable=False, comment="where it was written down"),
        sa.Column("day", sa.String(10), nullable=False, comment="the hall's day"),
        sa.Column("letter", sa.String(2), comment="of its number; empty: it was abandoned"),
        sa.Column("nth", sa.Integer(), comment="its number; empty: it was abandoned"),
        sa.PrimaryKeyConstraint("hall_id", "uid"),
        comment="slips that were handed in, and abandoned questions: a question that comes late finds its end here",
        info={"kind": "history"},
    )
    op.create_table(
        "set_aside",
        hall(),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False, comment="the entry that set it aside"),
        sa.Column("journal", sa.BigInteger(), nullable=False, comment="where it was written down"),
        sa.Column("entry", sa.BigInteger(), nullable=False, comment="as which entry"),
        sa.Column("why", sa.String(20), nullable=False, comment="taken, not_granted, changed … (office.WHY)"),
        sa.Column("uid", sa.String(64), comment="made by the kiosk at the touch"),
        sa.Column("day", sa.String(10), nullable=False, comment="the hall's day"),
        sa.Column("letter", sa.String(2), comment="the service's letter, where it can be read"),
        sa.Column("nth", sa.Integer(), comment="the number, where it can be read"),
        sa.Column("arrived_at", sa.BigInteger(), nullable=False, comment="when the customer came, as far as known"),
        sa.Column("body", sa.Text(), nullable=False, comment="the entry as the kiosk wrote it"),
        sa.Column("settled_at", sa.BigInteger(), comment="when somebody saw to it; empty: it waits"),
        sa.Column("ticket", sa.BigInteger(), comment="it came into the line after all, as this ticket"),
        sa.PrimaryKeyConstraint("hall_id", "id"),
        comment="entries that fit nothing: kept as they came, until a person has seen to them",
        info={"kind": "history"},
    )
    op.create_index("set_aside_open", "set_aside", ["hall_id", "settled_at"])
    op.create_table(
        "kiosk_contacts",
        hall(),
        sa.Column("root", sa.BigInteger(), autoincrement=False, nullable=False, comment="whose first journal"),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="all was handed in; what it writes now is later"),
        sa.Column("unsent", sa.Integer(), nullable=False, comment="entries that it still had then"),
        sa.PrimaryKeyConstraint("hall_id", "root"),
        comment="when each kiosk was last heard of",
        info={"kind": "telemetry"},
    )
