"""A hall has priority classes of its own: each with its credit, given where it may be; why is never asked or kept."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from server.appointments.moments import written
from server.appointments.reads import between, holders_of
from server.floor.classes import credit_of
from server.floor.events.tickets import TicketIssued
from server.floor.hallfile import HallOnly
from server.floor.reads.halls import hall_text
from server.floor.reads.tickets import ticket_of
from tests.appointments import BookingHall, in_minutes
from tests.classes_hall import CLASSES, ROWS, classes_config
from tests.hall import quiet_config
from tests.inside import Inside
from tests.inside_office import page, sends

OLD_FACT = (
    '{"priority":true,"party":1,"language":"en","day":"2026-11-25","letter":"A","nth":1,"follows":0,"number":"A001",'
    '"counts_from":"2026-11-25T00:00:00Z"}'
)


@pytest.fixture(params=["sqlite", "postgresql"])
def hall(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Inside]:
    """The demo's hall with three classes, counter 3 open."""
    database = request.getfixturevalue("new_database") if request.param == "postgresql" else ""
    inside = Inside(tmp_path, config=classes_config(tmp_path), database=database)
    inside.at_counter("3", "open")
    yield inside
    assert inside.faults() == []
    inside.close()


def credit(answer: dict[str, Any]) -> float:
    """Return by how many minutes a new number counts from earlier than it came."""
    ticket = answer["ticket"]
    issued, counts = (datetime.fromisoformat(ticket[name]) for name in ("issued_at", "counts_from"))
    return (issued - counts) / timedelta(minutes=1)


def by_reception(hall: Inside, **more: object) -> dict[str, Any]:
    """Have a clerk give out a number."""
    given: dict[str, Any] = hall.told("clerk3", "POST", "/halls/main/tickets", {"service": "A", **more})
    return given


def test_each_class_counts_from_earlier_by_its_own_credit(hall: Inside) -> None:
    """Called in that order; the old field still means the first class; what is answered and kept is the class alone."""
    given = {code: by_reception(hall, priority_class=code) for code in CLASSES}
    assert {code: credit(one) for code, one in given.items()} == CLASSES
    plain, old = hall.ticket("A"), hall.ticket("A", priority=True)
    assert (credit(plain), plain["ticket"]["priority"], plain["ticket"]["priority_class"]) == (0, False, None)
    assert (credit(old), old["ticket"]["priority"], old["ticket"]["priority_class"]) == (60, True, "priority")
    called = []
    for _ in range(5):
        called.append(hall.at_counter("3", "call")["ticket"])
        hall.at_counter("3", "start")
        hall.at_counter("3", "finish")
    assert [one["priority_class"] for one in called] == ["urgent", "priority", "priority", "member", None]


def test_what_reception_gives_is_not_taken_at_the_kiosk(hall: Inside) -> None:
    """Nor is one that the hall has not; both are said, and change nothing."""
    hall.token("kiosk")
    before = hall.last()
    refused = hall.asks("kiosk", "POST", "/halls/main/tickets", {"service": "A", "priority_class": "urgent"})
    assert (refused.status_code, refused.json and refused.json["code"]) == (409, "class_by_reception")
    unknown = hall.asks("clerk3", "POST", "/halls/main/tickets", {"service": "A", "priority_class": "other"})
    assert (unknown.status_code, unknown.json and unknown.json["code"]) == (404, "unknown_class")
    wrong = hall.asks("clerk3", "POST", "/halls/main/tickets", {"service": "A", "priority_class": "Why; I am old"})
    assert wrong.status_code == 422
    assert hall.last() == before


def test_whoever_waits_keeps_what_they_count_from(hall: Inside) -> None:
    """A credit that is set later holds for numbers taken afterwards; a class of which somebody is here stays."""
    waiting = hall.ticket("A", priority_class="member")
    sends(hall, "admin", "classes/member", before=text(hall), **form(credit="45"))
    assert credit(hall.ticket("A", priority_class="member")) == 45
    with hall.store.look(hall.hall) as sight:
        assert ticket_of(sight, waiting["ticket"]["id"]).counts_from == datetime.fromisoformat(
            waiting["ticket"]["counts_from"]
        )
    _, refused = sends(hall, "admin", "classes/member", remove="yes", before=text(hall))
    assert "People of class “Member” are still here" in refused
    sends(hall, "admin", "classes/urgent", remove="yes", before=text(hall))
    assert [one["code"] for one in hall.told("clerk3", "GET", "/halls/main/views/counter:3")["data"]["classes"]] == [
        "priority", "member",
    ]  # fmt: skip


def test_who_passes_whom_is_foretold(hall: Inside) -> None:
    """What the kiosk shows of each class is what the slip says then; one that comes later and overtakes is ahead."""
    for _ in range(3):
        hall.ticket("A")
    hall.later(20 * 60)
    view = hall.told("kiosk", "GET", "/halls/main/views/kiosk")["data"]
    assert [one["code"] for one in view["classes"]] == ["priority", "member"]
    assert ahead_of_each(hall) == {None: 3, "priority": 0, "member": 3}
    for code in (None, "priority", "member"):
        shown = ahead_of_each(hall)[code]
        assert hall.ticket("A", priority_class=code)["ahead"] == shown
    hall.later(60)
    assert ahead_of_each(hall) == {None: 6, "priority": 1, "member": 5}, "members pass who came now, not who came first"


def ahead_of_each(hall: Inside) -> dict[str | None, int]:
    """Return how many would be called before a number of service A taken now, by class."""
    row = next(
        one for one in hall.told("kiosk", "GET", "/halls/main/views/kiosk")["data"]["services"] if one["code"] == "A"
    )
    return {None: row["ahead"], **{code: turn["ahead"] for code, turn in row["by_class"].items()}}


def test_screens_say_the_class(hall: Inside) -> None:
    """The terminal and the phone by its name, the hall display by its mark where the hall wants that."""
    taken = hall.ticket("A", priority_class="member")
    urgent = by_reception(hall, priority_class="urgent")
    secret = taken["track_url"].rpartition("/")[2]
    assert hall.told(None, "GET", f"/track/{secret}")["priority"]["en"] == "Member"
    assert hall.at_counter("3", "call")["ticket"]["number"] == urgent["ticket"]["number"]
    now = hall.told("clerk3", "GET", "/halls/main/views/counter:3")["data"]
    assert (now["ticket"]["priority_class"], now["line"][0]["priority_class"]) == ("urgent", "member")
    hall.at_counter("3", "start")
    hall.at_counter("3", "finish")
    hall.later(5)
    hall.at_counter("3", "call")
    calls = hall.told("display", "GET", "/halls/main/views/display")["data"]["calls"]
    assert [call["mark"] for call in calls] == ["★", ""]


def test_waits_are_told_by_class(hall: Inside) -> None:
    """The evidence that all of a class are treated alike: day, period and sheets have each class's waits."""
    by_reception(hall, priority_class="urgent")
    hall.ticket("A")
    for minutes in (4, 6):
        hall.later(minutes * 60)
        hall.at_counter("3", "call")
        hall.at_counter("3", "start")
        hall.at_counter("3", "finish")
    day = hall.told("manager", "GET", "/halls/main/reports/today")
    assert {code: waits["mean"] for code, waits in day["by_own_class"].items()} == {"urgent": 240}
    assert day["by_class"]["standard"]["mean"] == 600
    for path in ("reports", "reports/2026-11-25"):
        assert "Urgent" in page(hall, "manager", path)


def test_a_hall_without_priority_does_not_ask(tmp_path: Path) -> None:
    """No class at all: the kiosk shows none, nobody is given any, and whoever says so is told."""
    path = quiet_config(tmp_path)
    text = path.read_text(encoding="utf-8").replace("[[halls]]\n", "[[halls]]\nclasses = []\n", 1)
    path.write_text(text, encoding="utf-8")
    hall = Inside(tmp_path, config=path)
    assert hall.told("kiosk", "GET", "/halls/main/views/kiosk")["data"]["classes"] == []
    refused = hall.asks("kiosk", "POST", "/halls/main/tickets", {"service": "A", "priority": True})
    assert (refused.status_code, refused.json and refused.json["code"]) == (404, "unknown_class")
    hall.close()


def test_what_a_program_wrote_that_knew_one_class_is_read_as_meant() -> None:
    """A fact with priority is of that class; a hall's own credit is that class's."""
    fact = TicketIssued.from_json(OLD_FACT)
    assert fact.ticket(9, fact.counts_from)["priority_class"] == "priority"
    name = '{"zh-Hant":"x","zh-Hans":"x","en":"x"}'
    old = HallOnly.model_validate_json(f'{{"code":"main","name":{name},"priority_credit":25}}')
    assert credit_of(old, "priority") == timedelta(minutes=25)
    assert credit_of(old, None) == timedelta()


def text(hall: Inside) -> str:
    """Return the hall's settings as its forms were opened with them."""
    with hall.store.look(hall.hall) as sight:
        return str(hall_text(sight))


def form(**more: str) -> dict[str, str]:
    """Return the form of the class of members, with something else."""
    name = {"name.en": "Member", "name.zh-Hant": "會員", "name.zh-Hans": "会员"}
    return name | {"credit": "15", "mark": "★", "at_kiosk": "on", "on_display": "on"} | more


def test_a_class_that_is_chosen_while_booking_is_the_numbers(tmp_path: Path) -> None:
    """By the page only what is offered there; at the kiosk it need not be said again; a clerk may differ."""
    rows = ROWS.replace("at_kiosk = false", "at_kiosk = false\nat_booking = true")
    hall = BookingHall(tmp_path, config=classes_config(tmp_path, rows))
    times = [written(in_minutes(minutes)) for minutes in (120, 150, 180)]
    browser = hall.app.test_client()
    shown = browser.get("/book/main", query_string={"service": "A", "at": times[0]}).text
    assert re.findall(r'<option value="(\w*)"', shown) == ["", "urgent"]
    for key, (at, code) in enumerate(zip(times, ("urgent", "urgent", "member"), strict=True)):
        form = {"service": "A", "at": at, "key": f"{key}" * 16, "priority_class": code}
        answer = browser.post("/book/main", data=form, headers={"Accept-Language": "en"})
        assert (answer.status_code, "given by our staff" in answer.text) == (
            (303, False) if code == "urgent" else (409, True)
        )
    assert [one["priority_class"] for one in hall.entries("AppointmentBooked")] == ["urgent"] * 2
    hall.later(65 * 60)
    with hall.store.look(hall.hall) as sight:
        first, second = sorted(between(sight, in_minutes(0), in_minutes(600)), key=lambda one: one.at)
        code = holders_of(sight, [first.id])[first.id].code
    taken = hall.told("kiosk", "POST", "/halls/main/tickets", {"appointment": code})["ticket"]
    assert (taken["priority_class"], taken["priority"]) == ("urgent", True)
    hall.later(30 * 60)
    sends(hall, "clerk3", f"appointments/{second.id}", move="check_in", priority_class="member")
    view = hall.told("clerk3", "GET", "/halls/main/views/counter:3")["data"]
    assert [one["priority_class"] for one in view["line"]] == ["urgent", "member"]
    assert hall.faults() == []
    hall.close()
