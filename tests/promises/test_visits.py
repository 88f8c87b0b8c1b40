"""Several services in one visit: one number, one arrival, nobody queues twice, nobody is called to two places."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from server.floor.calling import Waiting, order, wanted
from server.floor.reads.figures import seen_times
from server.floor.reads.halls import all_counters, all_services, hall_now, working
from server.floor.reads.tickets import desk_of, line, ticket_of
from server.floor.tables import counters, visit_legs
from tests.inside import Inside

SERVES = {"2": "AB", "3": "ABC", "5": "CE", "6": "CB", "8": "DE"}


@pytest.fixture(params=["sqlite", "postgresql"])
def hall(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Inside]:
    """The demo's hall, standing still."""
    made = Inside(tmp_path, database=request.getfixturevalue("new_database") if request.param == "postgresql" else "")
    yield made
    assert made.faults() == []
    made.close()


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Inside]:
    """The same on SQLite alone."""
    made = Inside(tmp_path)
    yield made
    assert made.faults() == []
    made.close()


def secret(taken: dict[str, Any]) -> str:
    """Return what opens a ticket's page."""
    return str(taken["track_url"]).rpartition("/")[2]


def row(hall: Inside, ticket: int) -> Any:
    """Return a ticket as it is."""
    with hall.store.look(hall.hall) as sight:
        return ticket_of(sight, ticket)


def legs(hall: Inside, ticket: int) -> list[tuple[str, str]]:
    """Return what of a visit is done: service and counter."""
    with hall.store.look(hall.hall) as sight:
        rows = sight.connection.execute(
            select(visit_legs.c.service, visit_legs.c.counter)
            .where(visit_legs.c.ticket == ticket)
            .order_by(visit_legs.c.nth)
        )
        return [(one[0], one[1]) for one in rows]


def test_two_services_one_number_and_one_arrival(hall: Inside) -> None:
    """Taken for both at nine, served at two counters; the second line had them since nine."""
    for counter in ("3", "5"):
        hall.at_counter(counter, "open")
    first = hall.ticket("E")["ticket"]
    taken = hall.ticket("A", further=["E"], in_order=True)["ticket"]
    assert (taken["service"], taken["further"], taken["in_order"]) == ("A", ["E"], True)
    assert hall.at_counter("5", "call")["ticket"]["id"] == first["id"]
    hall.at_counter("5", "start")
    hall.later(60)
    behind = hall.ticket("E")["ticket"]
    for act in ("call", "start"):
        assert hall.at_counter("3", act)["ticket"]["id"] == taken["id"]
    hall.later(300)
    on = hall.at_counter("3", "finish")["ticket"]
    assert (on["state"], on["service"], on["further"], on["counts_from"]) == ("waiting", "E", [], taken["counts_from"])
    hall.at_counter("5", "finish")
    called = hall.at_counter("5", "call")
    assert called["ticket"]["id"] == taken["id"], (
        "who came a minute later waits behind, though it stood in E's line alone"
    )
    assert "the earliest you can serve" in called["why"]
    hall.at_counter("5", "start")
    done = hall.at_counter("5", "finish")["ticket"]
    assert (done["state"], legs(hall, taken["id"])) == ("done", [("A", "3")])
    assert hall.at_counter("5", "call")["ticket"]["id"] == behind["id"]


def test_whoever_is_free_first_calls(hall: Inside) -> None:
    """In a free order a visit stands in all its lines; at a counter it is in none of them."""
    hall.at_counter("5", "open")
    taken = hall.ticket("A", further=["E"])["ticket"]
    assert taken["service"] == "E", "the one that is served goes first: nobody serves A"
    hall.at_counter("2", "open")
    called = hall.at_counter("2", "call")["ticket"]
    assert (called["id"], called["service"], called["further"]) == (taken["id"], "A", ["E"])
    refused = hall.asks("clerk5", "POST", "/halls/main/counters/5/call", {})
    assert refused.json is not None
    assert refused.json["code"] == "nobody_waiting", "they are called to counter 2"
    hall.at_counter("2", "start")
    hall.later(600)
    assert row(hall, taken["id"]).state == "serving", "no no-show, however long they sit at another counter"
    hall.at_counter("2", "finish")
    assert hall.at_counter("5", "call")["ticket"]["id"] == taken["id"]


def test_the_counter_that_serves_both_goes_on_at_once(hall: Inside) -> None:
    """Where the rule has the same number next, nobody is called and nobody walks."""
    hall.at_counter("3", "open")
    taken = hall.ticket("A", further=["B"])["ticket"]
    hall.ticket("B")
    for act in ("call", "start"):
        hall.at_counter("3", act)
    hall.later(120)
    on = hall.at_counter("3", "finish")
    assert (on["ticket"]["id"], on["ticket"]["service"], on["ticket"]["state"]) == (taken["id"], "B", "serving")
    assert on["counter"]["state"] == "serving"
    hall.later(60)
    assert hall.at_counter("3", "finish")["ticket"]["state"] == "done"
    assert legs(hall, taken["id"]) == [("A", "3")]


def test_another_who_counts_from_earlier_comes_first(small: Inside) -> None:
    """Somebody with priority came meanwhile: the visit waits, with its place."""
    small.at_counter("3", "open")
    taken = small.ticket("A", further=["B"])["ticket"]
    for act in ("call", "start"):
        small.at_counter("3", act)
    first = small.ticket("B", priority=True)["ticket"]
    on = small.at_counter("3", "finish")
    assert (on["ticket"]["state"], on["counter"]["state"]) == ("waiting", "open")
    assert small.at_counter("3", "call")["ticket"]["id"] == first["id"]
    assert row(small, taken["id"]).counts_from == row(small, taken["id"]).issued_at


@pytest.mark.parametrize("stays", [True, False])
def test_the_end_of_a_service_can_be_taken_back(small: Inside, stays: bool) -> None:
    """Within ten seconds: it is served again since when it was, and the day's totals are as before."""
    small.at_counter("3", "open")
    taken = small.ticket("A", further=["B" if stays else "E"], in_order=True)["ticket"]
    for act in ("call", "start"):
        small.at_counter("3", act)
    small.later(200)
    before = row(small, taken["id"])
    small.at_counter("3", "finish")
    small.clock.forward(3)
    small.at_counter("3", "undo")
    assert replace(row(small, taken["id"]), recalled_at=None) == replace(before, recalled_at=None)
    assert legs(small, taken["id"]) == []
    view = small.told("clerk3", "GET", "/halls/main/views/counter:3")["data"]
    assert (view["state"], view["today"]["served"]) == ("serving", 0)
    small.at_counter("3", "finish")
    small.clock.forward(11)
    late = small.asks("clerk3", "POST", "/halls/main/counters/3/undo", {})
    assert late.json is not None
    assert late.json["code"] == "too_late_to_undo"


def test_who_wants_no_more_is_done(small: Inside) -> None:
    """The clerk ends the visit with the service."""
    small.at_counter("3", "open")
    taken = small.ticket("A", further=["B"], in_order=True)["ticket"]
    for act in ("call", "start"):
        small.at_counter("3", act)
    assert small.at_counter("3", "finish", goes_on=False)["ticket"]["state"] == "done"
    assert legs(small, taken["id"]) == []


def test_a_wrong_choice_keeps_the_hour(small: Inside) -> None:
    """On the phone until one is called, at the counter by its clerk; the journal has each."""
    taken = small.ticket("C")
    own = f"/track/{secret(taken)}"
    small.later(600)
    changed = small.told(None, "POST", f"{own}/change", {"service": "A"})
    assert (changed["service"], changed["number"]) == ("A", taken["ticket"]["number"])
    assert changed["counts_from"] == taken["ticket"]["counts_from"]
    small.told(None, "POST", f"{own}/change", {"service": "A"})
    small.at_counter("3", "open")
    for act in ("call", "start"):
        small.at_counter("3", act)
    late = small.asks(None, "POST", f"{own}/change", {"service": "D"})
    assert late.json is not None
    assert late.json["code"] == "cannot_plan"
    assert small.at_counter("3", "visit", services=["B"])["ticket"]["service"] == "B"
    refused = small.asks("clerk3", "POST", "/halls/main/counters/3/visit", {"services": ["D"]})
    assert refused.json is not None
    assert refused.json["code"] == "cannot_serve"
    assert small.journal().count("ServiceChanged") == 2


def test_a_visit_is_planned_otherwise(small: Inside) -> None:
    """One more, another order, one less; what a counter has stays first; what is unknown or too much is refused."""
    taken = small.ticket("A")
    own = f"/track/{secret(taken)}/visit"
    assert small.told(None, "POST", own, {"services": ["A", "B", "C"]})["further"] == ["B", "C"]
    assert small.told(None, "POST", own, {"services": ["C", "A"], "in_order": True})["service"] == "C"
    assert row(small, taken["ticket"]["id"]).in_order
    for body, code in (
        ({"services": ["C", "Z"]}, "unknown_service"),
        ({"services": []}, "invalid"),
        ({"services": list("ABCDEA")}, "invalid"),
    ):
        refused = small.asks(None, "POST", own, body)
        assert refused.json is not None
        assert refused.json["code"] == code
    small.at_counter("3", "open")
    small.at_counter("3", "call")
    refused = small.asks(None, "POST", own, {"services": ["A", "C"]})
    assert refused.json is not None
    assert refused.json["code"] == "cannot_plan"
    assert small.told(None, "POST", own, {"services": ["C", "B"]})["further"] == ["B"]


def test_sent_on_to_what_comes_anyway_it_comes_once(small: Inside) -> None:
    """A transfer to a service of the visit takes it out of what is left."""
    small.at_counter("3", "open")
    taken = small.ticket("A", further=["D", "E"], in_order=True)["ticket"]
    for act in ("call", "start"):
        small.at_counter("3", act)
    on = small.at_counter("3", "transfer", service="E")["ticket"]
    assert (on["id"], on["service"], on["further"]) == (taken["id"], "E", ["D"])


def able(hall: Inside, counter: str) -> tuple[list[Waiting], dict[int, str | None]]:
    """Return whom a counter could call, in order, and for which service each."""
    with hall.store.look(hall.hall) as sight:
        there = all_counters(sight)
        rule = desk_of(there[counter], hall_now(sight).settings)
        found = order(line(sight), rule, at=sight.at, working=working(there))
        return found, {one.id: wanted(one, rule.services) for one in found}


def nobody_in_two_places(hall: Inside) -> None:
    """Each ticket is at one counter at most, and the counter that has it is the one that it names."""
    with hall.store.look(hall.hall) as sight:
        at = [
            (row[0], row[1]) for row in sight.connection.execute(select(counters.c.code, counters.c.ticket)) if row[1]
        ]
        assert max(Counter(ticket for _, ticket in at).values(), default=1) == 1
        for code, ticket in at:
            found = ticket_of(sight, ticket)
            assert (found.state in {"called", "serving"}, found.counter) == (True, code)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_any_course_of_visits(hall: Inside, seed: int) -> None:
    """Numbers for one to four services, calls, ends, changes, transfers, undos, no-shows: 120 things happen.

    Nobody is called twice or in two places; the others are called in the rule's order as if the visits were any other
    numbers; in the end each service of each visit was done or ended with it.
    """
    random, asked, secrets = Random(seed), {}, {}
    for counter in SERVES:
        hall.at_counter(counter, "open")
    for _ in range(120):
        hall.later(random.choice([5, 20, 60]))
        if random.random() < 0.35:
            first, *more = random.sample("ABCE", random.choice([1, 1, 2, 3, 4]))
            said = hall.ticket(first, further=more, in_order=random.random() < 0.4, priority=random.random() < 0.2)
            asked[said["ticket"]["id"]], secrets[said["ticket"]["id"]] = {first, *more}, secret(said)
        else:
            happens(hall, random, random.choice(list(SERVES)), asked, secrets)
        nobody_in_two_places(hall)
    for _ in range(400):
        done = [ends(hall, counter) for counter in SERVES]
        if all(done):
            break
    with hall.store.look(hall.hall) as sight:
        found = [ticket_of(sight, ticket) for ticket in asked]
        assert {one.state for one in found} <= {"done", "no_show", "cancelled", "waiting"}
        waiting = [one for one in found if one.state == "waiting"]
        assert [one for one in waiting if set(one.visit) & set("ABCDE")] == [], "nobody is lost"
        for one in found:
            if one.state == "done" and one.id in asked:
                assert {service for service, _ in legs(hall, one.id)} | {one.service} >= asked[one.id]
    calls = hall.journal().count("TicketCalled")
    assert calls >= len(asked) / 2


def happens(hall: Inside, random: Random, counter: str, asked: dict[int, set[str]], secrets: dict[int, str]) -> None:
    """Let a counter, or the phone of whom it has, do what can be done next; a call is the rule's."""
    view = hall.told(f"clerk{counter}", "GET", f"/halls/main/views/counter:{counter}")["data"]
    if view["state"] == "open":
        calls(hall, counter)
        return
    ticket = view["ticket"]
    if view["state"] == "calling":
        hall.at_counter(counter, random.choice(["start", "start", "start", "no-show", "hold"]))
        if random.random() < 0.5 and row(hall, ticket["id"]).state in {"no_show", "held"}:
            hall.asks(f"clerk{counter}", "POST", f"/halls/main/counters/{counter}/return", {"ticket": ticket["id"]})
        return
    act = random.choice(["finish", "finish", "finish", "hold", "plan", "transfer", "undo"])
    if act == "plan":
        more = random.sample("ABCE", 2)
        body = {"services": list(dict.fromkeys([ticket["service"], *more])), "in_order": random.random() < 0.5}
        answer = hall.asks(None, "POST", f"/track/{secrets[ticket['id']]}/visit", body)
        assert answer.status_code in {200, 409}
        if answer.status_code == 200:
            asked[ticket["id"]] = {ticket["service"]}
    elif act == "transfer":
        hall.at_counter(counter, "transfer", service=random.choice("ABCE"))
        asked.pop(ticket["id"], None)
    elif act == "undo":
        hall.at_counter(counter, "finish")
        assert hall.asks(f"clerk{counter}", "POST", f"/halls/main/counters/{counter}/undo", {}).status_code == 200
    elif act == "hold":
        hall.at_counter(counter, "hold")
        hall.at_counter(counter, "return", ticket=ticket["id"])
    else:
        hall.at_counter(counter, "finish")


def calls(hall: Inside, counter: str) -> None:
    """Call: it is whom the rule has, for a service that is served there; the others stand as they stood."""
    before, services = able(hall, counter)
    answer = hall.asks(f"clerk{counter}", "POST", f"/halls/main/counters/{counter}/call", {})
    if not before:
        assert answer.status_code == 409
        return
    assert answer.json is not None
    assert answer.json["ticket"]["id"] == before[0].id
    assert answer.json["ticket"]["service"] == services[before[0].id]
    after, _ = able(hall, counter)
    assert [one.id for one in after] == [one.id for one in before[1:]]


def ends(hall: Inside, counter: str) -> bool:
    """Serve whoever there is; return whether there is nobody left for this counter."""
    hall.later(5)
    view = hall.told(f"clerk{counter}", "GET", f"/halls/main/views/counter:{counter}")["data"]
    for kept in view["kept"]:
        hall.asks(f"clerk{counter}", "POST", f"/halls/main/counters/{counter}/return", {"ticket": kept["id"]})
    if view["state"] == "open":
        answer = hall.asks(f"clerk{counter}", "POST", f"/halls/main/counters/{counter}/call", {})
        return answer.status_code == 409 and not view["kept"]
    hall.at_counter(counter, "start" if view["state"] == "calling" else "finish")
    return False


def test_reports_count_visits_and_tickets(small: Inside) -> None:
    """Two numbers, three services, one changed: each counted once, and how long the visits were."""
    small.at_counter("3", "open")
    mistaken = small.ticket("C")
    small.told(None, "POST", f"/track/{secret(mistaken)}/change", {"service": "A"})
    small.later(10)
    small.ticket("A", further=["B"], in_order=True)
    for _ in range(2):
        small.later(60)
        for act in ("call", "start"):
            small.at_counter("3", act)
        small.later(240)
        small.at_counter("3", "finish")
    small.later(100)
    small.at_counter("3", "finish")
    day = small.told("manager", "GET", "/halls/main/reports/days")["items"][0]
    assert (day["issued"], day["served"], day["several"], day["given"], day["changed"]) == (2, 2, 1, 3, 1)
    assert day["sent_on"] == 0
    assert day["visits"] == {"count": 2, "mean": 505, "median": 505}
    assert {one["service"]: (one["issued"], one["served"], one["times"]["count"]) for one in day["services"]} == {
        "A": (2, 2, 2),
        "B": (0, 0, 1),
    }
    desk = next(one for one in day["counters"] if one["counter"] == "3")
    assert (desk["times"]["count"], desk["busy"]) == (3, 580)


def test_a_visit_is_rated_once_also_by_who_leaves_out_the_rest(small: Inside) -> None:
    """After the first of two services nobody is asked; who gives the rest back can say how it was."""
    small.at_counter("3", "open")
    taken = small.ticket("A", further=["E"], in_order=True)
    own = f"/track/{secret(taken)}"
    for act in ("call", "start", "finish"):
        small.at_counter("3", act)
    assert small.told("tablet:3", "GET", "/halls/main/views/tablet:3")["data"]["state"] == "idle"
    assert not small.told(None, "GET", own)["feedback"]["may_rate"]
    small.told(None, "POST", f"{own}/cancel", {})
    told = small.told(None, "GET", own)
    assert (told["feedback"]["may_rate"], [part["state"] for part in told["visit"]]) == (True, ["done"])
    assert small.asks(None, "POST", f"{own}/rating", {"score": 5}).status_code == 201


def test_the_page_shows_the_whole_visit(small: Inside) -> None:
    """What is done, what is now, what comes and when; what can be had besides."""
    small.at_counter("3", "open")
    small.at_counter("5", "open")
    taken = small.ticket("A", further=["E", "B"], in_order=True)
    for act in ("call", "start", "finish"):
        small.at_counter("3", act)
    told = small.told(None, "GET", f"/track/{secret(taken)}")
    parts = [(part["service"], part["state"], part["counter"]) for part in told["visit"]]
    assert parts == [("A", "done", "3"), ("E", "now", None), ("B", "to_come", None)]
    assert told["visit"][2]["begins"] is not None
    assert [one["code"] for one in told["offered"]] == ["A", "C", "D"]
    view = small.told("clerk5", "GET", "/halls/main/views/counter:5")["data"]
    assert (view["line"][0]["service"], view["line"][0]["further"]) == ("E", ["B"])
    for act in ("call", "start"):
        small.at_counter("5", act)
    now = small.told("clerk5", "GET", "/halls/main/views/counter:5")["data"]["ticket"]
    assert (now["done"], now["afterwards"]) == (["A"], {"service": "B", "here": False, "counters": ["3"]})


def test_how_long_a_service_takes_is_learned_of_each_leg(small: Inside) -> None:
    """Also where it is always the first of a visit, whose number ends with another service."""
    small.at_counter("3", "open")
    for seconds in (300, 420):
        small.ticket("A", further=["B"], in_order=True)
        for act in ("call", "start"):
            small.at_counter("3", act)
        small.later(seconds)
        for _ in range(2):
            small.at_counter("3", "finish")
    with small.store.look(small.hall) as sight:
        seen = {
            code: seen_times(sight, service).served for code, service in all_services(sight).items() if code in "AB"
        }
    assert seen == {"A": [420, 300], "B": [0, 0]}
