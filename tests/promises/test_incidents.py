"""An incident: who does what by when, what goes up when it is late, what stops and goes on where it stopped."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from server.crowd.commands import assess
from server.emergency.commands.plans import set_plans
from server.emergency.particulars import FILE
from server.emergency.templates import FOLDER, read_plans
from server.kernel.refusals import Fault
from server.security.actors import SYSTEM
from tests.emergencies import filled, watched
from tests.inside import Inside

RAISED = "/halls/main/incidents"
THREE = {"zh-Hant": "請稍候。", "zh-Hans": "请稍候。", "en": "A moment, please."}


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """A hall that stands still, under a clock of ours; whatever happened, its history is whole."""
    inside = Inside(tmp_path)
    yield inside
    assert inside.faults() == []
    inside.close()


def raised(hall: Inside, who: str = "clerk1", **what: object) -> dict[str, Any]:
    """Raise an incident and return it."""
    found: dict[str, Any] = hall.told(who, "POST", RAISED, {"kind": "crowding", **what})
    return found


def seen(hall: Inside, incident: dict[str, Any], who: str = "supervisor") -> dict[str, Any]:
    """Return an incident as it is now."""
    found: dict[str, Any] = hall.told(who, "GET", f"{RAISED}/{incident['id']}")
    return found


def task(incident: dict[str, Any], code: str) -> dict[str, Any]:
    """Return a task by its name in the plan; of several the last."""
    return [one for one in incident["tasks"] if one["code"] == code][-1]


def does(hall: Inside, who: str, incident: dict[str, Any], what: str, **body: object) -> dict[str, Any]:
    """Do something in an incident."""
    found: dict[str, Any] = hall.told(who, "POST", f"{RAISED}/{incident['id']}/{what}", body)
    return found


def confirms(hall: Inside, who: str, incident: dict[str, Any], code: str) -> dict[str, Any]:
    """Confirm a step, with what it asks."""
    one = task(seen(hall, incident), code)
    return does(hall, who, incident, f"tasks/{one['id']}/confirm", fields=filled(one))


def refused(hall: Inside, who: str, incident: dict[str, Any], what: str, says: str, /, **body: object) -> Any:
    """Try something and be refused (`says`: status and code); return the problem."""
    answer = hall.asks(who, "POST", f"{RAISED}/{incident['id']}/{what}", body)
    assert answer.json is not None
    assert f"{answer.status_code} {answer.json['code']}" == says, answer.text
    return answer.json


def confirm_all(hall: Inside, incident: dict[str, Any]) -> dict[str, Any]:
    """Confirm every step, each as its own role, until none is open; the hall has been calm for long enough."""
    watched(hall, 370)
    now = seen(hall, incident)
    while following := [one for one in now["tasks"] if one["next"]]:
        for one in following:
            who = {"clerk": "clerk1"}.get(one["who"], one["who"])
            if one["code"] == "stabilise" and len(following) > 1:
                continue  # only when all else is settled
            now = does(hall, who, now, f"tasks/{one['id']}/confirm", fields=filled(one))
    return now


def test_the_whole_way(hall: Inside) -> None:
    """Raised at a counter, led, confirmed by role with the time each took, closed, reviewed."""
    hall.at_counter("1", "open")
    incident = raised(hall, note="The door is blocked")
    assert (incident["state"], incident["counter"], incident["stage"]) == ("alert", "1", 1)
    assert incident["log"][0]["note"] == "The door is blocked"
    assert [one["act"] for one in incident["measures"]] == ["announce"]
    hall.later(40)
    now = confirms(hall, "supervisor", incident, "acknowledge")
    assert (now["state"], task(now, "acknowledge")["took"], now["led_by"]) == ("active", 40, "許文傑")
    now = confirm_all(hall, incident)
    assert now["state"] == "recovering"
    assert {one["state"] for one in now["tasks"]} == {"done"}
    now = does(hall, "supervisor", now, "close", review="A bus came. Nobody was hurt.", reason="Ends with it")
    assert now["state"] == "closed"
    assert all(one["ended_at"] for one in now["measures"])
    assert datetime.fromisoformat(now["review_by"]) > hall.clock.now() + timedelta(days=4)  # five days of this hall
    now = does(hall, "manager", now, "review", findings="The west door sticks.", improvements=["Mend the door: 王"])
    assert now["state"] == "reviewed"
    assert now["log"][-1]["note"] == "The west door sticks.\n· Mend the door: 王"
    assert hall.told("clerk1", "GET", RAISED)["items"][0]["id"] == incident["id"]


def test_each_confirms_their_own(hall: Inside) -> None:
    """Nobody confirms another role's step, and a role's steps come in their order."""
    incident = raised(hall)
    for who, code in (
        ("clerk1", "exits"),
        ("supervisor", "west-door"),
        ("manager", "acknowledge"),
        ("auditor", "exits"),
    ):
        answer = hall.asks(who, "POST", f"{RAISED}/{incident['id']}/tasks/{task(incident, code)['id']}/confirm", {})
        assert answer.status_code == 403, (who, code)
    problem = refused(hall, "clerk1", incident, f"tasks/{task(incident, 'seats')['id']}/confirm", "409 step_not_yet")
    assert problem["now"]["next"] == task(incident, "west-door")["id"]
    once = confirms(hall, "clerk1", incident, "west-door")
    assert confirms(hall, "clerk2", incident, "west-door")["log"] == once["log"]  # said twice, written once
    refused(hall, "clerk1", incident, f"tasks/{task(incident, 'numbers-again')['id']}/confirm", "403 not_your_step")
    refused(hall, "supervisor", incident, "tasks/999999/confirm", "404 unknown_step")


def test_what_is_late_goes_up(hall: Inside) -> None:
    """From clerk to supervisor to manager, each time with the limit anew; who holds it may confirm it."""
    incident = raised(hall)
    first = task(seen(hall, incident), "west-door")
    hall.later(3 * 60 + 1)
    door = task(seen(hall, incident), "west-door")
    assert (door["who"], door["holder"], door["late"], door["state"]) == ("clerk", "supervisor", 1, "open")
    hall.later(3 * 60 + 1)
    door = task(seen(hall, incident), "west-door")
    assert (door["holder"], door["late"]) == ("manager", 2)
    assert door["due_at"] == first["due_at"], "it is as late as it is, however far up it went"
    hall.later(3600)
    assert task(seen(hall, incident), "west-door")["late"] == 2  # there is nobody above
    done = confirms(hall, "manager", incident, "west-door")
    assert task(done, "west-door")["by"] == "鄭美玲"
    assert task(done, "acknowledge")["holder"] == "manager"


def test_after_an_outage_late_steps_go_up_once_and_in_order(hall: Inside) -> None:
    """An hour without the program: each step went up once, in the order in which they fell due."""
    incident = raised(hall)
    hall.clock.forward(3600)
    hall.floor.scheduler.sweeper.sweep()
    hall.floor.scheduler.sweeper.sweep()
    late = [one for one in seen(hall, incident)["log"] if one["event"] == "StepEscalated"]
    due = sorted((one for one in incident["tasks"] if one["due_at"]), key=lambda one: (one["due_at"], one["id"]))
    assert [
        line["text"]["en"].split(":")[1].split(", now")[0].strip() for line in late if "Size" not in line["text"]["en"]
    ] == [one["text"]["en"] for one in due if one["code"] != "size_up"]
    assert len(late) == len(due)
    assert seen(hall, incident)["looks_late"] == 1


def test_the_line_stops_and_goes_on_where_it_stopped(hall: Inside) -> None:
    """Stage two stops the numbers; a held line calls nobody; closing lets the same tickets go on in the same order."""
    hall.at_counter("1", "open")
    numbers = [hall.ticket("E")["ticket"]["number"] for _ in range(4)]
    incident = raised(hall)
    now = does(hall, "supervisor", incident, "stage", stage=2)
    assert task(now, "doors")["state"] == "open"
    answer = hall.asks("kiosk", "POST", "/halls/main/tickets", {"service": "A"})
    assert (answer.status_code, answer.json["code"]) == (409, "issue_stopped")  # type: ignore[index]  # a problem
    assert "full" in answer.json["why"]["en"]  # type: ignore[index]  # likewise
    does(hall, "manager", incident, "measures", code="hold")
    answer = hall.asks("clerk1", "POST", "/halls/main/counters/1/call", {})
    assert (answer.status_code, answer.json["code"]) == (409, "line_held")  # type: ignore[index]  # likewise
    hall.told("supervisor", "POST", f"{RAISED}/{incident['id']}/moves/acknowledge", {})
    confirm_all(hall, incident)
    does(hall, "supervisor", incident, "close", review="Over.", reason="Seen to")
    called = []
    for _ in numbers:
        called.append(hall.at_counter("1", "call")["ticket"]["number"])
        hall.at_counter("1", "start")
        hall.at_counter("1", "finish")
    assert called == numbers
    assert hall.ticket("E")["ticket"]["number"] == "E005"


def test_numbers_slowed(hall: Inside) -> None:
    """A service's numbers come with time between them; the refusal says how long."""
    incident = raised(hall)
    now = does(hall, "supervisor", incident, "measures", code="slower")
    assert does(hall, "supervisor", incident, "measures", code="slower")["measures"] == now["measures"]
    hall.ticket("A")
    hall.ticket("B")
    hall.clock.forward(20)
    answer = hall.asks("kiosk", "POST", "/halls/main/tickets", {"service": "A"})
    assert (answer.status_code, answer.json["code"], answer.json["retry_after"]) == (409, "issue_slowed", 40)  # type: ignore[index]  # likewise
    hall.clock.forward(40)
    hall.ticket("A")
    slow = next(one for one in now["measures"] if one["act"] == "slow_issue")
    does(hall, "supervisor", incident, f"measures/{slow['id']}/end")
    hall.ticket("A")


def test_a_stage_down_ends_what_it_began(hall: Inside) -> None:
    """Down again: its steps need not be done, its measures end; up once more, they are there anew."""
    incident = raised(hall)
    does(hall, "supervisor", incident, "stage", stage=2)
    confirms(hall, "manager", incident, "report")
    confirms(hall, "manager", incident, "fire-brigade")
    now = does(hall, "supervisor", incident, "stage", stage=1, note="The bus left")
    assert task(now, "doors")["state"] == "waived"
    assert task(now, "fire-brigade")["state"] == "done", "what was done stays done"
    hall.ticket("A")
    now = does(hall, "supervisor", incident, "stage", stage=2)
    assert task(now, "doors")["state"] == "open"
    assert hall.asks("kiosk", "POST", "/halls/main/tickets", {"service": "A"}).status_code == 409
    refused(hall, "supervisor", incident, "stage", "422 unknown_stage", stage=3)


def test_a_drill_does_nothing_real(hall: Inside) -> None:
    """The same steps and measures, marked; numbers are given out, nobody is told."""
    hall.at_counter("1", "open")
    incident = raised(hall, "supervisor", drill=True)
    now = does(hall, "supervisor", incident, "stage", stage=2)
    now = does(hall, "supervisor", now, "measures", code="hold")
    assert now["drill"] is True
    assert {one["act"] for one in now["measures"]} == {"announce", "stop_issue", "hold_line"}
    hall.ticket("E")
    hall.at_counter("1", "call")
    real = raised(hall, "clerk2")
    assert real["id"] != incident["id"]  # a drill does not hide the real thing
    assert "LineRestrained" not in hall.journal()


def test_raised_twice_is_one_incident(hall: Inside) -> None:
    """Two clerks press at once: one incident, both in its log."""
    first, second = raised(hall, "clerk1"), raised(hall, "clerk2", note="Also at the door")
    assert first["id"] == second["id"]
    assert [one["event"] for one in second["log"]].count("IncidentSeenAgain") == 1
    assert hall.asks("clerk1", "POST", RAISED, {"kind": "flood"}).status_code == 404


def test_a_silent_one_is_seen_by_those_who_lead(hall: Inside) -> None:
    """No announcement, no step for clerks, no trace for them; each press is its own."""
    hall.at_counter("3", "open")
    incident = raised(hall, "clerk3", kind="threat", silent=True)
    assert {one["who"] for one in incident["tasks"]} <= {"supervisor", "manager"}
    for who, status in (("clerk3", 404), ("reviewer", 404), ("supervisor", 200), ("manager", 200), ("auditor", 200)):
        assert hall.asks(who, "GET", f"{RAISED}/{incident['id']}").status_code == status, who
        known = [one["id"] for one in hall.told(who, "GET", RAISED)["items"]]
        assert (incident["id"] in known) is (status == 200)
    assert raised(hall, "clerk4", kind="crowding", silent=True)["measures"] == []
    refused(hall, "clerk3", incident, "notes", "404 unknown_incident", text="x")


def test_no_step_of_a_silent_one_is_a_clerks(hall: Inside) -> None:
    """Of a plan whose steps are clerks' and reviewers', every one, of each stage and of recovery, goes to who leads."""
    plans = read_plans()
    crowding = plans["crowding"]
    roles = [
        one.model_copy(update={"who": "reviewer"}) if one.code == "safety" else one
        for one in crowding.organisation.roles
    ]
    parts = {"organisation": crowding.organisation.model_copy(update={"roles": roles})}
    with hall.store.hall(hall.hall, SYSTEM) as work:
        set_plans(work, {**plans, "crowding": crowding.model_copy(update=parts)})
    hall.at_counter("1", "open")
    incident = raised(hall, silent=True)
    does(hall, "supervisor", incident, "moves/acknowledge")
    now = does(hall, "supervisor", incident, "stage", stage=2)
    assert {"ushers", "counters", "safety"} <= {one["role"] for one in now["tasks"] if one["phase"] == "response"}
    assert {one["phase"] for one in now["tasks"]} == {"lead", "response", "recovery"}
    assert {one["who"] for one in now["tasks"]} == {"supervisor", "manager"}
    assert task(now, "redirect")["state"] == "open", "a step of the second stage, the ushers'"
    assert now["measures"] == []
    assert hall.told("clerk1", "GET", "/halls/main/views/counter:1")["data"]["incidents"] == []
    assert task(confirms(hall, "supervisor", incident, "west-door"), "west-door")["state"] == "done"


def test_no_step_is_left_open(hall: Inside) -> None:
    """Under control is said when every step is settled: confirmed, or waived with a reason."""
    incident = raised(hall)
    confirms(hall, "supervisor", incident, "acknowledge")
    problem = refused(hall, "supervisor", incident, "moves/stabilise", "409 steps_open")
    assert len(problem["open"]) == 9
    refused(hall, "supervisor", incident, f"tasks/{task(incident, 'recover')['id']}/waive", "409 step_needed", why="x")
    for one in seen(hall, incident)["tasks"]:
        if one["phase"] == "response" or one["code"] == "size_up":
            does(hall, "manager", incident, f"tasks/{one['id']}/waive", why="Not this time")
    now = does(hall, "supervisor", incident, "moves/stabilise", reason="Told so")
    assert now["state"] == "stabilised"
    now = does(hall, "supervisor", incident, "stage", stage=2)  # it gets worse again
    assert now["state"] == "active"
    refused(hall, "supervisor", incident, "moves/recover", "409 move_not_open")


def test_it_is_not_closed_with_open_steps(hall: Inside) -> None:
    """Recovery has begun: each of its steps is confirmed, or waived with a reason, before anything is over."""
    incident = raised(hall)
    confirms(hall, "supervisor", incident, "acknowledge")
    for one in seen(hall, incident)["tasks"]:
        if one["phase"] == "response" or one["code"] == "size_up":
            does(hall, "manager", incident, f"tasks/{one['id']}/waive", why="Not this time")
    does(hall, "supervisor", incident, "moves/stabilise", reason="Told so")
    now = does(hall, "supervisor", incident, "moves/recover", reason="Told so")
    left = [one for one in now["tasks"] if one["phase"] == "recovery"]
    for one in left:
        problem = refused(
            hall, "supervisor", incident, "close", "409 steps_open", review="Over.", reason="All of it at once"
        )
        assert one["id"] in {each["id"] for each in problem["open"]}
        does(hall, "supervisor", incident, f"tasks/{one['id']}/waive", why="Not this time")
    does(hall, "supervisor", incident, "close", review="Over.", reason="All of it at once")


def test_what_people_are_told(hall: Inside) -> None:
    """Announcements are in every language of the hall and hold until they are ended."""
    incident = raised(hall)
    refused(hall, "supervisor", incident, "measures", "422 text_needed", text={"en": "Only this"})
    now = does(hall, "supervisor", incident, "measures", text=THREE, spoken=False)
    assert now["measures"][-1]["text"] == THREE
    now = does(hall, "supervisor", incident, f"measures/{now['measures'][-1]['id']}/end")
    assert now["measures"][-1]["ended_at"] is not None
    refused(hall, "supervisor", incident, "measures", "404 unknown_measure", code="dance")


def test_nobody_looks_again_nobody_reviews(hall: Inside) -> None:
    """Half an hour without a look at the stage is written down; so is a review that nobody makes."""
    incident = raised(hall)
    hall.later(31 * 60)
    assert seen(hall, incident)["looks_late"] == 1
    does(hall, "supervisor", incident, "stage", stage=1, note="Stays")
    hall.later(29 * 60)
    assert seen(hall, incident)["looks_late"] == 1
    hall.told("manager", "POST", f"{RAISED}/{incident['id']}/moves/acknowledge", {})
    confirm_all(hall, incident)
    does(hall, "supervisor", incident, "close", review="Over.", reason="Seen to")
    hall.later(timedelta(days=8).total_seconds())
    hall.tokens.clear()  # signed in anew
    assert seen(hall, incident)["review_late"] is True


def test_a_plan_without_its_four_parts_does_not_come_into_force(tmp_path: Path) -> None:
    """The file, the line and the remedy are named."""
    text = (FOLDER / "threat.toml").read_text(encoding="utf-8")
    shutil.copy(FOLDER / FILE, tmp_path)
    path = tmp_path / "threat.toml"
    for lacking in ("organisation", "response", "measures", "recovery"):
        part = "\n".join(line for line in text.splitlines() if not line.startswith(f"[{lacking}"))
        broken = part.replace(f"[[{lacking}", f"[[x{lacking}") if lacking in {"measures", "recovery"} else part
        path.write_text(broken, encoding="utf-8")
        with pytest.raises(Fault, match=r"threat\.toml, line \d+: "):
            read_plans(tmp_path)
    path.write_text(text.replace('role = "reporting"\nlimit = 3', 'role = "nobody"\nlimit = 3'), encoding="utf-8")
    with pytest.raises(Fault, match=r"line 42: response\.steps\.2\.role: there is no role “nobody”"):
        read_plans(tmp_path)


def test_a_new_version_leaves_what_runs_alone(hall: Inside, tmp_path: Path) -> None:
    """An incident follows the plan of its beginning; the next one follows the new version."""
    incident = raised(hall)
    plans = read_plans()
    changed = plans["crowding"].model_copy(update={"name": THREE})
    with hall.store.hall(hall.hall, SYSTEM) as work:
        assert set_plans(work, {**plans, "crowding": changed}) == 1
    assert seen(hall, incident)["name"] == incident["name"]
    versions = {one["kind"]: one["version"] for one in hall.told("clerk1", "GET", "/halls/main/plans")["items"]}
    assert versions == {"crowding": 2, "system_failure": 1, "major_complaint": 1, "threat": 1}
    assert raised(hall, drill=True)["name"] == THREE


def test_the_crowd_starts_its_plan_and_raises_its_stage(hall: Inside) -> None:
    """A crowd alert starts the plan by itself; dangerously full is its second stage, and numbers stop."""
    hall.at_counter("1", "open")
    hall.told("supervisor", "POST", "/halls/main/headcount", {"inside": 500})
    for _ in range(40):
        hall.clock.forward(5)
        with hall.store.hall(hall.hall, SYSTEM) as work:
            assess(work)
    (incident,) = hall.told("supervisor", "GET", RAISED)["items"]
    assert (incident["kind"], incident["stage"], incident["drill"]) == ("crowding", 2, False)
    kiosk = hall.told("kiosk", "GET", "/halls/main/views/kiosk")["data"]
    assert (kiosk["state"], kiosk["why"]["en"][:16]) == ("stopped", "The hall is full")
    events = hall.journal()
    assert events.index("CrowdAlertRaised") < events.index("IncidentRaised") < events.index("LineRestrained")


def test_screens_say_it(hall: Inside) -> None:
    """Display, kiosk, phones and signs say what is announced and why; in a drill and in silence they do not."""
    hall.at_counter("1", "open")
    views = {"display": "display", "kiosk": "kiosk", "line": "supervisor", "sign:1": "supervisor"}

    def view(name: str) -> dict[str, Any]:
        found: dict[str, Any] = hall.told(views.get(name, "clerk1"), "GET", f"/halls/main/views/{name}")["data"]
        return found

    drill = raised(hall, "supervisor", drill=True)
    does(hall, "supervisor", drill, "measures", code="way-out")
    raised(hall, kind="threat", silent=True)
    for name in ("display", "kiosk", "line"):
        assert (view(name)["announcements"], view(name)["emergency"]) == ([], None), name
    (shown,) = view("counter:1")["incidents"]
    assert (shown["drill"], [one["next"] for one in shown["steps"]].count(True)) == (True, 2)
    incident = raised(hall)
    does(hall, "supervisor", incident, "measures", code="hold")
    does(hall, "supervisor", incident, "measures", code="slower")
    does(hall, "supervisor", incident, "measures", code="way-out")
    for name in views:
        assert view(name)["emergency"]["text"]["en"].startswith("Please leave slowly"), name
    assert view("display")["announcements"][0]["say"] is True
    assert view("kiosk")["slow"]["seconds"] == 60
    assert "order" in view("line")["held"]["en"]
    assert "order" in view("counter:1")["held"]["en"]
    room = hall.told("auditor", "GET", f"/halls/main/views/incident:{incident['id']}")["data"]
    assert room["incident"]["id"] == incident["id"]
    assert hall.asks("clerk1", "GET", f"/halls/main/views/incident:{incident['id']}").status_code == 403
    assert hall.asks("supervisor", "GET", "/halls/main/views/incident:x").status_code == 404
