"""Promise: who takes a number is told how many are called before by the counters that could take them, or why not."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.hall import quiet_config
from tests.inside import NINE, Inside

Makes = Callable[..., Inside]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Makes]:
    """Halls with hours of their own."""
    made: list[Inside] = []

    def make_one(hours: str = '"always"') -> Inside:
        config = quiet_config(tmp_path)
        text = config.read_text(encoding="utf-8")
        assert 'hours = "always"' in text
        config.write_text(text.replace('hours = "always"', f"hours = {hours}", 1), encoding="utf-8")
        made.append(Inside(tmp_path, at=NINE, config=config))
        return made[-1]

    yield make_one
    for one in made:
        one.close()


def followed(hall: Inside, taken: dict[str, Any]) -> dict[str, Any]:
    """Return what the phone of a slip shows."""
    shown: dict[str, Any] = hall.told(None, "GET", f"/track/{taken['track_url'].rpartition('/')[2]}")
    return shown


def offered(hall: Inside, service: str) -> dict[str, Any]:
    """Return what the kiosk says of a service."""
    rows = hall.told("kiosk", "GET", "/halls/main/views/kiosk")["data"]["services"]
    return next(row for row in rows if row["code"] == service)


def test_people_of_other_letters_are_ahead_where_one_counter_serves_both(make: Makes) -> None:
    """Four for B wait at the only open counter, which serves A and B: an A is behind them all, on every screen."""
    hall = make()
    hall.at_counter("3", "open")
    for _ in range(4):
        hall.ticket("B")
        hall.later(1)
    assert offered(hall, "A")["ahead"] == 4
    taken = hall.ticket("A")
    assert (taken["ahead"], followed(hall, taken)["ahead"], taken["soon"]) == (4, 4, False)
    first = hall.ticket("A", priority=True)
    assert (first["ahead"], first["soon"]) == (0, True)
    assert followed(hall, taken)["ahead"] == 5


def test_people_whom_my_counters_do_not_take_are_not_ahead(make: Makes) -> None:
    """Five for A wait at counters that do not serve D: whoever comes for D is next."""
    hall = make()
    for counter in ("2", "8"):
        hall.at_counter(counter, "open")
    for _ in range(5):
        hall.ticket("A")
    taken = hall.ticket("D")
    shown = followed(hall, taken)
    assert (taken["ahead"], taken["soon"], shown["next"], shown["desks"]) == (0, True, True, ["8"])


def test_in_a_hall_with_no_counter_open_nobody_is_next(make: Makes) -> None:
    """Who is before one is said, no wait, and that nobody serves it."""
    hall = make()
    first, second = hall.ticket("A"), hall.ticket("B")
    for taken, ahead in ((first, 0), (second, 1)):
        shown = followed(hall, taken)
        told = [taken["ahead"], taken["wait"], taken["soon"], taken["served"], taken["served_at"]]
        assert told == [ahead, None, False, False, None]
        assert (shown["ahead"], shown["next"], shown["soon"], shown["desks"]) == (ahead, False, False, [])
    assert (offered(hall, "A")["served"], offered(hall, "A")["ahead"]) == (False, 2)
    hall.at_counter("3", "open")
    assert (followed(hall, first)["next"], followed(hall, second)["next"]) == (True, False)


def test_where_a_pause_says_its_end_nobody_is_called_before(make: Makes) -> None:
    """It is said when the counter is back; the wait begins no earlier; no phone sends anybody to it meanwhile."""
    hall = make()
    hall.at_counter("7", "open")
    hall.at_counter("7", "pause", reason="lunch", minutes=40)
    back = NINE + timedelta(minutes=40)
    taken = hall.ticket("D")
    assert datetime.fromisoformat(taken["served_at"]) == back
    assert taken["wait"]["low"] >= 40 * 60
    assert (taken["soon"], followed(hall, taken)["desks"]) == (False, [])
    hall.later(41 * 60)
    assert followed(hall, taken)["served_at"] is None


def test_where_the_hall_is_closed_for_lunch_its_hours_say_when_one_is_served(make: Makes) -> None:
    """Who took a number before noon and waits through lunch."""
    hall = make('{ wed = ["08:30-12:00", "13:30-17:00"] }')
    taken = hall.ticket("A")
    assert taken["served_at"] is None
    hall.clock.set(datetime(2026, 11, 25, 4, 10, tzinfo=UTC))
    assert datetime.fromisoformat(followed(hall, taken)["served_at"]) == datetime(2026, 11, 25, 5, 30, tzinfo=UTC)


def test_a_long_line_is_told_alike(make: Makes) -> None:
    """Beyond forty people, within one moment for which a play of the line stands, slip and phone say the same."""
    hall = make()
    hall.at_counter("3", "open")
    for nth in range(41):
        hall.ticket("AB"[nth % 2])
        hall.clock.forward(1)
    for ahead, service in enumerate("ABAB", 41):
        taken = hall.ticket(service)
        assert (taken["ahead"], followed(hall, taken)["ahead"]) == (ahead, ahead)
        hall.clock.forward(0.02)


def test_who_came_since_is_counted_until_something_else_happens(make: Makes) -> None:
    """For a second whoever comes is counted to the last play, priority at its own place; a call makes a new one."""
    hall = make()
    hall.at_counter("3", "open")
    for nth in range(41):
        hall.ticket("AB"[nth % 2])
        hall.clock.forward(1)
    plain = []
    for service in "ABAB":
        plain.append(hall.ticket(service)["ahead"])
        hall.clock.forward(0.22)
    assert plain == [41, 42, 43, 44]
    hall.clock.forward(2)
    assert hall.ticket("A", priority=True)["ahead"] == 0
    hall.clock.forward(0.3)
    assert hall.ticket("B")["ahead"] == 46
    hall.at_counter("3", "call")
    hall.clock.forward(0.3)
    taken = hall.ticket("A")
    assert (taken["ahead"], followed(hall, taken)["ahead"]) == (46, 46)


def test_a_sign_sends_people_only_where_their_service_is_served(make: Makes) -> None:
    """Counter 3 serves A, B and C: to 2 for A and B, to 5 for C; and no time that is past is said."""
    hall = make()
    for counter in ("2", "3", "5"):
        hall.at_counter(counter, "open")
    hall.at_counter("3", "pause", reason="break", minutes=5)
    sign = hall.told("supervisor", "GET", "/halls/main/views/sign:3")["data"]
    assert sign["others"] == [{"counter": "2", "services": ["A", "B"]}, {"counter": "5", "services": ["C"]}]
    assert datetime.fromisoformat(sign["until"]) == NINE + timedelta(minutes=5)
    hall.later(6 * 60)
    assert hall.told("supervisor", "GET", "/halls/main/views/sign:3")["data"]["until"] is None
