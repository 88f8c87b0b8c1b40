"""Giving out numbers, and what their holders may do with them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, insert, select

from server.feature.arrivals import Arrival
from server.floor.classes import in_class
from server.floor.commands.days import begin_day
from server.floor.commands.names import keep_name
from server.floor.commands.restrain import must_not_be_slowed
from server.floor.events.calls import CallDeferred
from server.floor.events.settings import IssueResumed, IssueStopped
from server.floor.events.tickets import (
    SlipPrinted,
    TicketCameBack,
    TicketCancelled,
    TicketDelayed,
    TicketIssued,
)
from server.floor.hallfile import Service
from server.floor.intake import Intake
from server.floor.numbering import label, next_number
from server.floor.opening import is_open, opens_at, time_said
from server.floor.reads.asked import asked, bearing
from server.floor.reads.halls import HallNow, hall_now, service_of
from server.floor.reads.newcomer import given_out
from server.floor.reads.tickets import Ticket, secret_hash, ticket_of
from server.floor.reads.turns import learned_last, played, turns
from server.floor.reads.visits import credit_now
from server.floor.refusals import (
    CannotCancel,
    CannotComeBack,
    CannotWait,
    FromRoll,
    HallClosed,
    ServiceClosed,
    TooManyServices,
)
from server.floor.refusals import (
    IssueStopped as IsStopped,
)
from server.floor.restraints import Restrains
from server.floor.states import PrintState, TicketState
from server.floor.tables import slips, tickets
from server.floor.telling import Place, behind
from server.floor.visit import MOST, moved, soonest
from server.security.actors import Actor, ActorKind
from server.security.rights import May
from server.store.hall import HallSnapshot, UnitOfWork
from server.store.prepared import Prepared

MOST_LATERS: Final = 3
BACK_COUNTS_FROM: Final = timedelta(minutes=1)  # before coming back, at the earliest
BEARER = select(tickets.c.id).where(
    tickets.c.hall_id == bindparam("hall"), tickets.c.number == bindparam("number"), tickets.c.ended_at.is_(None)
)
NOTHING_SAID: Final = Intake()
KEEP_SLIP = Prepared(insert(slips))


@dataclass(frozen=True, slots=True)
class Issued:
    """What a customer gets: the ticket, what was promised, and the secret that opens it."""

    ticket: Ticket
    place: Place
    desks: tuple[str, ...]  # counters that serve it now
    back: datetime | None  # nobody serves it now: when somebody will, where that is known
    secret: str


def issue(
    hall: UnitOfWork,
    *,
    service: str,
    secret: Callable[[int], str],
    intake: Intake = NOTHING_SAID,
    arrival: Arrival | None = None,
    further: Sequence[str] = (),
    in_order: bool = False,
    away: bool = False,
    name: str = "",
) -> Issued:
    """Give out the next number of a service; `arrival`: for an appointment, which says what it counts from.

    `further`: other services of the same visit; unless `in_order`, it is taken for the one whose turn comes first.
    `away`: to somebody who is not in the hall yet, and is not called before they are.

    `secret` makes the slip's secret from the hall's number; it is kept as a hash only.
    """
    hall.actor.must(May.ISSUE)
    since = None if arrival is None else arrival.counts_from
    alone = chooses_alone(hall)
    if arrival is not None and arrival.priority_class is not None and not (intake.priority or intake.priority_class):
        intake, alone = replace(intake, priority_class=arrival.priority_class), False  # it was chosen as it was booked
    visit = (service, *further)
    if further:
        in_order = in_order or arrival is not None  # an appointment's place is for its service alone
        intake = in_class(hall_now(hall).settings, intake, alone=alone)
        visit = visit_of(hall, visit, intake.priority_class, in_order=in_order)
        service = visit[0]
    now = asked(hall, service, intake=intake, alone=alone, since=since)
    intake = now.intake
    if now.service.roll:
        raise FromRoll
    must_be_open(now.hall, now.service, hall.at)
    follow, desks = now.follow, now.play.turns.desks[service]
    must_not_be_slowed(hall, now.hall, service=service, day=follow.day)
    if now.last is None:
        begin_day(hall, now.hall.settings, follow.day)
    nth = next_number(
        service, now.last or 0, borne=now.borne, bearing=lambda labels: bearing(hall, labels, follow.rests_since)
    )
    place = behind(now.play.turns.new[service, intake.priority_class], now.since, now.naive or 0, served=bool(desks))
    counted = follow.counts_from
    if further:  # it stands in several lines, and passes nobody in any
        counted = moved(counted, credit_now(hall, visit[:1], in_order=True), credit_now(hall, visit, in_order=in_order))
    number, event = hall.record(
        TicketIssued(
            day=follow.day,
            letter=service,
            nth=nth,
            follows=now.last or 0,
            number=label(service, nth),
            counts_from=counted,
            further=visit[1:],
            in_order=in_order and len(visit) > 1,
            appointment=None if arrival is None else arrival.appointment,
            away=away,
            **intake.speaking(now.hall.settings.languages[0]).taken_down(),
        )
    )
    given_out(hall, now.play, now.came, service, counted)
    if arrival is not None or counted != follow.counts_from:  # at a place of its own, which no newcomer's turn tells
        place = played(hall, learned_last(hall)).line[number]
    key = secret(hall.id)
    keep_slip(hall, number, key, place, now.naive)
    keep_name(hall, ticket=number, name=arrival.name if arrival is not None else name)
    return Issued(Ticket(**event.ticket(number, hall.at)), place, desks, now.play.turns.back[service], key)


def visit_of(
    hall: UnitOfWork, services: Sequence[str], priority_class: str | None, *, in_order: bool
) -> tuple[str, ...]:
    """Return a visit's services, each once, in the order in which it is over soonest, or as they were chosen."""
    each = tuple(dict.fromkeys(services))
    if len(each) > MOST:
        raise TooManyServices(most=MOST)
    now = hall_now(hall)
    for code in each:
        must_be_open(now, service_of(hall, code), hall.at)
    new = turns(hall).new
    waits = {code: place.wait.likely if (place := new[code, priority_class]).wait else None for code in each}
    return each if in_order else tuple(soonest(each, waits))


def chooses_alone(hall: UnitOfWork) -> bool:
    """Return whether a customer takes the number alone, at a machine or by phone."""
    actor = hall.actor
    return isinstance(actor, Actor) and actor.kind in {ActorKind.DEVICE, ActorKind.TICKET}


def in_line(hall: UnitOfWork, *, ticket: int, secret: str) -> Issued:
    """Return a number that somebody has already as if it had been given out now: what may be told of its turn."""
    hall.actor.must(May.ISSUE)
    found = ticket_of(hall, ticket)
    now = played(hall, learned_last(hall))
    place = now.line.get(ticket) or Place(0, None, soon=True)
    return Issued(found, place, now.desks.get(found.service, ()), now.back.get(found.service), secret)


def keep_slip(hall: UnitOfWork, ticket: int, secret: str, place: Place, naive: int | None) -> None:
    """Keep the slip's secret as a hash, and what was promised."""
    wait = place.wait
    hall.write_unlogged(
        KEEP_SLIP,
        {
            "hall_id": hall.id,
            "ticket": ticket,
            "secret_hash": secret_hash(secret),
            "ahead": place.ahead,
            "low": wait.low if wait else None,
            "likely": wait.likely if wait else None,
            "high": wait.high if wait else None,
            "naive": None if naive is None else naive * place.ahead,
            "played": None if place.played is None else round(place.played),
        },
    )


def must_be_open(now: HallNow, service: Service, at: datetime) -> None:
    """Refuse while numbers are not given out."""
    stop = now.holds(Restrains.STOP)
    if stop is not None:
        raise IsStopped(until=None, why=stop.why)
    if now.stopped(at):
        raise IsStopped(until=now.stopped_until, time=time_said(now.settings, now.stopped_until, at))
    if not is_open(now.settings, at):
        opens = opens_at(now.settings, at)
        raise HallClosed(opens_at=opens, time=time_said(now.settings, opens, at))
    if service.hours is not None and not is_open(now.settings, at, service):
        opens = opens_at(now.settings, at, service)
        raise ServiceClosed(opens_at=opens, time=time_said(now.settings, opens, at))


def report_print(hall: UnitOfWork, *, ticket: int, state: PrintState) -> None:
    """Keep what the kiosk says became of a slip; the same said again changes nothing."""
    hall.actor.must(May.REPORT_PRINT)
    before = ticket_of(hall, ticket).print
    if before != state:
        hall.record(SlipPrinted(ticket=ticket, state=state, before=PrintState(before) if before else None))


def cancel(hall: UnitOfWork, *, ticket: int) -> None:
    """Give a number back; one that was given back stays so."""
    hall.actor.must(May.TRACK)
    state = ticket_of(hall, ticket).state
    if state is TicketState.CANCELLED:
        return
    if state not in {TicketState.WAITING, TicketState.HELD, TicketState.NO_SHOW}:
        raise CannotCancel
    hall.record(TicketCancelled(ticket=ticket, before=state))


def come_later(hall: UnitOfWork, *, ticket: int, minutes: int) -> None:
    """Ask to be called no earlier than in some minutes (0: take that back), also when called; the place is kept."""
    hall.actor.must(May.TRACK)
    found = ticket_of(hall, ticket)
    called = found.state is TicketState.CALLED and minutes > 0
    if (found.state is not TicketState.WAITING and not called) or (minutes and found.laters >= MOST_LATERS):
        raise CannotWait
    until = hall.at + timedelta(minutes=minutes) if minutes else None
    if called and until is not None and found.counter is not None:
        hall.record(CallDeferred(ticket=ticket, counter=found.counter, not_before=until, laters=found.laters + 1))
        return
    if until is None and found.not_before is None:
        return
    hall.record(
        TicketDelayed(
            ticket=ticket, before=found.not_before, not_before=until, laters=found.laters + (1 if minutes else 0)
        )
    )


def come_back(hall: UnitOfWork, *, ticket: int) -> None:
    """Put a ticket that missed its call into the line again, once, within the hall's time."""
    if not hall.actor.may(May.SERVE):
        hall.actor.must(May.TRACK)
    found = ticket_of(hall, ticket)
    if not may_come_back(hall, found):
        raise CannotComeBack
    hall.record(TicketCameBack(ticket=ticket, counts_from=max(found.counts_from, hall.at - BACK_COUNTS_FROM)))


def may_come_back(hall: HallSnapshot, ticket: Ticket) -> bool:
    """Return whether a ticket that missed its call can stand in the line again."""
    if ticket.state is not TicketState.NO_SHOW or ticket.came_back or ticket.ended_at is None:
        return False
    late = hall.at > ticket.ended_at + timedelta(minutes=hall_now(hall).settings.back_within)
    return not late and not borne_by_another(hall, ticket)


def borne_by_another(hall: HallSnapshot, ticket: Ticket) -> bool:
    """Return whether somebody got the number since: the hall's time to come back was shorter then."""
    return hall.connection.execute(BEARER, {"hall": hall.id, "number": ticket.number}).first() is not None


def stop_issue(hall: UnitOfWork, *, until: datetime | None) -> None:
    """Stop giving out numbers, until a moment where that is known; said again, nothing changes."""
    hall.actor.must(May.STOP_ISSUE)
    now = hall_now(hall)
    if not now.issue_stopped or now.stopped_until != until:
        hall.record(IssueStopped(until=until, before=now.issue_stopped))


def resume_issue(hall: UnitOfWork) -> None:
    """Give out numbers again."""
    hall.actor.must(May.STOP_ISSUE)
    if hall_now(hall).issue_stopped:
        hall.record(IssueResumed())
