"""Serving: start, hold, return, transfer, finish, and who comes without a ticket."""

from datetime import datetime

from server.floor.calling import counts_from
from server.floor.classes import credit_of, in_class
from server.floor.commands.call import must_be_free, with_ticket
from server.floor.commands.counters import sitting
from server.floor.commands.days import begin_day
from server.floor.commands.issue import come_back
from server.floor.commands.visits import end_service
from server.floor.desk_acts import DeskAct
from server.floor.events.calls import TicketStarted
from server.floor.events.services import TicketReturned, TicketTransferred, WalkInServed
from server.floor.intake import Intake
from server.floor.opening import day_of
from server.floor.reads.halls import all_counters, counter_of, hall_now, service_of
from server.floor.reads.tickets import Ticket, ticket_of
from server.floor.reads.visits import credit_now
from server.floor.refusals import CannotServe, NotWaiting, WhereTo
from server.floor.states import CounterState, Outcome, TicketState
from server.floor.visit import moved
from server.security.rights import May
from server.store.hall import UnitOfWork


def start(hall: UnitOfWork, *, counter: str) -> Ticket:
    """Begin to serve whom the counter called; begun already, nothing changes."""
    hall.actor.must(May.SERVE, at=counter)
    desk = sitting(hall, counter)
    if desk.state is CounterState.SERVING and desk.ticket is not None:
        return ticket_of(hall, desk.ticket)
    ticket = with_ticket(desk, DeskAct.START)
    hall.record(TicketStarted(ticket=ticket, counter=counter))
    return ticket_of(hall, ticket)


def serve_at_once(hall: UnitOfWork, *, counter: str, service: str, intake: Intake) -> Ticket:
    """Serve somebody who has no ticket."""
    hall.actor.must(May.SERVE, at=counter)
    desk = sitting(hall, counter)
    must_be_free(desk)
    service_of(hall, service)
    if service not in desk.settings.services:
        raise CannotServe(counter=counter, service=service)
    settings = hall_now(hall).settings
    intake = in_class(settings, intake, alone=False)
    day = day_of(settings, hall.at)
    begin_day(hall, settings, day)
    served = hall.record(
        WalkInServed(
            counter=counter,
            day=day,
            service=service,
            **intake.speaking(settings.languages[0]).taken_down(),
        )
    )
    return ticket_of(hall, served.number)


def finish(hall: UnitOfWork, *, counter: str, outcome: Outcome, goes_on: bool = True) -> Ticket:
    """End a service; a visit goes on to what is left of it, unless the customer wants no more."""
    hall.actor.must(May.SERVE, at=counter)
    ticket = ticket_of(hall, with_ticket(sitting(hall, counter), DeskAct.FINISH))
    end_service(hall, ticket=ticket, counter=counter, outcome=outcome, goes_on=goes_on)
    return ticket_of(hall, ticket.id)


def bring_back(hall: UnitOfWork, *, counter: str, ticket: int) -> Ticket:
    """Put a held ticket, or one that missed its call, back into the line; waiting already, nothing changes."""
    hall.actor.must(May.SERVE, at=counter)
    desk = sitting(hall, counter)
    found = ticket_of(hall, ticket)
    if found.state is TicketState.NO_SHOW:
        come_back(hall, ticket=ticket)
    elif found.state is TicketState.HELD:
        mine = found.held_for is not None and found.held_for == desk.clerk
        hall.record(
            TicketReturned(ticket=ticket, counter=counter, held_at=found.counter, keeps=counter if mine else None)
        )
    elif found.state is not TicketState.WAITING:
        raise NotWaiting(number=found.number or "", now={"state": found.state, "counter": found.counter})
    return ticket_of(hall, ticket)


def transfer(
    hall: UnitOfWork, *, counter: str, service: str | None, to_counter: str | None, keep_place: bool
) -> Ticket:
    """Send the present ticket on to another service, another counter, or both; the number stays."""
    hall.actor.must(May.SERVE, at=counter)
    if service is None and to_counter is None:
        raise WhereTo
    ticket = ticket_of(hall, with_ticket(sitting(hall, counter), DeskAct.TRANSFER))
    wanted = service or ticket.service
    service_of(hall, wanted)
    if to_counter is not None:
        if wanted not in counter_of(hall, to_counter).settings.services:
            raise CannotServe(counter=to_counter, service=wanted)
    elif not any(wanted in other.settings.services for other in all_counters(hall).values()):
        raise CannotServe(counter="", service=wanted)
    hall.record(
        TicketTransferred(
            ticket=ticket.id,
            counter=counter,
            before=ticket.state,
            service=wanted,
            to_counter=to_counter,
            counts_from=place_for(hall, ticket, wanted, keep_place=keep_place),
            transfers=ticket.transfers + 1,
            visit=sent_to(ticket, wanted),
        )
    )
    return ticket_of(hall, ticket.id)


def sent_to(ticket: Ticket, service: str) -> tuple[str, ...]:
    """Return what is left of a visit, that service first, where it wants that anyway; else nothing: it stays."""
    left = ticket.visit[1:]
    return (service, *(code for code in left if code != service)) if service in left else ()


def place_for(hall: UnitOfWork, ticket: Ticket, wanted: str, *, keep_place: bool) -> datetime:
    """Return what a ticket that is sent on counts from: its arrival, or now, with the credits of its class and of where
    it goes; the credit of the service that it leaves goes no further.
    """
    visit = sent_to(ticket, wanted) or (wanted, *ticket.visit[1:])
    credit = credit_now(hall, visit, in_order=ticket.in_order)
    if keep_place:
        return moved(ticket.counts_from, credit_now(hall, ticket.visit, in_order=ticket.in_order), credit)
    class_credit = credit_of(hall_now(hall).settings, ticket.priority_class)
    return counts_from(hall.at, class_credit=class_credit, service_credit=credit)
