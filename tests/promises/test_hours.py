"""Promise 11: midnight, daylight saving, a clock set back, a late sweep; closing time; deadlines fire once."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from server.floor.events.calls import NO_SHOW
from tests.hall import quiet_config
from tests.inside import NINE, Inside

BERLIN = ZoneInfo("Europe/Berlin")
Makes = Callable[..., Inside]


@pytest.fixture
def make(tmp_path: Path, database: str) -> Iterator[Makes]:
    """Halls with settings of their own, on either database."""
    made: list[Inside] = []

    def make_one(at: datetime, **settings: str) -> Inside:
        config = quiet_config(tmp_path)
        text = config.read_text(encoding="utf-8")
        for name, value in settings.items():
            old = {"hours": 'hours = "always"', "timezone": 'timezone = "Asia/Taipei"'}.get(name, "area = 140")
            kept = "" if name in {"hours", "timezone"} else "\narea = 140"
            assert old in text
            text = text.replace(old, f"{name} = {value}{kept}", 1)
        config.write_text(text, encoding="utf-8")
        made.append(Inside(tmp_path, at=at, config=config, database=database))
        return made[-1]

    yield make_one
    for one in made:
        one.close()


def number(hall: Inside, service: str = "A") -> str:
    """Take a number and return it."""
    return str(hall.ticket(service)["ticket"]["number"])


def state(hall: Inside, ticket: int) -> str:
    """Return where a ticket is."""
    return str(hall.told("supervisor", "GET", f"/halls/main/tickets/{ticket}")["state"])


def test_the_days_numbers_begin_at_the_halls_midnight(make: Makes) -> None:
    """001 again at midnight in Taipei, which is four in the afternoon in Greenwich; who waits keeps theirs alone."""
    midnight = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)
    hall = make(midnight - timedelta(minutes=21))
    first, second = hall.ticket(), hall.ticket()
    assert (first["ticket"]["number"], second["ticket"]["number"]) == ("A001", "A002")
    hall.told(None, "POST", f"/track/{first['track_url'].rpartition('/')[2]}/cancel")
    hall.clock.set(midnight)
    assert [number(hall), number(hall), number(hall, "B")] == ["A001", "A003", "B001"]
    assert hall.faults() == []


@pytest.mark.parametrize(
    ("eve", "hours"),
    [
        (datetime(2026, 3, 28, 23, 59, 59, tzinfo=BERLIN), 23),
        (datetime(2026, 10, 24, 23, 59, 59, tzinfo=BERLIN), 25),
    ],
    ids=["the short day", "the long day"],
)
def test_a_day_of_daylight_saving_is_one_day(make: Makes, eve: datetime, hours: int) -> None:
    """Of 23 or 25 hours, with its numbers once; opening stands by the clock on the wall."""
    span = ", ".join(f'{day} = ["08:00-23:30"]' for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
    hall = make(eve, timezone='"Europe/Berlin"', hours=f"{{ {span} }}")
    closed = hall.asks("kiosk", "POST", "/halls/main/tickets", {"service": "A"}).json or {}
    opens = datetime.fromisoformat(closed["opens_at"])
    assert (opens.astimezone(BERLIN).hour, closed["code"]) == (8, "hall_closed")
    assert opens - eve.astimezone(UTC) == timedelta(hours=8 + hours - 24, seconds=1)
    hall.clock.set(opens)
    assert [number(hall), number(hall)] == ["A001", "A002"]
    hall.clock.set(opens + timedelta(days=1))
    hall.later(0)  # yesterday's line is over
    hall.later(0)
    assert number(hall) == "A001"


def test_a_call_is_repeated_twice_and_ends_once(make: Makes) -> None:
    """Recalls after 30 and 60 seconds, no-show after 90: each once, whenever the sweep comes."""
    hall = make(NINE)
    ticket = hall.ticket()["ticket"]["id"]
    hall.at_counter("3", "open")
    hall.at_counter("3", "call")
    told = []
    for _ in range(10):
        hall.later(10)
        told.append(state(hall, ticket))
    assert told == ["called"] * 8 + ["no_show"] * 2
    events = hall.journal()
    assert (events.count("TicketRecalled"), events.count("TicketMissed")) == (2, 1)
    hall.later(3600)
    assert hall.journal() == events


def test_what_fell_due_meanwhile_is_done_once_in_order(make: Makes) -> None:
    """The server was away for an hour: recalls and no-show are made up for in their order, and only once."""
    hall = make(NINE)
    ticket = hall.ticket()["ticket"]["id"]
    hall.at_counter("3", "open")
    hall.at_counter("3", "call")
    before = len(hall.journal())
    hall.later(3600)
    meanwhile = hall.journal()[before:]
    assert meanwhile[-1] == "TicketMissed"
    assert meanwhile.count("TicketMissed") == 1
    assert state(hall, ticket) == "no_show"
    hall.later(0)
    assert hall.journal()[before:] == meanwhile
    assert hall.faults() == []


def test_a_clock_set_back_repeats_nothing(make: Makes) -> None:
    """The machine's clock goes back by an hour: what was done stays done, and the line keeps its order."""
    hall = make(NINE)
    first = hall.ticket()["ticket"]["id"]
    hall.at_counter("3", "open")
    hall.at_counter("3", "call")
    hall.later(91)
    events = hall.journal()
    hall.clock.forward(-3600)
    hall.floor.scheduler.sweeper.sweep()
    assert hall.journal() == events
    assert state(hall, first) == "no_show"
    assert [number(hall), number(hall)] == ["A002", "A003"]
    hall.clock.forward(3600)
    hall.later(91)
    assert hall.journal().count("TicketMissed") == 1
    assert hall.faults() == []


WEEK = "{ " + ", ".join(f'{day} = ["09:00-17:00"]' for day in ("mon", "tue", "wed", "thu", "fri")) + " }"
CLOSING = NINE + timedelta(hours=8)


@pytest.mark.parametrize(("at_closing", "then"), [("serve", "waiting"), ("cancel", "cancelled")])
def test_whoever_waits_at_closing(make: Makes, at_closing: str, then: str) -> None:
    """Is served, or given back, as the hall's setting says; nobody new comes."""
    hall = make(CLOSING - timedelta(minutes=2), hours=WEEK, at_closing=f'"{at_closing}"')
    ticket = hall.ticket()["ticket"]["id"]
    hall.later(121)
    assert state(hall, ticket) == then
    assert (hall.asks("kiosk", "POST", "/halls/main/tickets", {"service": "A"}).json or {})["code"] == "hall_closed"
    if then == "waiting":
        hall.at_counter("3", "open")
        hall.at_counter("3", "call")
        hall.at_counter("3", "start")
        assert hall.at_counter("3", "finish", outcome="done")["ticket"]["state"] == "done"
    hall.later(timedelta(hours=7).total_seconds())
    assert hall.journal()[-1] == "DayEnded"
    assert hall.faults() == []


def test_who_is_put_back_after_closing(make: Makes) -> None:
    """Where closing time cancels: called before it, held after it, and not in the line for ever."""
    hall = make(CLOSING - timedelta(minutes=2), hours=WEEK, at_closing='"cancel"')
    ticket = hall.ticket()["ticket"]["id"]
    for act in ("open", "call", "start"):
        hall.at_counter("3", act)
    hall.later(180)
    hall.at_counter("3", "hold")
    assert state(hall, ticket) == "held"
    hall.later(timedelta(hours=7).total_seconds())
    assert state(hall, ticket) == "cancelled"


def test_who_was_forgotten_over_night_is_no_longer_in_the_line(make: Makes) -> None:
    """A hall that never closes: whoever of yesterday still waits at noon has left."""
    hall = make(NINE)
    ticket = hall.ticket()["ticket"]["id"]
    hall.later(timedelta(hours=14).total_seconds())
    assert state(hall, ticket) == "waiting"
    hall.tokens.pop("supervisor")
    hall.later(timedelta(hours=13).total_seconds())
    hall.tokens.pop("supervisor", None)
    assert state(hall, ticket) == "cancelled"
    assert number(hall) == "A001"


def test_yesterdays_line_ends_without_todays(make: Makes) -> None:
    """Noon ends who is left of yesterday, waiting, held or served for hours: whoever came since midnight stays."""
    hall = make(NINE + timedelta(hours=13))  # ten in the evening
    hall.at_counter("3", "open")
    hall.at_counter("4", "open")
    left = hall.ticket()["ticket"]["id"]
    hall.later(timedelta(hours=12).total_seconds())
    hall.tokens.clear()
    served, held, waits = (hall.ticket()["ticket"]["id"] for _ in range(3))
    for counter, ticket, acts in (("3", held, ("hold",)), ("4", served, ("start",))):
        hall.told(f"clerk{counter}", "POST", f"/halls/main/counters/{counter}/open", {"take_over": True})
        hall.at_counter(counter, "call", ticket=ticket, reason="Both stand here")
        for act in acts:
            hall.at_counter(counter, act)
    hall.later(timedelta(hours=2, minutes=1).total_seconds())
    assert hall.journal()[-1] == "DayEnded"
    assert [state(hall, one) for one in (left, served, held, waits)] == ["cancelled", "serving", "held", "waiting"]
    assert hall.faults() == []


def test_a_server_that_was_away_over_night(make: Makes) -> None:
    """Off before closing, on again in the morning: yesterday's line is over before today's begins."""
    hall = make(CLOSING - timedelta(minutes=10), hours=WEEK)
    forgotten = hall.ticket()["ticket"]["id"]
    hall.clock.set(NINE + timedelta(hours=23, minutes=59))
    hall.tokens.clear()
    hall.later(0)
    hall.later(0.5)
    assert state(hall, forgotten) == "cancelled"
    events = hall.journal()
    assert (events.count("DayClosed"), events.count("DayEnded")) == (1, 1)
    hall.later(120)
    assert number(hall) == "A001"
    assert hall.faults() == []


def test_whoever_waits_when_it_closes_at_midnight(make: Makes) -> None:
    """Is still served, though the day is over, and is not in the line for another day."""
    late = WEEK.replace("09:00-17:00", "18:00-24:00")
    hall = make(NINE + timedelta(hours=14, minutes=58), hours=late)
    first, second = (hall.ticket()["ticket"]["id"] for _ in range(2))
    hall.later(180)
    assert [state(hall, first), state(hall, second)] == ["waiting", "waiting"]
    hall.at_counter("3", "open")
    assert hall.at_counter("3", "call")["ticket"]["id"] == first
    hall.at_counter("3", "start")
    hall.later(timedelta(hours=4).total_seconds())
    assert [state(hall, first), state(hall, second)] == ["done", "cancelled"], "nobody ended the service: left open"
    assert hall.faults() == []


def test_a_clock_set_back_over_midnight(make: Makes) -> None:
    """Whichever day it then is, nobody gets a number that somebody has."""
    midnight = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)
    hall = make(midnight - timedelta(minutes=5))
    given = [number(hall)]
    for moment in (5, -5, 0):
        hall.clock.set(midnight + timedelta(minutes=moment))
        given.append(number(hall))
    assert len(set(given)) == 4
    assert hall.journal().count("DayBegun") == 2
    assert hall.faults() == []


def test_two_who_sweep_do_it_once(make: Makes) -> None:
    """Each looks again under the hall's lock: what the other did, or what moved on meanwhile, is left alone."""
    hall = make(NINE)
    ticket = hall.ticket()["ticket"]["id"]
    hall.at_counter("3", "open")
    hall.at_counter("3", "call")
    before, sweeper = hall.journal(), hall.floor.scheduler.sweeper
    assert not sweeper.handle(hall.hall, NO_SHOW, ticket)
    assert hall.journal() == before
    hall.clock.forward(90)
    assert [sweeper.handle(hall.hall, NO_SHOW, ticket) for _ in range(2)] == [True, False]
    assert hall.journal() == [*before, "TicketMissed"]
