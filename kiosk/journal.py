"""The agent's own record: each step is on disk before the next one, so that a sudden end loses nothing.

`intent(id)` → ask the server → `reserved(id, ticket)` → `printing` → `printed | failed | unconfirmed | shown`.
A page's id is the Idempotency-Key at the server. What the server is to hear of a print waits in `report`.

Where the server does not answer: `abandoned(id)`, and a number of this kiosk's own under a new id (`uid`), with what
became of it: these are entries that the server takes in afterwards (`entries.py`).
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from kiosk.clocks import KioskClock
from kiosk.entries import Entries

TABLES = """
CREATE TABLE IF NOT EXISTS slip (
    id TEXT PRIMARY KEY,             -- made by the page at the touch
    state TEXT NOT NULL,
    at TEXT NOT NULL,                -- when the customer touched, UTC
    request TEXT NOT NULL,           -- JSON: what the customer chose
    answer TEXT,                     -- JSON: the server's, once there is one
    copies INTEGER NOT NULL DEFAULT 0,
    uid TEXT                         -- under which the number is asked for or given; none: the page's
);
CREATE INDEX IF NOT EXISTS slip_state ON slip (state);
CREATE TABLE IF NOT EXISTS report (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL REFERENCES slip (id),
    state TEXT NOT NULL,
    detail TEXT NOT NULL,
    sent TEXT                        -- when the server took it, UTC
);
CREATE INDEX IF NOT EXISTS report_unsent ON report (seq) WHERE sent IS NULL;
CREATE TABLE IF NOT EXISTS kept (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


class State(StrEnum):
    """How far a slip is."""

    INTENT = "intent"  # asked for, no number known
    REFUSED = "refused"  # the server gave none
    ABANDONED = "abandoned"  # the page had given up; the number was handed back
    RESERVED = "reserved"  # has its number, nothing printed
    PRINTING = "printing"
    PRINTED = "printed"
    FAILED = "failed"
    UNCONFIRMED = "unconfirmed"
    SHOWN = "shown"


@dataclass(frozen=True)
class Entry:
    """A slip as the journal has it."""

    id: str
    state: State
    at: datetime
    request: dict[str, Any]
    answer: dict[str, Any] | None
    copies: int
    uid: str  # under which its number is asked for, or was given here

    @property
    def alone(self) -> bool:
        """Whether its number was given by this kiosk by itself."""
        return bool(self.answer and self.answer.get("alone"))


@dataclass(frozen=True)
class Own:
    """A number that this kiosk gives by itself: its id, what the customer is told, what the server is to take in."""

    uid: str
    told: dict[str, Any]
    entry: dict[str, Any]


@dataclass(frozen=True)
class PrintReport:
    """What the server has still to hear of a print."""

    seq: int
    id: str
    ticket: int
    state: str
    detail: str


class CannotKeepError(Exception):
    """Nothing can be written: the disk is full, or read-only."""


class Journal:
    """The agent's SQLite file; used by one process. `keeps`: the last thing that was to be kept was."""

    def __init__(self, path: Path, clock: KioskClock | None = None) -> None:
        self.keeps = True
        self.connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.execute("PRAGMA synchronous = FULL")
        self.connection.execute("PRAGMA secure_delete = ON")  # a slip's secret goes from the file with its row
        self.connection.executescript(TABLES)
        if not any(row[1] == "uid" for row in self.connection.execute("PRAGMA table_info(slip)")):
            self.connection.execute("ALTER TABLE slip ADD COLUMN uid TEXT")  # a file of before
        self.entries = Entries(self.connection)
        self.clock = clock or KioskClock(kept=self.kept("clock"))

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def intend(self, key: str, request: dict[str, Any], uid: str | None = None) -> None:
        """Record that a customer asked for a number; a second time changes at most the id that it is asked under."""
        with self._commit():
            self._begun(key, request)
            if uid is not None:
                self.connection.execute(
                    "UPDATE slip SET state = ?, uid = ? WHERE id = ? AND answer IS NULL", (State.INTENT, uid, key)
                )

    def give(self, key: str, request: dict[str, Any], own: Own, abandoned: str | None) -> None:
        """Record a number of this kiosk's own, and that it waits no longer for the one that it had asked for.

        From here on the number is this customer's: it is never given again, whatever happens to the slip.
        """
        with self._commit():
            self._begun(key, request)
            if abandoned is not None:
                self.entries.add("abandoned", abandoned, self.clock.stamp())
            self.entries.add("reserved", own.uid, self.clock.stamp(), **own.entry)
            self.connection.execute(
                "UPDATE slip SET state = ?, answer = ?, uid = ? WHERE id = ?",
                (State.RESERVED, json.dumps(own.told), own.uid, key),
            )

    def abandon(self, entry: "Entry") -> None:
        """Record that nobody waits any more for the number that was asked for: the server takes it back."""
        with self._commit():
            self.connection.execute("UPDATE slip SET state = ? WHERE id = ?", (State.ABANDONED, entry.id))
            self.entries.add("abandoned", entry.uid, self.clock.stamp())

    def begin_anew(self) -> None:
        """Begin another journal of entries: the server has another one under this name."""
        with self._commit():
            self.entries.begin_anew()

    def acknowledge(self, seq: int, before: float) -> None:
        """Record how far the server has the entries; forget those that it has, of before a moment."""
        if seq != self.entries.handed().acked:
            with self._commit():
                self.entries.ack(seq)
                self.entries.forget(before)

    def refuse(self, key: str) -> None:
        """Record that the server gave no number."""
        self._move(key, State.REFUSED)

    def reserve(self, key: str, answer: dict[str, Any], state: State = State.RESERVED) -> None:
        """Record the server's answer: from here on the number is this customer's."""
        with self._commit():
            self.connection.execute(
                "UPDATE slip SET state = ?, answer = ? WHERE id = ?", (state, json.dumps(answer), key)
            )

    def begin(self, key: str, *, copy: bool) -> None:
        """Record that paper may come out from now on."""
        with self._commit():
            self.connection.execute(
                "UPDATE slip SET state = ?, copies = copies + ? WHERE id = ?", (State.PRINTING, int(copy), key)
            )

    def end(self, key: str, state: State, detail: str = "") -> None:
        """Record what became of a print, and that the server is to hear of it."""
        entry = self.find(key)
        with self._commit():
            self.connection.execute("UPDATE slip SET state = ? WHERE id = ?", (state, key))
            if entry and entry.alone:
                self.entries.add(state.value, entry.uid, self.clock.stamp())
            else:
                report = "INSERT INTO report (id, state, detail) VALUES (?, ?, ?)"
                self.connection.execute(report, (key, state, detail))

    def give_back(self, key: str) -> None:
        """Record a number that its customer gave back: its slip is not printed again."""
        entry = self.find(key)
        with self._commit():
            self.connection.execute("UPDATE slip SET state = ? WHERE id = ?", (State.ABANDONED, key))
            if entry and entry.alone:
                self.entries.add("given_back", entry.uid, self.clock.stamp())

    def find(self, key: str) -> Entry | None:
        """Return a slip, None when the agent knows no such id."""
        row = self.connection.execute(f"SELECT {COLUMNS} FROM slip WHERE id = ?", (key,)).fetchone()  # noqa: S608 - our own column names
        return _entry(row) if row else None

    def waiting(self, *states: State) -> list[Entry]:
        """Return the slips in some states, oldest first."""
        marks = ", ".join("?" * len(states))
        rows = self.connection.execute(
            f"SELECT {COLUMNS} FROM slip WHERE state IN ({marks}) ORDER BY at",  # noqa: S608 - our own column names
            states,
        )
        return [_entry(row) for row in rows]

    def unsent(self) -> PrintReport | None:
        """Return the oldest report that the server has not taken."""
        row = self.connection.execute(
            "SELECT seq, report.id, json_extract(answer, '$.ticket.id'), report.state, detail"
            " FROM report JOIN slip ON slip.id = report.id WHERE sent IS NULL ORDER BY seq LIMIT 1"
        ).fetchone()
        return PrintReport(*row) if row else None

    def sent(self, seq: int) -> None:
        """Record that the server took a report."""
        with self._commit():
            self.connection.execute("UPDATE report SET sent = ? WHERE seq = ?", (_now(), seq))

    def forget(self, before: datetime) -> int:
        """Forget the slips of before a moment, with the secrets that open their pages; return how many those were.

        A slip of which the server is still to hear stays, without its secret.
        """
        with self._commit():
            self.connection.execute(
                "UPDATE slip SET answer = json_remove(answer, '$.track_url')"
                " WHERE at < ? AND json_extract(answer, '$.track_url') IS NOT NULL",
                (before.isoformat(),),
            )
            unsent = "SELECT id FROM report WHERE sent IS NULL"
            old = f"SELECT id FROM slip WHERE at < ? AND state != 'intent' AND id NOT IN ({unsent})"  # noqa: S608 - ours
            self.connection.execute(f"DELETE FROM report WHERE id IN ({old})", (before.isoformat(),))  # noqa: S608 - ours
            gone = self.connection.execute(f"DELETE FROM slip WHERE id IN ({old})", (before.isoformat(),)).rowcount  # noqa: S608 - ours
        self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # the log beside the file holds them too
        return gone

    def keep(self, name: str, value: object) -> None:
        """Keep a value over restarts."""
        self.keep_all(**{name: value})

    def keep_all(self, **values: object) -> None:
        """Keep some values over restarts, all of them or none."""
        with self._commit():
            for name, value in values.items():
                self.connection.execute(
                    "INSERT INTO kept VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                    (name, json.dumps(value)),
                )

    def kept(self, name: str) -> Any:
        """Return a kept value, None without one."""
        row = self.connection.execute("SELECT value FROM kept WHERE name = ?", (name,)).fetchone()
        return json.loads(row[0]) if row else None

    def _begun(self, key: str, request: dict[str, Any]) -> None:
        self.connection.execute(
            "INSERT OR IGNORE INTO slip (id, state, at, request) VALUES (?, ?, ?, ?)",
            (key, State.INTENT, _now(), json.dumps(request)),
        )

    def _move(self, key: str, state: State) -> None:
        with self._commit():
            self.connection.execute("UPDATE slip SET state = ? WHERE id = ?", (state, key))

    @contextmanager
    def _commit(self) -> Iterator[None]:
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:  # a full disk ends it by itself
                    self.connection.execute("ROLLBACK")
                raise
        except sqlite3.OperationalError as error:
            self.keeps = False
            raise CannotKeepError(str(error)) from error
        self.keeps = True


COLUMNS = "id, state, at, request, answer, copies, coalesce(uid, id)"


def _entry(row: tuple[str, str, str, str, str | None, int, str]) -> Entry:
    key, state, at, request, answer, copies, uid = row
    return Entry(
        key,
        State(state),
        datetime.fromisoformat(at),
        json.loads(request),
        json.loads(answer) if answer else None,
        copies,
        uid,
    )


def _now() -> str:
    return datetime.now(UTC).isoformat()
