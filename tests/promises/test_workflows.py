"""Promise 9: no step of a workflow can be skipped, whatever is sent in whatever order."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.emergency.incident import INCIDENT
from server.features import FEATURES
from server.kernel.refusals import Forbidden, Invalid
from server.ratings.events import ContactSeen, FollowUpSettled
from server.security.actors import SYSTEM, Actor, ActorKind
from server.security.rights import May, Role
from server.store.workflow import (
    LACKS,
    TOO_LONG,
    UNFIT,
    WORKFLOWS,
    Guard,
    Move,
    MoveNotOpen,
    Need,
    OwnPart,
    Separation,
    TimeLimit,
    UnknownMove,
    Workflow,
)
from tests.inside import Inside

MOVES = [move.name for move in INCIDENT.moves]
TRIES = st.lists(
    st.tuples(
        st.sampled_from([*MOVES, "settle", "stage", "dance"]), st.sampled_from(["clerk1", "supervisor", "manager"])
    ),
    min_size=1,
    max_size=25,
)
STATES = INCIDENT.states


def tries(hall: Inside, number: int, what: str, who: str) -> None:
    """Send something to an incident; whether it may is the server's affair, and it says so."""
    path = f"/halls/main/incidents/{number}"
    bodies = {"close": {"review": "A try"}, "review": {"findings": "A try"}, "stage": {"stage": 1}}
    if what == "settle":
        for task in hall.told("supervisor", "GET", path)["tasks"]:
            if task["state"] == "open" and task["code"] not in MOVES:
                hall.asks(who, "POST", f"{path}/tasks/{task['id']}/waive", {"why": "A try"})
    else:
        address = f"{path}/{what}" if what in bodies else f"{path}/moves/{what}"
        answer = hall.asks(who, "POST", address, bodies.get(what, {}))
        assert answer.status_code in {200, 403, 404, 409}, answer.text


def test_no_step_of_an_incident_is_skipped(tmp_path: Path, database: str) -> None:
    """Whatever is sent in whatever order: each state comes by one of the table's moves from the state before."""
    hall = Inside(tmp_path, database=database)
    allowed = {(origin, move.to) for move in INCIDENT.moves for origin in move.from_}

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(TRIES)
    def story(sent: list[tuple[str, str]]) -> None:
        number = hall.told("clerk1", "POST", "/halls/main/incidents", {"kind": "threat", "silent": True})["id"]
        states = ["alert"]
        for what, who in sent:
            tries(hall, number, what, who)
            state = hall.told("supervisor", "GET", f"/halls/main/incidents/{number}")["state"]
            if state != states[-1]:
                assert who != "clerk1", "a clerk moved an incident"
                states.append(state)
        assert all(pair in allowed for pair in pairwise(states)), states

    story()
    assert hall.faults() == []
    hall.close()


@pytest.mark.parametrize("name", sorted(WORKFLOWS))
def test_each_event_of_a_workflow_belongs_to_one_move(name: str) -> None:
    """What a move writes is written by it alone, so that the journal says which move was made."""
    events = [move.writes for move in WORKFLOWS[name].moves]
    assert len(events) == len(set(events))


def test_the_table_decides(tmp_path: Path) -> None:
    """Who may, from where, and what it needs: all from the table; what is open to whom as well."""
    supervisor = Actor(ActorKind.STAFF, 7, Role.SUPERVISOR, frozenset({1}))
    clerk = Actor(ActorKind.STAFF, 8, Role.CLERK, frozenset({1}))
    assert [move.name for move in INCIDENT.open_to(supervisor, "stabilised")] == ["worsen", "recover"]
    assert INCIDENT.open_to(clerk, "stabilised") == []
    with pytest.raises(Forbidden):
        INCIDENT.must_move(clerk, "alert", "acknowledge", {})
    with pytest.raises(UnknownMove):
        INCIDENT.must_move(SYSTEM, "alert", "dance", {})
    with pytest.raises(Invalid):
        INCIDENT.must_move(supervisor, "recovering", "close", {"review": ""}, [])
    with pytest.raises(MoveNotOpen) as refused:
        INCIDENT.must_move(supervisor, "alert", "close", {"review": "x"}, [])
    assert refused.value.values == {"now": {"state": "alert"}, "open": ["acknowledge"]}


def broken(**changes: Any) -> tuple[Move, ...]:
    """Return an incident's moves, the first of them changed."""
    first = INCIDENT.moves[0]
    fields = {name: getattr(first, name) for name in ("name", "from_", "to", "right", "writes", "says", "needs")}
    return (Move(**{**fields, **changes}), *INCIDENT.moves[1:])


@pytest.mark.parametrize(
    ("moves", "says"),
    [
        (broken(to="elsewhere"), "not among the states"),
        (broken(name="close"), "two moves have one name"),
        (INCIDENT.moves[1:], "can't be reached"),
    ],
)
def test_a_table_that_hangs_not_together_does_not_start(moves: tuple[Move, ...], says: str) -> None:
    """A mistake in a table is found when the program starts."""
    with pytest.raises(TypeError, match=says):
        Workflow("incident", about="A try", states=STATES, moves=moves)
    assert WORKFLOWS["incident"] is INCIDENT


@dataclass(frozen=True)
class Wish:
    """Something that somebody asked for: whose it is, and whether it was paid."""

    asked_by: int | None = 7
    paid: bool = True


@pytest.fixture
def wishes() -> Iterator[Workflow]:
    """A small workflow in which nobody agrees to their own wish, nor to one that was not paid."""
    agree = Move(
        "agree", ("asked",), "agreed", right=May.FOLLOW_UP, writes=ContactSeen, says="Agree",
        needs=(Need("on", "Day", of=date), Need("words", "Words", most=5)),
        guards=(Guard("paid", lambda wish: wish.paid),),
        never=Separation("whoever asked", lambda wish: wish.asked_by),
    )  # fmt: skip
    yield Workflow("ticket", about="A try", states=("asked", "agreed"), moves=(agree,))
    del WORKFLOWS["ticket"]


def staff(number: int) -> Actor:
    """Return a supervisor."""
    return Actor(ActorKind.STAFF, number, Role.SUPERVISOR, frozenset({1}))


GIVEN = {"on": date(2026, 11, 25), "words": "Fine"}


def test_never_the_same_person(wishes: Workflow) -> None:
    """Whoever asked has the right and is offered nothing, told why, and refused; a colleague is not."""
    assert wishes.open_to(staff(7), "asked", Wish()) == []
    assert wishes.kept_from(staff(7), "asked", Wish()) == [OwnPart.says]
    with pytest.raises(OwnPart):
        wishes.must_move(staff(7), "asked", "agree", GIVEN, Wish())
    assert wishes.must_move(staff(8), "asked", "agree", GIVEN, Wish()).to == "agreed"
    assert (wishes.kept_from(staff(8), "asked", Wish()), wishes.kept_from(staff(7), "agreed", Wish())) == ([], [])
    assert wishes.open_to(staff(7), "asked", Wish(asked_by=None)) != []
    device = Actor(ActorKind.DEVICE, 7, Role.SUPERVISOR, frozenset({1}))
    assert wishes.open_to(device, "asked", Wish()) != [], "a device of the same number is no person"


def test_a_guard_looks_at_the_thing(wishes: Workflow) -> None:
    """The state fits and the right is there, and the move is not open: the page does not offer it either."""
    assert wishes.open_to(staff(8), "asked", Wish(paid=False)) == []
    with pytest.raises(MoveNotOpen) as refused:
        wishes.must_move(staff(8), "asked", "agree", GIVEN, Wish(paid=False))
    assert refused.value.values == {"now": {"state": "asked"}, "open": []}


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        ({}, [("on", LACKS, {}), ("words", LACKS, {})]),
        (GIVEN | {"words": " \n"}, [("words", LACKS, {})]),
        (GIVEN | {"on": "tomorrow"}, [("on", UNFIT, {})]),
        (GIVEN | {"words": "Finely"}, [("words", TOO_LONG, {"max_length": 5})]),
    ],
)
def test_what_is_needed_is_of_its_type(wishes: Workflow, given: dict[str, object], faults: list[Any]) -> None:
    """Each field that lacks or does not fit is named, with what is wrong."""
    with pytest.raises(Invalid) as refused:
        wishes.must_move(staff(8), "asked", "agree", given, Wish())
    assert list(refused.value.errors) == faults


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"limits": (TimeLimit("a_try", ("agreed",), days=1),)}, "a_try limits agreed, which no move ends"),
        ({"name": "wish"}, "ContactSeen lacks wish"),
    ],
)
def test_a_limit_ends_and_a_fact_names_its_thing(wishes: Workflow, changes: dict[str, Any], says: str) -> None:
    """A limit on a state that nothing leads out of is a mistake, and so is a fact that does not say of what it is."""
    with pytest.raises(TypeError, match=says):
        Workflow(**{"name": "ticket", "about": "A try", "states": wishes.states, "moves": wishes.moves, **changes})


def test_a_fact_of_several_states_says_from_which() -> None:
    """Else the journal would not say which way was gone."""
    move = Move("see", ("a", "b"), "b", right=May.RATE, writes=ContactSeen, says="See")
    with pytest.raises(TypeError, match="ContactSeen lacks before"):
        Workflow("ticket", about="A try", states=("a", "b"), moves=(move,))
    assert "ticket" not in WORKFLOWS
    settle = next(move for move in WORKFLOWS["follow_up"].moves if move.writes is FollowUpSettled)
    assert settle.from_ == ("open", "contacted")


def test_each_limit_has_its_deadline() -> None:
    """What a table limits, a deadline of the same feature watches; in working days, and those once it is extended."""
    limits = {
        limit.kind: (limit.days, limit.longer, limit.kind in feature.deadlines)
        for feature in FEATURES
        for workflow in feature.workflows
        for limit in workflow.limits
    }
    assert limits == {
        "follow_up_contact": (1, 0, True),
        "follow_up_settle": (5, 15, True),
        "opinion_answer": (5, 0, True),
        "after_action": (5, 0, True),
        "finding_late": (5, 0, True),
    }


@dataclass(frozen=True)
class LowRating:
    """What the table of low ratings looks at."""

    reachable: bool
    clerk: int | None = None
    extended: bool = False


def test_a_customer_leaves_a_way_to_be_reached_once() -> None:
    """Where one is known, no other is taken; a better level drops what nobody began, either way."""
    customer = Actor(ActorKind.TICKET, 41, None, frozenset({1}))
    offered = {
        reachable: [move.name for move in WORKFLOWS["follow_up"].open_to(customer, "open", LowRating(reachable))]
        for reachable in (False, True)
    }
    assert offered == {False: ["leave_contact", "drop"], True: ["drop"]}
    assert WORKFLOWS["follow_up"].open_to(customer, "contacted", LowRating(reachable=True)) == []
