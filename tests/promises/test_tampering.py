"""Promise 4: whoever changes the record behind the server's back is found out, however carefully they do it."""

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import ColumnElement, Connection, Engine, and_, create_engine, delete, insert, text, update

from server.floor.tables import tickets
from server.kernel.clock import HandClock
from server.kernel.refusals import Fault, Moved
from server.preparing import begin_keyed
from server.security.actors import SYSTEM
from server.store.backup import backup
from server.store.directory import open_hall
from server.store.engine import Database
from server.store.hall import HEAD, Store
from server.store.heads import JournalKeyed, heads
from server.store.journal import Entry, entries
from server.store.rows import Rows
from server.store.sealed import hashing, unlock
from server.store.tables import answers, deadlines, journal, lines, metadata
from server.store.verify import since_of, verify
from tests.inside import NINE, Inside

Changes = Callable[[Connection, list[Entry]], object]


@pytest.fixture
def hall(tmp_path: Path, database: str) -> Iterator[Inside]:
    """A hall on either database, in which two numbers were given out and one was called."""
    made = Inside(tmp_path, database=database)
    for service in "AB":
        made.ticket(service)
    made.at_counter("3", "open")
    made.at_counter("3", "call")
    yield made
    made.close()


def of_entry(one: Entry, seq: int | None = None) -> ColumnElement[bool]:
    """Return the condition that names an entry's row, or that of another number beside it."""
    return and_(journal.c.hall_id == one.hall_id, journal.c.seq == (seq or one.seq))


def change_one(connection: Connection, told: list[Entry]) -> None:
    """Change what an entry says."""
    one = entry(told, "A001")
    connection.execute(update(journal).where(of_entry(one)).values(data=one.data.replace("A001", "A009")))


def change_one_and_its_hash(connection: Connection, told: list[Entry]) -> None:
    """Change what an entry says, and give it the hash that fits."""
    one = entry(told, "A001")
    forged = replace(one, data=one.data.replace("A001", "A009"))
    connection.execute(update(journal).where(of_entry(one)).values(data=forged.data, hash=forged.digest()))


def change_one_and_link_the_next(connection: Connection, told: list[Entry]) -> None:
    """And let the next entry follow from it."""
    change_one_and_its_hash(connection, told)
    one = entry(told, "A001")
    forged = replace(one, data=one.data.replace("A001", "A009")).digest()
    connection.execute(update(journal).where(of_entry(one, one.seq + 1)).values(prev=forged))


def leave_one_out(connection: Connection, told: list[Entry]) -> None:
    """Remove an entry from the middle."""
    connection.execute(delete(journal).where(of_entry(entry(told, "A001"))))


def cut_the_end(connection: Connection, told: list[Entry]) -> None:
    """Remove the last entry."""
    connection.execute(delete(journal).where(of_entry(told[-1])))


def add_a_row(connection: Connection, told: list[Entry]) -> None:
    """Add a row that no entry tells of."""
    connection.execute(insert(deadlines).values(hall_id=told[-1].hall_id, kind="closing", subject=1, due_at=NINE))


def make_anew(connection: Connection, told: list[Entry], begin: int) -> None:
    """Change what an entry says, and make the chain from a place on anew, with the line's own head and the tables."""
    last = told[begin - 1].hash if begin else ""
    for one in told[begin:]:
        forged = replace(one, data=one.data.replace("A001", "A009"), prev=last)
        last = forged.digest()
        changed = {"data": forged.data, "prev": forged.prev, "hash": last}
        connection.execute(update(journal).where(of_entry(one)).values(changed))
    connection.execute(update(lines).where(lines.c.hall_id == told[0].hall_id).values(hash=last))
    connection.execute(update(tickets).where(tickets.c.number == "A001").values(number="A009"))


def make_all_anew(connection: Connection, told: list[Entry]) -> None:
    """Make the whole chain anew."""
    make_anew(connection, told, 0)


def make_its_end_anew(connection: Connection, told: list[Entry]) -> None:
    """Keep what stands before the entry."""
    make_anew(connection, told, entry(told, "A001").seq - 1)


FOUND: dict[str, tuple[Changes, str]] = {
    "an entry changed": (change_one, "was changed: its hash does not fit"),
    "with its hash": (change_one_and_its_hash, "was not hashed with the server's key"),
    "and the next one linked": (change_one_and_link_the_next, "was not hashed with the server's key"),
    "the chain made anew": (make_all_anew, "none of the"),
    "its end made anew": (make_its_end_anew, "was not hashed with the server's key"),
    "an entry left out": (leave_one_out, "is missing"),
    "the end cut off": (cut_the_end, "entries were acknowledged"),
    "a row added": (add_a_row, "follows from no entry"),
}


def entry(told: list[Entry], holding: str) -> Entry:
    """Return the entry that tells of something."""
    return next(one for one in told if f'"{holding}"' in one.data)


def beside(hall: Inside) -> Engine:
    """Return a way into the hall's database past the server, and take away what keeps the journal as it is."""
    engine = create_engine(hall.store.database.url)
    with engine.begin() as connection:
        if not hall.store.database.sqlite:
            connection.execute(text("ALTER TABLE journal DISABLE TRIGGER ALL"))
        else:
            for name in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars():
                connection.execute(text(f"DROP TRIGGER {name}"))
    return engine


@pytest.mark.parametrize("what", FOUND)
def test_it_is_found_and_named(hall: Inside, what: str) -> None:
    """By somebody who may do anything with the database, its triggers included."""
    changes, named = FOUND[what]
    assert hall.faults() == []
    with hall.store.database.reading() as connection:
        told = list(entries(connection, hall.hall))
    engine = beside(hall)
    with engine.begin() as connection:
        changes(connection, told)
    engine.dispose()
    (fault,) = hall.faults()
    assert named in fault


@pytest.mark.parametrize("field", [one.name for one in fields(Entry) if one.name != "hash"])
def test_a_hash_is_over_all_that_an_entry_says(field: str) -> None:
    """Another value of any field gives another hash."""
    one = Entry(1, 2, NINE, "staff:3", 1, "TicketCalled", "{}", "key", "0" * 64, "")
    others: dict[type, Any] = {int: 9, str: "other", type(NINE): NINE + timedelta(microseconds=1)}
    other = replace(one, **{field: others[type(getattr(one, field))]})
    assert other.digest() != one.digest()
    assert other.digest(b"key") != one.digest(b"key") != one.digest()


def test_an_end_cut_off_with_all_that_tells_of_it(hall: Inside, tmp_path: Path) -> None:
    """Whoever cuts journal, head and tables back to yesterday leaves a whole history: what was written down tells."""
    backup(hall.store.database, tmp_path / "yesterday.db")
    hall.ticket("A")
    (today,) = [one for one in heads(hall.store.database) if one.code == "main"]
    written = since_of(str(today))
    assert [line.fault for line in verify(hall.store, since=[written])] == [False, False]
    older = Database(f"sqlite:///{tmp_path / 'yesterday.db'}")
    store = Store(older, hall.clock)
    assert [line.fault for line in verify(store)] == [False, False]
    (fault,) = [line.text for line in verify(store, since=[written]) if line.fault]
    assert f"entry {today.seq} was written down: its end was cut off" in fault
    other = since_of(f"main:{today.seq}:k1{'0' * 62}")
    assert any("another one than was written down" in line.text for line in verify(hall.store, since=[other]))
    older.close()


def test_without_the_key_nothing_is_called_whole(hall: Inside) -> None:
    """Nor is anything written after keyed entries."""
    kept, hashing[:] = hashing[:], []
    try:
        assert any("cannot be checked without the server's secret key" in one for one in hall.faults())
        with pytest.raises(Fault), hall.store.hall(hall.hall, SYSTEM) as work:
            work.record(JournalKeyed())
    finally:
        hashing[:] = kept
    assert hall.faults() == []


def test_a_history_of_before_goes_on_with_the_key(tmp_path: Path) -> None:
    """Its plain hashes stay as they are; from the next start on they are fixed by keyed ones."""
    kept, hashing[:] = hashing[:], []
    try:
        store = Store(Database(f"sqlite:///{tmp_path / 'floor.db'}"), HandClock(NINE))
        store.database.make_file()
        metadata.create_all(store.database.writer)
        with store.hall(HEAD, SYSTEM) as head:
            open_hall(head, code="main")
        assert [line.fault for line in verify(store, "head")] == [False]
    finally:
        hashing[:] = kept
    unlock("of this test alone, and long enough")
    begin_keyed(store)
    begin_keyed(store)
    with store.look(HEAD) as sight:
        told = list(entries(sight.connection, HEAD))
    assert [(one.event, one.keyed) for one in told] == [("HallOpened", False), ("JournalKeyed", True)]
    assert [line.fault for line in verify(store, "head")] == [False]
    store.database.close()


def test_a_row_moves_only_from_where_it_is_thought_to_be(hall: Inside) -> None:
    """The second lock: a fact that rests on what is no longer so is refused, and takes its whole command with it."""

    def moves(expect: int) -> None:
        with hall.store.hall(hall.hall, SYSTEM) as work:
            work._rows.due("closing", 1, NINE)
            work._rows.move(deadlines, ("closing", 1), expect={"due_at": NINE + timedelta(expect)}, due_at=NINE)

    before = hall.everything()
    with pytest.raises(Moved):
        moves(1)
    assert hall.everything() == before
    moves(0)


def test_only_facts_change_history(hall: Inside) -> None:
    """What follows from the journal cannot be written aside, nor the journal's own kin by a fact."""
    with hall.store.hall(hall.hall, SYSTEM) as work:
        with pytest.raises(TypeError, match="record an event"):
            work.write_unlogged(deadlines.delete(), {})
        with pytest.raises(TypeError, match=r"use hall\.write_unlogged"):
            Rows(work.connection, hall.hall).add(answers, key="k")
