"""Sitting down at a counter, leaving it for a while or for good. One clerk at one counter at a time (R3.1.2)."""

from datetime import timedelta

from server.floor.desk_acts import FROM, DeskAct
from server.floor.events.counters import CounterClosed, CounterOpened, CounterPaused
from server.floor.events.services import TicketReturned
from server.floor.reads.halls import CounterNow, counter_of, counter_sat_at
from server.floor.reads.tickets import in_state
from server.floor.refusals import ClerkElsewhere, CounterTaken, NotYourCounter, StillServing
from server.floor.states import CounterState, PauseReason, TicketState
from server.security import reads as people
from server.security.actors import Actor, ActorKind
from server.security.rights import May
from server.store.hall import UnitOfWork

SIMULATED = 1_000_000_000  # staff numbers from here on are simulated clerks: they give way to whoever sits down


def clerk_of(hall: UnitOfWork) -> int:
    """Return the staff number of who acts; refuse anybody but staff."""
    actor = hall.actor
    if not isinstance(actor, Actor) or actor.kind is not ActorKind.STAFF:
        raise NotYourCounter
    return actor.id


def sitting(hall: UnitOfWork, counter: str) -> CounterNow:
    """Return the counter at which the actor sits; refuse who sits elsewhere."""
    found = counter_of(hall, counter)
    if found.clerk != clerk_of(hall):
        raise NotYourCounter
    return found


def open_counter(hall: UnitOfWork, *, counter: str, take_over: bool = False) -> CounterNow:
    """Sit down at a counter, or come back to it; taking over or moving wants a confirmation."""
    hall.actor.must(May.SERVE, at=counter)
    clerk = clerk_of(hall)
    found = counter_of(hall, counter)
    if found.clerk == clerk and found.state not in {CounterState.CLOSED, CounterState.PAUSED}:
        return found
    taken_by = found.clerk if found.clerk not in {None, clerk} else None
    if taken_by is not None and taken_by < SIMULATED and not take_over:
        member = people.member(hall, taken_by)
        raise CounterTaken(by=member.name if member else "")
    leave_other(hall, clerk, counter, take_over=take_over)
    if taken_by is not None:
        empty_pool(hall, at=counter, clerk=taken_by)
    hall.record(CounterOpened(counter=counter, clerk=clerk, before=found.state, clerk_before=found.clerk))
    return counter_of(hall, counter)


def empty_pool(hall: UnitOfWork, *, at: str, counter: str | None = None, clerk: int | None = None) -> None:
    """Put those who are set aside for a counter, and for a clerk, back into the line with their hour: everybody's."""
    for ticket in in_state(hall, TicketState.HELD):
        if ticket.held_for == clerk if ticket.held_for is not None else ticket.counter == counter:
            hall.record(TicketReturned(ticket=ticket.id, counter=at, held_at=ticket.counter, keeps=""))


def leave_other(hall: UnitOfWork, clerk: int, counter: str, *, take_over: bool) -> None:
    """Close the counter at which the clerk sat until now."""
    elsewhere = counter_sat_at(hall, clerk)
    if elsewhere is None or elsewhere == counter:
        return
    if not take_over:
        raise ClerkElsewhere(counter=elsewhere)
    other = counter_of(hall, elsewhere)
    if other.ticket is not None:
        raise StillServing(counter=elsewhere)
    empty_pool(hall, at=elsewhere, counter=elsewhere)  # their own goes with them
    hall.record(CounterClosed(counter=elsewhere, before=other.state, clerk=clerk))


def pause_counter(hall: UnitOfWork, *, counter: str, reason: PauseReason, minutes: int | None) -> CounterNow:
    """Leave a counter for a while; paused already, nothing changes."""
    hall.actor.must(May.SERVE, at=counter)
    found = sitting(hall, counter)
    if found.ticket is not None:
        raise StillServing
    if found.state in FROM[DeskAct.PAUSE]:
        until = hall.at + timedelta(minutes=minutes) if minutes else None
        hall.record(CounterPaused(counter=counter, reason=reason, until=until))
    return counter_of(hall, counter)


def close_counter(hall: UnitOfWork, *, counter: str) -> CounterNow:
    """Leave a counter for good; closed already, nothing changes."""
    hall.actor.must(May.SERVE, at=counter)
    found = counter_of(hall, counter)
    if found.state is CounterState.CLOSED:
        return found
    found = sitting(hall, counter)
    if found.ticket is not None:
        raise StillServing
    empty_pool(hall, at=counter, counter=counter, clerk=found.clerk)
    hall.record(CounterClosed(counter=counter, before=found.state, clerk=found.clerk))
    return counter_of(hall, counter)
