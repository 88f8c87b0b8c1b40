"""What screens say of the appointment that a number keeps: its time, and whether its customer came late or early."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from pydantic import Field

from server.appointments.reads import some_appointments, window_of
from server.appointments.rule import is_late
from server.appointments.settings import SETTINGS
from server.floor.reads.tickets import Ticket
from server.screens.parts import Part
from server.store.hall import HallSnapshot


class Booked(Part):
    """The appointment of a number."""

    at: datetime
    came: Literal["early", "in_time", "late"] = Field(
        description="early: the number counts from later than its customer came; late: from check-in"
    )


def booked_of(hall: HallSnapshot, tickets: Iterable[Ticket]) -> dict[int, Booked]:
    """Return ticket → its appointment, of those that keep one; asks nothing where none does."""
    kept = {one.appointment: one for one in tickets if one.appointment is not None}
    if not kept:
        return {}
    window = window_of(SETTINGS.of(hall))
    found = {}
    for one in some_appointments(hall, kept):
        ticket = kept[one.id]
        late, early = is_late(one.at, ticket.issued_at, window), ticket.counts_from > ticket.issued_at
        found[ticket.id] = Booked(at=one.at, came="late" if late else "early" if early else "in_time")
    return found
