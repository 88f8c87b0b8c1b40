"""Who is kept for a counter waits for it only while it works and serves what they came for; then anybody calls them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.inside import Inside
from tests.inside_office import page, sends


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """Counters 2 and 3 work, both for A; A001 is sent from 2 to 3, A002 waits behind."""
    made = Inside(tmp_path)
    for counter in ("2", "3"):
        made.at_counter(counter, "open")
    made.ticket("A")
    made.ticket("A")
    for act in ("call", "start"):
        made.at_counter("2", act)
    made.told("clerk2", "POST", "/halls/main/counters/2/transfer", {"counter": "3"})
    yield made
    made.close()


def serves(hall: Inside, *services: str, counter: str = "3") -> None:
    """Have a counter serve some services for the day; none: its own again."""
    hall.told("supervisor", "POST", f"/halls/main/counters/{counter}/services", {"services": services})


def terminal(hall: Inside, counter: str) -> dict[str, Any]:
    """Return what a counter's clerk sees."""
    seen: dict[str, Any] = hall.told(f"clerk{counter}", "GET", f"/halls/main/views/counter:{counter}")["data"]
    return seen


def listed(hall: Inside, counter: str) -> list[str]:
    """Return the numbers that a counter's clerk sees in line."""
    return [one["number"] for one in terminal(hall, counter)["line"]]


def test_kept_it_waits_for_its_counter(hall: Inside) -> None:
    """While counter 3 works and serves A, the other one passes A001 by."""
    assert listed(hall, "2") == ["A002"]
    assert listed(hall, "3") == ["A001", "A002"]


def test_with_other_services_for_the_day_it_is_anybody_s_and_theirs_again_after(hall: Inside) -> None:
    """The rule follows the setting at once, both ways, and so does what the screens say."""
    serves(hall, "C")
    assert listed(hall, "3") == []
    assert listed(hall, "2") == ["A001", "A002"]
    serves(hall)
    assert (listed(hall, "2"), listed(hall, "3")[0]) == (["A002"], "A001")
    serves(hall, "C")
    assert hall.at_counter("2", "call")["ticket"]["number"] == "A001"
    assert hall.faults() == []


def test_a_counter_that_is_set_up_anew_or_taken_out_keeps_nobody(hall: Inside) -> None:
    """The office takes counter 3 out of the hall: A001 is next at counter 2."""
    hall.at_counter("3", "close")
    form = page(hall, "admin", "counters/3")
    before = form.partition('name="before" value="')[2].partition('"')[0].replace("&#34;", '"')
    assert sends(hall, "admin", "counters/3", before=before, remove="yes")[0] == 200
    assert hall.at_counter("2", "call")["ticket"]["number"] == "A001"
    assert hall.faults() == []


def test_what_was_set_aside_comes_back_elsewhere_when_nobody_is_there(hall: Inside) -> None:
    """Counter 3 set A001 aside and pauses: counter 2 lists it with its counter; closed, it is in everybody's line."""
    for act in ("call", "hold"):
        hall.at_counter("3", act)
    assert terminal(hall, "2")["kept"] == []
    hall.at_counter("3", "pause", reason="lunch", minutes=30)
    assert [(one["number"], one["elsewhere"]) for one in terminal(hall, "2")["kept"]] == [("A001", "3")]
    hall.at_counter("3", "close")
    assert terminal(hall, "2")["kept"] == []
    assert hall.at_counter("2", "call")["ticket"]["number"] == "A001"
    assert hall.faults() == []


def test_what_was_set_aside_comes_back_elsewhere_when_it_is_not_served_there(hall: Inside) -> None:
    """Counter 3 gets other services: it may still bring A001 back, and so may whoever serves it."""
    for act in ("call", "hold"):
        hall.at_counter("3", act)
    serves(hall, "C")
    assert [one["number"] for one in terminal(hall, "3")["kept"]] == ["A001"]
    assert [one["number"] for one in terminal(hall, "2")["kept"]] == ["A001"]
    hall.at_counter("3", "return", ticket=terminal(hall, "3")["kept"][0]["id"])
    assert listed(hall, "2")[0] == "A001"
