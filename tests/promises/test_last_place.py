"""Two people never get the last place: whoever asks at once, on both databases; a constraint stands behind the lock."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from server.appointments.booking import cancel, move
from server.appointments.refusals import NotThen
from server.appointments.settings import Bookable
from server.appointments.tables import appointments
from server.kernel.refusals import Refusal
from server.security.actors import SYSTEM
from tests.appointments import BookingHall, in_minutes

PLACES, ASKING = 2, 8
TIMES = [in_minutes(minutes) for minutes in (120, 150, 180)]


@pytest.fixture
def hall(tmp_path: Path, database: str) -> Iterator[BookingHall]:
    """A hall whose A has two places every half hour."""
    made = BookingHall(
        tmp_path, database=database, services=[Bookable(service="A", places=PLACES, minutes=30)], rules={"most": 20}
    )
    yield made
    assert made.faults() == []
    made.close()


def tries(hall: BookingHall, at: datetime, who: int) -> bool:
    """Ask for a time; return whether one has it."""
    try:
        hall.books(at, contact=f"{who}@example.org")
    except NotThen:
        return False
    return True


def crowded(hall: BookingHall) -> list[tuple[datetime, int]]:
    """Return time → how many have it."""
    found = select(appointments.c.at, func.count()).where(appointments.c.place.is_not(None))
    query = found.group_by(appointments.c.at).order_by(appointments.c.at)
    with hall.store.look(hall.hall) as sight:
        return [(row[0], row[1]) for row in sight.connection.execute(query)]


def test_of_many_who_ask_at_once_as_many_get_one_as_there_are_places(hall: BookingHall) -> None:
    """Eight browsers press at the same moment, three times over: two have it, the others are told the nearest."""
    for at in TIMES:
        with ThreadPoolExecutor(ASKING) as crowd:
            got = list(crowd.map(lambda who, at=at: tries(hall, at, who), range(ASKING)))
        assert sum(got) == PLACES
    assert crowded(hall) == [(at, PLACES) for at in TIMES]


moves = st.lists(
    st.tuples(st.sampled_from(["book", "move", "cancel"]), st.integers(0, 5), st.sampled_from(TIMES)),
    min_size=1, max_size=16,
)  # fmt: skip


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves)
def test_whatever_is_booked_moved_and_cancelled_at_once(hall: BookingHall, wishes: list[tuple[str, int, Any]]) -> None:
    """Three at a time, in any order: no time is ever fuller than it may be, and each place is one person's."""
    held: list[int] = []

    def does(wish: tuple[str, int, Any]) -> None:
        what, which, at = wish
        try:
            if what == "book":
                held.append(hall.books(at, contact=f"{len(held)}-{which}@example.org").appointment.id)
                return
            if not held:
                return
            one = held[which % len(held)]
            with hall.store.hall(hall.hall, hall.booker(one)) as work:
                move(work, appointment=one, at=at) if what == "move" else cancel(work, appointment=one)
        except Refusal:
            return

    with ThreadPoolExecutor(3) as crowd:
        list(crowd.map(does, wishes))
    query = select(appointments.c.at, appointments.c.place).where(appointments.c.place.is_not(None))
    with hall.store.look(hall.hall) as sight:
        found = [(row[0], row[1]) for row in sight.connection.execute(query)]
    assert len(set(found)) == len(found)
    assert {place for _, place in found} <= {1, 2}
    for one in held:  # the next example finds the hall empty
        with hall.store.hall(hall.hall, SYSTEM) as work:
            try:
                cancel(work, appointment=one)
            except Refusal:
                continue


def test_the_database_itself_gives_no_place_twice(hall: BookingHall) -> None:
    """A program whose lock failed would be refused by the table: the same place a second time is none."""
    booked = hall.books(TIMES[0]).appointment
    row = {"hall_id": hall.hall, "id": 9999, "service": "A", "at": booked.at, "until": booked.until, "place": 1}
    row |= {"state": "booked", "booked_by": "staff", "language": "en", "booked_at": booked.at, "moves": 0}
    with pytest.raises(IntegrityError), hall.store.database.writing() as connection:
        connection.execute(insert(appointments), row)
