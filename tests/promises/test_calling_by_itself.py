"""If its clerk wants it, a free counter calls the next person by itself after a countdown that a key stops.

Decided by the server alone: nobody is called twice, a terminal that is gone changes nothing, and nobody is called while
the counter pauses, after a silent alarm there, while calls are held, or to a desk where nobody answered.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from server.autocall.feature import JOB
from tests.inside import Inside
from tests.inside_office import page, sends, words

SECONDS = 8


@pytest.fixture
def hall(tmp_path: Path, database: str) -> Iterator[Inside]:
    """Counter 3 works, and its clerk wants it; on both databases."""
    made = Inside(tmp_path, database=database)
    made.at_counter("3", "open")
    made.at_counter("3", "by-itself", wanted=True)
    yield made
    assert made.faults() == []
    made.close()


def passes(hall: Inside, seconds: int) -> None:
    """Let time pass; the server looks every second."""
    for _ in range(seconds):
        hall.later(1)
        hall.floor.scheduler.now(JOB)


def looks(hall: Inside) -> None:
    """Have the server look once."""
    hall.floor.scheduler.now(JOB)


def terminal(hall: Inside, counter: str = "3") -> dict[str, Any]:
    """Return what a counter's clerk sees."""
    seen: dict[str, Any] = hall.told(f"clerk{counter}", "GET", f"/halls/main/views/counter:{counter}")["data"]
    return seen


def calls(hall: Inside) -> int:
    """Return how many calls the journal has."""
    return hall.journal().count("TicketCalled")


def test_the_next_is_called_when_the_countdown_is_over(hall: Inside) -> None:
    """Not a second earlier, to the counter, in the journal as by itself; after the service the next one."""
    for _ in range(2):
        hall.ticket("A")
    looks(hall)
    assert terminal(hall)["by_itself"]["due_at"] is not None
    passes(hall, SECONDS - 1)
    assert terminal(hall)["state"] == "open"
    passes(hall, 1)
    assert (terminal(hall)["state"], terminal(hall)["ticket"]["number"]) == ("calling", "A001")
    assert "A001 was called to counter 3, by itself." in words(page(hall, "auditor", "journal"))
    for act in ("start", "finish"):
        hall.at_counter("3", act)
    passes(hall, SECONDS + 1)
    assert terminal(hall)["ticket"]["number"] == "A002"


def test_it_counts_when_somebody_comes_into_an_empty_line(hall: Inside) -> None:
    """The line was empty for a while; whoever comes meanwhile and comes before is called."""
    passes(hall, 20)
    assert terminal(hall)["by_itself"]["due_at"] is None
    hall.ticket("A")
    looks(hall)
    passes(hall, 3)
    hall.ticket("A", priority=True)
    passes(hall, SECONDS)
    assert terminal(hall)["ticket"]["number"] == "A002"


def test_a_key_stops_it_until_the_next_customer_or_another_key(hall: Inside) -> None:
    """Stopped it stays so; the switch's key goes on from a whole countdown; a call by hand ends it as well."""
    hall.ticket("A")
    looks(hall)
    hall.at_counter("3", "countdown", stopped=True)
    passes(hall, 60)
    assert (terminal(hall)["state"], terminal(hall)["by_itself"]["stopped"]) == ("open", True)
    hall.at_counter("3", "countdown", stopped=False)
    looks(hall)
    passes(hall, SECONDS - 1)
    assert terminal(hall)["state"] == "open"
    hall.at_counter("3", "call")
    passes(hall, 5)
    assert calls(hall) == 1


def test_it_is_the_person_s_wherever_they_sit(hall: Inside) -> None:
    """Clerk 3 moves to counter 4: it calls there by itself, and counter 3 with another clerk does not."""
    hall.at_counter("4", "open", "clerk3", take_over=True)
    hall.at_counter("3", "open", "clerk5")
    hall.ticket("A")
    looks(hall)
    passes(hall, SECONDS)
    assert terminal(hall, "4")["state"] == "calling"
    hall.at_counter("4", "by-itself", "clerk3", wanted=False)
    for act in ("start", "finish"):
        hall.at_counter("4", act, "clerk3")
    hall.ticket("A")
    passes(hall, 30)
    assert terminal(hall, "4")["state"] == "open"


def test_never_while_it_pauses_or_calls_are_held_or_after_a_silent_alarm(hall: Inside) -> None:
    """Each begins in the middle of a countdown; over again, a whole countdown runs."""
    hall.ticket("A")
    looks(hall)
    hall.at_counter("3", "pause", reason="break", minutes=5)
    passes(hall, 20)
    hall.at_counter("3", "open")
    looks(hall)
    passes(hall, SECONDS - 1)
    incident = hall.told("supervisor", "POST", "/halls/main/incidents", {"kind": "crowding"})["id"]
    path = f"/halls/main/incidents/{incident}/measures"
    hall.told("supervisor", "POST", path, {"code": "hold"})
    passes(hall, 20)
    held = hall.told("supervisor", "GET", f"/halls/main/incidents/{incident}")["measures"]
    held_by = next(one["id"] for one in held if one["code"] == "hold")
    hall.told("supervisor", "POST", f"{path}/{held_by}/end", {"reason": "Over"})
    looks(hall)
    passes(hall, SECONDS - 1)
    assert calls(hall) == 0
    hall.told("clerk3", "POST", "/halls/main/incidents", {"kind": "threat", "silent": True})
    passes(hall, 30)
    assert (calls(hall), terminal(hall)["by_itself"]["due_at"]) == (0, None)


def test_nobody_more_is_called_to_a_desk_where_nobody_answers(hall: Inside) -> None:
    """A call by itself ran out and no key was pressed: it waits for one, and says why."""
    for _ in range(3):
        hall.ticket("A")
    passes(hall, SECONDS + 1 + 91)
    assert hall.journal().count("TicketMissed") == 1
    passes(hall, 60)
    seen = terminal(hall)["by_itself"]
    assert (calls(hall), seen["stopped"], seen["unanswered"]) == (1, True, True)
    hall.at_counter("3", "countdown", stopped=False)
    passes(hall, SECONDS + 1)
    assert calls(hall) == 2


def test_nobody_is_called_twice_whoever_looks_at_once(hall: Inside) -> None:
    """Several processes look, a clerk presses, in the same moment: one call a customer, one customer a counter."""
    hall.at_counter("2", "open")
    hall.at_counter("2", "by-itself", wanted=True)
    for _ in range(3):
        hall.ticket("A")
    looks(hall)
    hall.later(SECONDS)
    presses = [lambda: looks(hall)] * 5
    presses.insert(2, lambda: hall.asks("clerk3", "POST", "/halls/main/counters/3/call", {}))  # type: ignore[arg-type,return-value]
    with ThreadPoolExecutor(len(presses)) as pool:
        for one in [pool.submit(press) for press in presses]:
            one.result()
    assert calls(hall) == 2
    assert {terminal(hall, code)["ticket"]["number"] for code in ("2", "3")} == {"A001", "A002"}


def test_of_idle_counters_the_one_that_serves_least(hall: Inside) -> None:
    """Counter 2 serves A and B, 3 serves C as well: 2 calls A001, and the terminal of 3 says so while both are free."""
    hall.at_counter("2", "open")
    hall.ticket("A")
    assert terminal(hall)["next"]["left_to"] == "2"
    assert terminal(hall, "2")["next"]["left_to"] is None
    hall.at_counter("2", "by-itself", wanted=True)
    looks(hall)
    passes(hall, SECONDS)
    assert (terminal(hall, "2")["state"], terminal(hall)["state"]) == ("calling", "open")


def test_a_server_that_was_away_counts_anew(hall: Inside) -> None:
    """The countdown ended while nobody looked: nobody is called without having seen it run."""
    hall.ticket("A")
    looks(hall)
    hall.later(120)
    looks(hall)
    assert terminal(hall)["state"] == "open"
    passes(hall, SECONDS)
    assert terminal(hall)["state"] == "calling"


def test_the_hall_may_not_want_it(hall: Inside) -> None:
    """Turned off in the office, nothing is called by itself and no terminal shows it; a stranger changes nothing."""
    assert hall.asks("clerk5", "POST", "/halls/main/counters/3/by-itself", {"wanted": True}).status_code == 403
    hall.told("clerk3", "POST", "/halls/main/counters/3/by-itself", {"wanted": True})
    before = page(hall, "admin", "settings/autocall").partition('name="before" value="')[2].partition('"')[0]
    assert sends(hall, "admin", "settings/autocall", seconds="8", before=before.replace("&#34;", '"'))[0] == 200
    hall.ticket("A")
    passes(hall, 20)
    assert (calls(hall), terminal(hall)["by_itself"]) == (0, None)
