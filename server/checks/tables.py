"""Tables of spot checks and findings, each column explained."""

from datetime import timedelta

from sqlalchemy import BigInteger, Column, Index, String, Table, Text

from server.kernel.languages import N_
from server.store.sealed import Sealed
from server.store.tables import Moment, Retention, hall_id, metadata

HISTORY = {"kind": "history"}

checks = Table(
    "checks",
    metadata,
    hall_id(),
    Column("id", BigInteger, primary_key=True, autoincrement=False, comment="seq of the entry that drew it"),
    Column("day", String(10), nullable=False, comment="the hall's day"),
    Column("counter", String(8), nullable=False, comment="where to look"),
    Column("begins_at", Moment, nullable=False, comment="the hour in which to look"),
    Column("ends_at", Moment, nullable=False, comment="until when"),
    Column("entry", BigInteger, nullable=False, comment="the entry of the day before whose hash was the seed"),
    Column("state", String(8), nullable=False, comment="due · made · missed"),
    Column("made_at", Moment, comment="when it was made"),
    Column("by", BigInteger, comment="staff number of who looked"),
    Column("clerk", BigInteger, comment="staff number of who sat there; empty: nobody did"),
    Column("results", Text, comment="clause → fine · finding · not_seen, as JSON"),
    Index("checks_day", "hall_id", "day"),
    Index("checks_state", "hall_id", "state"),
    info=HISTORY,
    comment="looks at counters that were drawn by lot",
)

findings = Table(
    "findings",
    metadata,
    hall_id(),
    Column("id", BigInteger, primary_key=True, autoincrement=False, comment="seq of the entry that recorded it"),
    Column("check", BigInteger, comment="of which check; empty: seen beside one"),
    Column("clause", String(10), nullable=False, comment="which clause was not kept"),
    Column("clerk", BigInteger, nullable=False, comment="staff number of the person concerned"),
    Column("counter", String(8), comment="where, if at a counter"),
    Column("by", BigInteger, nullable=False, comment="staff number of who saw it"),
    Column("state", String(8), nullable=False, comment="open · closed"),
    Column("opened_at", Moment, nullable=False, comment="when"),
    Column("correct_by", Moment, nullable=False, comment="until when it is corrected"),
    Column("answered_at", Moment, comment="when the person concerned made a statement"),
    Column("closed_at", Moment, comment="when it was corrected"),
    Column("closed_by", BigInteger, comment="staff number of who saw that"),
    Column("late_at", Moment, comment="since when it is late, and the manager's"),
    Index("findings_state", "hall_id", "state"),
    Index("findings_clerk", "hall_id", "clerk"),
    info=HISTORY,
    comment="what was not as the regulation says, of whom, and what became of it",
)

finding_words = Table(
    "finding_words",
    metadata,
    hall_id(),
    Column("finding", BigInteger, primary_key=True, autoincrement=False, comment="of which finding"),
    Column("whose", String(10), primary_key=True, comment="found · statement · corrected"),
    Column("words", Sealed, nullable=False, comment="what they wrote; it may name people, so it is in no journal"),
    Column("at", Moment, nullable=False, comment="when; erased two years later"),
    Index("finding_words_at", "hall_id", "at"),
    info={"kind": "personal", "kept": (Retention(N_("Words about findings"), timedelta(days=730)),)},
    comment="what was seen, what the person concerned says, what was corrected",
)
