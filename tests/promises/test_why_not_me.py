"""Promise: whoever waits, and whoever answers for it, can see who was called before a number since it came, and why."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.inside import Inside
from tests.inside_office import page, words


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """The demo's hall, standing still."""
    made = Inside(tmp_path)
    yield made
    made.close()


def takes(hall: Inside, service: str = "A", **more: object) -> tuple[str, int, str]:
    """Take a number; return its secret, its id and itself."""
    hall.later(60)
    taken = hall.ticket(service, **more)
    return str(taken["track_url"]).rpartition("/")[2], int(taken["ticket"]["id"]), str(taken["ticket"]["number"])


def calls(hall: Inside, counter: str, act: str = "call", **body: object) -> None:
    """Call at a counter, and serve to the end."""
    hall.later(30)
    for step in (act, "start", "finish"):
        hall.at_counter(counter, step, **(body if step == act else {}))


def told(hall: Inside, secret: str) -> list[tuple[str, str]]:
    """Return what the holder is told: number and rule."""
    return [(one["number"], one["rule"]) for one in hall.asks(None, "GET", f"/track/{secret}/before").json or []]


def happens(hall: Inside) -> None:
    """Each rule that a day brings is said to its holder, on the page without a script, and in the office."""
    hall.at_counter("3", "open")
    takes(hall)
    secret, mine, number = takes(hall)
    _, late, _ = takes(hall)
    takes(hall, priority=True)
    assert told(hall, secret) == []
    calls(hall, "3")  # priority
    calls(hall, "3")  # the first
    hall.at_counter("3", "call", ticket=late, reason="Qzmother of Chen")
    hall.at_counter("3", "start")
    hall.at_counter("3", "finish")
    assert told(hall, secret) == [("A004", "class"), ("A001", "earlier"), ("A003", "out_of_order")]
    takes(hall)
    hall.asks(None, "POST", f"/track/{secret}/later", {"minutes": 20})
    calls(hall, "3")
    assert told(hall, secret)[-1] == ("A005", "later")
    takes(hall)
    hall.at_counter("3", "call")
    hall.at_counter("3", "undo")
    assert told(hall, secret)[-1] == ("A005", "later")  # a call that was taken back is none
    hall.asks(None, "POST", f"/track/{secret}/later", {"minutes": 0})
    hall.at_counter("3", "call")
    calls_before = told(hall, secret)
    hall.at_counter("3", "start")
    hall.at_counter("3", "finish")
    calls(hall, "3")
    assert told(hall, secret) == calls_before  # what came after it is not before it
    shown = hall.app.test_client().get(f"/t/{secret}/before", headers={"Accept-Language": "en"})
    text = words(shown.text)
    assert (shown.status_code, "Qzmother" in text) == (200, False)
    assert "It has priority, and counts as having come earlier." in text
    assert "Our staff called it out of turn" in text
    chinese = hall.app.test_client().get(f"/t/{secret}/before?lang=zh-Hant").text
    assert "為什麼還沒輪到我" in chinese
    asked = hall.told("clerk3", "GET", f"/halls/main/tickets/{mine}/before")
    assert [(one["number"], one["rule"]) for one in asked] == calls_before
    hall.tokens.clear()
    office = page(hall, "supervisor", f"reports/visits/{mine}")
    assert "4 calls of other numbers before it" in words(office)
    assert number == "A002"


def test_who_was_called_before_and_why(hall: Inside) -> None:
    """On SQLite."""
    happens(hall)


def test_who_was_called_before_and_why_on_postgresql(tmp_path: Path, new_database: str) -> None:
    """On PostgreSQL."""
    made = Inside(tmp_path, database=new_database)
    happens(made)
    made.close()


def test_a_counter_that_does_not_serve_it_is_named(hall: Inside) -> None:
    """And a secret that opens nothing shows nothing."""
    hall.at_counter("3", "open")
    desks = hall.told("supervisor", "GET", "/halls/main/views/board")["data"]["counters"]
    other = next(one["code"] for one in desks if "A" not in one["services"])
    service = next(one["services"][0] for one in desks if one["code"] == other)
    hall.at_counter(other, "open", who="supervisor")
    secret, _, _ = takes(hall)
    takes(hall, service)
    hall.at_counter(other, "call", who="supervisor")
    assert told(hall, secret) == [(f"{service}001", "other_counter")]
    assert hall.app.test_client().get("/t/none/before").status_code == 404
