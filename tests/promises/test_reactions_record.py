"""Promise: whatever else follows from a fact, every number that is answered or kept is that of the fact meant."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from server.crowd.commands import assess
from server.ratings.events import WriterContactSeen
from server.security import setting_up
from server.security.actors import SYSTEM
from server.security.rights import Role
from server.store.directory import open_hall
from server.store.events import EVENTS, Event
from server.store.hall import HEAD, UnitOfWork
from server.store.journal import Entry, entries
from tests.emergencies import filled
from tests.inside import Inside
from tests.rated import RATINGS, TABLET, follow_ups, on_a_wednesday, shown, touches

INCIDENTS = "/halls/main/incidents"
OPINION = {"kind": "problem", "words": "The door sticks.", "language": "en", "contact": "0912-345-678"}
ECHO = WriterContactSeen.__name__
REFERENCES = {"ticket", "incident", "step", "measure", "implied_by", "source", "opinion", "follow_up", "alert"}
SOURCE = re.compile(r'"source":([0-9]+)')


@pytest.fixture(params=["sqlite", "postgresql"])
def halls(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Inside, Inside]]:
    """Two halls: one as it is, one in which something follows from every fact there is."""
    made = []
    for name in ("plain", "echoing"):
        folder = tmp_path / name
        folder.mkdir()
        database = request.getfixturevalue("new_database") if request.param == "postgresql" and made else ""
        made.append(on_a_wednesday(folder, database))
    for event in EVENTS.values():
        if event is not WriterContactSeen:
            made[1].store.react(event, echo)
    yield made[0], made[1]
    for hall in made:
        assert hall.faults() == []
        hall.close()


def echo(hall: UnitOfWork, _event: Event) -> None:
    """Record something that changes no row."""
    hall.record(WriterContactSeen(opinion=0, by=0))


def a_ticket(hall: Inside) -> int:
    """Take a number whose slip opens it, and report its print."""
    taken = hall.ticket("A", party=2)
    secret = taken["track_url"].rpartition("/")[2]
    assert hall.told(None, "POST", f"/track/{secret}/later", {"minutes": 0})["id"] == taken["ticket"]["id"]
    path = f"/halls/main/tickets/{taken['ticket']['id']}"
    hall.told("kiosk", "POST", f"{path}/print", {"state": "printed"})
    assert hall.told("supervisor", "GET", path)["number"] == taken["ticket"]["number"]
    return int(taken["ticket"]["id"])


def tickets_and_ratings(hall: Inside) -> None:
    """Issue, call, transfer, finish, rate low, settle what follows from it; a walk-in; a no-show."""
    first = a_ticket(hall)
    assert hall.at_counter("3", "call")["ticket"]["id"] == first
    hall.at_counter("3", "start")
    hall.at_counter("3", "transfer", service="B", keep_place=True)
    assert hall.at_counter("3", "call")["ticket"]["id"] == first
    hall.at_counter("3", "start")
    hall.at_counter("3", "finish", outcome="done")
    assert shown(hall)["ticket"] == first
    assert touches(hall, 1).status_code == 201
    details = {"token": shown(hall)["token"], "reasons": ["long_wait"], "contact": "0912-345-678"}
    hall.told(TABLET, "POST", f"{RATINGS}/{first}/details", details)
    (followed,) = follow_ups(hall)
    where = hall.told("supervisor", "POST", f"/halls/main/follow-ups/{followed['id']}/contact", {})
    assert where["contact"] == details["contact"]
    came = hall.at_counter("3", "serve", service="A")["ticket"]
    assert (came["number"], came["state"]) == (None, "serving")
    hall.at_counter("3", "finish", outcome="done")
    away = a_ticket(hall)
    assert hall.at_counter("3", "call")["ticket"]["id"] == away
    hall.later(600)
    assert hall.told("supervisor", "GET", f"/halls/main/tickets/{away}")["state"] == "no_show"


def opinions(hall: Inside) -> None:
    """Say something, have it answered, and another one fall late."""
    given = hall.told("kiosk", "POST", "/halls/main/opinions", OPINION)
    (kept,) = hall.told("manager", "GET", "/halls/main/opinions")["items"]
    assert (kept["id"], kept["words"]) == (given["id"], OPINION["words"])
    hall.told("manager", "POST", f"/halls/main/opinions/{given['id']}/answer", {"text": "It was planed."})


def does(hall: Inside, incident: int, what: str, **body: object) -> Any:
    """Do something in an incident, as the supervisor."""
    return hall.told("supervisor", "POST", f"{INCIDENTS}/{incident}/{what}", body)


def an_incident(hall: Inside) -> None:
    """Raise it twice, note, lead, go up, measures, confirm, close, review: each word at its entry."""
    raised = hall.told("clerk3", "POST", INCIDENTS, {"kind": "crowding", "note": "first words"})
    number = raised["id"]
    again = hall.told("clerk3", "POST", INCIDENTS, {"kind": "crowding", "note": "second words"})
    assert again["id"] == number
    does(hall, number, "moves/acknowledge")
    does(hall, number, "stage", stage=2, note="stage words", reason="It fills.")
    does(hall, number, "notes", text="noted words")
    told = dict.fromkeys(("zh-Hant", "zh-Hans", "en"), "Please wait.")
    measure = does(hall, number, "measures", text=told)["measures"][-1]["id"]
    now = does(hall, number, f"measures/{measure}/end")
    assert next(one for one in now["measures"] if one["id"] == measure)["ended_at"]
    now = does(hall, number, "stage", stage=1, note="down words", reason="reason to go down")
    settled = 0
    while following := [one for one in now["tasks"] if one["next"]]:
        one = following[0] if len(following) == 1 else next(each for each in following if each["code"] != "stabilise")
        who = {"clerk": "clerk3"}.get(one["who"], one["who"])
        body = {"fields": filled(one), "reason": f"reason {one['id']}"}
        now = hall.told(who, "POST", f"{INCIDENTS}/{number}/tasks/{one['id']}/confirm", body)
        settled += 1
    assert settled > 5
    does(hall, number, "close", review="closing words", reason="reason to close")
    hall.told("manager", "POST", f"{INCIDENTS}/{number}/review", {"findings": "found words", "improvements": []})
    told_of = {one["note"]: one["event"] for one in hall.told("manager", "GET", f"{INCIDENTS}/{number}")["log"]}
    wanted = {
        "first words": "IncidentRaised", "second words": "IncidentSeenAgain", "stage words": "IncidentStageSet",
        "noted words": "IncidentNoted", "down words": "IncidentStageSet", "closing words": "IncidentClosed",
        "found words": "IncidentReviewed", "reason to close": "CriteriaOverruled",
    }  # fmt: skip
    assert {words: told_of.get(words) for words in wanted} == wanted


def plans_and_deadlines(hall: Inside) -> None:
    """A drill's steps fall late and go up; the crowd raises an alert that starts its plan."""
    drill = hall.told("supervisor", "POST", INCIDENTS, {"kind": "system_failure", "drill": True})["id"]
    hall.later(3600)
    assert any(one["late"] for one in hall.told("supervisor", "GET", f"{INCIDENTS}/{drill}")["tasks"])
    hall.told("sensor", "POST", "/halls/main/headcount", {"inside": 300})
    for _ in range(5):
        hall.clock.forward(61)
        with hall.store.hall(hall.hall, SYSTEM) as work:
            assess(work)
    alert = hall.told("supervisor", "GET", "/halls/main/crowd")["alert"]
    hall.told("supervisor", "POST", f"/halls/main/alerts/{alert['id']}/acknowledge", {})


def people_and_places(hall: Inside) -> None:
    """A person, a device and a hall get the numbers of their own entries."""
    words = "nine words that nobody else would ever say"
    who = setting_up.add_staff(hall.store, name="Wu", username="wu", role=Role.CLERK, halls=("main",), password=words)
    signed_in = hall.told(None, "POST", "/session", {"username": "wu", "password": words})
    assert signed_in["person"]["id"] == who
    with hall.store.hall(HEAD, SYSTEM) as head:
        number = open_hall(head, code="annex")
        assert open_hall(head, code="annex") == number


def told(hall: Inside) -> dict[int, list[Entry]]:
    """Return all entries by their line."""
    with hall.store.database.reading() as connection:
        return {line: list(entries(connection, line)) for line in (HEAD, hall.hall)}


def as_meant(line: list[Entry]) -> list[tuple[str, str, int | None, dict[str, Any]]]:
    """Return what happened without the echoes, numbered as if there had been none."""
    meant = [one for one in line if one.event != ECHO]
    numbers = {one.seq: place for place, one in enumerate(meant, start=1)}
    return [
        (one.event, one.actor.partition(":")[0], numbers.get(one.cause or 0), renumbered(json.loads(one.data), numbers))
        for one in meant
    ]


def renumbered(data: dict[str, Any], numbers: dict[int, int]) -> dict[str, Any]:
    """Return a fact's data with the numbers of entries as if there had been no echoes."""

    def anew(name: str, value: Any) -> Any:
        if isinstance(value, str):
            return SOURCE.sub(lambda found: f'"source":{numbers[int(found[1])]}', value)
        return numbers.get(value, value) if name in REFERENCES else value

    return {name: anew(name, value) for name, value in data.items()}


def test_every_answer_names_what_it_made_though_something_follows_from_all(halls: tuple[Inside, Inside]) -> None:
    """One story told twice: with something recorded behind every single fact, nothing else differs."""
    lines = []
    for hall in halls:
        tickets_and_ratings(hall)
        opinions(hall)
        an_incident(hall)
        plans_and_deadlines(hall)
        people_and_places(hall)
        lines.append(told(hall))
    plain, echoing = lines
    assert sum(one.event == ECHO for one in echoing[halls[1].hall]) > 100
    assert as_meant(echoing[halls[1].hall]) == as_meant(plain[halls[0].hall])
