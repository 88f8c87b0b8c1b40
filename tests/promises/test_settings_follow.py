"""What was made from a setting follows it again when it changes: closing and end of the day that runs."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from server.floor.commands.settings import save_hall
from server.floor.reads.halls import hall_now, hall_text
from server.security.actors import SYSTEM
from tests.hall import quiet_config
from tests.inside import NINE, Inside

WEEK = ("mon", "tue", "wed", "thu", "fri")


def until(closing: str) -> dict[str, list[str]]:
    """Return hours from nine o'clock to a closing time."""
    return {day: [f"09:00-{closing}"] for day in WEEK}


@pytest.fixture
def hall(tmp_path: Path, database: str) -> Iterator[Inside]:
    """A hall that closes at five and cancels who still waits, at noon; on either database."""
    config = quiet_config(tmp_path)
    text = config.read_text(encoding="utf-8")
    spans = ", ".join(f'{day} = ["09:00-17:00"]' for day in WEEK)
    text = text.replace('hours = "always"', f'hours = {{ {spans} }}\nat_closing = "cancel"', 1)
    config.write_text(text, encoding="utf-8")
    made = Inside(tmp_path, at=NINE + timedelta(hours=3), config=config, database=database)
    yield made
    made.close()


def change(hall: Inside, **settings: Any) -> None:
    """Change the hall's own settings, as the office does."""
    with hall.store.hall(hall.hall, SYSTEM) as work:
        present = hall_now(work).settings
        wanted = type(present).model_validate(present.model_dump() | settings)
        save_hall(work, wanted, before=hall_text(work))


def at(hall: Inside, hour: float) -> None:
    """Let time pass until an hour of the hall's day, and do what falls due."""
    hall.later((NINE + timedelta(hours=hour - 9) - hall.clock.now()).total_seconds())
    hall.later(0)
    for who in ("supervisor", "auditor"):
        hall.tokens.pop(who, None)


def state(hall: Inside, ticket: int) -> str:
    """Return where a ticket is."""
    hall.tokens.pop("supervisor", None)
    return str(hall.told("supervisor", "GET", f"/halls/main/tickets/{ticket}")["state"])


def closings(hall: Inside) -> int:
    """Return how often a day closed."""
    hall.tokens.pop("auditor", None)
    return hall.journal().count("DayClosed")


def test_hours_extended_at_noon(hall: Inside) -> None:
    """At the old closing time nobody is cancelled; at the new one they are."""
    ticket = hall.ticket()["ticket"]["id"]
    change(hall, hours=until("20:00"))
    at(hall, 17.1)
    assert (state(hall, ticket), closings(hall)) == ("waiting", 0)
    assert hall.ticket()["ticket"]["state"] == "waiting"
    at(hall, 20.1)
    assert (state(hall, ticket), closings(hall)) == ("cancelled", 1)
    assert hall.faults() == []


def test_hours_shortened(hall: Inside) -> None:
    """To a time that is still to come: it closes then, and not again at the old time."""
    ticket = hall.ticket()["ticket"]["id"]
    change(hall, hours=until("15:00"))
    at(hall, 14.9)
    assert state(hall, ticket) == "waiting"
    at(hall, 15.1)
    assert state(hall, ticket) == "cancelled"
    at(hall, 17.1)
    assert closings(hall) == 1
    assert hall.faults() == []


@pytest.mark.parametrize(
    "settings",
    [{"hours": until("11:30")}, {"closed_on": ["2026-11-25"]}, {"hours": {"mon": ["09:00-17:00"]}}],
    ids=["closed early", "a day off", "not on this weekday"],
)
def test_closed_at_once(hall: Inside, settings: dict[str, Any]) -> None:
    """Whoever waits does not wait in a hall that is closed."""
    ticket = hall.ticket()["ticket"]["id"]
    change(hall, **settings)
    hall.later(1)
    assert (state(hall, ticket), closings(hall)) == ("cancelled", 1)
    at(hall, 36)
    assert hall.journal().count("DayEnded") == 1
    assert hall.faults() == []


def test_opened_again_after_closing(hall: Inside) -> None:
    """Closed at five, extended at six: whoever comes then is ended by the new closing time."""
    hall.ticket()
    at(hall, 18)
    change(hall, hours=until("20:00"))
    ticket = hall.ticket()["ticket"]["id"]
    at(hall, 19.9)
    assert state(hall, ticket) == "waiting"
    at(hall, 20.1)
    assert (state(hall, ticket), closings(hall)) == ("cancelled", 2)
    at(hall, 33)
    assert hall.journal().count("DayEnded") == 1
    assert hall.faults() == []


def test_around_the_clock_and_back(hall: Inside) -> None:
    """Without a closing nobody is cancelled at it; with one again it comes."""
    ticket = hall.ticket()["ticket"]["id"]
    change(hall, hours="always")
    at(hall, 17.1)
    assert (state(hall, ticket), closings(hall)) == ("waiting", 0)
    change(hall, hours=until("19:00"))
    at(hall, 19.1)
    assert (state(hall, ticket), closings(hall)) == ("cancelled", 1)
    assert hall.faults() == []


def test_another_time_zone(hall: Inside) -> None:
    """Tokyo is an hour ahead of Taipei: it closes at five by the new clock on the wall."""
    ticket = hall.ticket()["ticket"]["id"]
    change(hall, timezone="Asia/Tokyo")
    at(hall, 15.9)
    assert state(hall, ticket) == "waiting"
    at(hall, 16.1)
    assert state(hall, ticket) == "cancelled"
    assert hall.faults() == []


def test_a_zone_that_brings_yesterday_back(hall: Inside) -> None:
    """A day that was over begins once more: its tickets are ended, too."""
    hall.ticket()
    at(hall, 33.5)
    morning = hall.ticket()["ticket"]["id"]
    change(hall, timezone="America/Los_Angeles", hours="always")
    assert hall.journal().count("DayEnded") == 1
    ticket = hall.ticket()["ticket"]
    for _ in range(3):
        hall.later(timedelta(hours=20).total_seconds())
    assert [state(hall, ticket["id"]), state(hall, morning)] == ["cancelled", "cancelled"]
    assert hall.faults() == []


def test_what_did_not_change_moves_no_day(hall: Inside) -> None:
    """Another setting leaves the days alone."""
    hall.ticket()
    change(hall, back_within=30)
    assert "DayPlanned" not in hall.journal()
