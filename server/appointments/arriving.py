"""The customer of an appointment is there: they get a number, which counts from what the rule says."""

from dataclasses import replace
from types import EllipsisType
from typing import Final

from server.appointments.booking import timely_for
from server.appointments.codes import secret_in, typed
from server.appointments.reads import Appointment, appointment_of, by_code, by_secret, holders_of, window_of
from server.appointments.refusals import AppointmentOver, CheckedInAlready, TooEarlyToCheckIn, UnknownAppointment
from server.appointments.rule import counts_from, is_late
from server.appointments.settings import SETTINGS
from server.appointments.states import APPOINTMENT
from server.appointments.terms import AppointmentState
from server.appointments.wording import clock_said
from server.feature.arrivals import Arrival
from server.floor.api.numbers import new_secret
from server.floor.commands.issue import Issued, issue
from server.floor.events.tickets import TicketIssued
from server.floor.intake import Intake
from server.floor.opening import time_said
from server.floor.reads.halls import hall_now
from server.floor.reads.tickets import tickets_of
from server.kernel.languages import N_, words
from server.store.hall import UnitOfWork

IN_TIME: Final = N_("You are in time for your appointment at {time}.")
LATE: Final = N_("Your appointment was at {time}. You are late, so your number counts from now on.")
EARLY: Final = N_("You are early: your appointment is at {time}, and your number counts from {since}.")


def find(hall: UnitOfWork, said: str) -> Arrival:
    """Return who comes, by their code or by the QR code of their appointment's page."""
    secret = secret_in(said)
    number = by_secret(hall, secret) if secret else by_code(hall, typed(said))
    if number is None:
        raise UnknownAppointment
    return arrival_of(hall, appointment_of(hall, number))


def arrival_of(hall: UnitOfWork, one: Appointment) -> Arrival:
    """Return who comes for an appointment; refuse who has been here, gave it up, or is too early."""
    settings = hall_now(hall).settings
    window = window_of(SETTINGS.of(hall))
    timely = timely_for(hall, hall.actor, one)
    if timely.has_number:
        number = next((ticket.number for ticket in tickets_of(hall, [one.ticket or 0])), None)
        raise CheckedInAlready(number=number or "—")
    if one.state is not AppointmentState.CANCELLED and not timely.may_check_in:
        if one.at <= hall.at:
            raise AppointmentOver(now={"state": one.state}, open=[])
        opens = time_said(settings, one.at - window.opens, hall.at)
        raise TooEarlyToCheckIn(time=time_said(settings, one.at, hall.at), since=opens)
    APPOINTMENT.must_move(hall.actor, one.state, "check_in", {}, timely)
    since = counts_from(one.at, hall.at, window)
    told = LATE if is_late(one.at, hall.at, window) else EARLY if since > hall.at else IN_TIME
    said = words(told, time=clock_said(settings, one.at), since=clock_said(settings, since))
    holder = holders_of(hall, [one.id]).get(one.id) if settings.shown_as == "masked_name" else None
    return Arrival(one.id, one.service, since, one.language, said, (holder and holder.name) or "", one.priority_class)


def check_in(
    hall: UnitOfWork, *, appointment: int, priority_class: str | EllipsisType | None = ...
) -> tuple[Issued, Arrival]:
    """Give the customer of an appointment their number, by the page of their phone or by staff.

    `priority_class`: as staff say it, instead of what was chosen as it was booked.
    """
    arrival = arrival_of(hall, appointment_of(hall, appointment))
    if not isinstance(priority_class, EllipsisType):
        arrival = replace(arrival, priority_class=priority_class)
    intake = Intake(language=arrival.language)
    return issue(hall, service=arrival.service, secret=new_secret, intake=intake, arrival=arrival), arrival


def kept_by_number(hall: UnitOfWork, event: TicketIssued) -> None:
    """Note that an appointment is kept, in the transaction of its number."""
    if event.appointment is None:
        return
    one = appointment_of(hall, event.appointment)
    APPOINTMENT.take(
        hall, of=one.id, state=one.state, name="check_in", thing=timely_for(hall, hall.actor, one), ticket=hall.cause
    )
