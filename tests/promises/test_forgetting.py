"""A slip opens its page for two days after the visit; a ticket is erased after two years, and its history holds."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from server.floor.commands.forgetting import months_before
from server.floor.tables import slips, tickets
from server.security.actors import SYSTEM
from server.store.answers import Answered
from server.store.hall import HEAD
from tests.inside import NINE, Inside


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """The demo's hall, standing still."""
    made = Inside(tmp_path)
    yield made
    made.close()


def served(hall: Inside) -> str:
    """Serve somebody at counter 3; return the slip's secret."""
    secret = str(hall.ticket()["track_url"]).rpartition("/")[2]
    hall.asks("clerk3", "POST", "/halls/main/counters/3/open", {"take_over": True})
    for act in ("call", "start", "finish"):
        hall.at_counter("3", act)
    return secret


def opens(hall: Inside, secret: str) -> int:
    """Return how the slip's page answers, looked up anew."""
    hall.floor.scheduler.authenticator.forget_all()
    return hall.asks(None, "GET", f"/track/{secret}").status_code


def count(hall: Inside, table: str) -> int:
    """Return how many tickets or slips there are."""
    with hall.store.look(hall.hall) as sight:
        return int(
            sight.connection.execute(
                select(func.count()).select_from({"tickets": tickets, "slips": slips}[table])
            ).scalar_one()
        )


def test_a_slip_opens_its_page_for_two_days(hall: Inside) -> None:
    """Then the answer says how long it was open; a number that still waits opens it as ever."""
    secret = served(hall)
    hall.later(timedelta(hours=47.9).total_seconds())
    assert opens(hall, secret) == 200
    hall.later(timedelta(hours=0.2).total_seconds())
    assert opens(hall, secret) == 404
    said = hall.asks(None, "GET", f"/track/{secret}").json or {}
    assert "closes two days after the visit" in said["detail"]
    waiting = str(hall.ticket()["track_url"]).rpartition("/")[2]
    assert opens(hall, waiting) == 200


def test_its_secret_is_erased_then(hall: Inside) -> None:
    """What could be compared with a slip is no longer in the database."""
    served(hall)
    waiting = str(hall.ticket()["track_url"]).rpartition("/")[2]
    hall.later(timedelta(hours=49).total_seconds())
    hall.tokens.clear()
    second = str(hall.ticket()["track_url"]).rpartition("/")[2]
    hall.floor.scheduler.now("slips and old tickets")
    with hall.store.look(hall.hall) as sight:
        kept = list(sight.connection.execute(select(slips.c.secret_hash).order_by(slips.c.ticket)).scalars())
    assert [one.startswith("closed ") for one in kept] == [True, False, False]
    assert (opens(hall, waiting), opens(hall, second)) == (200, 200)
    hall.floor.scheduler.now("slips and old tickets")


def test_after_two_years_the_ticket_is_erased(hall: Inside) -> None:
    """With its slip; what the journal says of it stays readable, and the tables still follow from the journal."""
    served(hall)
    hall.later(timedelta(days=700).total_seconds())
    hall.tokens.clear()
    served(hall)
    hall.floor.scheduler.now("slips and old tickets")
    assert (count(hall, "tickets"), count(hall, "slips")) == (2, 2)
    hall.later(timedelta(days=70).total_seconds())
    hall.tokens.clear()
    hall.floor.scheduler.now("slips and old tickets")
    assert (count(hall, "tickets"), count(hall, "slips")) == (1, 1)
    assert "TicketsForgotten" in hall.journal()
    client = hall.app.test_client()
    client.set_cookie("floor_session", hall.token("auditor"))
    assert client.get("/office/main/journal", headers={"Accept-Language": "en"}).status_code == 200
    assert hall.faults() == []
    before = hall.last()
    hall.floor.scheduler.now("slips and old tickets")
    assert hall.last() == before


def again(hall: Inside) -> tuple[str, int]:
    """Take a number under the same key as ever, and do something of the whole company's under one; return both."""
    ticket = hall.asks("kiosk", "POST", "/halls/main/tickets", {"service": "A"}, **{"Idempotency-Key": "the-same-key"})
    assert ticket.json is not None
    try:
        with hall.store.hall(HEAD, SYSTEM, key="the-same-key", of="a hash") as head:
            head.answer(200 + int((hall.clock.now() - NINE).total_seconds() // 3600), b"")
            kept = 0
    except Answered as answer:
        kept = answer.status
    return str(ticket.json["ticket"]["number"]), kept


def test_an_answer_is_kept_for_two_days(hall: Inside) -> None:
    """A retry within 48 hours is the same command, of a hall as of the company; later it is a new one."""
    assert again(hall) == ("A001", 0)
    hall.later(timedelta(hours=47.9).total_seconds())
    hall.floor.scheduler.now("what was kept for long enough")
    assert again(hall) == ("A001", 200)
    hall.later(timedelta(hours=0.2).total_seconds())
    assert again(hall) == ("A001", 200), "until the next round"
    hall.floor.scheduler.now("what was kept for long enough")
    numbers = [again(hall), again(hall)]
    assert numbers == [("A001", 0), ("A001", 248)]
    assert hall.journal().count("TicketIssued") == 2


@pytest.mark.parametrize(
    ("day", "then"), [("2026-11-25", "2024-11-01"), ("2026-01-31", "2024-01-01"), ("2024-12-01", "2022-12-01")]
)
def test_two_years_before_a_day(day: str, then: str) -> None:
    """Whole months: nothing is erased before its two years are over."""
    assert months_before(day, 24) == then
