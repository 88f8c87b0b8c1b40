"""Promise: a deadline that cannot be handled keeps no other one waiting, in no hall; in the end somebody is told."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from server.security.actors import SYSTEM
from server.store.hall import UnitOfWork
from server.store.sweeper import ATTEMPTS, LONGEST_REST, Sweeper
from server.store.tables import deadlines
from tests.inside import Inside

MANY = 450


@pytest.fixture(params=["sqlite", "postgresql"])
def hall(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Inside]:
    """The hall, on either database."""
    database = request.getfixturevalue("new_database") if request.param == "postgresql" else ""
    made = Inside(tmp_path, database=database)
    yield made
    made.close()


class Handlers:
    """One that cannot be handled until it is mended, and one that can."""

    def __init__(self) -> None:
        self.broken, self.tried, self.done = True, 0, list[int]()

    def fails(self, hall: UnitOfWork, subject: int) -> None:
        """Fail, until it is mended."""
        self.tried += 1
        if self.broken:
            raise ZeroDivisionError
        self.works(hall, subject)

    def works(self, hall: UnitOfWork, subject: int) -> None:
        """Handle it."""
        self.done.append(subject)
        hall.connection.execute(deadlines.delete().where(deadlines.c.subject == subject))


def due(hall: Inside, kind: str, subjects: range, minutes: int) -> None:
    """Have something fall due some minutes ago."""
    at = hall.clock.now() - timedelta(minutes=minutes)
    rows = [{"hall_id": hall.hall, "kind": kind, "subject": one, "due_at": at} for one in subjects]
    with hall.store.hall(hall.hall, SYSTEM) as work:
        work.connection.execute(insert(deadlines), rows)


@pytest.mark.parametrize("hall", ["sqlite"], indirect=True)
def test_hundreds_that_fail_keep_no_later_one_waiting(hall: Inside) -> None:
    """Whatever their number, what fell due after them is handled in the same sweep."""
    told = Handlers()
    sweeper = Sweeper(hall.store, {"broken": told.fails, "fine": told.works}, SYSTEM)
    due(hall, "broken", range(1, MANY + 1), minutes=9)
    due(hall, "fine", range(1001, 1004), minutes=1)
    assert sweeper.sweep() == 3
    assert told.done == [1001, 1002, 1003]
    assert told.tried == MANY
    assert sweeper.sweep() == 0
    assert told.tried == MANY  # they rest


def test_one_that_fails_rests_longer_each_time_and_is_told_in_the_end(hall: Inside) -> None:
    """It is tried as often as is said; then the board names it, until the program starts anew and can do it."""
    told = Handlers()
    sweeper = Sweeper(hall.store, {"broken": told.fails}, SYSTEM)
    due(hall, "broken", range(1, 2), minutes=1)
    for tried in range(1, ATTEMPTS + 1):
        sweeper.sweep()
        assert told.tried == tried
        hall.clock.forward(29)
        sweeper.sweep()
        assert told.tried == tried
        assert ("dead" in kinds(hall)) is (tried == ATTEMPTS)
        hall.clock.forward(LONGEST_REST.total_seconds())
    told.broken = False
    assert sweeper.sweep() == 0
    sweeper.try_anew()
    assert (sweeper.sweep(), told.done, "dead" in kinds(hall)) == (1, [1], False)


def kinds(hall: Inside) -> list[str]:
    """Return what the board says is to be done."""
    hall.tokens.pop("supervisor", None)
    return [one["kind"] for one in hall.told("supervisor", "GET", "/halls/main/views/board")["data"]["todo"]]
