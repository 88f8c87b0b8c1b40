"""Appointments: booked ahead, kept by a number in the line, moved, cancelled, missed."""

from typing import Final

from server.appointments import events, tables
from server.appointments.arriving import find, kept_by_number
from server.appointments.passing import HANDLERS
from server.appointments.settings import SETTINGS
from server.appointments.states import APPOINTMENT
from server.feature.parts import Feature
from server.floor.events.tickets import TicketIssued
from server.kernel.languages import N_

FEATURE: Final = Feature(
    "appointments",
    title=N_("Appointments"),
    events=(events,),
    tables=(tables,),
    settings=SETTINGS,
    deadlines=HANDLERS,
    reactions=((TicketIssued, kept_by_number),),
    arrivals=find,
    workflows=(APPOINTMENT,),
)
