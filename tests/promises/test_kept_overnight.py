"""A line kept over night: whoever still waits is called first the next morning, by the number that they have."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from server.floor.reads.tickets import ticket_of
from tests.hall import quiet_config
from tests.inside import NINE, Inside

WEEK = "{ " + ", ".join(f'{day} = ["09:00-17:00"]' for day in ("mon", "tue", "wed", "thu", "fri")) + " }"
DAY = timedelta(days=1).total_seconds()


@pytest.fixture(params=["sqlite", "postgresql"])
def hall(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Inside]:
    """The demo's hall, open from nine to five, that keeps its line."""
    path = quiet_config(tmp_path)
    text = path.read_text(encoding="utf-8")
    text = text.replace('hours = "always"', f'hours = {WEEK}\nat_closing = "keep"', 1)
    path.write_text(text, encoding="utf-8")
    database = request.getfixturevalue("new_database") if request.param == "postgresql" else ""
    inside = Inside(tmp_path, config=path, database=database)
    yield inside
    assert inside.faults() == []
    inside.close()


def fresh(hall: Inside, seconds: float) -> None:
    """Let a night pass; whoever works signs in anew."""
    hall.later(seconds)
    hall.tokens = {who: token for who, token in hall.tokens.items() if who in {"kiosk", "display"}}


def test_whoever_waits_is_first_the_next_morning(hall: Inside) -> None:
    """Two of the day before, then the first of the day; their numbers are passed over, and nobody has one twice."""
    first, second = hall.ticket(), hall.ticket()
    hall.at_counter("3", "open")
    hall.at_counter("3", "call")
    hall.at_counter("3", "start")
    hall.at_counter("3", "hold")
    third = hall.ticket()
    hall.at_counter("3", "close")
    fresh(hall, DAY)  # nine o'clock again
    new = [hall.ticket()["ticket"]["number"] for _ in range(2)]
    assert new == ["A004", "A005"], "001 to 003 are still borne"
    hall.at_counter("3", "open")
    called = []
    for _ in range(3):
        called.append(hall.at_counter("3", "call")["ticket"]["number"])
        hall.at_counter("3", "start")
        hall.at_counter("3", "finish")
    kept = [one["ticket"]["number"] for one in (first, second, third)]
    assert called == kept, "what was put aside went into the line as its counter closed, and is kept, too"
    assert hall.at_counter("3", "call")["ticket"]["number"] == "A004"


def test_nobody_is_called_before_the_hall_opens_again(hall: Inside) -> None:
    """The phone says from when; the clerk of the evening finds nobody to call; the holder may still give it back."""
    taken = hall.ticket()
    secret = taken["track_url"].rpartition("/")[2]
    fresh(hall, timedelta(hours=16).total_seconds())  # one o'clock in the night
    told = hall.told(None, "GET", f"/track/{secret}")
    assert (told["state"], told["not_before"]) == ("waiting", "2026-11-26T01:00:00Z")
    hall.at_counter("3", "open")
    refused = hall.asks("clerk3", "POST", "/halls/main/counters/3/call", {})
    assert (refused.status_code, refused.json and refused.json["code"]) == (409, "nobody_waiting")
    hall.told(None, "POST", f"/track/{secret}/cancel", {})


def test_over_a_weekend_and_its_wait_is_in_no_figure(hall: Inside) -> None:
    """From Friday to Monday; the night is no wait: the day's figures leave it out, and count who was served."""
    fresh(hall, 2 * DAY)  # Friday
    hall.ticket()
    fresh(hall, 3 * DAY)  # Monday
    hall.at_counter("3", "open")
    hall.later(60)
    hall.at_counter("3", "call")
    hall.at_counter("3", "start")
    hall.at_counter("3", "finish")
    today = hall.told("manager", "GET", "/halls/main/reports/today")
    assert today["day"] == "2026-11-30"
    assert (today["issued"], today["served"], today["waits"]["count"]) == (1, 1, 0)


def test_a_line_that_is_not_kept_ends_with_its_day(tmp_path: Path) -> None:
    """As halls do that said nothing: at the end of the day the number is over."""
    hall = Inside(tmp_path, at=NINE)
    ticket = hall.ticket()["ticket"]["id"]
    hall.later(1.5 * DAY)
    with hall.store.look(hall.hall) as sight:
        assert ticket_of(sight, ticket).state == "cancelled"
    hall.close()
