"""One appointment in the office: booked by telephone, checked in at reception, moved, cancelled."""

import re
from datetime import date, datetime
from typing import Final

from flask import current_app

from server.appointments import moments
from server.appointments.arriving import check_in
from server.appointments.booking import Booker, book, cancel, move, timely_for
from server.appointments.drawing import SENDS_EMAIL
from server.appointments.events import AppointmentBooked
from server.appointments.offers import A_DAY, bookable, local_day, offered
from server.appointments.office import NOTE, STATES, pages
from server.appointments.phones import phone_of
from server.appointments.reads import appointment_of, holders_of
from server.appointments.refusals import NoSuchTime
from server.appointments.slots import Slot
from server.appointments.states import APPOINTMENT
from server.appointments.terms import BookedBy
from server.floor.hallfile import PriorityClass
from server.floor.reads.halls import all_services, hall_now
from server.floor.reads.tickets import tickets_of
from server.kernel import patterns
from server.kernel.languages import LANGUAGES, N_
from server.kernel.refusals import Invalid, Refusal
from server.messages.gateways.reads import open_gateways
from server.office.context import Go, PageContext
from server.office.labels import OWN_NAMES
from server.security.actors import staff_number
from server.security.rights import May
from server.store.hall import HallSnapshot

LONGEST: Final = 120  # signs of an address, and of a name
calendar: Final = pages  # all of them
BY: Final = {BookedBy.CUSTOMER: N_("booked by the customer"), BookedBy.STAFF: N_("booked by staff")}


def wanted_day(context: PageContext, today: date, otherwise: date | None = None) -> date:
    """Return the day whose times are shown."""
    return moments.read_day(context.asked.get("day") or context.given.get("day")) or otherwise or today


def free_on(hall: HallSnapshot, service: str, day: date, *, but: int | None = None) -> list[Slot]:
    """Return the free times of a day that are not over: staff book also what begins soon."""
    return [slot for slot in offered(hall, service, day, but=but)[day] if slot.left and slot.at > hall.at]


def nearest_of(refusal: Refusal | None) -> list[datetime]:
    """Return the free times that a refusal named."""
    return list(getattr(refusal, "values", {}).get("nearest", ()))


def class_choice(context: PageContext) -> list[PriorityClass]:
    """Return the priority classes that staff may give."""
    return context.settings.classes if context.settings else []


@pages.page("/<hall>/appointments/new", may=May.BOOK)
def new_page(context: PageContext) -> str:
    """Book for somebody who calls, or stands here: a service, a day, a time, who it is."""
    with context.look() as hall:
        today, services = local_day(hall_now(hall).settings, hall.at), bookable(hall)
        service = services.get(context.asked.get("service") or context.given.get("service", ""))
        service = service or next(iter(services.values()), None)
        day = wanted_day(context, today)
        free = free_on(hall, service.code, day) if service else []
        ways = open_gateways(hall)
    return context.render(
        "appointments/new.html", services=services, service=service, day=day, today=today, free=free,
        written=moments.written, nearest=nearest_of(context.refusal), before=day - A_DAY, after=day + A_DAY,
        sends_email=current_app.config[SENDS_EMAIL], ways=ways, spoken=[(code, OWN_NAMES[code]) for code in LANGUAGES],
        classes=class_choice(context),
    )  # fmt: skip


@pages.form("/<hall>/appointments/new", may=May.BOOK, again=new_page)
def new(context: PageContext) -> Go:
    """Book it; the code stands on its page, and in the e-mail where there is an address."""
    given = context.given
    contact, name, language = (given.get(field, "").strip() for field in ("email", "name", "language"))
    contact = contact if current_app.config[SENDS_EMAIL] else ""  # nobody could be told
    if contact and (len(contact) > LONGEST or not re.fullmatch(patterns.EMAIL, contact)):
        raise Invalid(("email", patterns.SAID[patterns.EMAIL], {}))
    phone = phone_of(context.authenticator.store, context.hall, given.get("phone", ""))
    at = moments.read(given.get("at"))
    if at is None:
        raise Invalid(("at", N_("Please choose a service and a time."), {}))
    booker = Booker(
        language if language in LANGUAGES else context.language,
        contact or phone or "",
        name[:LONGEST],
        given.get("priority_class") or None,
    )
    base = context.authenticator.public_url or ""
    with context.work() as hall:
        made = book(
            hall, service=given.get("service", ""), at=at, booker=booker, link=lambda secret: f"{base}/a/{secret}"
        )
    return context.go(f"appointments/{made.appointment.id}", said="saved")


@pages.page("/<hall>/appointments/<int:which>", may=May.SEE_APPOINTMENTS)
def one_page(context: PageContext, which: int, contact: str | None = None) -> str:
    """Show one, with what can be done with it."""
    with context.look() as hall:
        one = appointment_of(hall, which)
        holder = holders_of(hall, [which]).get(which) if context.may(May.SEE_BOOKED) else None
        service = all_services(hall).get(one.service)
        ticket = next(iter(tickets_of(hall, [one.ticket] if one.ticket else [])), None)
        timely = timely_for(hall, context.actor, one)
        moves = {found.name for found in APPOINTMENT.open_to(context.actor, one.state, timely)}
        today = local_day(hall_now(hall).settings, hall.at)
        day = wanted_day(context, today, local_day(hall_now(hall).settings, one.at))
        free = free_on(hall, one.service, day, but=which) if "move" in moves and one.service in bookable(hall) else []
    return context.render(
        "appointments/one.html", one=one, holder=holder, service=service, ticket=ticket, moves=moves, state=STATES,
        classes=class_choice(context), booked_by=BY, contact=contact,
        free=[slot for slot in free if slot.at != one.at], day=day,
        written=moments.written, before=day - A_DAY, after=day + A_DAY, today=today, note=NOTE,
        nearest=nearest_of(context.refusal), erased=holder is None and context.may(May.SEE_BOOKED),
    )  # fmt: skip


@pages.form("/<hall>/appointments/<int:which>", may=May.BOOK, again=one_page)
def act(context: PageContext, which: int) -> Go | str:
    """Check in, give another time, cancel, or look up where the customer is reached."""
    what, at = context.given.get("move", ""), moments.read(context.given.get("at"))
    with context.work() as hall:
        one = appointment_of(hall, which)
        if what == "look_up":
            APPOINTMENT.take(hall, of=which, state=one.state, name=what, by=staff_number(hall))
            holder = holders_of(hall, [which]).get(which)
        elif what == "check_in":
            check_in(hall, appointment=which, priority_class=context.given.get("priority_class") or None)
        elif what == "cancel":
            cancel(hall, appointment=which, by_hall=True, note=context.given.get("note", "")[:NOTE])
        elif at is None:
            raise NoSuchTime(nearest=[])
        else:
            move(hall, appointment=which, at=at)
    if what == "look_up":
        return one_page(context, which, contact=(holder and holder.contact) or "—")
    return context.go(f"appointments/{which}", said="saved")


@pages.names(AppointmentBooked)
def booking_said(context: PageContext, _hall: HallSnapshot, fact: AppointmentBooked) -> dict[str, object]:
    """Say who booked."""
    return {"booked_by": context.t(N_("the customer") if fact.booked_by is BookedBy.CUSTOMER else N_("staff"))}
