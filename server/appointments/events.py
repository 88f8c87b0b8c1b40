"""Facts of appointments: what was booked and what became of it, never who booked."""

from datetime import datetime
from typing import Final

from server.appointments.tables import appointments
from server.appointments.terms import AppointmentState, BookedBy
from server.kernel.languages import N_
from server.store.events import Event
from server.store.rows import Rows

MISSED, REMINDER = "appointment_missed", "appointment_reminder"  # kinds of deadlines
BOOKED: Final = {"state": AppointmentState.BOOKED}


class AppointmentBooked(Event):
    """Written when a time was booked, by a customer or by staff for somebody."""

    says = N_("Appointment: {at} for service {service}, booked by {booked_by}.")

    service: str
    at: datetime
    until: datetime
    place: int
    booked_by: BookedBy
    language: str
    missed_at: datetime
    remind_at: datetime | None = None

    def apply(self, rows: Rows) -> None:
        """The place is taken; whoever does not come has missed it."""
        rows.add(
            appointments,
            id=rows.seq,
            service=self.service,
            at=self.at,
            until=self.until,
            place=self.place,
            state=AppointmentState.BOOKED,
            booked_by=self.booked_by,
            language=self.language,
            booked_at=rows.at,
            moves=0,
        )
        due(rows, rows.seq, self.missed_at, self.remind_at)


class AppointmentMoved(Event):
    """Written when an appointment got another time: the place of before is free."""

    says = N_("Appointment {appointment} was moved from {was} to {at}.")

    appointment: int
    was: datetime
    at: datetime
    until: datetime
    place: int
    moves: int
    missed_at: datetime
    remind_at: datetime | None = None

    def apply(self, rows: Rows) -> None:
        """It has its new time, and what is due goes by that."""
        rows.move(
            appointments,
            self.appointment,
            expect={**BOOKED, "at": self.was, "moves": self.moves - 1},
            at=self.at,
            until=self.until,
            place=self.place,
            moves=self.moves,
        )
        no_longer_due(rows, self.appointment)
        due(rows, self.appointment, self.missed_at, self.remind_at)


class AppointmentCancelled(Event):
    """Written when an appointment was given up, by its customer or by the hall."""

    says = N_("Appointment {appointment} was cancelled; by the hall: {by_hall}.")

    appointment: int
    by_hall: bool

    def apply(self, rows: Rows) -> None:
        """Its place is free."""
        rows.move(
            appointments, self.appointment, expect=BOOKED,
            state=AppointmentState.CANCELLED, place=None, ended_at=rows.at,
        )  # fmt: skip
        no_longer_due(rows, self.appointment)


class AppointmentReminded(Event):
    """Written when the customer of an appointment was to be reminded."""

    says = N_("The customer of appointment {appointment} was reminded.")

    appointment: int

    def apply(self, rows: Rows) -> None:
        """Nothing but that: it is not due again."""
        rows.settled(REMINDER, self.appointment)


class AppointmentMissed(Event):
    """Written when nobody checked in for an appointment in time."""

    says = N_("Nobody came to appointment {appointment}.")

    appointment: int

    def apply(self, rows: Rows) -> None:
        """It counts as missed, unless they come the same day."""
        rows.move(appointments, self.appointment, expect=BOOKED, state=AppointmentState.MISSED, ended_at=rows.at)
        no_longer_due(rows, self.appointment)


class AppointmentCheckedIn(Event):
    """Written when the customer of an appointment is there, and got a number for it."""

    says = N_("The customer of appointment {appointment} is there and got {ticket}.")

    appointment: int
    ticket: int
    before: AppointmentState

    def apply(self, rows: Rows) -> None:
        """It is kept; the line goes on with its number."""
        rows.move(
            appointments, self.appointment, expect={"state": self.before},
            state=AppointmentState.CHECKED_IN, ended_at=None, came_at=rows.at, ticket=self.ticket,
        )  # fmt: skip
        no_longer_due(rows, self.appointment)


class BookerContactSeen(Event):
    """Written when somebody looked up where the customer of an appointment is reached."""

    says = N_("{by} has looked up how to reach the customer of appointment {appointment}.")

    appointment: int
    by: int

    def apply(self, rows: Rows) -> None:
        """Looking changes nothing but the record of who looked."""


def due(rows: Rows, appointment: int, missed_at: datetime, remind_at: datetime | None) -> None:
    """Have an appointment be missed, and reminded of, when it is time."""
    rows.due(MISSED, appointment, missed_at)
    if remind_at is not None:
        rows.due(REMINDER, appointment, remind_at)


def no_longer_due(rows: Rows, appointment: int) -> None:
    """Take back what was to happen with an appointment."""
    rows.settled(MISSED, appointment)
    rows.settled(REMINDER, appointment)
