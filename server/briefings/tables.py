"""Tables of notices to staff, each column explained."""

from datetime import timedelta

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table

from server.kernel.languages import N_
from server.store.sealed import Sealed
from server.store.tables import Moment, Retention, hall_id, metadata

briefings = Table(
    "briefings",
    metadata,
    hall_id(),
    Column("id", BigInteger, primary_key=True, autoincrement=False, comment="seq of the entry that gave it"),
    Column("by", BigInteger, nullable=False, comment="staff number of who gave it; 0: a change of a procedure"),
    Column("service", String(2), comment="whose procedure changed; empty: it is about something else"),
    Column("version", Integer, comment="the procedure's new version"),
    Column("given_at", Moment, nullable=False, comment="when"),
    Column("read_by", Moment, nullable=False, comment="until when everybody has read it"),
    Index("briefings_given", "hall_id", "given_at"),
    info={"kind": "history"},
    comment="notices that staff confirm by reading",
)

briefing_readers = Table(
    "briefing_readers",
    metadata,
    hall_id(),
    Column("briefing", BigInteger, primary_key=True, autoincrement=False, comment="which notice"),
    Column("staff", BigInteger, primary_key=True, autoincrement=False, comment="staff number of who reads it"),
    Column("read_at", Moment, comment="when they confirmed it; empty: they have not"),
    Index("briefing_readers_staff", "hall_id", "staff"),
    info={"kind": "history"},
    comment="who was to read which notice, and has",
)

briefing_words = Table(
    "briefing_words",
    metadata,
    hall_id(),
    Column("briefing", BigInteger, primary_key=True, autoincrement=False, comment="of which notice"),
    Column("title", Sealed, nullable=False, comment="what it is about"),
    Column("text", Sealed, nullable=False, comment="what it says; it may name people, so it is in no journal"),
    Column("at", Moment, nullable=False, comment="when; erased three years later"),
    Index("briefing_words_at", "hall_id", "at"),
    info={"kind": "personal", "kept": (Retention(N_("Notices to staff"), timedelta(days=1095)),)},
    comment="what notices say",
)
