"""The hall transaction: lock, decide, write rows and journal, commit, tell. A command sees nothing else of the store.

    with store.hall(hall_id, actor, key=…, of=…) as hall:
        hall.record(TicketCalled(ticket=41, counter="3"))

The block commits when it ends well and rolls back otherwise. Nothing leaves before the commit.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from enum import StrEnum
from types import EllipsisType
from typing import Any, Protocol, TypeVar

import structlog
from sqlalchemy import Connection, Delete, Insert, Table, Update, bindparam, insert, select, update

from server.kernel.clock import Clock, EvenClock
from server.store.answers import ANSWER, KEEP, answer_again
from server.store.engine import Database
from server.store.events import E, Event, Recorded
from server.store.journal import INSERT, Entry, sealed
from server.store.passing import Passing
from server.store.prepared import Prepared, first_rows
from server.store.rows import Rows
from server.store.tables import lines

log = structlog.get_logger()
HEAD = 0  # the line of the company as a whole

LOCK = Prepared(
    select(lines.c.seq, lines.c.hash, lines.c.version, lines.c.at, lines.c.clock)
    .where(lines.c.hall_id == bindparam("hall"))
    .with_for_update()
)
LOCK_IF_FREE = Prepared(
    select(lines.c.seq, lines.c.hash, lines.c.version, lines.c.at, lines.c.clock)
    .where(lines.c.hall_id == bindparam("hall"))
    .with_for_update(skip_locked=True)
)
OPEN_LINE = insert(lines)
ADVANCE = Prepared(
    update(lines)
    .where(lines.c.hall_id == bindparam("hall"))
    .values(
        seq=bindparam("new_seq"),
        hash=bindparam("new_hash"),
        version=bindparam("new_version"),
        at=bindparam("new_at", type_=lines.c.at.type),
        clock=bindparam("new_clock", type_=lines.c.clock.type),
    )
)
VERSION = select(lines.c.version, lines.c.at, lines.c.clock).where(lines.c.hall_id == bindparam("hall"))

T = TypeVar("T")
Reaction = Callable[["UnitOfWork", Any], None]


class AnyActor(Protocol):
    """Whoever does something; `security` knows the kinds."""

    @property
    def name(self) -> str:
        """As the journal names it: staff:17, device:4, ticket:41, system."""

    def may(self, right: StrEnum, *, at: str | None = None, whose: int | EllipsisType | None = ...) -> bool:
        """Return whether the actor has the right (at a counter, of somebody's thing)."""

    def may_some(self, right: StrEnum, *, at: str | None = None) -> bool:
        """Return whether the actor has the right of any things (at a counter)."""

    def must(self, right: StrEnum, *, at: str | None = None, whose: int | EllipsisType | None = ...) -> None:
        """Refuse unless the actor has the right (at a counter, of somebody's thing)."""


class LockHeld(Exception):
    """Somebody else has the hall's lock, and this transaction must not wait for it; or the hall has no line yet."""


class HallSnapshot:
    """A hall as it is at one moment: what reads need."""

    def __init__(
        self,
        connection: Connection,
        hall_id: int,
        at: datetime,
        version: int = 0,
        lately: dict[object, Any] | None = None,
    ) -> None:
        self.connection, self.id, self.at, self.version = connection, hall_id, at, version
        self.lately = {} if lately is None else lately  # what this process remembers of the hall: hints, with their age
        self.memo: dict[object, Any] | None = {}  # what was read once of this moment

    def once(self, what: object, read: Callable[[], T]) -> T:
        """Read something once of this moment; under a lock, where it may change, each time anew."""
        if self.memo is None:
            return read()
        if what not in self.memo:
            self.memo[what] = read()
        found: T = self.memo[what]
        return found


class UnitOfWork(HallSnapshot):
    """A hall under its lock, inside one transaction."""

    def __init__(
        self,
        connection: Connection,
        hall_id: int,
        passing: Passing,
        actor: AnyActor,
        reactions: Mapping[type[Event], Sequence[Reaction]],
        *,
        key: str | None = None,
        of: str = "",
        lately: dict[object, Any] | None = None,
        waits: bool = True,
    ) -> None:
        asked: list[tuple[Prepared, dict[str, Any]]] = [(LOCK if waits else LOCK_IF_FREE, {"hall": hall_id})]
        if key is not None:
            asked.append((ANSWER, {"hall": hall_id, "actor": actor.name, "key": key}))
        row, *kept = first_rows(connection, asked)
        if row is None and not waits:
            raise LockHeld
        if kept and kept[0] is not None:
            answer_again(of, *kept[0])  # sealed with a key that is gone, it is refused like another request's
        if row is None:
            connection.execute(OPEN_LINE, {"hall_id": hall_id, "seq": 0, "hash": "", "version": 0})
        self._seq: int = row[0] if row else 0
        self.hash: str = row[1] if row else ""
        self.last: tuple[datetime | None, datetime | None] = (row[3], row[4]) if row else (None, None)
        at, self.clock = passing.of(hall_id, *self.last)  # taken under the lock: entries are in its order
        super().__init__(connection, hall_id, at, row[2] if row else 0, lately)
        self.memo = None
        self.actor = actor
        self._rows = Rows(connection, hall_id)
        self._rows.at = self.at
        self.reactions = reactions
        self.key, self.of = key, of
        self.cause: int | None = None
        self.written: list[dict[str, object]] = []
        self.facts: list[Event] = []
        self.telemetry = False

    def record(self, event: E) -> Recorded[E]:
        """Apply a fact and have it written; what follows from it in other features is recorded too.

        The answer has the number of its entry. There is no other way to it: reactions record entries of their own
        before this returns, so the last one is another's.
        """
        self._seq += 1
        seq = self._rows.seq = self._seq
        event.apply(self._rows)
        entry = sealed(
            Entry(
                self.id,
                seq,
                self.at,
                self.actor.name,
                self.cause,
                type(event).__name__,
                event.to_json(),
                self.key,
                self.hash,
                "",
            )
        )
        self.hash = str(entry["hash"])
        self.written.append(entry)
        self.facts.append(event)
        with self.caused_by(seq):
            for reaction in self.reactions.get(type(event), ()):
                reaction(self, event)
        return Recorded(seq, event)

    @contextmanager
    def caused_by(self, seq: int) -> Iterator[None]:
        """Record what follows from an entry as caused by it; the entry's number is `cause` meanwhile."""
        cause, self.cause = self.cause, seq
        try:
            yield
        finally:
            self.cause = cause

    def write_unlogged(
        self,
        statement: Insert | Update | Delete | Prepared,
        parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]],
        *,
        shown: bool = True,
    ) -> None:
        """Write telemetry or personal data in the same transaction, without an entry.

        What no screen shows (`shown=False`) makes no new version, and wakes nobody.
        """
        table = getattr(statement.statement if isinstance(statement, Prepared) else statement, "table", None)
        if not isinstance(table, Table) or table.info.get("kind") in {"history", "store"}:
            raise TypeError(f"{table} follows from the journal; record an event")
        if not isinstance(statement, Prepared):
            self.connection.execute(statement, parameters)
        else:
            for row in [parameters] if isinstance(parameters, Mapping) else parameters:
                statement.run(self.connection, row)
        self.telemetry = self.telemetry or shown

    def seen_anew(self) -> None:
        """Have the hall get a new version, though nothing was written: time alone changed what screens show."""
        self.telemetry = True

    def answer(self, status: int, body: bytes) -> None:
        """Keep the first answer under the command's key, in this transaction."""
        if self.key is not None:
            KEEP.run(
                self.connection,
                {
                    "hall_id": self.id,
                    "actor": self.actor.name,
                    "key": self.key,
                    "body_hash": self.of,
                    "status": status,
                    "body": body,
                    "at": self.at,
                },
            )

    def close(self) -> bool:
        """Write the journal's lines and move the line on; return whether anything changed."""
        if not self.written and not self.telemetry:
            return False
        self.version += 1
        for entry in self.written:
            INSERT.run(self.connection, entry)
        at, clock = (self.at, self.clock) if self.written else self.last
        ADVANCE.run(
            self.connection,
            {
                "hall": self.id,
                "new_seq": self._seq,
                "new_hash": self.hash,
                "new_version": self.version,
                "new_at": at,
                "new_clock": clock,
            },
        )
        return True


class Store:
    """All halls' histories in one database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database, self.clock = database, EvenClock(clock)
        self.passing = Passing(self.clock)
        self.lately: dict[int, dict[object, Any]] = {}
        self.reactions: dict[type[Event], list[Reaction]] = {}
        self.listeners: list[Callable[[int, int], None]] = []
        self.readers: list[Callable[[int, Sequence[Event]], None]] = []

    def react(self, event: type[Event], reaction: Reaction) -> None:
        """Have something else happen, in the same transaction, whenever an event is recorded."""
        self.reactions.setdefault(event, []).append(reaction)

    def on_commit(self, listener: Callable[[int, int], None]) -> None:
        """Tell someone (hall, version) after each commit; what listens and fails is logged, the others still hear."""
        self.listeners.append(listener)

    def on_facts(self, reader: Callable[[int, Sequence[Event]], None]) -> None:
        """Tell someone (hall, facts) after each commit that recorded some."""
        self.readers.append(reader)

    @contextmanager
    def hall(self, hall_id: int, actor: AnyActor, *, key: str | None = None, of: str = "") -> Iterator[UnitOfWork]:
        """Lock a hall and give it to a command; raise `Answered` where the key was answered before.

        `of` is the hash of the request: another one under the same key is refused with `KeyMismatch`.
        """
        with ExitStack() as transaction:
            hall = self.locked(transaction, hall_id, actor, key, of)
            yield hall
            changed = hall.close()
        if changed:
            self.tell(hall_id, hall.version)
        if hall.facts:
            for reader in self.readers:
                reader(hall_id, hall.facts)

    def locked(self, transaction: ExitStack, hall_id: int, actor: AnyActor, key: str | None, of: str) -> UnitOfWork:
        """Return a hall under its lock, and enter the transaction that holds it: one that is shared, if it is free."""

        def enter(stack: ExitStack, *, waits: bool) -> UnitOfWork:
            connection = stack.enter_context(self.database.writing(hall_id, alone=waits))
            return UnitOfWork(
                connection,
                hall_id,
                self.passing,
                actor,
                self.reactions,
                key=key,
                of=of,
                lately=self.remembered(hall_id),
                waits=waits,
            )

        if self.database.shares_locks:
            with suppress(LockHeld), ExitStack() as shared:
                hall = enter(shared, waits=False)
                transaction.push(shared.pop_all())
                return hall
        return enter(transaction, waits=True)

    @contextmanager
    def look(self, hall_id: int) -> Iterator[HallSnapshot]:
        """Give a hall as it is now; reads never lock and never write."""
        with self.database.reading() as connection:
            version, *last = connection.execute(VERSION, {"hall": hall_id}).first() or (0, None, None)
            at = self.passing.of(hall_id, *last)[0]
            yield HallSnapshot(connection, hall_id, at, version, self.remembered(hall_id))

    def remembered(self, hall_id: int) -> dict[object, Any]:
        """Return what this process remembers of a hall from one moment to the next."""
        return self.lately.setdefault(hall_id, {})

    def time_of(self, hall_id: int) -> datetime:
        """Return what time it is in a hall, as this process last saw it."""
        return self.passing.now(hall_id)

    def tell(self, hall_id: int, version: int) -> None:
        """Tell the listeners of a commit."""
        for listener in self.listeners:
            try:
                listener(hall_id, version)
            except Exception:
                log.exception("a listener failed", hall=hall_id, version=version)
