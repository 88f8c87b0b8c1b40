"""Who asked to be called later stands in the line with the time, and can be called early at the desk."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from server.floor.reads.tickets import ticket_of
from tests.inside import Inside


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """A hall in which counter 3 is open."""
    made = Inside(tmp_path)
    made.at_counter("3", "open")
    yield made
    made.close()


def asks_later(hall: Inside, taken: dict[str, Any], minutes: int = 20) -> None:
    """Have a customer ask by phone to be called later."""
    secret = taken["track_url"].rpartition("/")[2]
    hall.told(None, "POST", f"/track/{secret}/later", {"minutes": minutes})


def terminal(hall: Inside) -> dict[str, Any]:
    """Return what counter 3 sees."""
    seen: dict[str, Any] = hall.told("clerk3", "GET", "/halls/main/views/counter:3")["data"]
    return seen


def numbers(view: dict[str, Any]) -> list[str]:
    """Return the line's numbers."""
    return [one["number"] for one in view["line"]]


def test_it_stands_in_the_line_with_its_time(hall: Inside) -> None:
    """Alone in the line: nobody is next, but somebody waits, and until when is said."""
    asks_later(hall, hall.ticket())
    view = terminal(hall)
    assert (numbers(view), view["line_count"], view["next"]) == (["A001"], 1, None)
    until = datetime.fromisoformat(view["line"][0]["not_before"])
    assert (until - hall.clock.now()).total_seconds() == 20 * 60
    refused = hall.asks("clerk3", "POST", "/halls/main/counters/3/call").json or {}
    assert refused["code"] == "nobody_waiting"
    assert "A001 asked to be called from 09:20 on" in refused["detail"]


def test_others_come_first_and_it_last(hall: Inside) -> None:
    """In the list behind all who can be called, and called by itself only when its time has come."""
    first = hall.ticket()
    hall.ticket()
    asks_later(hall, first, minutes=5)
    view = terminal(hall)
    assert (numbers(view), view["next"]["ticket"]["number"]) == (["A002", "A001"], "A002")
    hall.later(301)
    view = terminal(hall)
    assert (numbers(view), view["next"]["ticket"]["number"]) == (["A001", "A002"], "A001")
    assert view["line"][0]["not_before"] is None


def test_a_long_line_shows_it_too(hall: Inside) -> None:
    """Of eight rows two are left for those who come later."""
    taken = [hall.ticket() for _ in range(12)]
    for one in taken[:3]:
        asks_later(hall, one)
    view = terminal(hall)
    assert numbers(view) == [f"A{n:03d}" for n in (4, 5, 6, 7, 8, 9, 1, 2)]
    assert view["line_count"] == 12


def test_who_stands_there_is_called_at_once(hall: Inside) -> None:
    """In order by the rule: no reason is asked for, and nothing is listed as out of order."""
    taken = hall.ticket()
    hall.ticket()
    asks_later(hall, taken)
    row = terminal(hall)["line"][-1]
    assert (row["number"], row["in_order"]) == ("A001", True)
    called = hall.at_counter("3", "call", ticket=taken["ticket"]["id"])
    assert (called["ticket"]["number"], called["ticket"]["state"]) == ("A001", "called")
    assert "OUT_OF_ORDER" not in str(called).upper()


def test_before_whom_others_come_needs_a_reason(hall: Inside) -> None:
    """A002 wants to come later and stands there, while A001 waits: out of order as ever."""
    hall.ticket()
    second = hall.ticket()
    asks_later(hall, second)
    assert [one["in_order"] for one in terminal(hall)["line"]] == [True, False]
    path = "/halls/main/counters/3/call"
    refused = hall.asks("clerk3", "POST", path, {"ticket": second["ticket"]["id"]}).json or {}
    assert refused["code"] == "reason_needed"
    hall.told("clerk3", "POST", path, {"ticket": second["ticket"]["id"], "reason": "has a train to catch"})


def test_the_clerk_is_told_why_the_desk_became_free(hall: Inside) -> None:
    """The called customer asks for later: the counter is free, and its last line says that, and who."""
    taken = hall.ticket()
    hall.at_counter("3", "call")
    asks_later(hall, taken)
    view = terminal(hall)
    assert (view["state"], view["last"]["what"], view["last"]["number"]) == ("open", "deferred", "A001")


def test_who_missed_the_call_comes_back_behind_those_who_waited(hall: Inside) -> None:
    """Back after twenty minutes, they count from a minute before now: before who comes next, behind who was there."""
    missed, early = hall.ticket(), None
    hall.at_counter("3", "call")
    hall.at_counter("3", "no-show")
    hall.clock.forward(600)
    early = hall.ticket()["ticket"]["number"]
    hall.clock.forward(540)
    between = hall.ticket()["ticket"]["number"]
    hall.clock.forward(30)
    secret = missed["track_url"].rpartition("/")[2]
    hall.told(None, "POST", f"/track/{secret}/back", {})
    hall.clock.forward(5)
    hall.ticket()
    assert numbers(terminal(hall)) == [early, "A001", between, "A004"]


def test_who_comes_back_at_once_keeps_the_place(hall: Inside) -> None:
    """Nobody gets before where they stood: the minute begins no earlier than what they counted from."""
    hall.clock.forward(60)
    missed = hall.ticket()
    hall.at_counter("3", "call")
    hall.at_counter("3", "no-show")
    hall.clock.forward(10)
    hall.told(None, "POST", f"/track/{missed['track_url'].rpartition('/')[2]}/back", {})
    with hall.store.look(hall.hall) as sight:
        back = ticket_of(sight, missed["ticket"]["id"])
    assert back.counts_from == back.issued_at
