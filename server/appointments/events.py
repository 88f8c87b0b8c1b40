"""Facts of appointments: what was booked and what became of it, never who booked."""

from datetime import datetime
from typing import Final

from server.appointments.tables import appointments, wishes
from server.appointments.terms import AppointmentState, BookedBy
from server.kernel.languages import N_
from server.store.events import Event
from server.store.rows import Rows

MISSED, REMINDER = "appointment_missed", "appointment_reminder"  # kinds of deadlines
LAPSE, WISH_END = "appointment_lapse", "appointment_wish_end"
BOOKED: Final = {"state": AppointmentState.BOOKED}
HELD: Final = {"state": AppointmentState.HELD}


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
    priority_class: str | None = None

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
            priority_class=self.priority_class,
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


class WishMade(Event):
    """Written when somebody wants to be told as soon as a place is free on some days."""

    says = N_("Somebody waits for a free place of service {service}, from {since} to {until}.")

    service: str
    since: datetime
    until: datetime
    language: str

    def apply(self, rows: Rows) -> None:
        """They stand in the list, in its order, until their last day is over."""
        rows.add(wishes, id=rows.seq, service=self.service, since=self.since, until=self.until, language=self.language)
        rows.due(WISH_END, rows.seq, self.until)


class WishEnded(Event):
    """Written when the last day that suited somebody who waited for a place is over."""

    says = N_("The wait for a free place has ended: {wish}.")

    wish: int

    def apply(self, rows: Rows) -> None:
        """They wait no more."""
        rows.drop(wishes, self.wish)
        rows.settled(WISH_END, self.wish)


class AppointmentOffered(Event):
    """Written when a place became free and is held for who waited for one."""

    says = N_("{at} for service {service} became free and is held for somebody who waited, until {lapses_at}.")

    wish: int
    service: str
    at: datetime
    until: datetime
    place: int
    language: str
    lapses_at: datetime

    def apply(self, rows: Rows) -> None:
        """The place is theirs for a while; their wait is over either way."""
        rows.add(
            appointments,
            id=rows.seq,
            service=self.service,
            at=self.at,
            until=self.until,
            place=self.place,
            state=AppointmentState.HELD,
            booked_by=BookedBy.CUSTOMER,
            language=self.language,
            booked_at=rows.at,
            moves=0,
        )
        rows.due(LAPSE, rows.seq, self.lapses_at)
        rows.drop(wishes, self.wish)
        rows.settled(WISH_END, self.wish)


class AppointmentConfirmed(Event):
    """Written when the customer took the place that was held for them."""

    says = N_("Appointment {offer} was taken by who had waited for it.")

    offer: int
    missed_at: datetime
    remind_at: datetime | None = None

    def apply(self, rows: Rows) -> None:
        """It is booked like any."""
        rows.move(appointments, self.offer, expect=HELD, state=AppointmentState.BOOKED)
        rows.settled(LAPSE, self.offer)
        due(rows, self.offer, self.missed_at, self.remind_at)


class AppointmentLapsed(Event):
    """Written when the place that was held for somebody was not taken in time, or not wanted any more."""

    says = N_("Appointment {offer} was not taken by who had waited for it.")

    offer: int

    def apply(self, rows: Rows) -> None:
        """Its place is free."""
        rows.move(
            appointments, self.offer, expect=HELD,
            state=AppointmentState.CANCELLED, place=None, ended_at=rows.at,
        )  # fmt: skip
        rows.settled(LAPSE, self.offer)


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
