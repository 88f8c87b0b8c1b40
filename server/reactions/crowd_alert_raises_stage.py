"""When a crowd alert reaches its second stage, the plan for crowding goes to its second stage too."""

from typing import Final

from server.crowd.events import CrowdAlertStageRaised
from server.emergency.commands.leading import to_stage
from server.emergency.commands.raising import start
from server.emergency.events.leading import IncidentCrowdSeen
from server.emergency.plan_reads import plan_of, plans_to_start
from server.emergency.reads import going_on
from server.reactions.crowd_alert_starts_plan import KIND
from server.store.hall import UnitOfWork

SECOND: Final = 2


def crowd_alert_raises_stage(hall: UnitOfWork, event: CrowdAlertStageRaised) -> None:
    """Go to the second stage, where the plan has one; what was closed while the alert stood begins anew."""
    if KIND in plans_to_start(hall) and not any(one.kind == KIND and not one.drill for one in going_on(hall)):
        start(hall, kind=KIND)
    for incident in going_on(hall):
        if incident.kind == KIND and not incident.drill:
            hall.record(IncidentCrowdSeen(incident=incident.id, people=event.people, limit=event.dangerous))
        first = incident.kind == KIND and not incident.drill and incident.stage < SECOND
        if first and len(plan_of(hall, incident.kind, incident.plan).stages) >= SECOND:
            to_stage(hall, incident, SECOND)
