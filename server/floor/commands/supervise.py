"""What who leads the floor does at any counter: free it, close it, give it other services for the day.

Taking one over is sitting down there (counters.py). Whoever is at the counter is told by their own screen.
"""

from enum import StrEnum

from server.floor.commands.counters import SIMULATED, empty_pool
from server.floor.commands.visits import end_service
from server.floor.events.counters import CounterClosed, ServicesMoved
from server.floor.events.services import TicketHeld, TicketReturned
from server.floor.opening import midnight_after
from server.floor.reads.halls import CounterNow, all_counters, counter_of, hall_now, service_of
from server.floor.reads.tickets import ticket_of
from server.floor.refusals import NoTicketHere
from server.floor.states import CounterState, Outcome, TicketState
from server.security import reads as people
from server.security.rights import May
from server.store.hall import HallSnapshot, UnitOfWork


class Then(StrEnum):
    """What becomes of the ticket at a counter that is freed."""

    BACK = "back"  # into the line, with its place
    DONE = "done"  # its service is over


def free_counter(hall: UnitOfWork, *, counter: str, then: Then) -> CounterNow:
    """Take the ticket away from a counter: back into the line with its place, or as served."""
    hall.actor.must(May.DIRECT)
    found = counter_of(hall, counter)
    if found.ticket is None:
        raise NoTicketHere(now={"state": found.state, "ticket": None})
    freed(hall, found, then)
    return counter_of(hall, counter)


def close_for(hall: UnitOfWork, *, counter: str, then: Then) -> CounterNow:
    """Close a counter, whoever sits there; its ticket first goes where it is to go. Closed already, nothing changes."""
    hall.actor.must(May.DIRECT)
    found = counter_of(hall, counter)
    if found.state is not CounterState.CLOSED:
        freed(hall, found, then)
        empty_pool(hall, at=counter, counter=counter, clerk=found.clerk)
        now = counter_of(hall, counter)
        hall.record(CounterClosed(counter=counter, before=now.state, clerk=now.clerk))
    return counter_of(hall, counter)


def freed(hall: UnitOfWork, found: CounterNow, then: Then) -> None:
    """Record what becomes of a counter's ticket, where it has one."""
    if found.ticket is None:
        return
    ticket = ticket_of(hall, found.ticket)
    if then is Then.DONE and ticket.state is TicketState.SERVING:
        end_service(hall, ticket=ticket, counter=found.code, outcome=Outcome.DONE, may_stay=False)
        return
    hall.record(TicketHeld(ticket=ticket.id, counter=found.code, before=ticket.state))
    hall.record(TicketReturned(ticket=ticket.id, counter=found.code, held_at=found.code))


def move_services(hall: UnitOfWork, *, counter: str, services: list[str]) -> CounterNow:
    """Have a counter serve other services until midnight; its own ones, or none, end that."""
    hall.actor.must(May.DIRECT)
    found = counter_of(hall, counter)
    for code in services:
        service_of(hall, code)
    usual = set(found.planned.services)
    wanted = None if not services or set(services) == usual else tuple(dict.fromkeys(services))
    before = found.today
    if wanted != before:
        until = midnight_after(hall_now(hall).settings, hall.at) if wanted else None
        hall.record(ServicesMoved(counter=counter, before=before, after=wanted, until=until))
    return counter_of(hall, counter)


def left_behind(hall: HallSnapshot) -> list[CounterNow] | None:
    """Return the counters at which somebody sits who may not work there any more; None where there is none."""
    taken = [one for one in all_counters(hall).values() if one.clerk is not None and one.clerk < SIMULATED]
    serves = people.who_serves(hall, {one.clerk for one in taken}) if taken else frozenset()
    return [one for one in taken if one.clerk not in serves] or None


def close_left_behind(hall: UnitOfWork) -> None:
    """Close the counters of those who left, were suspended or work here no more; their tickets keep their places."""
    for one in left_behind(hall) or ():
        close_for(hall, counter=one.code, then=Then.BACK)
