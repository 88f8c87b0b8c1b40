"""Reception gives out numbers, finds one, says where to go, and changes a wrong choice: by calls that its keys send."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.inside import Inside


@pytest.fixture
def hall(tmp_path: Path, database: str) -> Iterator[Inside]:
    """Counters 2 and 3 work; reception is counter 1; on both databases."""
    made = Inside(tmp_path, database=database)
    for counter in ("1", "2", "3"):
        made.at_counter(counter, "open")
    yield made
    assert made.faults() == []
    made.close()


def found(hall: Inside, number: str) -> dict[str, Any]:
    """Look a number up, as reception does."""
    told: dict[str, Any] = hall.told("clerk1", "GET", f"/halls/main/numbers/{number}")
    return told


def does(hall: Inside, told: dict[str, Any], name: str, **said: object) -> dict[str, Any]:
    """Do what the answer offers."""
    act = next(one for one in told["acts"] if one["name"] == name)
    done: dict[str, Any] = hall.told("clerk1", "POST", f"/halls/main/{act['path']}", {**act["body"], **said})
    return done


def test_where_to_go_is_said_in_each_state(hall: Inside) -> None:
    """Waiting: the counters that may call it; called and set aside: the one; over: none. Small letters do as well."""
    hall.told("clerk1", "POST", "/halls/main/tickets", {"service": "A", "party": 2, "priority": True})
    told = found(hall, "a001")
    assert ([one["counter"] for one in told["counters"]], told["ahead"]) == (["2", "3"], 0)
    assert (told["ticket"]["party"], told["ticket"]["priority"]) == (2, True)
    hall.at_counter("3", "call")
    assert [one["counter"] for one in found(hall, "A001")["counters"]] == ["3"]
    hall.at_counter("3", "hold")
    assert (found(hall, "A001")["ticket"]["state"], found(hall, "A001")["counters"][0]["counter"]) == ("held", "3")
    ticket = found(hall, "A001")["ticket"]["id"]
    hall.at_counter("3", "call-back", ticket=ticket)
    for act in ("start", "finish"):
        hall.at_counter("3", act)
    assert (found(hall, "A001")["counters"], found(hall, "A001")["acts"]) == ([], [])
    assert hall.asks("clerk1", "GET", "/halls/main/numbers/Z999").status_code == 404


def test_a_wrong_choice_keeps_number_and_hour(hall: Inside) -> None:
    """A001 was meant for E: it stands in that line with its hour; once it was called, its counter sends it on."""
    hall.ticket("A")
    before = found(hall, "A001")
    changed = does(hall, before, "change", service="E")
    assert (changed["number"], changed["service"]) == ("A001", "E")
    assert changed["counts_from"] == before["ticket"]["counts_from"]
    does(hall, found(hall, "A001"), "change", service="B")
    hall.at_counter("3", "call")
    assert found(hall, "A001")["acts"] == []
    ticket = found(hall, "A001")["ticket"]["id"]
    refused = hall.asks("clerk1", "POST", f"/halls/main/tickets/{ticket}/change", {"service": "A"})
    assert refused.status_code == 409


def test_who_missed_the_call_is_put_back_once(hall: Inside) -> None:
    """They stand at reception: one press, once; then it is no longer offered."""
    hall.ticket("A")
    hall.at_counter("3", "call")
    hall.at_counter("3", "no-show")
    does(hall, found(hall, "A001"), "back")
    assert found(hall, "A001")["ticket"]["state"] == "waiting"
    hall.at_counter("3", "call")
    hall.at_counter("3", "no-show")
    assert found(hall, "A001")["acts"] == []


def test_who_bears_it_now_comes_before_who_bore_it(hall: Inside) -> None:
    """A number of yesterday and of today: whoever bears it is meant."""
    first = hall.ticket("A")["ticket"]["id"]
    for act in ("call", "start", "finish"):
        hall.at_counter("3", act)
    hall.tokens.clear()
    hall.later(24 * 3600)
    again = hall.ticket("A")["ticket"]
    assert again["number"] == "A001"
    assert found(hall, "A001")["ticket"]["id"] == again["id"] != first
