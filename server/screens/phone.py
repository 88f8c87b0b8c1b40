"""The phone page: one ticket's own state, and the line that all phones share."""

from datetime import datetime, timedelta
from typing import Literal

import qrcode
from pydantic import BaseModel, Field

from server.cases.reads import cases_of_ticket
from server.cases.taking_in import secret_of
from server.floor.calling import Waiting, is_later
from server.floor.classes import class_named
from server.floor.commands.issue import MOST_LATERS
from server.floor.commands.visits import PLANNED_IN
from server.floor.events.calls import NO_SHOW
from server.floor.hallfile import HallOnly
from server.floor.reads.halls import all_counters, counter_of, hall_now, service_of
from server.floor.reads.tickets import Ticket, due_of, in_state, line, promise_of, ticket_of
from server.floor.reads.turns import Turns, turns
from server.floor.states import TicketState
from server.floor.visit import callable_for
from server.joining.reads import joining_of, kept_until
from server.kernel.languages import N_, words
from server.screens.booked import Booked, booked_of
from server.screens.emergency import Announcement, Instruction, announcements, instruction, why_held
from server.screens.parts import HallSign, Part, WaitRange, Words, closed_for, hall_sign, target_shown, wait_range
from server.screens.rated import Feedback, feedback
from server.screens.visit_parts import Offered, VisitPart, offered, visit_parts
from server.security import reads as people
from server.security.actors import Actor
from server.security.authenticator import Authenticator
from server.security.web import Api
from server.store.hall import HallSnapshot

api = Api("Phones")


class InLine(Part):
    """A waiting ticket's place."""

    ahead: int = Field(description="people who are called before it, at the counters that could take it")
    wait: WaitRange | None = Field(description="none: nobody serves it, or calls are held")
    soon: bool = Field(description="its turn is near: come back to the hall, or stay")
    next: bool = Field(description="nobody is before it, and a counter that serves it is open: wait near it")
    kept: str | None = Field(description="the counter that it comes back to, where somebody works there")


class Served(Part):
    """Where a service is served now."""

    desks: list[str] = Field(description="open counters that serve it, where to wait")
    served_at: datetime | None = Field(description="none is open: when one will be, where that is known")


class LineView(Part):
    """What all phones of a hall share: by ticket id, who waits where and who is called."""

    waiting: dict[int, InLine]
    services: dict[str, Served]
    called: dict[int, str] = Field(description="ticket id → counter, while being called")
    serving: dict[int, str]
    held: Words | None = Field(description="why nobody is called just now")
    closed_for: Words | None = Field(description="the hall is closed: the holiday, where it is one")
    announcements: list[Announcement] = Field(description="newest first, until they are ended")
    emergency: Instruction | None = Field(description="what everyone is to do now")


class Away(Part):
    """A number that was taken from elsewhere, whose customer has not said yet that they are there."""

    code: str | None = Field(description="typed at the kiosk it says so; none: scan the code at the door")
    kept_until: datetime | None = Field(description="its turn has come: until when the place is kept")


class Track(Part):
    """What the holder of a slip may know of its ticket."""

    hall: HallSign
    ticket: int
    number: str
    service: str
    service_name: Words
    priority: Words | None = Field(description="what its priority class is called; none: it has none")
    bring: list[Words]
    fee: Words | None
    takes: Words | None
    case: str | None = Field(description="the page of its case, with all that is missing; none: no case is open for it")
    target: int | None = Field(description="minutes that one should wait at most; none: the hall does not show it")
    state: TicketState
    ahead: int | None = Field(description="waiting: people who are called before it")
    wait: WaitRange | None
    soon: bool = Field(description="waiting: its turn is near, come back to the hall or stay")
    next: bool = Field(description="waiting: nobody is before it, and a counter that serves it is open")
    served_at: datetime | None = Field(description="no open counter serves it: when one will, where that is known")
    closed_for: Words | None = Field(description="the hall is closed: the holiday, where it is one")
    said: WaitRange | None = Field(description="what was announced when the number was taken")
    issued_at: datetime
    counter: str | None
    side: Literal["left", "right", "ahead"] | None = Field(description="called: where to, as the hall display points")
    clerk: str | None
    called_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    call_until: datetime | None = Field(description="called: when it counts as missed")
    back_until: datetime | None = Field(description="no_show: until when `back` puts it into the line again")
    not_before: datetime | None = Field(description="asked to be called later")
    booked: Booked | None = Field(description="the appointment that it keeps; none: it keeps none")
    away: Away | None = Field(description="taken from elsewhere: it is not called before its customer is there")
    may_later: bool
    may_cancel: bool
    may_back: bool
    desks: list[str] = Field(description="counters that serve it, where to wait")
    visit: list[VisitPart] = Field(description="all services of the visit, in order; of a plain ticket one")
    in_order: bool = Field(description="the holder wants them in this order; else whoever is free first calls")
    may_plan: bool = Field(description="`visit` can change what is still to come")
    may_change: bool = Field(description="`change` can take another service instead: nobody has called yet")
    offered: list[Offered] = Field(description="what else can be had now, where something can be changed")
    feedback: Feedback


def line_view(hall: HallSnapshot) -> LineView:
    """Return what all phones share."""
    found = turns(hall)
    return LineView(
        waiting={one.id: in_line(hall, found, one) for one in line(hall)},
        services={code: Served(desks=list(desks), served_at=found.back[code]) for code, desks in found.desks.items()},
        called={one.id: one.counter or "" for one in in_state(hall, TicketState.CALLED)},
        serving={one.id: one.counter or "" for one in in_state(hall, TicketState.SERVING)},
        held=why_held(hall_now(hall)),
        closed_for=closed_for(hall_now(hall).settings, hall.at),
        announcements=announcements(hall),
        emergency=instruction(hall),
    )


def in_line(hall: HallSnapshot, found: Turns, one: Waiting) -> InLine:
    """Return a waiting ticket's place."""
    place, desks = found.line[one.id], found.desks_of(one)
    later = is_later(one, hall.at)
    return InLine(
        ahead=place.ahead,
        wait=wait_range(place.wait),
        soon=place.soon and not later,
        next=place.ahead == 0 and bool(desks) and not later,
        kept=one.keeps if desks == (one.keeps,) else None,
    )


class QrCode(BaseModel):
    """A QR code to draw: an SVG path over `size` × `size` modules."""

    size: int
    path: str


@api.holder("GET", "/track/<secret>/qr")
def second_phone(hall: HallSnapshot, ticket: int, actor: Actor, authenticator: Authenticator) -> QrCode:  # noqa: ARG001 - what every holder route is given
    """Return the QR code of the holder's own page, for a second phone."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=0)
    code.add_data(f"{authenticator.public_url}/t/{actor.proof}")
    rows = code.get_matrix()
    dark = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, module in enumerate(row) if module)
    return QrCode(size=len(rows), path="".join(dark))


def case_page(hall: HallSnapshot, ticket: int) -> str | None:
    """Return the address of the page of a ticket's case: of the one opened last."""
    found = cases_of_ticket(hall, ticket)
    return f"/c/{secret_of(hall, found[-1].id)}" if found else None


@api.holder("GET", "/track/<secret>")
def track(hall: HallSnapshot, ticket: int) -> Track:
    """Follow one's own ticket."""
    found = ticket_of(hall, ticket)
    settings = hall_now(hall).settings
    service = service_of(hall, found.service)
    shared = line_view(hall)
    place = shared.waiting.get(ticket)
    where = callable_for(found.service, found.further, in_order=found.in_order)
    able = [shared.services[code] for code in where if shared.services[code].desks]
    served = able[0] if able else shared.services[found.service]
    promise = promise_of(hall, ticket)
    said = None
    if promise and promise.low is not None and promise.likely is not None and promise.high is not None:
        said = WaitRange(low=promise.low, likely=promise.likely, high=promise.high)
    back_until = (
        found.ended_at + timedelta(minutes=settings.back_within)
        if found.state is TicketState.NO_SHOW and found.ended_at
        else None
    )
    return Track(
        hall=hall_sign(settings, at=hall.at),
        ticket=ticket,
        number=found.number or "",
        service=found.service,
        service_name=service.name,
        priority=class_words(settings, found),
        bring=service.bring,
        fee=service.fee,
        case=case_page(hall, ticket),
        takes=service.takes,
        target=target_shown(settings, service),
        state=found.state,
        ahead=place.ahead if place else None,
        wait=place.wait if place else None,
        soon=place.soon if place else False,
        next=place.next if place else False,
        served_at=served.served_at,
        closed_for=closed_for(settings, hall.at),
        said=said,
        issued_at=found.issued_at,
        counter=found.counter,
        side=counter_of(hall, found.counter).settings.side
        if found.state is TicketState.CALLED and found.counter
        else None,
        clerk=clerk_name(hall, found),
        called_at=found.called_at,
        started_at=found.started_at,
        ended_at=found.ended_at,
        call_until=due_of(hall, ticket).get(NO_SHOW) if found.state is TicketState.CALLED else None,
        back_until=back_until,
        not_before=found.not_before if found.not_before and found.not_before > hall.at else None,
        booked=booked_of(hall, [found]).get(ticket),
        away=away_of(hall, found),
        may_later=found.state in {TicketState.WAITING, TicketState.CALLED} and found.laters < MOST_LATERS,
        may_cancel=found.state in {TicketState.WAITING, TicketState.HELD, TicketState.NO_SHOW},
        may_back=back_until is not None and back_until >= hall.at and not found.came_back,
        desks=[place.kept] if place and place.kept else list(dict.fromkeys(code for one in able for code in one.desks)),
        visit=visit_parts(hall, found),
        in_order=found.in_order,
        may_plan=(may_plan := found.state in PLANNED_IN),
        may_change=found.state is TicketState.WAITING and not found.transfers,
        offered=offered(hall, found) if may_plan else [],
        feedback=feedback(hall, found),
    )


def class_words(settings: HallOnly, ticket: Ticket) -> Words | None:
    """Return what the class of a ticket is called; of one that is no more just that it has priority."""
    named = class_named(settings, ticket.priority_class)
    return named.name if named else words(N_("With priority")) if ticket.priority else None


def away_of(hall: HallSnapshot, ticket: Ticket) -> Away | None:
    """Return how the customer of a ticket says that they are there, where they have yet to."""
    if not ticket.away or ticket.state is not TicketState.WAITING:
        return None
    joined = joining_of(hall, ticket.id)
    return Away(code=joined.code if joined else None, kept_until=kept_until(hall, ticket.id))


def clerk_name(hall: HallSnapshot, ticket: Ticket) -> str | None:
    """Return who serves a ticket; only while it is served."""
    if ticket.state is not TicketState.SERVING:
        return None
    counter = next((one for one in all_counters(hall).values() if one.ticket == ticket.id), None)
    member = people.member(hall, counter.clerk) if counter is not None and counter.clerk is not None else None
    return member.name if member else None
