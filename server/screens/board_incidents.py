"""Incidents as the board shows them: how far they are, and what is open."""

from datetime import UTC, datetime
from typing import Final

from server.emergency.answer_parts import Task
from server.emergency.plan_reads import plan_of
from server.emergency.reads import Incident, going_on
from server.emergency.states import IncidentState
from server.emergency.tasks import tasks_of
from server.kernel.languages import N_, words
from server.screens.board_parts import BoardIncident, BoardStep
from server.security import reads as people
from server.store.hall import HallSnapshot

NEXT: Final = 4  # open steps that are shown
NEVER: Final = datetime.max.replace(tzinfo=UTC)


def board_incidents(hall: HallSnapshot) -> list[BoardIncident]:
    """Return the incidents that go on, silent alarms first, then the newest, drills last."""
    found = sorted(going_on(hall), key=lambda one: (one.drill, not one.silent, -one.id))
    return [board_incident(hall, one) for one in found]


def board_incident(hall: HallSnapshot, incident: Incident) -> BoardIncident:
    """Return an incident as the board shows it."""
    plan = plan_of(hall, incident.kind, incident.plan)
    tasks = tasks_of(hall, incident, plan)
    begun = [task for task in tasks if task.state != "later"]
    still = sorted((task for task in begun if task.state == "open"), key=lambda task: task.due_at or NEVER)
    at = incident.stage - 1
    stage = plan.stages[at] if 0 <= at < len(plan.stages) else words(N_("Stage {n}"), n=incident.stage)
    return BoardIncident(
        id=incident.id,
        name=plan.name,
        stage=stage,
        state=incident.state,
        drill=incident.drill,
        silent=incident.silent,
        grave=incident.silent or incident.stage > 1 or any(task.late > 0 for task in still),
        led_by=people.names(hall).get(incident.leader) if incident.leader is not None else None,
        counter=incident.counter,
        raised_at=incident.raised_at,
        done=len(begun) - len(still),
        steps=len(begun),
        late=sum(task.late > 0 for task in still),
        unanswered=incident.state is IncidentState.ALERT,
        next=[board_step(task) for task in still[:NEXT]],
    )


def board_step(task: Task) -> BoardStep:
    """Return an open step."""
    return BoardStep(text=task.text, role=task.role_name, due_at=task.due_at, late=task.late > 0)
