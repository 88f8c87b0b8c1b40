"""When the crowd raises an alert, the plan for crowding starts; over again, the log says so."""

from typing import Final

from server.crowd.commands import note_alert
from server.crowd.events import CrowdAlertCleared, CrowdAlertRaised
from server.emergency.commands.raising import start
from server.emergency.events.leading import IncidentCrowdSeen
from server.emergency.plan_reads import plans_to_start
from server.emergency.reads import going_on, incident_of
from server.store.hall import UnitOfWork

KIND: Final = "crowding"


def crowd_alert_starts_plan(hall: UnitOfWork, event: CrowdAlertRaised) -> None:
    """Start the plan, unless the hall withdrew it; the alert keeps its figures, and is this incident's cause."""
    if KIND in plans_to_start(hall):
        number = start(hall, kind=KIND)
        hall.record(IncidentCrowdSeen(incident=number, people=event.people, limit=event.limit))
        if incident_of(hall, number).leader is not None:  # somebody knows already, and does what is to be done
            note_alert(hall)


def crowd_alert_over_is_noted(hall: UnitOfWork, event: CrowdAlertCleared) -> None:
    """Note it with the incident; whoever leads decides when it is over."""
    for incident in going_on(hall):
        if incident.kind == KIND and not incident.drill:
            hall.record(IncidentCrowdSeen(incident=incident.id, people=event.people, limit=None))
