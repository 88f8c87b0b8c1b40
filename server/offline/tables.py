"""Tables of cut-off kiosks, each column explained."""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, Text

from server.store.tables import Moment, hall_id, metadata

HISTORY = {"kind": "history"}

kiosk_journals = Table(
    "kiosk_journals",
    metadata,
    hall_id(),
    Column("id", BigInteger, primary_key=True, autoincrement=False, comment="the entry that began it"),
    Column("name", String(32), nullable=False, comment="made by the kiosk, at random"),
    Column("root", BigInteger, nullable=False, comment="the kiosk's first one, whose place it took"),
    Column("device", BigInteger, nullable=False, comment="who hands it in"),
    Column("seq", BigInteger, nullable=False, comment="last entry that was taken in; 0 before the first"),
    Column("hash", String(64), nullable=False, comment="hash of that entry"),
    Column("arrived_at", Moment, comment="when its last customer came; no later one came before"),
    Column("broken_at", Moment, comment="its disk was set back: no more is taken in under this name"),
    Index("kiosk_journals_name", "hall_id", "name", unique=True),
    info=HISTORY,
    comment="what kiosks wrote down while nobody else could, as far as it was handed in",
)

block_series = Table(
    "block_series",
    metadata,
    hall_id(),
    Column("day", String(10), primary_key=True, comment="the hall's day"),
    Column("letter", String(2), primary_key=True, comment="the service's letter"),
    Column("last", Integer, nullable=False, comment="last number granted"),
    info=HISTORY,
    comment="numbers granted to kiosks, each once a day",
)

number_blocks = Table(
    "number_blocks",
    metadata,
    hall_id(),
    Column("day", String(10), primary_key=True, comment="the hall's day"),
    Column("letter", String(2), primary_key=True, comment="the service's letter"),
    Column("first", Integer, primary_key=True, autoincrement=False, comment="its first number"),
    Column("last", Integer, nullable=False, comment="its last number"),
    Column("journal", BigInteger, nullable=False, comment="the kiosk's journal that may use it"),
    Index("number_blocks_journal", "hall_id", "journal", "day"),
    info=HISTORY,
    comment="numbers that kiosks may give out by themselves; never granted to another, whatever becomes of them",
)

kiosk_slips = Table(
    "kiosk_slips",
    metadata,
    hall_id(),
    Column("uid", String(64), primary_key=True, comment="made by the kiosk at the touch"),
    Column("ticket", BigInteger, comment="what came of it; empty: nothing, and nothing ever will"),
    Column("journal", BigInteger, nullable=False, comment="where it was written down"),
    Column("day", String(10), nullable=False, comment="the hall's day"),
    Column("letter", String(2), comment="of its number; empty: it was abandoned"),
    Column("nth", Integer, comment="its number; empty: it was abandoned"),
    info=HISTORY,
    comment="slips that were handed in, and abandoned questions: a question that comes late finds its end here",
)

set_aside = Table(
    "set_aside",
    metadata,
    hall_id(),
    Column("id", BigInteger, primary_key=True, autoincrement=False, comment="the entry that set it aside"),
    Column("journal", BigInteger, nullable=False, comment="where it was written down"),
    Column("entry", BigInteger, nullable=False, comment="as which entry"),
    Column(
        "why", String(20), nullable=False,
        comment="taken, not_granted, changed … (office.WHY)",
    ),
    Column("uid", String(64), comment="made by the kiosk at the touch"),
    Column("day", String(10), nullable=False, comment="the hall's day"),
    Column("letter", String(2), comment="the service's letter, where it can be read"),
    Column("nth", Integer, comment="the number, where it can be read"),
    Column("arrived_at", Moment, nullable=False, comment="when the customer came, as far as known"),
    Column("body", Text, nullable=False, comment="the entry as the kiosk wrote it"),
    Column("settled_at", Moment, comment="when somebody saw to it; empty: it waits"),
    Column("ticket", BigInteger, comment="it came into the line after all, as this ticket"),
    Index("set_aside_open", "hall_id", "settled_at"),
    info=HISTORY,
    comment="entries that fit nothing: kept as they came, until a person has seen to them",
)  # fmt: skip

kiosk_contacts = Table(
    "kiosk_contacts",
    metadata,
    hall_id(),
    Column("root", BigInteger, primary_key=True, autoincrement=False, comment="whose first journal"),
    Column("at", Moment, nullable=False, comment="all was handed in; what it writes now is later"),
    Column("unsent", Integer, nullable=False, comment="entries that it still had then"),
    Column("turn", BigInteger, nullable=False, default=0, server_default="0", comment="which of its requests that was"),
    info={"kind": "telemetry"},
    comment="when each kiosk was last heard of",
)
