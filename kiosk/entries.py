"""The entries that the server is to take in: in order, each hanging on the one before it. Part of the journal's file.

An entry is a line of JSON with its number and a hash over the hash before it, so that a disk that was set back to an
older state, or changed by hand, shows itself. Methods that change something run inside the journal's transaction.
"""

import hashlib
import json
import sqlite3
import uuid
from dataclasses import asdict, dataclass
from typing import Any

from kiosk.clocks import Stamp

TABLES = """
CREATE TABLE IF NOT EXISTS entry (
    seq INTEGER PRIMARY KEY,
    body TEXT NOT NULL,              -- JSON, byte for byte what the server gets
    prev TEXT NOT NULL,              -- hash of the entry before
    hash TEXT NOT NULL,              -- over prev, seq and body
    wall REAL NOT NULL,              -- when, seconds since 1970
    day TEXT,                        -- of a number given here: the hall's day, the service, the number
    service TEXT,
    nth INTEGER
);
CREATE INDEX IF NOT EXISTS entry_number ON entry (day, service, nth) WHERE nth IS NOT NULL;
CREATE TABLE IF NOT EXISTS handed (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    name TEXT NOT NULL,              -- of this journal, made at random
    follows TEXT,                    -- the journal whose place it took
    acked INTEGER NOT NULL           -- last entry that the server took in
);
"""


@dataclass(frozen=True)
class Line:
    """An entry as it travels; without a text where the disk has lost it."""

    seq: int
    body: str
    prev: str
    hash: str


@dataclass(frozen=True)
class Handed:
    """Which journal this is, and how far the server has it."""

    name: str
    follows: str | None
    acked: int


class Entries:
    """The entries in the journal's file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        connection.executescript(TABLES)
        connection.execute("INSERT OR IGNORE INTO handed VALUES (1, ?, NULL, 0)", (uuid.uuid4().hex,))

    def add(self, kind: str, uid: str, stamp: Stamp, **more: Any) -> None:
        """Write an entry behind the last one."""
        body = json.dumps({"kind": kind, "uid": uid, **more, **asdict(stamp)}, ensure_ascii=False)
        number = (more.get("day"), more.get("service"), more.get("nth")) if "nth" in more else (None, None, None)
        last = self.last()
        self._write(last + 1, self._hash_of(last), body, (stamp.wall, *number))

    def last(self) -> int:
        """Return the number of the newest entry; 0 before the first."""
        row = self.connection.execute("SELECT max(seq) FROM entry").fetchone()
        return max(row[0] or 0, 0)

    def handed(self) -> Handed:
        """Return which journal this is, and how far the server has it."""
        return Handed(*self.connection.execute("SELECT name, follows, acked FROM handed").fetchone())

    def after(self, seq: int, most: int) -> list[Line]:
        """Return the entries behind one of them, in order; for each that the disk has lost one without a text."""
        rows = self.connection.execute(
            "SELECT seq, body, prev, hash FROM entry WHERE seq > ? ORDER BY seq LIMIT ?", (seq, most)
        )
        lines: list[Line] = []
        for line in (Line(*row) for row in rows):
            lines += [Line(lost, "", "", line.prev) for lost in range(seq + 1, line.seq)]
            lines.append(line)
            seq = line.seq
        return lines[:most]

    def ack(self, seq: int) -> None:
        """Note how far the server has them."""
        self.connection.execute("UPDATE handed SET acked = ?", (seq,))

    def agrees(self, seq: int, digest: str) -> bool:
        """Return whether an entry is what the server says of it; what was forgotten here cannot be compared."""
        if seq == 0:
            return True
        row = self.connection.execute("SELECT hash FROM entry WHERE seq = ?", (seq,)).fetchone()
        first = self.connection.execute("SELECT min(seq) FROM entry").fetchone()[0] or 1
        return bool(row and row[0] == digest) or (row is None and seq < first <= seq + 1)

    def begin_anew(self) -> None:
        """Begin another journal with what the server has not taken in: this one does not follow what it has.

        An entry that was changed keeps the hash that it had, so that it is still seen.
        """
        before = self.handed()
        rows = self.connection.execute(
            "SELECT seq, body, prev, hash, wall, day, service, nth FROM entry WHERE seq > ? ORDER BY seq",
            (before.acked,),
        ).fetchall()
        self.connection.execute("DELETE FROM entry")
        self.connection.execute("UPDATE handed SET name = ?, follows = ?, acked = 0", (uuid.uuid4().hex, before.name))
        prev = ""
        for place, (seq, body, old, digest, *more) in enumerate(rows, 1):
            made = self._write(place, prev, body, tuple(more))
            if digest != hash_of(old, seq, body):
                self.connection.execute("UPDATE entry SET hash = ? WHERE seq = ?", (digest, place))
                made = digest
            prev = made

    def used(self, day: str, service: str, first: int, last: int) -> int:
        """Return the last number of a block that was given here; the one before its first where none was."""
        row = self.connection.execute(
            "SELECT max(nth) FROM entry WHERE day = ? AND service = ? AND nth BETWEEN ? AND ?",
            (day, service, first, last),
        ).fetchone()
        return int(row[0]) if row[0] is not None else first - 1

    def forget(self, before: float) -> None:
        """Forget what the server has, and was written before a moment; the last one stays, for the next to hang on."""
        self.connection.execute(
            "DELETE FROM entry WHERE wall < ? AND seq <= (SELECT acked FROM handed)"
            " AND seq < (SELECT max(seq) FROM entry)",
            (before,),
        )

    def _hash_of(self, seq: int) -> str:
        row = self.connection.execute("SELECT hash FROM entry WHERE seq = ?", (seq,)).fetchone()
        return str(row[0]) if row else ""

    def _write(self, seq: int, prev: str, body: str, more: tuple[Any, ...]) -> str:
        made = hash_of(prev, seq, body)
        self.connection.execute(
            "INSERT INTO entry (seq, body, prev, hash, wall, day, service, nth) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (seq, body, prev, made, *more),
        )
        return made


def hash_of(before: str, seq: int, body: str) -> str:
    """Return the hash of an entry, as the server makes it."""
    return hashlib.sha256(f"{before}\n{seq}\n{body}".encode()).hexdigest()
