"""The chain of entries: how one is made, hashed and read."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select

from server.store.prepared import Prepared
from server.store.tables import EPOCH, MICROSECOND, journal

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

    def digest(self) -> str:
        """Return what the hash must be: SHA-256 over the entry's text as stored and the hash before."""
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
        return hashlib.sha256(text.encode()).hexdigest()


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
        "hash": entry.digest(),
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


def last_of(connection: Connection, hall: int, event: str, holding: str = "") -> Entry | None:
    """Return the last entry of an event whose data holds a text; it reads backwards until it is found."""
    row = connection.execute(LAST_OF, {"hall": hall, "event": event, "holding": holding}).first()
    return None if row is None else Entry(*row)
