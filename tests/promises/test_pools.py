"""Customers who are away for a form are in a pool: a counter's, or a clerk's wherever they sit, as many as there are.

They are called back in any order; their age and a reminder stand at the terminal; when the counter closes, or the clerk
leaves, they go back to everybody with their hour.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.inside import Inside
from tests.inside_office import sends


@pytest.fixture
def hall(tmp_path: Path, database: str) -> Iterator[Inside]:
    """Counters 2 and 3 work, both for A; on both databases."""
    made = Inside(tmp_path, database=database)
    for counter in ("2", "3"):
        made.at_counter(counter, "open")
    yield made
    assert made.faults() == []
    made.close()


def sets_aside(hall: Inside, count: int, *, counter: str = "3", who: str | None = None, **more: object) -> list[int]:
    """Have a counter call some customers and set each aside; return their tickets."""
    found = []
    for _ in range(count):
        hall.ticket("A")
        found.append(hall.at_counter(counter, "call", who)["ticket"]["id"])
        hall.at_counter(counter, "start", who)
        hall.at_counter(counter, "hold", who, **more)
        hall.later(60)
    return found


def terminal(hall: Inside, counter: str, who: str | None = None) -> dict[str, Any]:
    """Return what a counter's clerk sees."""
    seen: dict[str, Any] = hall.told(who or f"clerk{counter}", "GET", f"/halls/main/views/counter:{counter}")["data"]
    return seen


def kept(hall: Inside, counter: str) -> list[str]:
    """Return the numbers that a counter's terminal lists as kept."""
    return [one["number"] for one in terminal(hall, counter)["kept"]]


def test_as_many_as_there_are_called_back_in_any_order(hall: Inside) -> None:
    """Three are away; the last is called first, by the keys of the terminal, and nobody else's terminal has them."""
    first, second, third = sets_aside(hall, 3)
    assert (kept(hall, "3"), kept(hall, "2")) == (["A001", "A002", "A003"], [])
    for ticket, number in ((third, "A003"), (first, "A001"), (second, "A002")):
        assert hall.at_counter("3", "call-back", ticket=ticket)["ticket"]["number"] == number
        for act in ("start", "finish"):
            hall.at_counter("3", act)
    assert terminal(hall, "3")["kept"] == []


def test_one_s_own_go_with_the_person(hall: Inside) -> None:
    """Set aside for clerk 3, who moves to counter 5: they are called there, while the counter's own go to everybody."""
    (own,) = sets_aside(hall, 1, mine=True)
    sets_aside(hall, 1)
    hall.at_counter("5", "open", "clerk3", take_over=True)
    assert [one["number"] for one in terminal(hall, "5", "clerk3")["kept"]] == ["A001"]
    assert terminal(hall, "5", "clerk3")["kept"][0]["mine"] is True
    assert [one["number"] for one in terminal(hall, "2")["line"]] == ["A002"]
    assert hall.asks("clerk2", "POST", "/halls/main/counters/2/call-back", {"ticket": own}).status_code == 409
    assert hall.at_counter("5", "call-back", "clerk3", ticket=own)["ticket"]["counter"] == "5"


@pytest.mark.parametrize("how", ["closes", "is closed", "is taken over", "loses their work"])
def test_who_leaves_leaves_them_to_everybody_with_their_hour(hall: Inside, how: str) -> None:
    """However the clerk goes: those who were set aside stand in the line where they stood, before later ones."""
    before = {one: hall.told("clerk3", "GET", f"/halls/main/tickets/{one}") for one in sets_aside(hall, 2, mine=True)}
    hall.ticket("A")
    if how == "closes":
        hall.at_counter("3", "close")
    elif how == "is closed":
        hall.told("supervisor", "POST", "/halls/main/counters/3/close-for", {})
    elif how == "is taken over":
        hall.at_counter("3", "open", "clerk5", take_over=True)
    else:
        staff = terminal(hall, "3")["clerk"]["id"]
        assert sends(hall, "admin", f"people/{staff}/suspend")[0] == 200
        hall.floor.scheduler.now("counters of who left")
    line = terminal(hall, "2")["line"]
    assert [one["number"] for one in line] == ["A001", "A002", "A003"]
    assert [one["counts_from"] for one in line[:2]] == [one["counts_from"] for one in before.values()]
    assert hall.at_counter("2", "call")["ticket"]["number"] == "A001"


def test_age_and_reminder(hall: Inside) -> None:
    """The hall's ten minutes, or those that were said, or none; since when they are away, not since when they came."""
    hall.later(300)
    sets_aside(hall, 1)
    sets_aside(hall, 1, remind=5)
    sets_aside(hall, 1, remind=0)
    found = terminal(hall, "3")["kept"]
    assert [one["remind_at"] and one["remind_at"][11:16] for one in found] == ["01:15", "01:11", None]
    assert [one["since"][11:16] for one in found] == ["01:05", "01:06", "01:07"]


def test_nobody_is_called_back_twice_or_out_of_another_s_pool(hall: Inside) -> None:
    """Pressed again it says what became of them; the other counter has no hold on them; what is missed is no pool."""
    (ticket,) = sets_aside(hall, 1)
    assert hall.asks("clerk2", "POST", "/halls/main/counters/2/call-back", {"ticket": ticket}).status_code == 409
    hall.at_counter("3", "call-back", ticket=ticket)
    again = hall.asks("clerk3", "POST", "/halls/main/counters/3/call-back", {"ticket": ticket})
    assert again.status_code == 409
    hall.at_counter("3", "no-show")
    assert hall.asks("clerk3", "POST", "/halls/main/counters/3/call-back", {"ticket": ticket}).status_code == 409
