"""What happens in an incident because time passed: late steps go up, nobody looked again, review or drill are late."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from sqlalchemy import bindparam, select

from server.emergency.commands.drills import drill_late
from server.emergency.events.incidents import AfterActionLate, IncidentLookLate
from server.emergency.events.steps import StepEscalated
from server.emergency.incident import UP
from server.emergency.plan_reads import plan_of
from server.emergency.reads import incident_of, step_of
from server.emergency.states import AFTER_ACTION, DRILL_DUE, LOOK_AGAIN, STEP_LATE
from server.emergency.tables import incident_steps
from server.store.hall import UnitOfWork

AGAIN: Final = timedelta(minutes=1)  # at least, until a late step goes up once more
OF_STEP: Final = select(incident_steps.c.incident).where(
    incident_steps.c.hall_id == bindparam("hall"), incident_steps.c.id == bindparam("step")
)


def escalate(hall: UnitOfWork, step: int) -> None:
    """Take a late step one role up, with its limit anew; at the top it stays, marked late."""
    incident = hall.connection.execute(OF_STEP, {"hall": hall.id, "step": step}).scalar_one()
    found = step_of(hall, incident, step)
    holder = UP.get(found.holder, found.holder)
    limit = max(AGAIN, timedelta(seconds=found.seconds or 0))
    hall.record(
        StepEscalated(
            step=step,
            incident=incident,
            code=found.code,
            before=found.holder,
            holder=holder,
            late=found.late + 1,
            due_at=hall.at + limit if holder in UP else None,
        )
    )


def look_late(hall: UnitOfWork, incident: int) -> None:
    """Say that nobody looked at the stage in time; the time begins anew."""
    found = incident_of(hall, incident)
    again = timedelta(minutes=plan_of(hall, found.kind, found.plan).response.look_again)
    hall.record(IncidentLookLate(incident=incident, before=found.looks_late, look_again_at=hall.at + again))


def review_late(hall: UnitOfWork, incident: int) -> None:
    """Say that the after-action review is late."""
    hall.record(AfterActionLate(incident=incident))


HANDLERS: Mapping[str, Callable[[UnitOfWork, int], None]] = {
    STEP_LATE: escalate,
    LOOK_AGAIN: look_late,
    AFTER_ACTION: review_late,
    DRILL_DUE: drill_late,
}
