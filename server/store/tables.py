"""The store's own tables, and the types and marks that every table uses.

Each table says by `info={"kind": …}` what it is: `history` follows from the journal and is compared with it, `personal`
may be purged, `telemetry` comes and goes, `store` is the journal and its kin.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    TypeDecorator,
)

from server.kernel.languages import N_
from server.store.sealed import SealedBytes

metadata = MetaData()


@dataclass(frozen=True, slots=True)
class Retention:
    """How long something in a table is kept, from the moment in a column on; `until` says it where that is no span."""

    what: str  # as the office calls it, a text of the catalogue
    lasts: timedelta | None = None
    until: str = ""  # likewise
    by: str = "at"  # the column
    empties: str = ""  # the column that is emptied; none: the row is erased
    by_feature: bool = False  # it erases this itself: what follows from the journal goes by a fact


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, kept as microseconds since 1970: alike on every database, and ordered."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Turn a moment with a zone into microseconds."""
        return None if value is None else (value - EPOCH) // MICROSECOND

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """Turn microseconds into a moment in UTC."""
        return moment_of(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        """Return what does it, without a step between: lines of hundreds are read again and again."""
        return moment_of


def moment_of(value: int | None) -> datetime | None:
    """Return the moment so many microseconds after 1970."""
    return None if value is None else EPOCH + timedelta(microseconds=value)


def hall_id() -> Column[int]:
    """Return the column that comes first in every table's key."""
    return Column(
        "hall_id", Integer, primary_key=True, autoincrement=False, comment="the hall; 0 is the company as a whole"
    )


lines = Table(
    "lines",
    metadata,
    hall_id(),
    Column("seq", BigInteger, nullable=False, comment="number of the last journal entry; 0 before the first"),
    Column("hash", String(64), nullable=False, comment="hash of the last journal entry"),
    Column("version", BigInteger, nullable=False, comment="grows with every commit of the hall, telemetry included"),
    Column("at", Moment, comment="the hall's time at the last entry: it never runs back"),
    Column("clock", Moment, comment="what the clock said then"),
    info={"kind": "store"},
    comment="one row a hall: what a command locks",
)

journal = Table(
    "journal",
    metadata,
    hall_id(),
    Column("seq", BigInteger, primary_key=True, autoincrement=False, comment="from 1, without gaps"),
    Column("at", Moment, nullable=False, comment="when the command decided"),
    Column("actor", String(40), nullable=False, comment="staff:17, device:4, ticket:41, system; never a name"),
    Column("cause", BigInteger, comment="the entry of this hall that led to this one"),
    Column("event", String(60), nullable=False, comment="name of the fact"),
    Column("data", Text, nullable=False, comment="the fact as JSON: ids and values, no personal data"),
    Column("key", String(64), comment="the command's idempotency key"),
    Column("prev", String(64), nullable=False, comment="hash of the entry before"),
    Column(
        "hash",
        String(64),
        nullable=False,
        comment="over this entry and prev: HMAC-SHA256 with the server's key (k1…), or SHA-256",
    ),
    info={"kind": "store"},
    comment="what happened, in order; rows are only ever added (triggers refuse the rest)",
)

answers = Table(
    "answers",
    metadata,
    hall_id(),
    Column("actor", String(40), primary_key=True, comment="whose key it is"),
    Column("key", String(64), primary_key=True, comment="idempotency key"),
    Column("body_hash", String(64), nullable=False, comment="SHA-256 of method, path and body"),
    Column("status", SmallInteger, nullable=False, comment="HTTP status of the first answer"),
    Column("body", SealedBytes, nullable=False, comment="the first answer, byte for byte; sealed: words stand in it"),
    Column("at", Moment, nullable=False, comment="when it was given; purged 48 h later"),
    Index("answers_at", "hall_id", "at"),
    info={"kind": "telemetry", "kept": (Retention(N_("Answers to commands, for retries"), timedelta(hours=48)),)},
    comment="first answers, for retries",
)

deadlines = Table(
    "deadlines",
    metadata,
    hall_id(),
    Column("kind", String(40), primary_key=True, comment="what is due; one handler a kind"),
    Column("subject", BigInteger, primary_key=True, autoincrement=False, comment="the thing it is about"),
    Column("due_at", Moment, nullable=False, comment="when it falls due"),
    Index("deadlines_due", "due_at"),
    info={"kind": "history"},
    comment="everything that will happen because time passes",
)

failed_deadlines = Table(
    "failed_deadlines",
    metadata,
    hall_id(),
    Column("kind", String(40), primary_key=True, comment="of the deadline"),
    Column("subject", BigInteger, primary_key=True, autoincrement=False, comment="of the deadline"),
    Column("attempts", Integer, nullable=False, comment="how often its handler failed"),
    Column("not_before", Moment, nullable=False, comment="when it is tried again"),
    Column("dead", Boolean, nullable=False, comment="not tried again before the next start; shown on the board"),
    info={"kind": "telemetry"},
    comment="deadlines that could not be handled, and when they are tried again",
)
