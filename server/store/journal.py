"""The chain of entries: how one is made, hashed and read.

A hash says by its beginning how it was made: `k1` and 62 digits are HMAC-SHA256 with the server's journal key; 64
digits are plain SHA-256, of entries written before there was a key. Who has the database alone can make the latter, not
the former.
"""

import hashlib
import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, insert, or_, select

from server.kernel.refusals import Fault
from server.store.prepared import Prepared
from server.store.sealed import hashing
from server.store.tables import EPOCH, MICROSECOND, journal, lines

KEYED: Final = "k1"
INSERT = Prepared(insert(journal))
AFTER = (
    select(journal)
    .where(journal.c.hall_id == bindparam("hall"), journal.c.seq > bindparam("after"))
    .order_by(journal.c.seq)
    .limit(bindparam("limit"))
)
PAGE = 1000
LAST_OF = (
    select(journal)
    .where(
        journal.c.hall_id == bindparam("hall"),
        journal.c.event == bindparam("event"),
        journal.c.data.contains(bindparam("holding")),
    )
    .order_by(journal.c.seq.desc())
    .limit(1)
)
LAST = select(lines.c.seq).where(lines.c.hall_id == bindparam("hall"))
ONE = select(journal).where(journal.c.hall_id == bindparam("hall"), journal.c.seq == bindparam("seq"))
LED_TO = (
    select(journal)
    .where(
        journal.c.hall_id == bindparam("hall"), journal.c.seq > bindparam("seq"), journal.c.cause == bindparam("seq")
    )
    .where(journal.c.seq <= bindparam("seq") + 500)
    .order_by(journal.c.seq)
)  # what follows from a fact is written in the same transaction, so right after it


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of history."""

    hall_id: int
    seq: int
    at: datetime
    actor: str
    cause: int | None
    event: str
    data: str
    key: str | None
    prev: str
    hash: str

    def digest(self, key: bytes | None = None) -> str:
        """Return what the hash must be: over the entry's text as stored and the hash before it, keyed or plain."""
        at = (self.at - EPOCH) // MICROSECOND
        text = "\n".join(
            str(part)
            for part in (
                self.hall_id,
                self.seq,
                at,
                self.actor,
                self.cause or "",
                self.event,
                self.key or "",
                self.prev,
                self.data,
            )
        )
        if key is None:
            return hashlib.sha256(text.encode()).hexdigest()
        return KEYED + hmac.digest(key, text.encode(), "sha256").hex()[: -len(KEYED)]

    @property
    def keyed(self) -> bool:
        """Whether its hash was made with a key."""
        return self.hash.startswith(KEYED)

    def whole(self) -> bool:
        """Return whether its hash is what it must be; a keyed one, by a key that is known here."""
        return any(hmac.compare_digest(self.digest(key), self.hash) for key in (hashing if self.keyed else [None]))


def key_after(before: str) -> bytes | None:
    """Return with which key the entry after a hash is made; refuse to go on without one where there was one."""
    if hashing:
        return hashing[0]
    if before.startswith(KEYED):
        raise Fault("the secret key is not here: say where it is with FLOOR_SECRET_KEY, or FLOOR_DATA with its file")
    return None


def sealed(entry: Entry) -> dict[str, object]:
    """Return the entry's row, with its hash."""
    return {
        "hall_id": entry.hall_id,
        "seq": entry.seq,
        "at": entry.at,
        "actor": entry.actor,
        "cause": entry.cause,
        "event": entry.event,
        "data": entry.data,
        "key": entry.key,
        "prev": entry.prev,
        "hash": entry.digest(key_after(entry.prev)),
    }


def entries(connection: Connection, hall: int, after: int = 0, limit: int | None = None) -> Iterator[Entry]:
    """Yield a hall's entries in order, read page by page."""
    left = limit
    while left is None or left > 0:
        size = PAGE if left is None else min(PAGE, left)
        page = connection.execute(AFTER, {"hall": hall, "after": after, "limit": size}).all()
        for row in page:
            yield Entry(*row)
        if len(page) < size:
            return
        after = page[-1].seq
        left = None if left is None else left - len(page)


@dataclass(frozen=True, slots=True)
class Sought:
    """Which entries are looked for; what is not said does not matter."""

    events: tuple[str, ...] = ()
    actor: str = ""  # or its beginning, with a colon: device:
    holding: tuple[str, ...] = ()  # texts of which the data holds one
    of: int | None = None  # also the entry of this number


def sought(connection: Connection, hall: int, what: Sought, *, after: int, before: int, limit: int) -> list[Entry]:
    """Return the newest entries between two numbers (both excluded) that are looked for."""
    query = select(journal).where(journal.c.hall_id == hall, journal.c.seq > after, journal.c.seq < before)
    if what.events:
        query = query.where(journal.c.event.in_(what.events))
    if what.actor:
        exact = not what.actor.endswith(":")
        query = query.where(journal.c.actor == what.actor if exact else journal.c.actor.startswith(what.actor))
    if what.holding or what.of is not None:
        ways = [journal.c.data.contains(text, autoescape=True) for text in what.holding]
        query = query.where(or_(*ways, journal.c.seq == what.of))
    return [Entry(*row) for row in connection.execute(query.order_by(journal.c.seq.desc()).limit(limit))]


def entry_of(connection: Connection, hall: int, seq: int) -> Entry | None:
    """Return one entry."""
    row = connection.execute(ONE, {"hall": hall, "seq": seq}).first()
    return None if row is None else Entry(*row)


def led_to(connection: Connection, hall: int, seq: int) -> list[Entry]:
    """Return what followed from an entry."""
    return [Entry(*row) for row in connection.execute(LED_TO, {"hall": hall, "seq": seq})]


def first_since(connection: Connection, hall: int, moment: datetime, last: int) -> int:
    """Return the number of the first entry at or after a moment, by halving: entries are in the order of time."""
    low, high = 1, last + 1
    while low < high:
        middle = (low + high) // 2
        entry = entry_of(connection, hall, middle)
        if entry is not None and entry.at < moment:
            low = middle + 1
        else:
            high = middle
    return low


def told_between(
    connection: Connection, hall: int, events: Sequence[str], since: datetime, until: datetime
) -> Iterator[Entry]:
    """Yield the entries of some events from one moment to before another, in order."""
    last = last_seq(connection, hall)
    first, after = first_since(connection, hall, since, last), first_since(connection, hall, until, last)
    query = select(journal).where(
        journal.c.hall_id == hall, journal.c.seq >= first, journal.c.seq < after, journal.c.event.in_(events)
    )
    yield from (Entry(*row) for row in connection.execute(query.order_by(journal.c.seq)))


def last_seq(connection: Connection, hall: int) -> int:
    """Return the number of the newest entry."""
    return connection.execute(LAST, {"hall": hall}).scalar() or 0


def last_of(connection: Connection, hall: int, event: str, holding: str = "") -> Entry | None:
    """Return the last entry of an event whose data holds a text; it reads backwards until it is found."""
    row = connection.execute(LAST_OF, {"hall": hall, "event": event, "holding": holding}).first()
    return None if row is None else Entry(*row)
