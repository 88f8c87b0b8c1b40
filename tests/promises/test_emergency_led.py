"""Promise: an emergency is led as it is: nothing is over while it isn't, steps leave behind what they produce."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.emergencies import LOOK, filled, watched
from tests.inside import Inside

RAISED = "/halls/main/incidents"
FULL, DANGEROUS = 199, 230  # persons; the demo's hall is crowded from 198, dangerous from 220
THREE = {"zh-Hant": "請走東門。", "zh-Hans": "请走东门。", "en": "Please take the east door."}


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """A hall that stands still, under a clock of ours; whatever happened, its history is whole."""
    inside = Inside(tmp_path)
    yield inside
    assert inside.faults() == []
    inside.close()


def counted(hall: Inside, people: int) -> None:
    """Have somebody count so many people, and look twice."""
    hall.told("supervisor", "POST", "/halls/main/headcount", {"inside": people})
    watched(hall, LOOK)


def crowding(hall: Inside) -> dict[str, Any]:
    """Return the crowding that goes on."""
    (found,) = [one for one in hall.told("supervisor", "GET", RAISED)["items"] if one["kind"] == "crowding"]
    return seen(hall, found["id"])


def seen(hall: Inside, incident: int, who: str = "supervisor") -> dict[str, Any]:
    """Return an incident as it is now."""
    found: dict[str, Any] = hall.told(who, "GET", f"{RAISED}/{incident}")
    return found


def task(incident: dict[str, Any], code: str) -> dict[str, Any]:
    """Return a step by its name in the plan."""
    found: dict[str, Any] = next(one for one in incident["tasks"] if one["code"] == code)
    return found


def confirms(hall: Inside, who: str, incident: int, code: str, reason: str = "", **fields: object) -> dict[str, Any]:
    """Confirm a step, with what it asks."""
    one = task(seen(hall, incident), code)
    path = f"{RAISED}/{incident}/tasks/{one['id']}/confirm"
    found: dict[str, Any] = hall.told(who, "POST", path, {"fields": filled(one, **fields), "reason": reason})
    return found


def tries(hall: Inside, who: str, path: str, body: object) -> tuple[int, dict[str, Any]]:
    """Try something; return the status and the answer."""
    answer = hall.asks(who, "POST", path, body)
    assert answer.json is not None
    return answer.status_code, answer.json


def board(hall: Inside) -> dict[str, Any]:
    """Return the supervisor's board."""
    found: dict[str, Any] = hall.told("supervisor", "GET", "/halls/main/views/board")["data"]
    return found


def desk(hall: Inside, counter: str) -> dict[str, Any]:
    """Return a terminal's view."""
    found: dict[str, Any] = hall.told(f"clerk{counter}", "GET", f"/halls/main/views/counter:{counter}")["data"]
    return found


def next_steps(hall: Inside, counter: str) -> list[str]:
    """Return what a clerk's terminal asks to be confirmed now."""
    return [step["text"]["en"] for one in desk(hall, counter)["incidents"] for step in one["steps"] if step["next"]]


def test_crowded_is_said_first_before_any_alert_and_everything_has_its_act(hall: Inside) -> None:
    """The level rises at once, the alert after two minutes: until then the board says it, and the plan can start."""
    counted(hall, FULL)
    first, *others = board(hall)["todo"]
    assert (first["kind"], first["act"]["name"]) == ("crowded", "raise")
    assert str(FULL) in first["text"]["en"]
    hall.told("supervisor", "POST", "/halls/main/headcount", {"inside": -1})
    assert [one["kind"] for one in board(hall)["todo"]].count("device") >= 1
    assert all(one["act"] or one["to"] for one in [first, *others, *board(hall)["todo"]])
    for _ in range(3):
        counted(hall, FULL)
    assert board(hall)["todo"][0]["kind"] == "alert"


def test_one_event_is_acknowledged_once(hall: Inside) -> None:
    """Taking the lead takes note of the alert, and taking note takes the lead; closed, nothing asks any more."""
    counted(hall, DANGEROUS)
    first = board(hall)["todo"][0]
    assert (first["kind"], first["act"]["name"], first["act"]["of"]) == ("alert", "lead", str(crowding(hall)["id"]))
    hall.told("supervisor", "POST", f"{RAISED}/{first['act']['of']}/moves/acknowledge", {})
    assert board(hall)["crowd"]["alert"]["acknowledged"] is True
    assert "alert" not in {one["kind"] for one in board(hall)["todo"]}


def test_taking_note_of_the_alert_takes_the_lead(hall: Inside) -> None:
    """In the office somebody takes note: the incident has its leader."""
    counted(hall, DANGEROUS)
    alert = board(hall)["crowd"]["alert"]["id"]
    hall.told("manager", "POST", f"/halls/main/alerts/{alert}/acknowledge", {})
    assert (crowding(hall)["state"], crowding(hall)["led_by"]) == ("active", "鄭美玲")
    assert hall.journal().count("CrowdAlertAcknowledged") == 1


def test_an_alert_says_its_own_figures(hall: Inside) -> None:
    """Raised at 230, now 60: the sentence says why it was raised, and what is now."""
    counted(hall, DANGEROUS)
    hall.told("supervisor", "POST", "/halls/main/headcount", {"inside": 60})
    first = board(hall)["todo"][0]
    assert first["text"]["en"] == "Dangerously full: 230 people, from 220 on it is dangerous"
    assert first["why"]["en"].startswith("Now 60.")


def test_it_cannot_be_called_under_control_while_it_is_not(hall: Inside) -> None:
    """230 inside, exits blocked, a picture that leads out: refused with the figures; a reason is kept in the log."""
    counted(hall, DANGEROUS)
    number = crowding(hall)["id"]
    at = f"{RAISED}/{number}"
    hall.told("supervisor", "POST", f"{at}/moves/acknowledge", {})
    confirms(hall, "supervisor", number, "size_up", people=230, exits="blocked", help=2)
    hall.told("supervisor", "POST", f"{at}/measures", {"code": "way-out"})
    for one in seen(hall, number)["tasks"]:
        if one["phase"] == "response" and one["state"] == "open":
            hall.told("supervisor", "POST", f"{at}/tasks/{one['id']}/waive", {"why": "Not asked here"})
    status, problem = tries(hall, "supervisor", f"{at}/moves/stabilise", {})
    assert (status, problem["code"]) == (409, "criteria_unmet")
    assert [one["criterion"] for one in problem["stands"]] == ["people", "exits", "measures"]
    assert "230 people" in problem["detail"]
    status, problem = tries(hall, "supervisor", f"{at}/stage", {"stage": 1})
    assert (status, problem["code"]) == (409, "criteria_unmet")
    stop = next(one for one in seen(hall, number)["offers"] if one["code"] == "no-numbers")["holds"]
    status, problem = tries(hall, "supervisor", f"{at}/measures/{stop}/end", {})
    assert (status, problem["code"]) == (409, "criteria_unmet"), "numbers again"
    hall.told("supervisor", "POST", f"{at}/moves/stabilise", {"reason": "The fire brigade leads now"})
    line = next(one for one in seen(hall, number, "auditor")["log"] if one["event"] == "CriteriaOverruled")
    assert line["note"] == "The fire brigade leads now"
    assert "230 people, fewer than 149 wanted" in line["text"]["en"]
    assert "Whole display: leave by the west door" in line["text"]["en"]


def test_recovery_steps_act(hall: Inside) -> None:
    """“Numbers again, slowly at first” ends the stop and slows, once few have been inside for five minutes."""
    counted(hall, DANGEROUS)
    number = crowding(hall)["id"]
    at = f"{RAISED}/{number}"
    hall.told("supervisor", "POST", f"{at}/moves/acknowledge", {})
    confirms(hall, "supervisor", number, "size_up", exits="clear")
    for one in seen(hall, number)["tasks"]:
        if one["phase"] == "response" and one["state"] == "open":
            hall.told("supervisor", "POST", f"{at}/tasks/{one['id']}/waive", {"why": "Not asked here"})
    counted(hall, 60)
    watched(hall, 4 * LOOK)
    status, problem = tries(hall, "supervisor", f"{at}/moves/stabilise", {})
    assert (status, "of 5 min" in problem["detail"]) == (409, True)
    watched(hall, 3 * LOOK)
    hall.told("supervisor", "POST", f"{at}/moves/stabilise", {})
    hall.told("supervisor", "POST", f"{at}/moves/recover", {})
    assert hall.asks("kiosk", "POST", "/halls/main/tickets", {"service": "A"}).json["code"] == "issue_stopped"  # type: ignore[index]  # a problem
    now = confirms(hall, "supervisor", number, "numbers-again")
    assert {one["code"] for one in now["measures"] if one["ended_at"] is None} == {"calm-words", "slower"}
    hall.ticket("A")
    assert hall.asks("kiosk", "POST", "/halls/main/tickets", {"service": "A"}).json["code"] == "issue_slowed"  # type: ignore[index]  # a problem
    hall.told("supervisor", "POST", f"{at}/tasks/{task(now, 'numbers-again')['id']}/back", {})
    assert hall.asks("kiosk", "POST", "/halls/main/tickets", {"service": "A"}).json["code"] == "issue_stopped"  # type: ignore[index]  # a problem


def test_steps_leave_behind_what_they_produce(hall: Inside) -> None:
    """The count holds, the report is drafted from figures, a call says whom and when; a bare tick is refused."""
    incident = hall.told("supervisor", "POST", RAISED, {"kind": "crowding"})
    number = incident["id"]
    path = f"{RAISED}/{number}/tasks/{task(incident, 'size_up')['id']}/confirm"
    status, problem = tries(hall, "supervisor", path, {})
    assert status == 409
    assert problem["code"] == "step_not_yet"
    hall.told("supervisor", "POST", f"{RAISED}/{number}/moves/acknowledge", {})
    status, problem = tries(hall, "supervisor", path, {})
    assert (status, {one["field"] for one in problem["errors"]}) == (422, {"people", "exits", "help"})
    confirms(hall, "supervisor", number, "size_up", people="１２０", exits="blocked", help="1")
    confirms(hall, "supervisor", number, "exits", exits="clear")
    confirms(hall, "supervisor", number, "count", people=128)
    assert hall.told("supervisor", "GET", "/halls/main/crowd")["people"] == 128
    report = {one["name"]: one for one in task(seen(hall, number), "report")["fields"]}
    assert report["people"]["draft"]["en"] == "128"
    assert "128 people inside, the limit is 198" in report["note"]["draft"]["en"]
    now = confirms(hall, "manager", number, "report", contact="1")
    said = [words["en"] for words in task(now, "report")["answer"]]
    assert said == ["sent to Fire brigade", "128 people", "0 waiting"]
    assert (now["exits"], [one["text"]["en"] for one in now["log"] if one["event"] == "ExitsSeen"][-1]) == (
        "clear", "Exits and aisles: clear.",
    )  # fmt: skip
    line = next(one for one in now["log"] if "sent to Fire brigade" in one["text"]["en"])
    assert "Crowding, stage 1" in line["note"]


def test_a_step_is_shown_to_whom_it_belongs_and_how_many_have_done_it(hall: Inside) -> None:
    """Reception has the doors, every open counter tells the waits; who closes is waited for no longer."""
    for counter in "123":
        hall.at_counter(counter, "open")
    number = hall.told("supervisor", "POST", RAISED, {"kind": "crowding"})["id"]
    assert next_steps(hall, "1") == ["Open the west door, move the line there", "Tell each customer how long"]
    assert next_steps(hall, "2") == ["Tell each customer how long"]
    status, problem = tries(
        hall, "clerk2", f"{RAISED}/{number}/tasks/{task(seen(hall, number), 'west-door')['id']}/confirm", {}
    )
    assert (status, problem["code"]) == (403, "not_your_step")
    now = confirms(hall, "clerk2", number, "tell-waits")
    assert (task(now, "tell-waits")["done"], task(now, "tell-waits")["of"]) == (1, 3)
    assert next_steps(hall, "2") == ["Clear desks, keep 1.2 m of aisle"], "a counter goes on without the others"
    confirms(hall, "clerk1", number, "tell-waits")
    assert task(seen(hall, number), "tell-waits")["state"] == "open"
    hall.at_counter("3", "close")
    assert task(seen(hall, number), "tell-waits")["state"] == "done"
    hall.told("supervisor", "POST", f"{RAISED}/{number}/roles/ushers", {"counters": ["2"]})
    assert next_steps(hall, "1") == ["Clear desks, keep 1.2 m of aisle"]
    assert "Open the west door, move the line there" in next_steps(hall, "2")


def test_a_step_done_by_mistake_is_taken_back(hall: Inside) -> None:
    """For ten seconds, by whoever confirmed it, by an event of its own; later it stays."""
    hall.at_counter("1", "open")
    number = hall.told("supervisor", "POST", RAISED, {"kind": "crowding"})["id"]
    now = confirms(hall, "clerk1", number, "west-door")
    back = f"{RAISED}/{number}/tasks/{task(now, 'west-door')['id']}/back"
    assert any(one["back_until"] for one in desk(hall, "1")["incidents"][0]["steps"])
    assert tries(hall, "supervisor", back, {})[1]["code"] == "nothing_to_take_back"
    hall.clock.forward(9)
    hall.told("clerk1", "POST", back, {})
    assert task(seen(hall, number), "west-door")["state"] == "open"
    assert "StepTakenBack" in hall.journal()
    confirms(hall, "clerk1", number, "west-door")
    hall.clock.forward(11)
    assert tries(hall, "clerk1", back, {})[1]["code"] == "nothing_to_take_back"
    hall.later(3 * 60)
    assert task(seen(hall, number), "west-door")["late"] == 0


def test_a_picture_that_leads_people_out_holds_the_line(hall: Inside) -> None:
    """Nobody is called, nobody who was called has missed it; when it ends they have their whole time to come."""
    hall.at_counter("1", "open")
    hall.ticket("E")
    waits = hall.ticket("A")["ticket"]["id"]
    called = hall.at_counter("1", "call")["ticket"]["id"]
    number = hall.told("supervisor", "POST", RAISED, {"kind": "crowding"})["id"]
    now = hall.told("supervisor", "POST", f"{RAISED}/{number}/measures", {"code": "way-out"})
    assert {one["code"] for one in now["measures"] if one["implied"]} == {"hold", "no-numbers"}
    for act in ("no-show", "recall"):
        assert tries(hall, "clerk1", f"/halls/main/counters/1/{act}", {})[1]["code"] == "line_held"
    hall.at_counter("4", "open")
    for body in ({}, {"ticket": waits, "reason": "She has a train to catch"}):
        assert tries(hall, "clerk4", "/halls/main/counters/4/call", body)[1]["code"] == "line_held"
    hall.later(600)
    assert hall.told("clerk1", "GET", f"/halls/main/tickets/{called}")["state"] == "called"
    assert desk(hall, "1")["ticket"]["no_show_at"] is None
    picture = next(one["holds"] for one in now["offers"] if one["code"] == "way-out")
    hall.told("supervisor", "POST", f"{RAISED}/{number}/measures/{picture}/end", {"reason": "They are back"})
    assert all(one["ended_at"] for one in seen(hall, number)["measures"] if one["implied"] or one["code"] == "way-out")
    hall.later(60)
    assert hall.told("clerk1", "GET", f"/halls/main/tickets/{called}")["state"] == "called"
    hall.later(60)
    assert hall.told("clerk1", "GET", f"/halls/main/tickets/{called}")["state"] == "no_show"


def test_an_announcement_is_written_anew_in_the_moment(hall: Inside) -> None:
    """The plan's measure with another text, in every language; what it implied goes on holding."""
    number = hall.told("supervisor", "POST", RAISED, {"kind": "crowding"})["id"]
    hall.told("supervisor", "POST", f"{RAISED}/{number}/measures", {"code": "way-out"})
    now = hall.told("supervisor", "POST", f"{RAISED}/{number}/measures", {"code": "way-out", "text": THREE})
    on = [one for one in now["measures"] if one["ended_at"] is None]
    assert [one["text"] for one in on if one["code"] == "way-out"] == [THREE]
    assert {"hold", "no-numbers"} <= {one["code"] for one in on}
    assert hall.told("clerk1", "GET", "/halls/main/views/display")["data"]["emergency"]["text"] == THREE
    room = hall.told("supervisor", "GET", f"/halls/main/views/incident:{number}")["data"]
    assert set(room["readers"]) == {"displays", "kiosks", "phones"}


def test_a_silent_alarm_comes_first_red_and_marked(hall: Inside) -> None:
    """Before a dangerous crowd, with its counter and whom to call; nobody answers: it says since when, and goes up."""
    hall.at_counter("3", "open")
    counted(hall, DANGEROUS)
    hall.told("clerk3", "POST", RAISED, {"kind": "threat", "silent": True})
    shown = board(hall)
    first = shown["todo"][0]
    assert (first["kind"], first["act"]["name"], first["text"]["en"]) == (
        "threat", "lead", "Threat at counter 3: silent alarm",
    )  # fmt: skip
    assert [one["code"] for one in shown["counters"] if one["alarm"]] == ["3"]
    assert shown["incidents"][0]["grave"] is True
    hall.later(35 * 60)
    shown = board(hall)
    assert shown["todo"][0]["why"]["en"].startswith("Nobody has answered for 35 min.")
    assert shown["incidents"][0]["late"] > 0
    hall.told("manager", "POST", f"{RAISED}/{first['act']['of']}/moves/acknowledge", {})
    shown = board(hall)
    assert "threat" not in {one["kind"] for one in shown["todo"]}
    assert [one["code"] for one in shown["counters"] if one["alarm"]] == ["3"]


def test_the_second_stage_looks_like_danger(hall: Inside) -> None:
    """Stage one is no danger yet, stage two is."""
    number = hall.told("supervisor", "POST", RAISED, {"kind": "crowding"})["id"]
    assert board(hall)["incidents"][0]["grave"] is False
    hall.told("supervisor", "POST", f"{RAISED}/{number}/stage", {"stage": 2})
    assert board(hall)["incidents"][0]["grave"] is True
