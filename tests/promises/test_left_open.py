"""A service that nobody ended is ended with its day as left open, and moves no figure and no wait."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from server.crowd.reads import crowd_now
from server.floor.hallfile import Service
from server.floor.reads.figures import Seen, expected_time, seen_times, usual_time
from server.floor.reads.halls import service_of
from server.floor.reads.tickets import ticket_of
from server.reports.reads import day_report
from tests.hall import quiet_config
from tests.inside import NINE, Inside

WEEK = ", ".join(f'{day} = ["09:00-17:00"]' for day in ("mon", "tue", "wed", "thu", "fri"))
WORDS = {"zh-Hant": "a", "zh-Hans": "a", "en": "a"}


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """A hall that closes at five, at noon."""
    config = quiet_config(tmp_path)
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace('hours = "always"', f"hours = {{ {WEEK} }}", 1), encoding="utf-8")
    made = Inside(tmp_path, at=NINE + timedelta(hours=3), config=config)
    yield made
    made.close()


def at(hall: Inside, hour: float) -> None:
    """Let time pass until an hour of the hall's day, and do what falls due."""
    hall.later((NINE + timedelta(hours=hour - 9) - hall.clock.now()).total_seconds())
    hall.later(0)
    for who in ("supervisor", "auditor", "clerk3"):
        hall.tokens.pop(who, None)


def begins(hall: Inside) -> int:
    """Begin to serve somebody at counter 3; return the ticket."""
    ticket = int(hall.ticket()["ticket"]["id"])
    for act in ("open", "call", "start"):
        hall.at_counter("3", act)
    return ticket


def became(hall: Inside, ticket: int) -> tuple[str, str | None]:
    """Return a ticket's state and outcome."""
    with hall.store.look(hall.hall) as sight:
        found = ticket_of(sight, ticket)
    return found.state, found.outcome


def terminal(hall: Inside) -> dict[str, Any]:
    """Return what counter 3 sees."""
    seen: dict[str, Any] = hall.told("clerk3", "GET", "/halls/main/views/counter:3")["data"]
    return seen


def test_it_ends_with_its_day(hall: Inside) -> None:
    """The clerk goes home while serving: by morning the counter is closed, the outcome its own."""
    ticket = begins(hall)
    at(hall, 32)
    assert became(hall, ticket) == ("done", "left_open")
    view = terminal(hall)
    assert (view["state"], view["clerk"], view["last"]["what"]) == ("closed", None, "left_open")
    assert hall.journal()[-1] == "DayEnded"
    with hall.store.look(hall.hall) as sight:
        assert crowd_now(sight).people == 0, "nobody was served just now: the customer left yesterday"
    assert hall.faults() == []


def test_it_moves_neither_waits_nor_totals(hall: Inside) -> None:
    """Its fourteen hours enter no learned time and no figure of the day."""
    begins(hall)
    at(hall, 32)
    with hall.store.look(hall.hall) as sight:
        assert seen_times(sight, service_of(sight, "A")) == Seen([], [])
        report = day_report(sight, "2026-11-25")
    assert (report.served, report.left_open, report.times.count) == (0, 1, 0)


def test_the_supervisor_finds_it_in_the_list(hall: Inside) -> None:
    """The office's start page names it with its counter."""
    begins(hall)
    at(hall, 32)
    visitor = hall.app.test_client()
    visitor.post("/api/v1/session", json={"username": "supervisor", "password": "demo"})
    page = visitor.get("/office/main/", headers={"Accept-Language": "en"}).text
    assert "A001 (3)" in page


def test_whoever_is_served_late_is_not_cut_off(hall: Inside) -> None:
    """A service that began within the last hour keeps the day; it ends when that service does not."""
    ticket = hall.ticket()["ticket"]["id"]
    hall.at_counter("3", "open")
    at(hall, 23.5)
    hall.at_counter("3", "open", take_over=True)
    hall.at_counter("3", "call")
    hall.at_counter("3", "start")
    at(hall, 24.1)
    assert became(hall, ticket) == ("serving", None)
    at(hall, 25.2)
    assert became(hall, ticket) == ("done", "left_open")
    at(hall, 26.5)
    assert hall.journal().count("DayEnded") == 1
    assert hall.faults() == []


def test_the_terminal_asks_at_closing(hall: Inside) -> None:
    """From closing time on, while somebody is being served."""
    begins(hall)
    assert terminal(hall)["hall_closed_at"] is None
    at(hall, 17.1)
    assert terminal(hall)["hall_closed_at"] is not None
    hall.at_counter("3", "finish")
    assert terminal(hall)["hall_closed_at"] is None


@pytest.mark.parametrize("usual", [0, 1, 5, 30, 400])
def test_a_few_impossible_times_move_nothing(usual: int) -> None:
    """Three services of fourteen hours among none, few and many: the wait stays what it was without them."""
    service = Service(code="A", name=WORDS, about=WORDS, norm=10)
    times = [300.0 + nth % 7 * 60 for nth in range(usual)]
    forgotten = [50_400.0] * min(3, max(1, usual // 2 or 1))
    without, with_them = Seen(times, times), Seen(forgotten + times, forgotten + times)
    assert expected_time(service, with_them) == expected_time(service, without)
    assert usual_time(service, with_them.served) == usual_time(service, times)


def test_a_norm_that_is_wrong_is_soon_unlearned() -> None:
    """Ten minutes by the norm, two hours by the clock: four services teach it."""
    service = Service(code="A", name=WORDS, about=WORDS, norm=10)
    times = [7200.0] * 4
    assert expected_time(service, Seen(times, times)).mean > 2600
