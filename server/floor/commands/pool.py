"""A counter's pool and a clerk's: customers who are away for a form, called back in any order.

When the counter closes, or its clerk leaves, they go back into the line with their hour (counters.empty_pool).
"""

from datetime import timedelta

from server.floor.calling import Choice, order, passed_by
from server.floor.commands.call import Called, must_be_free, record_call, with_ticket
from server.floor.commands.counters import sitting
from server.floor.commands.restrain import must_not_be_held
from server.floor.desk_acts import DeskAct
from server.floor.events.services import TicketHeld, TicketReturned
from server.floor.pool import is_kept_elsewhere, is_mine
from server.floor.reads.halls import CounterNow, all_counters, at_work, counter_of, hall_now, working
from server.floor.reads.tickets import Ticket, desk_of, line, ticket_of
from server.floor.refusals import CannotServe, NotWaiting
from server.floor.states import Reason, TicketState
from server.security.rights import May
from server.store.hall import UnitOfWork


def hold(hall: UnitOfWork, *, counter: str, mine: bool = False, remind: int | None = None) -> Ticket:
    """Set the present ticket aside, for this counter or for whoever does it (`mine`).

    `remind`: minutes after which the terminal says so (0: never); as the hall wants it where it is not said.
    """
    hall.actor.must(May.SERVE, at=counter)
    desk = sitting(hall, counter)
    ticket = ticket_of(hall, with_ticket(desk, DeskAct.HOLD))
    minutes = hall_now(hall).settings.remind_held if remind is None else remind
    hall.record(
        TicketHeld(
            ticket=ticket.id,
            counter=counter,
            before=ticket.state,
            clerk=desk.clerk if mine else None,
            since=hall.at,
            remind_at=hall.at + timedelta(minutes=minutes) if minutes else None,
        )
    )
    return ticket_of(hall, ticket.id)


def call_back(hall: UnitOfWork, *, counter: str, ticket: int) -> Called:
    """Call somebody out of the pool, in any order: they were here before, and only had something to fill in."""
    hall.actor.must(May.SERVE, at=counter)
    desk = sitting(hall, counter)
    must_be_free(desk)
    now = hall_now(hall)
    must_not_be_held(now)
    found = ticket_of(hall, ticket)
    if found.state is not TicketState.HELD:
        raise NotWaiting(number=found.number or "", now={"state": found.state, "counter": found.counter})
    must_be_within_reach(hall, found, desk)
    hall.record(TicketReturned(ticket=ticket, counter=counter, held_at=found.counter, keeps=counter))
    able = order(line(hall), desk_of(desk, now.settings), at=hall.at, working=working(all_counters(hall)))
    waiting = next(one for one in line(hall) if one.id == ticket)
    return record_call(
        hall,
        now.settings,
        counter_of(hall, counter),
        Choice(waiting, Reason.HELD_HERE, passed_by(waiting, [one for one in able if one.keeps != counter])),
    )


def must_be_within_reach(hall: UnitOfWork, ticket: Ticket, desk: CounterNow) -> None:
    """Refuse a ticket that is in somebody else's pool, or for what this counter does not serve."""
    if is_mine(ticket, desk.code, desk.clerk):
        return
    counters = all_counters(hall)
    if is_kept_elsewhere(ticket, working(counters), at_work(counters)):
        raise NotWaiting(number=ticket.number or "", now={"state": ticket.state, "counter": ticket.counter})
    if ticket.service not in desk.settings.services:
        raise CannotServe(counter=desk.code, service=ticket.service)
