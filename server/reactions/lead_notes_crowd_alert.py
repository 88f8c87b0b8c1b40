"""Leading a crowding and taking note of its alert are one: whoever does the one has done the other."""

from typing import Final

from server.crowd.commands import note_alert
from server.crowd.events import CrowdAlertAcknowledged
from server.emergency.commands.leading import move
from server.emergency.events.incidents import IncidentAcknowledged, IncidentClosed
from server.emergency.reads import going_on, incident_of
from server.emergency.states import IncidentState
from server.reactions.crowd_alert_starts_plan import KIND
from server.security.rights import May
from server.store.hall import UnitOfWork

LEADS: Final = May.LEAD_INCIDENT


def lead_notes_alert(hall: UnitOfWork, event: IncidentAcknowledged | IncidentClosed) -> None:
    """Take note of the alert with the lead, and of what still stands of it with the end."""
    incident = incident_of(hall, event.incident)
    if incident.kind == KIND and not incident.drill:
        note_alert(hall)


def noted_alert_takes_lead(hall: UnitOfWork, _event: CrowdAlertAcknowledged) -> None:
    """Lead what the alert started, where nobody does yet and whoever took note may."""
    for incident in going_on(hall):
        nobody = incident.state is IncidentState.ALERT and incident.leader is None
        if incident.kind == KIND and not incident.drill and nobody and hall.actor.may(LEADS):
            move(hall, incident=incident.id, name="acknowledge")
