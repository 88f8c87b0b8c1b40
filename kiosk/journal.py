"""The agent's own record: each step is on disk before the next one, so that a sudden end loses nothing.

`intent(id)` → ask the server → `reserved(id, ticket)` → `printing` → `printed | failed | unconfirmed | shown`.
A page's id is the Idempotency-Key at the server. What the server is to hear of a print waits in `report`.
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

TABLES = """
CREATE TABLE IF NOT EXISTS slip (
    id TEXT PRIMARY KEY,             -- made by the page at the touch
    state TEXT NOT NULL,
    at TEXT NOT NULL,                -- when the customer touched, UTC
    request TEXT NOT NULL,           -- JSON: what the customer chose
    answer TEXT,                     -- JSON: the server's, once there is one
    copies INTEGER NOT NULL DEFAULT 0
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

    def __init__(self, path: Path) -> None:
        self.keeps = True
        self.connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.execute("PRAGMA synchronous = FULL")
        self.connection.execute("PRAGMA secure_delete = ON")  # a slip's secret goes from the file with its row
        self.connection.executescript(TABLES)

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def intend(self, key: str, request: dict[str, Any]) -> None:
        """Record that a customer asked for a number; a second time changes nothing."""
        with self._commit():
            self.connection.execute(
                "INSERT OR IGNORE INTO slip (id, state, at, request) VALUES (?, ?, ?, ?)",
                (key, State.INTENT, _now(), json.dumps(request)),
            )

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
        with self._commit():
            self.connection.execute("UPDATE slip SET state = ? WHERE id = ?", (state, key))
            self.connection.execute("INSERT INTO report (id, state, detail) VALUES (?, ?, ?)", (key, state, detail))

    def abandon(self, key: str, answer: dict[str, Any]) -> None:
        """Record a number that came when nobody waited for it any more."""
        with self._commit():
            self.connection.execute(
                "UPDATE slip SET state = ?, answer = ? WHERE id = ?", (State.ABANDONED, json.dumps(answer), key)
            )
            self.connection.execute(
                "INSERT INTO report (id, state, detail) VALUES (?, 'failed', 'the customer had given up')", (key,)
            )

    def give_back(self, key: str) -> None:
        """Record a number that its customer gave back: its slip is not printed again."""
        self._move(key, State.ABANDONED)

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
        with self._commit():
            self.connection.execute(
                "INSERT INTO kept VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (name, json.dumps(value)),
            )

    def kept(self, name: str) -> Any:
        """Return a kept value, None without one."""
        row = self.connection.execute("SELECT value FROM kept WHERE name = ?", (name,)).fetchone()
        return json.loads(row[0]) if row else None

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


COLUMNS = "id, state, at, request, answer, copies"


def _entry(row: tuple[str, str, str, str, str | None, int]) -> Entry:
    key, state, at, request, answer, copies = row
    return Entry(
        key,
        State(state),
        datetime.fromisoformat(at),
        json.loads(request),
        json.loads(answer) if answer else None,
        copies,
    )


def _now() -> str:
    return datetime.now(UTC).isoformat()
