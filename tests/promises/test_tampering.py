"""Promise 4: whoever changes the record behind the server's back is found out, however carefully they do it."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from server.kernel.refusals import Moved
from server.security.actors import SYSTEM
from server.store.journal import Entry, entries
from server.store.rows import Rows
from server.store.tables import answers, deadlines
from tests.inside import NINE, Inside

Changes = Callable[[sqlite3.Connection, list[Entry]], object]
REHASHED = "UPDATE journal SET data = ?, hash = ? WHERE hall_id = ? AND seq = ?"


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """A hall in which two numbers were given out and one was called."""
    made = Inside(tmp_path)
    for service in "AB":
        made.ticket(service)
    made.at_counter("3", "open")
    made.at_counter("3", "call")
    yield made
    made.close()


def change_one(connection: sqlite3.Connection, told: list[Entry]) -> None:
    """Change what an entry says."""
    connection.execute(
        "UPDATE journal SET data = replace(data, 'A001', 'A009') WHERE hall_id = ? AND seq = ?", place(told, "A001")
    )


def change_one_and_its_hash(connection: sqlite3.Connection, told: list[Entry]) -> None:
    """Change what an entry says, and give it the hash that fits."""
    one = entry(told, "A001")
    forged = replace(one, data=one.data.replace("A001", "A009"))
    connection.execute(REHASHED, (forged.data, forged.digest(), one.hall_id, one.seq))


def change_one_and_link_the_next(connection: sqlite3.Connection, told: list[Entry]) -> None:
    """And let the next entry follow from it."""
    change_one_and_its_hash(connection, told)
    one = entry(told, "A001")
    forged = replace(one, data=one.data.replace("A001", "A009")).digest()
    connection.execute("UPDATE journal SET prev = ? WHERE hall_id = ? AND seq = ?", (forged, one.hall_id, one.seq + 1))


def leave_one_out(connection: sqlite3.Connection, told: list[Entry]) -> None:
    """Remove an entry from the middle."""
    connection.execute("DELETE FROM journal WHERE hall_id = ? AND seq = ?", place(told, "A001"))


def cut_the_end(connection: sqlite3.Connection, told: list[Entry]) -> None:
    """Remove the last entry."""
    connection.execute("DELETE FROM journal WHERE hall_id = ? AND seq = ?", (told[-1].hall_id, told[-1].seq))


def add_a_row(connection: sqlite3.Connection, told: list[Entry]) -> None:
    """Add a row that no entry tells of."""
    connection.execute(
        "INSERT INTO deadlines (hall_id, kind, subject, due_at) VALUES (?, 'closing', 1, 0)", (told[-1].hall_id,)
    )


FOUND: dict[str, tuple[Changes, str]] = {
    "an entry changed": (change_one, "was changed: its hash does not fit"),
    "with its hash": (change_one_and_its_hash, "does not follow from the one before"),
    "and the next one linked": (change_one_and_link_the_next, "was changed: its hash does not fit"),
    "an entry left out": (leave_one_out, "is missing"),
    "the end cut off": (cut_the_end, "entries were acknowledged"),
    "a row added": (add_a_row, "follows from no entry"),
}


def entry(told: list[Entry], holding: str) -> Entry:
    """Return the entry that tells of something."""
    return next(one for one in told if f'"{holding}"' in one.data)


def place(told: list[Entry], holding: str) -> tuple[int, int]:
    """Return where that entry stands."""
    return entry(told, holding).hall_id, entry(told, holding).seq


@pytest.mark.parametrize("what", FOUND)
def test_it_is_found_and_named(hall: Inside, tmp_path: Path, what: str) -> None:
    """By somebody who may do anything with the database's file, its triggers included."""
    changes, named = FOUND[what]
    assert hall.faults() == []
    with hall.store.database.reading() as connection:
        told = list(entries(connection, hall.hall))
    with closing(sqlite3.connect(tmp_path / "floor.db")) as connection:
        for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        changes(connection, told)
        connection.commit()
    (fault,) = hall.faults()
    assert named in fault


@pytest.mark.parametrize("field", [one.name for one in fields(Entry) if one.name != "hash"])
def test_a_hash_is_over_all_that_an_entry_says(field: str) -> None:
    """Another value of any field gives another hash."""
    one = Entry(1, 2, NINE, "staff:3", 1, "TicketCalled", "{}", "key", "0" * 64, "")
    others: dict[type, Any] = {int: 9, str: "other", type(NINE): NINE + timedelta(microseconds=1)}
    assert replace(one, **{field: others[type(getattr(one, field))]}).digest() != one.digest()


def test_a_row_moves_only_from_where_it_is_thought_to_be(hall: Inside) -> None:
    """The second lock: a fact that rests on what is no longer so is refused, and takes its whole command with it."""

    def moves(expect: int) -> None:
        with hall.store.hall(hall.hall, SYSTEM) as work:
            work.rows.due("closing", 1, NINE)
            work.rows.move(deadlines, ("closing", 1), expect={"due_at": NINE + timedelta(expect)}, due_at=NINE)

    before = hall.everything()
    with pytest.raises(Moved):
        moves(1)
    assert hall.everything() == before
    moves(0)


def test_only_facts_change_history(hall: Inside) -> None:
    """What follows from the journal cannot be written aside, nor the journal's own kin by a fact."""
    with hall.store.hall(hall.hall, SYSTEM) as work:
        with pytest.raises(TypeError, match="record an event"):
            work.aside(deadlines.delete(), {})
        with pytest.raises(TypeError, match=r"use hall\.aside"):
            Rows(work.connection, hall.hall).add(answers, key="k")
