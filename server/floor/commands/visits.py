"""Visits for several services: how one goes on when a service ends; planned otherwise; a wrong choice changed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from server.floor.calling import Waiting, counts_from, next_ticket, wanted
from server.floor.classes import credit_of
from server.floor.commands.counters import sitting
from server.floor.events.services import TicketFinished
from server.floor.events.visits import GoingOnUndone, ServiceChanged, VisitPlanned, VisitWentOn
from server.floor.opening import is_open, opens_at, time_said
from server.floor.reads.halls import CounterNow, all_counters, counter_of, hall_now, service_of, working
from server.floor.reads.tickets import Ticket, desk_of, line, ticket_of
from server.floor.reads.visits import LegDone, credit_now, legs_of
from server.floor.refusals import CannotPlan, CannotServe, NoTicketHere, ServiceClosed, TooManyServices
from server.floor.restraints import Restrains
from server.floor.states import Outcome, TicketState
from server.floor.visit import MOST, joined, moved, turned
from server.security.rights import May
from server.store.hall import HallSnapshot, UnitOfWork

PLANNED_IN: Final = (TicketState.WAITING, TicketState.CALLED, TicketState.SERVING, TicketState.HELD)
AT_COUNTER: Final = (TicketState.CALLED, TicketState.SERVING)


def lengths(ticket: Ticket, end: datetime, legs: Sequence[LegDone] = ()) -> tuple[int, int]:
    """Return service time and wait of a ticket's present leg, in seconds; `legs`: those of its visit before."""
    started = ticket.started_at or end
    called = ticket.called_at or started
    since = legs[-1].ended_at if legs else ticket.issued_at
    return round((end - started).total_seconds()), max(0, round((called - since).total_seconds()))


def end_service(
    hall: UnitOfWork, *, ticket: Ticket, counter: str, outcome: Outcome, goes_on: bool = True, may_stay: bool = True
) -> None:
    """End what a counter serves: the visit goes on to what is left of it, or is over with it.

    `may_stay`: where the rule has the same ticket next at this counter, it is served on there.
    """
    seconds, waited = lengths(ticket, hall.at, legs_of(hall, ticket))
    left = ticket.visit[1:] if goes_on else ()
    if not left:
        hall.record(
            TicketFinished(
                ticket=ticket.id,
                counter=counter,
                outcome=outcome,
                day=ticket.day,
                service=ticket.service,
                seconds=seconds,
                waited=waited,
            )
        )
        return
    then = afterwards(hall, ticket)
    stays = stays_at(hall, then, counter_of(hall, counter)) if may_stay else None
    hall.record(
        VisitWentOn(
            ticket=ticket.id,
            counter=counter,
            outcome=outcome,
            day=ticket.day,
            service=ticket.service,
            seconds=seconds,
            waited=waited,
            called_at=ticket.called_at,
            started_at=ticket.started_at or hall.at,
            visit=left if stays is None else turned(then.service, then.further, stays),
            counted_from=ticket.counts_from,
            counts_from=then.counts_from,
            leg=ticket.transfers + 1,
            stays=stays is not None,
        )
    )


def afterwards(hall: HallSnapshot, ticket: Ticket) -> Waiting:
    """Return a ticket as it will wait for what is left of its visit."""
    left = ticket.visit[1:]
    credit = credit_now(hall, left, in_order=ticket.in_order)
    if ticket.appointment is None:
        since = moved(ticket.counts_from, credit_now(hall, ticket.visit, in_order=ticket.in_order), credit)
    else:  # its place was for the service that was booked
        class_credit = credit_of(hall_now(hall).settings, ticket.priority_class)
        since = counts_from(ticket.issued_at, class_credit=class_credit, service_credit=credit)
    return Waiting(
        ticket.id,
        ticket.number or "",
        left[0],
        ticket.priority,
        ticket.issued_at,
        since,
        came_back=ticket.came_back,
        appointment=ticket.appointment,
        further=joined(left[1:]),
        in_order=ticket.in_order,
        priority_class=ticket.priority_class,
    )


def stays_at(hall: HallSnapshot, then: Waiting, counter: CounterNow) -> str | None:
    """Return the service that goes on at the same counter: the calling rule has that very ticket next there."""
    now = hall_now(hall)
    if now.holds(Restrains.HOLD) is not None:
        return None
    rule, there = desk_of(counter, now.settings), working(all_counters(hall))
    choice = next_ticket([*line(hall), then], rule, at=hall.at, working=there)
    return wanted(then, rule.services) if choice is not None and choice.ticket.id == then.id else None


def go_back(hall: UnitOfWork, *, ticket: Ticket, desk: CounterNow) -> bool:
    """Take back that a service ended and the visit went on; False where it is too late."""
    legs = legs_of(hall, ticket)
    stayed = ticket.state is TicketState.SERVING and desk.ticket == ticket.id
    if not legs or legs[-1].nth != ticket.transfers or not (stayed or ticket.state is TicketState.WAITING):
        return False
    leg = legs[-1]
    served = replace(ticket, called_at=leg.called_at, started_at=leg.started_at)
    seconds, waited = lengths(served, leg.ended_at, legs[:-1])
    visit = (leg.service, *ticket.visit)
    hall.record(
        GoingOnUndone(
            ticket=ticket.id,
            counter=desk.code,
            day=ticket.day,
            service=leg.service,
            seconds=seconds,
            waited=waited,
            called_at=leg.called_at,
            started_at=leg.started_at,
            visit=visit,
            counts_from=leg.counts_from,
            leg=leg.nth,
            stayed=stayed,
        )
    )
    return True


def plan_visit(hall: UnitOfWork, *, ticket: int, services: Sequence[str], in_order: bool) -> Ticket:
    """Have a visit be for these services, the first one first: more, fewer, or in another order."""
    found = ticket_of(hall, ticket)
    wanted_now = tuple(dict.fromkeys(services))
    must_be_planned(found, wanted_now)
    if len(wanted_now) + len(legs_of(hall, found)) > MOST:
        raise TooManyServices(most=MOST)
    for code in wanted_now:
        must_be_offered(hall, code, known=code in found.visit)
    kept_order = (in_order or found.appointment is not None) and len(wanted_now) > 1
    if (wanted_now, kept_order) != (found.visit, found.in_order):
        before = credit_now(hall, found.visit, in_order=found.in_order)
        now = credit_now(hall, wanted_now, in_order=kept_order)
        hall.record(
            VisitPlanned(
                ticket=ticket,
                state=found.state,
                before=found.visit,
                after=wanted_now,
                in_order=kept_order,
                counts_from=moved(found.counts_from, before, now),
            )
        )
    return ticket_of(hall, ticket)


def must_be_planned(ticket: Ticket, services: Sequence[str]) -> None:
    """Refuse a plan for who is gone; whom a counter has stays for what they are at."""
    here = ticket.state in AT_COUNTER
    if ticket.state not in PLANNED_IN or (here and services[0] != ticket.service):
        raise CannotPlan


def must_be_offered(hall: HallSnapshot, code: str, *, known: bool) -> None:
    """Refuse a service that the hall does not have, or does not offer now; what was chosen before may stay."""
    service, settings = service_of(hall, code), hall_now(hall).settings
    if not known and not is_open(settings, hall.at, service):
        opens = opens_at(settings, hall.at, service)
        raise ServiceClosed(opens_at=opens, time=time_said(settings, opens, hall.at))


def plan_own(hall: UnitOfWork, *, ticket: int, services: Sequence[str], in_order: bool) -> Ticket:
    """Plan one's own visit otherwise."""
    hall.actor.must(May.TRACK)
    return plan_visit(hall, ticket=ticket, services=services, in_order=in_order)


def change_own(hall: UnitOfWork, *, ticket: int, service: str) -> Ticket:
    """Say what one meant, after a wrong choice: the hour of arrival stays. Until one is called."""
    hall.actor.must(May.TRACK)
    return change_waiting(hall, ticket, service)


def change_at_reception(hall: UnitOfWork, *, ticket: int, service: str) -> Ticket:
    """Say what a customer meant, for them: they stand at reception. The hour of arrival stays."""
    hall.actor.must(May.SERVE)
    return change_waiting(hall, ticket, service)


def change_waiting(hall: UnitOfWork, ticket: int, service: str) -> Ticket:
    """Change the service of a ticket that waits for its first; whom a counter had is that counter's to send on."""
    found = ticket_of(hall, ticket)
    if not may_change(found):
        raise CannotPlan
    return changed(hall, found, service)


def may_change(ticket: Ticket) -> bool:
    """Return whether a wrong choice can still be changed outside of a counter."""
    return ticket.state is TicketState.WAITING and not ticket.transfers


def plan_here(hall: UnitOfWork, *, counter: str, services: Sequence[str], in_order: bool) -> Ticket:
    """Plan the visit of whom a counter has: what was meant instead, what else is to be done, what is not."""
    hall.actor.must(May.SERVE, at=counter)
    desk = sitting(hall, counter)
    if desk.ticket is None:
        raise NoTicketHere(now={"state": desk.state, "ticket": None})
    found = ticket_of(hall, desk.ticket)
    first = services[0]
    if first != found.service and first not in found.visit:
        if first not in desk.settings.services:
            raise CannotServe(counter=counter, service=first)
        found = changed(hall, found, first)
    return plan_visit(hall, ticket=found.id, services=services, in_order=in_order or found.in_order)


def changed(hall: UnitOfWork, found: Ticket, service: str) -> Ticket:
    """Record that a ticket is for another service; for the same one nothing changes."""
    if service == found.service:
        return found
    if service in found.visit:
        raise CannotPlan
    must_be_offered(hall, service, known=False)
    before = credit_now(hall, found.visit, in_order=found.in_order)
    now = credit_now(hall, (service, *found.visit[1:]), in_order=found.in_order)
    hall.record(
        ServiceChanged(
            ticket=found.id,
            state=found.state,
            before=found.service,
            service=service,
            counts_from=moved(found.counts_from, before, now),
        )
    )
    return ticket_of(hall, found.id)
