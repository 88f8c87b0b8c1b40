"""What does not fit gets a clear answer in the reader's language, changes nothing and loses nothing."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from server.kernel.languages import say
from server.security.problems import OTHERWISE
from tests.hall import quiet_config
from tests.inside import NINE, Inside

LANGUAGES = ("zh-TW", "zh-CN", "en")
HAN = range(0x4E00, 0x9FFF)
Asks = Callable[[Inside], TestResponse]


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """A hall from nine to five, whose service B is offered in the afternoon only; the 27th is a holiday."""
    config = quiet_config(tmp_path)
    text = config.read_text(encoding="utf-8")
    days = ", ".join(f'{day} = ["09:00-12:00", "13:00-17:00"]' for day in ("mon", "tue", "wed", "thu", "fri"))
    text = text.replace('hours = "always"', f"hours = {{ {days} }}\nclosed_on = [2026-11-27]", 1)
    text = text.replace('code = "B"\n', 'code = "B"\nhours = { wed = ["13:00-17:00"], thu = ["13:00-17:00"] }\n', 1)
    config.write_text(text, encoding="utf-8")
    made = Inside(tmp_path, config=config)
    yield made
    made.close()


def refused(hall: Inside, asks: Asks, status: int, code: str) -> dict[str, Any]:
    """Ask, and return the problem: it has its code, and nothing was written."""
    for who in ("kiosk", "clerk2", "clerk3", "supervisor"):
        hall.token(who)
    before = hall.everything()
    answer = asks(hall)
    problem: dict[str, Any] = answer.json or {}
    assert (answer.status_code, problem.get("code")) == (status, code), answer.text
    assert answer.content_type == "application/problem+json"
    assert hall.everything() == before
    assert hall.faults() == []
    return problem


def issue(service: str = "A", reader: str = "en", **more: object) -> Asks:
    """Ask for a number."""
    body = {"service": service, **more}
    return lambda hall: hall.asks("kiosk", "POST", "/halls/main/tickets", body, **{"Accept-Language": reader})


def in_language(sentence: str, language: str) -> bool:
    """Return whether a sentence is Chinese where Chinese is read, and English otherwise."""
    return any(ord(letter) in HAN for letter in sentence) == (language != "en")


def at(counter: str, act: str, who: str = "clerk3", **body: object) -> Asks:
    """Ask for something at a counter."""
    return lambda hall: hall.asks(who, "POST", f"/halls/main/counters/{counter}/{act}", body)


UNKNOWN: dict[str, tuple[Asks, str]] = {
    "hall": (lambda hall: hall.asks("kiosk", "POST", "/halls/moon/tickets", {"service": "A"}), "unknown_hall"),
    "service": (issue("Z"), "unknown_service"),
    "counter": (at("99", "open"), "unknown_counter"),
    "ticket": (lambda hall: hall.asks("clerk3", "GET", "/halls/main/tickets/4711"), "unknown_ticket"),
    "secret": (lambda hall: hall.asks(None, "GET", "/track/1.nobodyhasthisone"), "unknown_ticket"),
    "view": (lambda hall: hall.asks("clerk3", "GET", "/halls/main/views/moon"), "unknown_view"),
}


@pytest.mark.parametrize("what", UNKNOWN)
def test_what_is_unknown_is_not_found(hall: Inside, what: str) -> None:
    """404 with its code."""
    asks, code = UNKNOWN[what]
    refused(hall, asks, 404, code)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"party": 99}, "party"),
        ({"party": "many"}, "party"),
        ({"party": "2"}, "party"),
        ({"party": True}, "party"),
        ({"priority": 1}, "priority"),
        ({"priority": "yes"}, "priority"),
        ({"priority": "perhaps"}, "priority"),
        ({"language": "fr"}, "language"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_body_that_does_not_fit_names_the_field(
    hall: Inside, body: dict[str, object], field: str, language: str
) -> None:
    """422, each field with what to do, in the reader's language."""
    problem = refused(hall, issue("A", language, **body), 422, "invalid")
    assert [one["field"] for one in problem["errors"]] == [field]
    assert in_language(problem["errors"][0]["message"], language)
    assert in_language(problem["detail"], language)


def days(query: str) -> Asks:
    """Ask for the figures of days."""
    return lambda hall: hall.asks("supervisor", "GET", f"/halls/main/reports/days?{query}")


def stop(until: object) -> Asks:
    """Ask for a stop until a moment."""
    body = {"stopped": True, "until": until}
    return lambda hall: hall.asks("supervisor", "POST", "/halls/main/issue", body)


BEYOND: dict[str, tuple[Asks, str]] = {
    "a number that no column keeps": (at("3", "call", ticket=-(2**70), reason="so"), "ticket"),
    "a number without end": (at("3", "return", ticket=2**31), "ticket"),
    "before there was a calendar": (days("until=0001-01-01"), "until"),
    "after the last day": (days("since=9999-12-31"), "since"),
    "a day that is a number": (days("since=20261125"), "since"),
    "a moment that is a number": (stop(1_790_000_000), "until"),
    "a moment without its offset": (stop("2026-11-25T10:42:00"), "until"),
    "a moment after the last day": (stop("9999-12-31T23:59:59-12:00"), "until"),
    "a period that ends before it begins": (days("since=2026-11-25&until=2026-11-24"), ""),
    "a period of years": (days("since=2020-11-25&until=2026-11-24"), ""),
}


@pytest.mark.parametrize("what", BEYOND)
def test_what_lies_beyond_is_said(hall: Inside, what: str) -> None:
    """Numbers and days that nothing could keep: the field, and a sentence about it."""
    asks, field = BEYOND[what]
    problem = refused(hall, asks, 422, "invalid")
    assert [one["field"] for one in problem["errors"]] == [field]
    assert problem["errors"][0]["message"] != say(OTHERWISE, "en")


def test_nothing_sent_at_all(hall: Inside) -> None:
    """A command without its key, a body that is no JSON: each is said."""
    refused(hall, lambda h: h.asks("kiosk", "POST", "/halls/main/tickets", {}), 422, "invalid")
    short = {"Idempotency-Key": "short"}
    ask = lambda h: h.asks("kiosk", "POST", "/halls/main/tickets", {"service": "A"}, **short)  # noqa: E731 - one line is clearer
    refused(hall, ask, 400, "key_needed")


CLOSED = {
    "before it opens": (NINE + timedelta(hours=23), "A", "hall_closed", "opens_at", NINE + timedelta(hours=24)),
    "at noon": (NINE + timedelta(hours=3, minutes=10), "A", "hall_closed", "opens_at", NINE + timedelta(hours=4)),
    "on the eve of a holiday and a weekend": (
        NINE + timedelta(days=1, hours=10), "A", "hall_closed", "opens_at", NINE + timedelta(days=5),
    ),
    "a service of the afternoon": (NINE, "B", "service_closed", "opens_at", NINE + timedelta(hours=4)),
}  # fmt: skip


@pytest.mark.parametrize("when", CLOSED)
def test_closed_says_until_when(hall: Inside, when: str) -> None:
    """409, with the moment at which numbers are given out again."""
    moment, service, code, field, again = CLOSED[when]
    hall.clock.set(moment)
    said = set()
    for language in LANGUAGES:
        problem = refused(hall, issue(service, language), 409, code)
        assert datetime.fromisoformat(problem[field]) == again
        assert in_language(problem["title"] + problem["detail"], language)
        said.add(problem["detail"])
    assert len(said) == len(LANGUAGES)
    hall.clock.set(again)
    assert hall.ticket(service)["ticket"]["state"] == "waiting"


def test_a_stop_says_until_when(hall: Inside) -> None:
    """Stopped until a moment, and without one; the moment itself gives numbers again."""
    until = NINE + timedelta(minutes=20)
    hall.told("supervisor", "POST", "/halls/main/issue", {"stopped": True, "until": until.isoformat()})
    assert datetime.fromisoformat(refused(hall, issue(), 409, "issue_stopped")["until"]) == until
    hall.clock.set(until)
    hall.ticket()
    hall.told("supervisor", "POST", "/halls/main/issue", {"stopped": True})
    assert refused(hall, issue(), 409, "issue_stopped")["until"] is None
    hall.told("supervisor", "POST", "/halls/main/issue", {"stopped": False})
    hall.ticket()


def test_a_counter_that_cannot(hall: Inside) -> None:
    """Nobody waiting, not open, not one's own, still serving, nothing to undo: each its code, and nothing changed."""
    refused(hall, at("3", "call"), 403, "not_your_counter")
    hall.at_counter("3", "open")
    refused(hall, at("3", "call"), 409, "nobody_waiting")
    refused(hall, at("3", "start"), 409, "no_ticket_here")
    refused(hall, at("3", "undo"), 409, "too_late_to_undo")
    refused(hall, at("2", "call", "clerk3"), 403, "not_your_counter")
    taken = hall.ticket("A")["ticket"]
    hall.at_counter("3", "call")
    hall.at_counter("3", "start")
    assert refused(hall, at("3", "call"), 409, "still_serving")["now"]["ticket"] == taken["id"]
    refused(hall, at("3", "transfer"), 422, "where_to")
    hall.later(11)
    hall.at_counter("3", "finish", outcome="done")
    hall.later(11)
    refused(hall, at("3", "undo"), 409, "too_late_to_undo")


def test_somebody_else_was_faster(hall: Inside) -> None:
    """A ticket that was called elsewhere meanwhile, a counter that another has: 409 with what it is now."""
    wanted = hall.ticket("A")["ticket"]["id"]
    hall.at_counter("2", "open")
    hall.at_counter("3", "open")
    hall.at_counter("2", "call")
    problem = refused(hall, at("3", "call", ticket=wanted, reason="asked for me"), 409, "not_waiting")
    assert problem["now"] == {"state": "called", "counter": "2"}
    assert refused(hall, at("2", "open", "clerk3"), 409, "counter_taken")["by"] == "陳冠宇"
    assert refused(hall, at("4", "open", "clerk3"), 409, "clerk_elsewhere")["counter"] == "3"
    hall.ticket("A")
    other = hall.ticket("A")["ticket"]["id"]
    refused(hall, at("3", "call", ticket=other), 422, "reason_needed")
    refused(hall, at("3", "call", ticket=hall.ticket("D")["ticket"]["id"], reason="so"), 409, "cannot_serve")


def test_a_holder_who_cannot(hall: Inside) -> None:
    """Back without having missed, a fourth delay, a cancel while served: each is said, nothing changes."""
    secret = hall.ticket("A")["track_url"].rpartition("/")[2]
    ask = lambda what, **body: lambda h: h.asks(None, "POST", f"/track/{secret}/{what}", body)  # noqa: E731 - likewise
    refused(hall, ask("back"), 409, "cannot_come_back")
    for _ in range(3):
        hall.told(None, "POST", f"/track/{secret}/later", {"minutes": 5})
    refused(hall, ask("later", minutes=5), 409, "cannot_wait")
    hall.later(301)
    hall.at_counter("3", "open")
    hall.at_counter("3", "call")
    hall.at_counter("3", "start")
    refused(hall, ask("cancel"), 409, "cannot_cancel")


def test_the_moment_is_the_halls(hall: Inside) -> None:
    """Nine o'clock is nine in the hall's zone, whatever the machine's is."""
    hall.clock.set(datetime(2026, 11, 26, 0, 59, 59, tzinfo=UTC))
    refused(hall, issue(), 409, "hall_closed")
    hall.clock.set(datetime(2026, 11, 26, 1, 0, tzinfo=UTC))
    assert hall.ticket()["ticket"]["number"] == "A001"
