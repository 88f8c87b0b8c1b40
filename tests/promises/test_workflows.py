"""Promise 9: no step of a workflow can be skipped, whatever is sent in whatever order."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.emergency.incident import INCIDENT
from server.kernel.refusals import Forbidden, Invalid
from server.security.actors import SYSTEM, Actor, ActorKind
from server.security.rights import Role
from server.store.workflow import WORKFLOWS, Move, MoveNotOpen, UnknownMove, Workflow
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
    """Send something to an incident; whether it may is the server's affair."""
    path = f"/halls/main/incidents/{number}"
    if what == "settle":
        for task in hall.told("supervisor", "GET", path)["tasks"]:
            if task["state"] == "open" and task["code"] not in MOVES:
                hall.asks(who, "POST", f"{path}/tasks/{task['id']}/waive", {"why": "A try"})
    elif what == "stage":
        hall.asks(who, "POST", f"{path}/stage", {"stage": 1})
    elif what == "close":
        hall.asks(who, "POST", f"{path}/close", {"review": "A try"})
    elif what == "review":
        hall.asks(who, "POST", f"{path}/review", {"findings": "A try"})
    else:
        answer = hall.asks(who, "POST", f"{path}/moves/{what}", {})
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
        INCIDENT.must_move(supervisor, "recovering", "close", {"review": ""})
    with pytest.raises(MoveNotOpen) as refused:
        INCIDENT.must_move(supervisor, "alert", "close", {"review": "x"})
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
