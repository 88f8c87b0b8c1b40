"""Somebody leaves while serving: no counter stays theirs, no customer is lost, and it is said before."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from server.floor.events.counters import counter_code, counter_number
from server.security.reads import sign_in_of
from server.store.hall import HEAD
from tests.inside import Inside
from tests.inside_office import browser_of, page, sends, words


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """The demo's hall: clerk 3 serves A001 at counter 3, A002 waits."""
    made = Inside(tmp_path)
    made.ticket("A")
    made.ticket("A")
    for act in ("open", "call", "start"):
        made.at_counter("3", act)
    yield made
    made.close()


def staff_of(hall: Inside, who: str) -> int:
    """Return somebody's number."""
    with hall.store.look(HEAD) as head:
        found = sign_in_of(head, who)
    assert found is not None
    return found[0].id


def counter(hall: Inside, code: str = "3") -> dict[str, Any]:
    """Return a counter as the board shows it."""
    board = hall.told("supervisor", "GET", "/halls/main/views/board")["data"]
    return dict(next(one for one in board["counters"] if one["code"] == code))


@pytest.mark.parametrize("how", ["remove", "suspend"])
def test_the_counter_of_who_leaves_is_closed_and_the_customer_keeps_their_place(hall: Inside, how: str) -> None:
    """Within seconds: no counter serves for ever, and the customer is called next by somebody else."""
    staff = staff_of(hall, "clerk3")
    told = words(page(hall, "admin", f"people/{staff}"))
    assert "Counter 3 (Central Service Hall) is closed; A001 goes back into the line, with its place." in told
    assert sends(hall, "admin", f"people/{staff}/{how}")[0] == 200
    hall.floor.scheduler.now("counters of who left")
    assert (counter(hall)["state"], counter(hall)["clerk"], counter(hall)["number"]) == ("closed", None, None)
    hall.at_counter("2", "open")
    assert hall.at_counter("2", "call")["ticket"]["number"] == "A001"
    assert hall.asks("clerk3", "GET", "/me").status_code == 401
    assert hall.faults() == []


def test_nobody_else_is_disturbed(hall: Inside) -> None:
    """A round without anybody gone changes nothing; a simulated clerk is nobody's to close."""
    before = hall.last()
    hall.floor.scheduler.now("counters of who left")
    assert hall.last() == before


def test_who_works_here_no_more_leaves_the_counter_too(hall: Inside) -> None:
    """A clerk who becomes an auditor may not serve: the counter is closed."""
    staff = staff_of(hall, "clerk3")
    told = page(hall, "admin", f"people/{staff}")
    before = told.partition('name="before" value="')[2].partition('"')[0].replace("&#34;", '"')
    name = hall.told("supervisor", "GET", "/halls/main/views/board")["data"]["counters"][2]["clerk"]
    status, _ = sends(hall, "admin", f"people/{staff}", before=before, name=name, role="auditor", halls="main")
    assert status == 200
    hall.floor.scheduler.now("counters of who left")
    assert counter(hall)["state"] == "closed"


def test_a_suspended_person_is_told_why_and_comes_back_as_they_were(hall: Inside) -> None:
    """The right password is answered with the reason; a wrong one tells nothing; nothing of theirs is erased."""
    staff = staff_of(hall, "clerk3")
    sends(hall, "admin", f"people/{staff}/suspend")
    browser = hall.app.test_client()
    refused = browser.post("/api/v1/session", json={"username": "clerk3", "password": "demo"})
    assert (refused.status_code, refused.get_json()["code"]) == (403, "suspended")
    wrong = browser.post("/api/v1/session", json={"username": "clerk3", "password": "no"})
    assert wrong.get_json()["code"] == "wrong_password"
    assert "suspended" in words(page(hall, "admin", "people"))
    sends(hall, "admin", f"people/{staff}/suspend", back="yes")
    hall.tokens.pop("clerk3")
    assert hall.asks("clerk3", "GET", "/me").status_code == 200
    assert hall.faults() == []


def test_nobody_suspends_themselves_or_the_last_administrator(hall: Inside) -> None:
    """Nobody could set anything up any more."""
    status, _ = sends(hall, "admin", f"people/{staff_of(hall, 'admin')}/suspend")
    assert status in {403, 409}
    assert "suspended" not in words(page(hall, "admin", "people"))


def test_the_supervisor_frees_and_closes_any_counter(hall: Inside) -> None:
    """Who is away from the desk keeps no customer; a service that is over is ended for them; a clerk may not."""
    for who in ("clerk2", "auditor"):
        assert hall.asks(who, "POST", "/halls/main/counters/3/free", {"then": "back"}).status_code == 403
    hall.told("supervisor", "POST", "/halls/main/counters/3/free", {"then": "back"})
    assert (counter(hall)["state"], counter(hall)["clerk"] is not None) == ("open", True)
    for act in ("call", "start"):
        hall.at_counter("3", act)
    assert counter(hall)["number"] == "A001"
    hall.told("supervisor", "POST", "/halls/main/counters/3/close-for", {"then": "done"})
    assert (counter(hall)["state"], counter(hall)["number"]) == ("closed", None)
    assert hall.told("supervisor", "GET", "/halls/main/reports/today")["served"] == 1
    assert hall.faults() == []


def test_the_supervisor_takes_a_counter_over(hall: Inside) -> None:
    """By one press, with its customer, and goes on at the terminal."""
    told = page(hall, "supervisor", "desks")
    assert "Take over" in told
    browser = browser_of(hall, "supervisor")
    browser.get("/api/v1/session")
    proof = browser.get_cookie("floor_csrf")
    assert proof is not None
    answer = browser.post("/office/main/desks/3", data={"csrf": proof.value, "do": "take"})
    assert (answer.status_code, answer.location) == (303, "/counter/?counter=3")
    assert counter(hall)["number"] == "A001"
    hall.at_counter("3", "finish", who="supervisor", outcome="done")


def test_services_move_for_the_day(hall: Inside) -> None:
    """Until midnight the counter serves others; then what it is set up for, whatever its number looks like."""
    hall.ticket("D")
    hall.at_counter("3", "finish", outcome="done")
    hall.told("supervisor", "POST", "/halls/main/counters/3/services", {"services": ["D"]})
    assert counter(hall)["services"] == ["D"]
    assert hall.at_counter("3", "call")["ticket"]["number"] == "D001"
    assert "only for today" in words(page(hall, "supervisor", "desks"))
    for act in ("start", "finish"):
        hall.at_counter("3", act)
    assert "Counter 3 serves today: D." in page(hall, "supervisor", "journal?thing=3")
    hall.later(16 * 3600)
    hall.tokens.clear()
    assert counter(hall)["services"] == ["A", "B", "C"]
    assert hall.faults() == []
    assert [counter_code(counter_number(code)) for code in ("3", "01", "1", "ZZZ", "A0")] == [
        "3", "01", "1", "ZZZ", "A0",
    ]  # fmt: skip


def test_the_set_up_of_a_counter_does_not_take_over_its_day(hall: Inside) -> None:
    """Whoever opens its form meanwhile sees what it is set up for; saving keeps nothing of the day."""
    hall.told("supervisor", "POST", "/halls/main/counters/3/services", {"services": ["D"]})
    told = page(hall, "admin", "counters/3")
    assert 'value="A" checked' in told
    assert 'value="D" checked' not in told.partition('name="primary')[0]


def test_own_services_end_the_day_s(hall: Inside) -> None:
    """By the button, or by choosing them again; a service that the hall lacks is refused."""
    hall.told("supervisor", "POST", "/halls/main/counters/3/services", {"services": ["D"]})
    hall.told("supervisor", "POST", "/halls/main/counters/3/services", {"services": []})
    assert counter(hall)["services"] == ["A", "B", "C"]
    assert hall.asks("supervisor", "POST", "/halls/main/counters/3/services", {"services": ["Z"]}).status_code == 404
