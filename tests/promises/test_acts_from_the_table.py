"""Promise: what the office offers is what the workflow has open, to this reader, for this very thing."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.inside import Inside
from tests.inside_office import page, sends, words
from tests.rated import follow_ups, on_a_wednesday, refused, serves, touches

OPINION = {"kind": "idea", "words": "Please offer water.", "language": "en", "contact": "0912 345 678"}
OWN = "You served this customer yourself; a colleague follows it up."


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """The hall on a Wednesday."""
    made = on_a_wednesday(tmp_path)
    yield made
    made.close()


def acts(hall: Inside, who: str, path: str) -> list[str]:
    """Return the moves that a page offers to somebody."""
    return re.findall(r'name="move" value="(\w+)"', page(hall, who, path))


def rated_low(hall: Inside, contact: str = "") -> str:
    """Have a service rated low; return the address of what is done about it."""
    serves(hall)
    touches(hall, 1, contact=contact)
    return f"follow-ups/{follow_ups(hall)[0]['id']}"


def test_whoever_served_is_offered_nothing_and_told_why(hall: Inside) -> None:
    """A colleague's page has the acts, and their start page the to-do."""
    hall.at_counter("3", "close")
    taken = hall.ticket()
    for act in ("open", "call", "start", "finish"):
        hall.at_counter("3", act, who="supervisor")
    secret = taken["track_url"].rpartition("/")[2]
    hall.told(None, "POST", f"/track/{secret}/rating", {"score": 1, "contact": "0912 345 678"})
    where = f"follow-ups/{follow_ups(hall)[0]['id']}"
    assert acts(hall, "supervisor", where) == []
    assert OWN in words(page(hall, "supervisor", where))
    assert where not in page(hall, "supervisor", "")
    assert acts(hall, "manager", where) == ["look_up", "contact", "settle", "extend"]
    assert OWN not in words(page(hall, "manager", where))
    assert where in page(hall, "manager", "")
    for move in ("look_up", "contact", "settle", "extend"):
        status, told = sends(hall, "supervisor", where, move=move, note="All fine.")
        assert (status, OWN in words(told)) == (403, True)
    assert [(one["state"], one["notes"]) for one in follow_ups(hall)] == [("open", [])]


def test_an_act_stands_as_long_as_it_is_open(hall: Inside) -> None:
    """Extended once, contacted once, settled once; whoever only looks is offered nothing."""
    where = rated_low(hall, contact="0912 345 678")
    offered = []
    for move in ("extend", "contact", "settle"):
        assert sends(hall, "supervisor", where, move=move, note=f"Did {move}.")[0] == 200
        offered.append([one for one in acts(hall, "supervisor", where) if one != "look_up"])
        assert acts(hall, "auditor", where) == []
        status, _ = sends(hall, "manager", where, move=move, note="Twice")
        assert status == 409
    assert offered == [["contact", "settle"], ["settle"], []]
    (one,) = follow_ups(hall)
    assert {note["words"] for note in one["notes"]} == {"Did extend.", "Did contact.", "Did settle."}
    assert hall.faults() == []


def test_nobody_is_offered_to_contact_who_cannot_be_reached(hall: Inside) -> None:
    """Without an address there is neither a look at it nor the contact."""
    where = rated_low(hall)
    assert acts(hall, "supervisor", where) == ["settle", "extend"]
    status, told = sends(hall, "supervisor", where, move="contact", note="Called.")
    assert (status, "no phone number or e-mail address" in words(told)) == (409, True)


def test_contacted_twice_the_second_note_is_not_swallowed(hall: Inside) -> None:
    """Whoever was slower is told; what they wrote stands in their form still."""
    where = rated_low(hall, contact="0912 345 678")
    sends(hall, "manager", where, move="contact", note="Called.")
    status, told = sends(hall, "supervisor", where, move="contact", note="I called as well.")
    assert (status, "I called as well.</textarea>" in told) == (409, True)
    path = f"/halls/main/{where}/contacted"
    assert refused(hall.asks("manager", "POST", path, {"note": "Again."})) == (409, "follow_up_over")


def test_other_moves_are_not_made_by_form(hall: Inside) -> None:
    """Those of customers, and those that nobody has."""
    where = rated_low(hall)
    for move in ("dance", "", "drop", "leave_contact"):
        assert sends(hall, "supervisor", where, move=move, note="A try")[0] == 404
    assert [one["state"] for one in follow_ups(hall)] == ["open"]


def test_what_is_missing_or_too_long_is_said_at_its_field(hall: Inside) -> None:
    """By the need's own type: nothing is made, nothing is lost."""
    where = rated_low(hall)
    for note, said in ((" ", "This is needed for the step."), ("x" * 1001, "At most 1000 characters fit here.")):
        status, told = sends(hall, "supervisor", where, move="settle", note=note)
        marked = re.search(r'aria-describedby="note-fault"\s+aria-invalid="true"', told) is not None
        assert (status, said in told, marked) == (422, True, True)
    assert [one["state"] for one in follow_ups(hall)] == ["open"]


def test_an_opinion_is_answered_once(hall: Inside) -> None:
    """Its one act goes with its answer; where the writer is reached can be looked up after it too."""
    number = hall.told("kiosk", "POST", "/halls/main/opinions", OPINION)["id"]
    where = f"opinions/{number}"
    assert (acts(hall, "supervisor", where), acts(hall, "auditor", where)) == (["look_up", "answer"], [])
    assert sends(hall, "supervisor", where, move="answer", text=" ")[0] == 422
    assert sends(hall, "supervisor", where, move="answer", text="Beside the door.")[0] == 200
    assert acts(hall, "supervisor", where) == ["look_up"]
    status, told = sends(hall, "manager", where, move="answer", text="No.")
    assert (status, "Somebody has answered this opinion already." in words(told)) == (409, True)
    (one,) = hall.told("manager", "GET", "/halls/main/opinions")["items"]
    assert one["answer"] == "Beside the door."
    assert sends(hall, "manager", where, move="look_up")[0] == 200
    assert hall.faults() == []


def test_the_list_says_the_tables_limits(hall: Inside) -> None:
    """In as many working days as the workflow gives."""
    said = words(page(hall, "auditor", "follow-ups"))
    assert "Contacted within 1 working day · Settled within 5 working days" in said
