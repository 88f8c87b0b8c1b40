"""The incident room: one incident with all that belongs to it, who can have a role, who reads what is said."""

from pydantic import Field

from server.crowd.reads import crowd_now
from server.emergency.answer_parts import IncidentAnswer
from server.emergency.answers import answer_of
from server.emergency.reads import incident_of
from server.emergency.refusals import UnknownIncident
from server.emergency.role_reads import staff_of
from server.floor.reads.halls import all_counters, hall_now
from server.floor.reads.tickets import waiting_counts
from server.floor.states import STAFFED
from server.screens.parts import HallSign, Part, hall_sign
from server.security import reads as people
from server.security.health import State, health
from server.security.rights import DeviceKind
from server.store.hall import HallSnapshot


class CrowdNow(Part):
    """How full the hall is."""

    people: int
    level: str | None
    limit: int | None


class RoomCounter(Part):
    """A counter that a role can be given to."""

    code: str
    open: bool
    clerk: int | None
    name: str | None


class RoomPerson(Part):
    """Somebody whom a role can be given to."""

    id: int
    name: str
    role: str


class Readers(Part):
    """Who reads what everyone is told, just now."""

    displays: int = Field(description="hall displays on the line")
    kiosks: int
    phones: int = Field(description="tickets that wait: their pages")


class IncidentView(Part):
    """The whole of an incident room."""

    hall: HallSign
    incident: IncidentAnswer
    crowd: CrowdNow | None
    waiting: int
    counters: list[RoomCounter]
    people: list[RoomPerson]
    readers: Readers


def incident_view(hall: HallSnapshot, number: str) -> IncidentView:
    """Return what the room of an incident shows; for those who lead, so silent ones too."""
    if not number.isdigit():
        raise UnknownIncident(incident=number)
    settings = hall_now(hall).settings
    crowd, waiting = crowd_now(hall), sum(waiting_counts(hall).values())
    return IncidentView(
        hall=hall_sign(settings, at=hall.at),
        incident=answer_of(hall, incident_of(hall, int(number))),
        crowd=CrowdNow(
            people=crowd.people, level=crowd.said, limit=crowd.limits.crowded if crowd.limits is not None else None
        ),
        waiting=waiting,
        counters=room_counters(hall),
        people=[RoomPerson(id=one.id, name=one.name, role=one.posts[hall.id]) for one in staff_of(hall)],
        readers=readers(hall, waiting),
    )


def room_counters(hall: HallSnapshot) -> list[RoomCounter]:
    """Return the counters with who sits there."""
    names = people.names(hall)
    return [
        RoomCounter(code=one.code, open=one.state in STAFFED, clerk=one.clerk, name=names.get(one.clerk or 0))
        for one in all_counters(hall).values()
    ]


def readers(hall: HallSnapshot, waiting: int) -> Readers:
    """Return who reads what everyone is told."""
    there = [one.kind for one in health(hall, last_call=None) if one.state is not State.LOST]
    return Readers(displays=there.count(DeviceKind.DISPLAY), kiosks=there.count(DeviceKind.KIOSK), phones=waiting)
