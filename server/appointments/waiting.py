"""The waiting list: who wants a place where all are taken is told when one is free, and it is held for them a while."""

from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, delete, insert, select

from server.appointments import letters
from server.appointments.booking import Booker, keep_holder, missed_at, remind_at
from server.appointments.codes import contact_hash
from server.appointments.events import (
    AppointmentCancelled,
    AppointmentLapsed,
    AppointmentMoved,
    AppointmentOffered,
    WishEnded,
    WishMade,
)
from server.appointments.offers import (
    A_DAY,
    begins,
    bookable,
    bookable_service,
    first_time,
    last_day,
    local_day,
    offered,
)
from server.appointments.reads import Appointment, appointment_of, taken_between
from server.appointments.refusals import NobodyWaits, WaitsAlready
from server.appointments.settings import SETTINGS
from server.appointments.slots import Slot, free_place
from server.appointments.states import OFFER, offer_state
from server.appointments.tables import wish_holders, wishes
from server.appointments.terms import AppointmentState
from server.appointments.wording import clock_said
from server.floor.reads.halls import hall_now
from server.kernel.languages import say
from server.security.rights import May
from server.store.hall import HallSnapshot, UnitOfWork
from server.store.prepared import Prepared

KEEP: Final = Prepared(insert(wish_holders))
FORGET: Final = delete(wish_holders).where(
    wish_holders.c.hall_id == bindparam("hall"), wish_holders.c.wish == bindparam("which")
)
_WISH: Final = (
    select(wishes.c.id, wishes.c.language, wish_holders.c.contact, wish_holders.c.base)
    .join(wish_holders, (wish_holders.c.hall_id == wishes.c.hall_id) & (wish_holders.c.wish == wishes.c.id))
    .where(wishes.c.hall_id == bindparam("hall"), wishes.c.service == bindparam("service"))
)
NEXT: Final = (
    _WISH.where(
        wishes.c.since <= bindparam("at", type_=wishes.c.since.type),
        wishes.c.until > bindparam("at", type_=wishes.c.until.type),
    )
    .order_by(wishes.c.id)
    .limit(1)
)
THEIRS: Final = _WISH.where(wish_holders.c.contact_hash == bindparam("contact"))


def can_wait(hall: HallSnapshot) -> bool:
    """Return whether the hall has a waiting list."""
    return SETTINGS.of(hall).hold > 0


def wish(
    hall: UnitOfWork, *, service: str, first: date, last: date, contact: str, language: str, base: str
) -> tuple[date, date]:
    """Put somebody on the list for some days; return those that the hall plans. `base`: before /a/SECRET."""
    hall.actor.must(May.BOOK)
    if not can_wait(hall):
        raise NobodyWaits
    bookable_service(hall, service)
    settings, hashed = hall_now(hall).settings, contact_hash(contact)
    if hall.connection.execute(THEIRS, {"hall": hall.id, "service": service, "contact": hashed}).first() is not None:
        raise WaitsAlready
    first = min(max(first, local_day(settings, hall.at)), last_day(hall))
    last = min(max(last, first), last_day(hall))
    since, until = begins(settings, first), begins(settings, last + A_DAY)
    number = hall.record(WishMade(service=service, since=since, until=until, language=language)).number
    row = {"hall_id": hall.id, "wish": number, "contact": contact.strip(), "contact_hash": hashed, "base": base}
    hall.write_unlogged(KEEP, row | {"at": until})
    return first, last


def offer_next(hall: UnitOfWork, service: str, at: datetime) -> None:
    """Hold a place that became free for the first who waits for it, and tell them; none where nobody does."""
    settings = hall_now(hall).settings
    if not can_wait(hall) or service not in bookable(hall) or at < first_time(hall):
        return
    day = local_day(settings, at)
    slot = next((one for one in offered(hall, service, day)[day] if one.at == at), None)
    place = free_place(slot, taken_between(hall, service, slot.at, slot.until)) if slot else None
    found = hall.connection.execute(NEXT, {"hall": hall.id, "service": service, "at": at}).first()
    if slot is not None and place is not None and found is not None:
        hold(hall, service, slot, place, found)


def hold(hall: UnitOfWork, service: str, slot: Slot, place: int, found: tuple[int, str, str, str]) -> None:
    """Hold a place for somebody who waits."""
    number, language, contact, base = found
    lapses_at = min(hall.at + timedelta(minutes=SETTINGS.of(hall).hold), slot.at)
    offer = hall.record(
        AppointmentOffered(
            wish=number, service=service, at=slot.at, until=slot.until, place=place, language=language,
            lapses_at=lapses_at,
        )
    ).number  # fmt: skip
    hall.write_unlogged(FORGET, {"hall": hall.id, "which": number})
    keep_holder(
        hall, appointment=offer, at=slot.at, booker=Booker(language, contact), link=lambda secret: f"{base}/a/{secret}"
    )
    until = say(letters.HELD_UNTIL, language, time=clock_said(hall_now(hall).settings, lapses_at))
    letters.tell(hall, appointment_of(hall, offer), letters.OFFERED, note=until)


def take(hall: UnitOfWork, *, appointment: int) -> Appointment:
    """Take the place that is held for one."""
    one, settings = appointment_of(hall, appointment), SETTINGS.of(hall)
    OFFER.take(
        hall, of=one.id, state=offer_state(one.state), name="take", missed_at=missed_at(settings, one.at),
        remind_at=remind_at(hall, settings, one.at),
    )  # fmt: skip
    taken = appointment_of(hall, appointment)
    letters.tell(hall, taken, letters.BOOKED)
    return taken


def leave(hall: UnitOfWork, *, appointment: int) -> None:
    """Leave the place that is held for one to somebody else."""
    one = appointment_of(hall, appointment)
    OFFER.take(hall, of=one.id, state=offer_state(one.state), name="leave")


def lapse(hall: UnitOfWork, appointment: int) -> None:
    """Take back a place that was held long enough."""
    if appointment_of(hall, appointment).state is AppointmentState.HELD:
        leave(hall, appointment=appointment)


def end_wish(hall: UnitOfWork, number: int) -> None:
    """End a wait whose last day is over."""
    hall.record(WishEnded(wish=number))


def freed(hall: UnitOfWork, event: AppointmentCancelled | AppointmentLapsed) -> None:
    """Offer the place of an appointment that was given up; what the hall itself cancelled it does not offer."""
    if isinstance(event, AppointmentCancelled) and event.by_hall:
        return
    one = appointment_of(hall, event.offer if isinstance(event, AppointmentLapsed) else event.appointment)
    offer_next(hall, one.service, one.at)


def freed_by_moving(hall: UnitOfWork, event: AppointmentMoved) -> None:
    """Offer the place that an appointment had before it was moved."""
    offer_next(hall, appointment_of(hall, event.appointment).service, event.was)
