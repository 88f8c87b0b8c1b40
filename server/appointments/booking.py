"""What can be done with an appointment before its day: book it, move it, cancel it."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, insert, update

from server.appointments import letters
from server.appointments.codes import code_hash, contact_hash, new_code
from server.appointments.events import AppointmentBooked
from server.appointments.offers import last_day, local_day, near, offered
from server.appointments.reads import (
    Appointment,
    ahead_of,
    appointment_of,
    has_code,
    holders_of,
    taken_between,
    window_of,
)
from server.appointments.refusals import (
    BookedTwice,
    EnoughBooked,
    NoSuchTime,
    NotThen,
    TimePassed,
    TimeTaken,
    TooFarAhead,
    TooSoon,
)
from server.appointments.rule import may_check_in
from server.appointments.settings import SETTINGS, AppointmentSettings
from server.appointments.slots import Slot, free_place
from server.appointments.states import APPOINTMENT, Timely
from server.appointments.tables import appointment_holders
from server.appointments.terms import AppointmentState, BookedBy
from server.floor.classes import class_named
from server.floor.hallfile import HallOnly
from server.floor.reads.halls import hall_now
from server.floor.reads.tickets import secret_hash, tickets_of
from server.floor.refusals import ClassByReception, UnknownClass
from server.floor.states import TicketState
from server.security.actors import Actor, ActorKind
from server.security.rights import May
from server.store.hall import AnyActor, HallSnapshot, UnitOfWork
from server.store.prepared import Prepared

SECRET_BYTES: Final = 16
KEEP: Final = Prepared(insert(appointment_holders))
KEEP_UNTIL: Final = Prepared(
    update(appointment_holders)
    .where(appointment_holders.c.hall_id == bindparam("hall"), appointment_holders.c.appointment == bindparam("which"))
    .values(at=bindparam("then", type_=appointment_holders.c.at.type))
)


@dataclass(frozen=True, slots=True)
class Booker:
    """Who books, as far as they say."""

    language: str
    contact: str = ""  # e-mail address
    name: str = ""
    priority_class: str | None = None  # of the hall's


@dataclass(frozen=True, slots=True)
class NewAppointment:
    """An appointment just booked, with what opens it."""

    appointment: Appointment
    code: str
    secret: str


def by_customer(actor: AnyActor) -> bool:
    """Return whether it is the customer who acts, whom the hall's limits bind."""
    return isinstance(actor, Actor) and actor.kind is ActorKind.APPOINTMENT


def book(hall: UnitOfWork, *, service: str, at: datetime, booker: Booker, link: Callable[[str], str]) -> NewAppointment:
    """Book a time of a service for somebody, who is told by e-mail if they left an address.

    `link` makes the address of the appointment's page from its secret, which is kept as a hash, and sealed.
    """
    hall.actor.must(May.BOOK)
    settings, by = SETTINGS.of(hall), BookedBy.CUSTOMER if by_customer(hall.actor) else BookedBy.STAFF
    slot, place = must_fit(hall, service, at)
    must_be_offered(hall_now(hall).settings, booker.priority_class, alone=by is BookedBy.CUSTOMER)
    kept = contact_hash(booker.contact) if booker.contact else None
    if kept is not None:
        must_not_be_enough(hall, kept, slot, settings)
    number = hall.record(
        AppointmentBooked(
            service=service, at=slot.at, until=slot.until, place=place, booked_by=by, language=booker.language,
            missed_at=missed_at(settings, slot.at), remind_at=remind_at(hall, settings, slot.at),
            priority_class=booker.priority_class,
        )
    ).number  # fmt: skip
    code, secret = keep_holder(hall, appointment=number, at=slot.at, booker=booker, link=link)
    found = appointment_of(hall, number)
    letters.tell(hall, found, letters.BOOKED)
    return NewAppointment(found, code, secret)


def must_be_offered(settings: HallOnly, priority_class: str | None, *, alone: bool) -> None:
    """Refuse a priority class that the hall has not, or that is not chosen by customers as they book."""
    if priority_class is None:
        return
    found = class_named(settings, priority_class)
    if found is None:
        raise UnknownClass(name=priority_class)
    if alone and not found.at_booking:
        raise ClassByReception(name=found.name)


def keep_holder(
    hall: UnitOfWork, *, appointment: int, at: datetime, booker: Booker, link: Callable[[str], str]
) -> tuple[str, str]:
    """Keep who has an appointment; return its new code, and the secret that opens its page."""
    code, secret = new_code(lambda hashed: has_code(hall, hashed)), f"{hall.id}.{secrets.token_urlsafe(SECRET_BYTES)}"
    contact = booker.contact.strip()
    hall.write_unlogged(
        KEEP,
        {
            "hall_id": hall.id,
            "appointment": appointment,
            "code": code,
            "code_hash": code_hash(code),
            "secret_hash": secret_hash(secret),
            "link": link(secret),
            "contact": contact or None,
            "contact_hash": contact_hash(contact) if contact else None,
            "name": booker.name.strip() or None,
            "at": at,
        },
    )
    return code, secret


def move(hall: UnitOfWork, *, appointment: int, at: datetime) -> Appointment:
    """Give an appointment another time; its place of before is free at once. The same time changes nothing."""
    found, settings = appointment_of(hall, appointment), SETTINGS.of(hall)
    timely = timely_for(hall, hall.actor, found)
    APPOINTMENT.must_move(hall.actor, found.state, "move", {}, timely)
    if at == found.at:
        return found
    slot, place = must_fit(hall, found.service, at, but=found.id)
    holder = holders_of(hall, [found.id]).get(found.id)
    if holder is not None and holder.contact_hash is not None:
        must_not_be_twice(hall, holder.contact_hash, slot, but=found.id)
    APPOINTMENT.take(
        hall, of=found.id, state=found.state, name="move", thing=timely, was=found.at, at=slot.at, until=slot.until,
        place=place, moves=found.moves + 1, missed_at=missed_at(settings, slot.at),
        remind_at=remind_at(hall, settings, slot.at),
    )  # fmt: skip
    hall.write_unlogged(KEEP_UNTIL, {"hall": hall.id, "which": found.id, "then": slot.at})
    moved = appointment_of(hall, found.id)
    letters.tell(hall, moved, letters.MOVED)
    return moved


def cancel(hall: UnitOfWork, *, appointment: int, by_hall: bool = False, note: str = "") -> Appointment:
    """Give an appointment up; one that was given up stays so. `note`: words of staff to the customer, in the e-mail."""
    found = appointment_of(hall, appointment)
    if found.state is AppointmentState.CANCELLED and by_customer(hall.actor):
        return found
    APPOINTMENT.take(
        hall, of=found.id, state=found.state, name="cancel", thing=timely_for(hall, hall.actor, found), by_hall=by_hall
    )
    gone = appointment_of(hall, found.id)
    letters.tell(hall, gone, letters.BY_HALL if by_hall else letters.GIVEN_UP, note=note.strip())
    hall.write_unlogged(KEEP_UNTIL, {"hall": hall.id, "which": found.id, "then": hall.at})
    return gone


def timely_for(hall: HallSnapshot, actor: AnyActor, one: Appointment) -> Timely:
    """Return how an appointment stands in time for somebody."""
    settings, own = SETTINGS.of(hall), hall_now(hall).settings
    limit = one.at - timedelta(minutes=settings.change_until)
    today = local_day(own, hall.at) == local_day(own, one.at)
    ticket = next(iter(tickets_of(hall, [one.ticket])), None) if one.ticket is not None else None
    return Timely(
        may_change=not by_customer(actor) or hall.at <= limit,
        may_check_in=may_check_in(one.at, hall.at, window_of(settings))
        and (today or one.state is AppointmentState.BOOKED),
        has_number=one.state is AppointmentState.CHECKED_IN
        and (ticket is None or ticket.state is not TicketState.CANCELLED),
    )


def must_fit(hall: UnitOfWork, service: str, at: datetime, *, but: int | None = None) -> tuple[Slot, int]:
    """Return the time that begins at a moment with a free place of it; refuse with the nearest that are free.

    Customers book neither what begins too soon nor what is too far ahead; staff do, by telephone.
    """
    own, settings, customer = hall_now(hall).settings, SETTINGS.of(hall), by_customer(hall.actor)
    day = local_day(own, at)
    slot = next((one for one in offered(hall, service, day, but=but)[day] if one.at == at), None)
    place = None
    if slot is not None:
        place = free_place(slot, taken_between(hall, service, slot.at, slot.until, but=but))
    refusal: type[NotThen] | None = None
    if at <= hall.at:
        refusal = TimePassed
    elif customer and day > last_day(hall):
        refusal = TooFarAhead
    elif slot is None:
        refusal = NoSuchTime
    elif customer and at < hall.at + timedelta(minutes=settings.notice):
        refusal = TooSoon
    elif place is None:
        refusal = TimeTaken
    if refusal is not None or slot is None or place is None:
        times = [one.at for one in near(hall, service, at, but=but)]
        raise (refusal or NoSuchTime)(days=settings.ahead, nearest=times)
    return slot, place


def must_not_be_enough(hall: UnitOfWork, contact: str, slot: Slot, settings: AppointmentSettings) -> None:
    """Refuse a second appointment of one person at one time, and more than the hall wants them to have."""
    must_not_be_twice(hall, contact, slot)
    if by_customer(hall.actor) and len(ahead_of(hall, contact)) >= settings.most:
        raise EnoughBooked(most=settings.most)


def must_not_be_twice(hall: UnitOfWork, contact: str, slot: Slot, *, but: int | None = None) -> None:
    """Refuse a second appointment of one person at one time."""
    for one in ahead_of(hall, contact):
        if one.id != but and one.at < slot.until and one.until > slot.at:
            raise BookedTwice


def missed_at(settings: AppointmentSettings, at: datetime) -> datetime:
    """Return when an appointment counts as missed."""
    return at + timedelta(minutes=settings.missed_after)


def remind_at(hall: UnitOfWork, settings: AppointmentSettings, at: datetime) -> datetime | None:
    """Return when the customer is reminded; not at all where that moment is over."""
    moment = at - timedelta(hours=settings.remind)
    return moment if settings.remind and moment > hall.at else None
