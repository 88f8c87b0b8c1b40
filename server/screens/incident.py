"""The incident room: one incident with all that belongs to it, and how full the hall is."""

from server.crowd.reads import crowd_now
from server.emergency.answers import IncidentAnswer, answer_of
from server.emergency.reads import incident_of
from server.emergency.refusals import UnknownIncident
from server.floor.reads.halls import hall_now
from server.floor.reads.tickets import waiting_counts
from server.screens.parts import HallSign, Part, hall_sign
from server.store.hall import HallSight


class CrowdNow(Part):
    """How full the hall is."""

    people: int
    level: str | None


class IncidentView(Part):
    """The whole of an incident room."""

    hall: HallSign
    incident: IncidentAnswer
    crowd: CrowdNow | None
    waiting: int


def incident_view(hall: HallSight, number: str) -> IncidentView:
    """Return what the room of an incident shows; for those who lead, so silent ones too."""
    if not number.isdigit():
        raise UnknownIncident(incident=number)
    settings = hall_now(hall).settings
    crowd = crowd_now(hall)
    return IncidentView(
        hall=hall_sign(settings),
        incident=answer_of(hall, incident_of(hall, int(number))),
        crowd=CrowdNow(people=crowd.people, level=crowd.said),
        waiting=sum(waiting_counts(hall).values()),
    )
