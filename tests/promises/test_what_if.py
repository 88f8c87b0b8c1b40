"""Promise: a supervisor may ask what would come of a change, and nothing in the hall is changed by it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from server.appointments.settings import Bookable
from tests.appointments import BookingHall
from tests.hall import quiet_config
from tests.inside import NINE
from tests.played import board, customer, hands

WHAT_IF = "/halls/main/what-if"


@pytest.fixture
def hall(tmp_path: Path, database: str) -> Iterator[BookingHall]:
    """A hall in which eight wait for B at counter 3, and half hours of A can be booked, on either database."""
    made = BookingHall(tmp_path, database=database, services=[Bookable(service="A", places=2, minutes=30)])
    its = hands(made)
    its.open("3")
    for _ in range(9):
        its.issue(customer())
    its.call("3")
    its.start("3")
    yield made
    made.close()


def asks(hall: BookingHall, what: str = "") -> dict[str, Any]:
    """Ask, as the supervisor."""
    found: dict[str, Any] = hall.told("supervisor", "GET", f"{WHAT_IF}?{what}")
    return found


def test_a_counter_more_helps_one_that_pauses_harms_and_nothing_is_changed(hall: BookingHall) -> None:
    """The share within the target now and then, the difference of the two, and each service's waits."""
    hall.token("supervisor")
    before = hall.everything()
    nothing = asks(hall)
    assert (nothing["now"], nothing["difference"]) == (nothing["then"], [0, 0, 0])
    more = asks(hall, "open=4")
    assert more["now"] == nothing["now"]
    low, mean, high = more["difference"]
    assert 0 < low <= mean <= high
    assert more["then"]["share"][1] - more["now"]["share"][1] == pytest.approx(mean, abs=1)
    assert more["then"]["waits"]["B"][1] < more["now"]["waits"]["B"][1]
    assert more["now"]["waits"]["D"] is None  # nobody waits for it or comes
    less = asks(hall, "pause=3&minutes=60")
    assert less["difference"][1] < 0
    assert less["then"]["waits"]["B"][1] > less["now"]["waits"]["B"][1] + 1800
    assert hall.everything() == before


def test_services_one_more_counter_and_the_end_of_numbers_can_be_asked(hall: BookingHall) -> None:
    """Counter 4 without B is of no use to who waits for it; one more for B is; who is given no number does not come."""
    assert asks(hall, "open=4&serves=4:A")["difference"][1] < asks(hall, "open=4&serves=4:B")["difference"][1]
    assert asks(hall, "more=B")["difference"][1] > 0
    closed = asks(hall, "stops=09:00")
    assert closed["people"][1] == 8 < closed["people"][0]
    assert closed["then"]["waits"]["A"] is None
    empty = asks(hall, "stops=09:00&serves=3:A;4:B")  # what nobody sits at serves nobody
    assert empty["then"]["waits"]["B"][0] is None
    profile = asks(hall, "serves=3:A")  # nobody serves B any more
    assert profile["then"]["waits"]["B"][0] is None
    assert (closed["days"], closed["until"]) == (None, (NINE + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%SZ"))


def test_who_booked_is_counted_among_who_comes(hall: BookingHall) -> None:
    """Two who booked within two hours are expected, by nine in ten each; one of tomorrow is not."""
    people = asks(hall)["people"][0]
    for minutes in (60, 90, 24 * 60 + 60):
        hall.books(NINE + timedelta(minutes=minutes), contact=f"{minutes}@example.org")
    assert people + 1 <= asks(hall)["people"][0] <= people + 2


def test_what_the_hall_does_not_have_cannot_be_asked_and_clerks_cannot_ask(hall: BookingHall) -> None:
    """An unknown counter or service, and what is no list or time, is told; nothing is played."""
    for what, status in (
        ("open=99", 404), ("pause=99", 404), ("more=Z", 404), ("serves=4:Z", 404), ("serves=99:A", 404),
        ("serves=4", 422), ("open=4;5", 422), ("stops=25:00", 422), ("minutes=0", 422), ("close=4", 422),
    ):  # fmt: skip
        assert hall.asks("supervisor", "GET", f"{WHAT_IF}?{what}").status_code == status, what
    assert hall.asks("clerk3", "GET", WHAT_IF).status_code == 403


def test_the_board_says_what_the_next_two_hours_need_and_from_what_it_knows(tmp_path: Path) -> None:
    """Nothing before a hundred calls; without a known day the last hour stands in; then the same weekday's."""
    hall = BookingHall(tmp_path, config=quiet_config(tmp_path))
    try:
        its = hands(hall)
        its.open("3")
        assert board(hall)["staffing"] is None
        for _ in range(104):
            its.issue(customer())
            its.call("3")
            its.start("3")
            hall.clock.forward(40)
            its.finish("3")
        for _ in range(9):
            its.issue(customer())
        hall.floor.scheduler.now("forecasts")
        told = board(hall)["staffing"]
        assert told["days"] is None
        assert told["order"][0] == "3"
        now = told["quarters"][0]
        assert (now["counters"] >= 1, now["enough"], now["crowded"]) == (True, True, False)
        assert now["comes"] > 5
        assert all(one["until"][14:16] in {"00", "15", "30", "45"} for one in told["quarters"])
        hall.clock.forward(timedelta(days=7).total_seconds() - 3600)
        hall.later(1)
        its.open("3")
        its.issue(customer())
        hall.floor.scheduler.now("forecasts")
        assert board(hall)["staffing"]["days"] == 1
    finally:
        hall.close()
