"""Promise: what a view offers is what the API accepts: every act × every state × everybody, and nothing else is.

Each act is really made, and the database put back after it. What is not offered is refused, or changes nothing.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from server.profiles.commands import save_profile
from server.profiles.model import WorkProfile
from server.security.actors import SYSTEM
from tests.emergencies import LOOK, watched
from tests.inside import Inside
from tests.put_back import Saved, tried

PEOPLE = ("clerk1", "reviewer", "supervisor", "manager", "auditor")
REFUSED = {403, 404, 409}  # 404: a silent incident, or a measure that there is not yet
PAGES = ("display/board", "display/incident")
RAISED = "/halls/main/incidents"
Offers = dict[str, tuple[str, dict[str, Any]]]


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """The demo's hall, with counters 1 and 2 open."""
    made = Inside(tmp_path)
    for counter in "12":
        made.at_counter(counter, "open")
    yield made
    made.close()


def reader(hall: Inside, who: str) -> tuple[int, list[str]]:
    """Return somebody's number and rights, as their session says them."""
    client = hall.app.test_client()
    client.set_cookie("floor_session", hall.token(who))
    person = client.get("/api/v1/session").json["person"]  # type: ignore[index]  # JSON, or the test fails here
    return person["id"], person["rights"]["main"]


def theirs(acts: list[Any], number: int, rights: list[str]) -> list[Any]:
    """Return the acts that are a reader's, as static/acts.js does."""
    return [
        act
        for act in acts
        if act and set(act["rights"]) <= set(rights) and (act["only"] is None or number in act["only"])
    ]


def body(act: Any) -> dict[str, Any]:
    """Return what is sent with an act: its own, and something that fits for each that it asks."""
    sent = json.loads(json.dumps(act["body"]))
    for field in act["needs"]:
        *outer, last = field["name"].split(".")
        into = sent
        for part in outer:
            into = into.setdefault(part, {})
        first = field["options"][0]["value"] if field["options"] else None
        draft = field["draft"]["en"] if field["draft"] else None
        empty = {"number": 3, "counters": ["2"], "people": [], "lines": ["Mend it"], "tick": False, "time": "10:00"}
        into[last] = first or draft or empty.get(field["kind"], "Some words")
    return sent


def offers(acts: list[Any]) -> Offers:
    """Return the acts by where they are sent and what is asked with them, but for a reason; and what is sent."""
    known = {}
    for act in acts:
        if act["path"]:
            asked = sorted({field["name"] for field in act["needs"]} - {"reason"})
            known[f"{act['path']} {json.dumps(act['body'], sort_keys=True)} {asked}"] = (act["path"], body(act))
    return known


def wrong(hall: Inside, known: Offers, offered: dict[str, Offers], state: str) -> Iterator[str]:
    """Yield what is offered and not accepted, or accepted and not offered, by anybody in this state."""
    saved = Saved(hall)
    for who in PEOPLE:
        for act, (path, sent) in {**known, **offered[who]}.items():
            status, written = tried(hall, who, path, sent)
            if written:
                saved.put_back()
            if act in offered[who]:
                if status >= 300 or not written:
                    yield f"{state}: {who} is offered {act}: {status}"
            elif status not in REFUSED and written:
                yield f"{state}: {who} is not offered {act}: {status}"


class Room:
    """An incident, and what everybody is offered in it."""

    def __init__(self, hall: Inside, kind: str, *, silent: bool = False) -> None:
        self.hall = hall
        self.readers = {who: reader(hall, who) for who in PEOPLE}
        self.number = hall.told("clerk1", "POST", RAISED, {"kind": kind, "silent": silent})["id"]
        self.known: Offers = {}
        self.faults: list[str] = []
        self.seen: set[str] = set()

    def looks(self) -> dict[str, Offers]:
        """Return what everybody is offered now, as the incident's answer says it to them."""
        found = {}
        for who, me in self.readers.items():
            answer = self.hall.asks(who, "GET", f"{RAISED}/{self.number}")
            found[who] = offers(theirs(answer.json["acts"], *me)) if answer.status_code == 200 else {}  # type: ignore[index]
            self.known |= found[who]
        return found

    def holds(self) -> None:
        """Try every act known so far, as everybody."""
        offered = self.looks()
        state = self.hall.told("supervisor", "GET", f"{RAISED}/{self.number}")["state"]
        self.seen.add(state)
        self.faults += wrong(self.hall, self.known, offered, state)

    def does(self, who: str, path: str, **sent: object) -> None:
        """Go on."""
        self.hall.told(who, "POST", f"{RAISED}/{self.number}/{path}", sent)

    def settles(self) -> None:
        """Leave out every step that can be."""
        offered = self.looks()["supervisor"]
        for path, sent in offered.values():
            if path.endswith("/waive"):
                self.hall.told("supervisor", "POST", f"/halls/main/{path}", sent)


def led(room: Room) -> None:
    """Lead an incident through all of its states, trying everything in each."""
    room.holds()
    room.does("supervisor", "moves/acknowledge")
    room.holds()
    tasks = room.hall.told("supervisor", "GET", f"{RAISED}/{room.number}")["tasks"]
    step = next(one for one in tasks if one["code"] == "size_up")
    answers = {"people": 30, "exits": "clear", "help": 0, "note": ""}
    room.does("supervisor", f"tasks/{step['id']}/confirm", fields=answers)
    room.does("supervisor", "stage", stage=2)
    room.holds()
    room.settles()
    room.holds()
    room.does("supervisor", "moves/stabilise", reason="Seen to by hand")
    room.holds()
    room.does("manager", "moves/recover", reason="Seen to by hand")
    room.settles()
    room.holds()
    room.does("manager", "close", review="Fine", reason="All gone")
    room.holds()
    room.does("manager", "review", findings="Doors")
    room.holds()


def test_of_an_incident_exactly_what_is_offered_is_accepted(hall: Inside) -> None:
    """From the alert to the review: steps, moves, stages, measures, roles, notes, by everybody."""
    room = Room(hall, "crowding")
    led(room)
    assert room.faults == []
    assert room.seen == {"alert", "active", "stabilised", "recovering", "closed", "reviewed"}
    names = {path.rpartition("/")[2] for path, _ in room.known.values()}
    assert names >= {"confirm", "back", "waive", "stage", "end", "measures", "exits", "notes", "close", "review"}
    assert names >= {"acknowledge", "stabilise", "worsen", "recover"}
    assert hall.faults() == []


def test_of_a_silent_alarm_too(hall: Inside) -> None:
    """Those who lead are offered it, and nobody else knows of it."""
    room = Room(hall, "threat", silent=True)
    room.holds()
    room.does("supervisor", "moves/acknowledge")
    room.holds()
    assert room.faults == []
    assert room.looks()["clerk1"] == {}
    assert not any("/roles/" in path for path, _ in room.known.values())


def test_a_late_step_is_its_own_roles_and_of_whom_it_went_up_to(hall: Inside) -> None:
    """It has gone up to the manager, but the supervisor stands there: both are offered it, a clerk is not."""
    number = hall.told("clerk1", "POST", RAISED, {"kind": "crowding"})["id"]
    hall.later(120)
    incident = hall.told("supervisor", "GET", f"{RAISED}/{number}")
    step = next(one for one in incident["tasks"] if one["code"] == "acknowledge")
    assert (step["late"], step["holder"]) == (1, "manager")
    (act,) = [one for one in incident["acts"] if (one["name"], one["of"]) == ("confirm", str(step["id"]))]
    assert set(act["only"]) == {reader(hall, who)[0] for who in ("supervisor", "manager")}


def board(hall: Inside, who: str) -> list[Any]:
    """Return the acts of the board that somebody sees."""
    answer = hall.asks(who, "GET", "/halls/main/views/board")
    if answer.status_code != 200 or answer.json is None:
        return []
    shown = answer.json["data"]
    return [*shown["acts"], *(one["act"] for one in shown["todo"])]


def test_of_the_board_exactly_what_is_offered_is_accepted(hall: Inside) -> None:
    """Calm, stopped by hand, too full, led, stopped by an incident; what can be undone can be, at once."""
    readers = {who: reader(hall, who) for who in PEOPLE}
    known: Offers = {}
    faults: list[str] = []

    def holds(state: str, *, but: str = "-") -> None:
        """Try everything known so far, as everybody, but what begins like this."""
        offered = {who: offers(theirs(board(hall, who), *me)) for who, me in readers.items()}
        for one in offered.values():
            known.update(one)
        tries = {act: what for act, what in known.items() if not act.startswith(but)}
        faults.extend(wrong(hall, tries, offered, state))

    holds("calm")
    name = dict.fromkeys(("zh-Hant", "zh-Hans", "en"), "Rush")
    counters = {"3": {"services": ["E"]}}
    rush = WorkProfile.model_validate({"name": name, "hours": {"sun": ["09:00-10:00"]}, "counters": counters})
    with hall.store.hall(hall.hall, SYSTEM) as work:
        save_profile(work, rush, profile=0, before=None)
    holds("a profile can be chosen")
    chosen = next(one for one in board(hall, "supervisor") if one and one["name"] == "profile")
    hall.told("supervisor", "POST", f"/halls/main/{chosen['path']}", chosen["body"])
    holds("a profile was chosen")
    hall.told("supervisor", "POST", "/halls/main/issue", {"stopped": True})
    holds("stopped by hand")
    hall.told("supervisor", "POST", "/halls/main/issue", {"stopped": False})
    hall.told("supervisor", "POST", "/halls/main/headcount", {"inside": 230})
    holds("too full")
    watched(hall, LOOK)
    by_hand = 'issue {"stopped": true}'  # an incident stopped them: its key has that; programs may stop them as well
    holds("alert", but=by_hand)
    number = next(one["of"] for one in board(hall, "manager") if one and one["name"] == "lead")
    hall.told("manager", "POST", f"{RAISED}/{number}/moves/acknowledge", {})
    holds("led", but=by_hand)
    assert faults == []
    asked = {path.rpartition("/")[2] for path, _ in known.values()}
    assert asked >= {"issue", "headcount", "acknowledge", "work-profile"}


@pytest.mark.parametrize("act", ["issue", "end"])
def test_what_can_be_undone_is_undone(hall: Inside, act: str) -> None:
    """By the way back that came with the act: numbers stopped by hand, and those that an incident had stopped."""
    if act == "end":
        number = hall.told("supervisor", "POST", RAISED, {"kind": "system_failure"})["id"]
        hall.told("supervisor", "POST", f"{RAISED}/{number}/measures", {"code": "no-numbers"})
    numbers = next(one for one in board(hall, "supervisor") if one and one["name"] == "numbers")
    assert numbers["path"].endswith(act)
    gives = hall.asks("kiosk", "POST", "/halls/main/tickets", {"service": "A"}).status_code
    hall.told("supervisor", "POST", f"/halls/main/{numbers['path']}", numbers["body"])
    assert (
        hall.asks("kiosk", "POST", "/halls/main/tickets", {"service": "A"}).status_code == {201: 409, 409: 201}[gives]
    )
    hall.told("supervisor", "POST", f"/halls/main/{numbers['undo']['path']}", numbers["undo"]["body"])
    assert hall.asks("kiosk", "POST", "/halls/main/tickets", {"service": "A"}).status_code == gives


ADDRESS = re.compile(
    r"""[`"/](?:moves|tasks|roles|measures|alerts|counters)/|/(?:stage|exits|notes|close|review|confirm|waive|back|end)[`"]"""
    r"""|[`"/](?:issue|headcount|incidents)[`"]"""
)
ROLE = re.compile(r"""(?<!=)["'](?:clerk|reviewer|supervisor|manager|auditor|admin)["']""")
SAYS = "server/pages/start/steps.js"  # what roles are called


@pytest.mark.parametrize("page", PAGES)
def test_pages_know_no_address(page: str) -> None:
    """What a page can send, it has from an act: it knows no command's address."""
    scripts = sorted(Path(page).glob("*.js"))
    assert scripts
    assert {str(script): ADDRESS.findall(script.read_text(encoding="utf-8")) for script in scripts} == {
        str(script): [] for script in scripts
    }


def test_no_page_compares_a_role() -> None:
    """Who may do what is the server's to say: a page asks for a right, or for an act."""
    scripts = [
        path for house in ("counter", "display", "kiosk", "server") for path in sorted(Path(house).rglob("*.js"))
    ]
    assert len(scripts) > 100
    found = {str(path) for path in scripts if ROLE.search(path.read_text(encoding="utf-8"))}
    assert found == {SAYS}
