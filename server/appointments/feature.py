"""Appointments: booked ahead, kept by a number in the line, moved, cancelled, missed."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from server.appointments import events, office_acts, tables
from server.appointments.arriving import find, kept_by_number
from server.appointments.events import AppointmentCancelled, AppointmentLapsed, AppointmentMoved
from server.appointments.pages import install_pages
from server.appointments.passing import HANDLERS
from server.appointments.reads import expected
from server.appointments.settings import SETTINGS
from server.appointments.states import APPOINTMENT, OFFER
from server.appointments.waiting import freed, freed_by_moving
from server.feature.parts import Feature
from server.floor.events.tickets import TicketIssued
from server.kernel.languages import N_
from server.kernel.settings import Settings


def in_a_process(settings: Settings, _features: Sequence[Feature]) -> Feature:
    """Return the pages for customers, who are asked for an address where this process names a mail server."""
    return Feature("appointments", serves=(partial(install_pages, sends_email=bool(settings.smtp_host)),))


FEATURE: Final = Feature(
    "appointments",
    title=N_("Appointments"),
    events=(events,),
    tables=(tables,),
    office=(office_acts.calendar,),
    settings=SETTINGS,
    deadlines=HANDLERS,
    reactions=(
        (TicketIssued, kept_by_number),
        (AppointmentCancelled, freed),
        (AppointmentLapsed, freed),
        (AppointmentMoved, freed_by_moving),
    ),
    arrivals=find,
    expects=expected,
    workflows=(APPOINTMENT, OFFER),
    more=in_a_process,
)
