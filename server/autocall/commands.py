"""Choosing whether the next person is called by itself, stopping a countdown, and what the server does of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, delete, insert

from server.autocall.deciding import Countdown, Doing, Step
from server.autocall.events import CallingByItselfChosen
from server.autocall.reads import callers, due_now, running
from server.autocall.refusals import NotByItself, NotOffered
from server.autocall.settings import SETTINGS
from server.autocall.tables import countdowns
from server.floor.commands.call import call_for
from server.floor.commands.counters import sitting
from server.floor.events.calls import TicketMissed
from server.floor.reads.halls import CounterNow, counter_of
from server.floor.states import CounterState
from server.security.rights import May
from server.store.hall import UnitOfWork

FORGET: Final = delete(countdowns).where(
    countdowns.c.hall_id == bindparam("hall"), countdowns.c.counter == bindparam("which")
)
KEEP: Final = insert(countdowns)


def choose(hall: UnitOfWork, *, counter: str, wanted: bool) -> None:
    """Have the next person called by itself wherever this clerk sits, or not; said again, nothing changes."""
    hall.actor.must(May.SERVE, at=counter)
    desk = sitting(hall, counter)
    if wanted and not SETTINGS.of(hall).offered:
        raise NotOffered
    clerk = desk.clerk or 0
    if wanted == (clerk in callers(hall)):
        return
    hall.record(CallingByItselfChosen(clerk=clerk, wanted=wanted))
    hall.write_unlogged(FORGET, {"hall": hall.id, "which": counter})


def stop(hall: UnitOfWork, *, counter: str, stopped: bool) -> None:
    """Have a free counter not call by itself until it has had somebody; or have it go on, from a whole countdown."""
    hall.actor.must(May.SERVE, at=counter)
    desk = sitting(hall, counter)
    if desk.state is not CounterState.OPEN or desk.clerk not in callers(hall) or not SETTINGS.of(hall).offered:
        raise NotByItself
    before = running(hall).get(counter)
    if before is not None and before.since == desk.since and before.stopped == stopped:
        return
    hall.write_unlogged(FORGET, {"hall": hall.id, "which": counter})
    if stopped:
        keep(hall, desk, due_at=None)


def act(hall: UnitOfWork, _seen: Sequence[Doing]) -> None:
    """Begin countdowns, and make the calls that are due: decided anew under the lock, so nobody is called twice."""
    length = timedelta(seconds=SETTINGS.of(hall).seconds)
    for doing in due_now(hall) or ():
        desk = counter_of(hall, doing.counter)
        hall.write_unlogged(FORGET, {"hall": hall.id, "which": doing.counter})
        if doing.step is Step.BEGIN:
            keep(hall, desk, due_at=hall.at + length)
        elif doing.step is Step.CALL and doing.choice is not None:
            call_for(hall, desk, doing.choice)
            keep(hall, desk, due_at=hall.at, ticket=doing.choice.ticket.id)


def keep(
    hall: UnitOfWork, desk: CounterNow, *, due_at: datetime | None, ticket: int | None = None, unanswered: bool = False
) -> None:
    """Keep a countdown, for as long as the counter is free as it is now."""
    row = Countdown(desk.code, desk.since or hall.at, due_at, ticket, unanswered)
    hall.write_unlogged(
        KEEP,
        {
            "hall_id": hall.id,
            "counter": row.counter,
            "since": row.since,
            "due_at": row.due_at,
            "ticket": row.ticket,
            "unanswered": row.unanswered,
        },
    )


def nobody_pressed(hall: UnitOfWork, event: TicketMissed) -> None:
    """Call nobody else to a counter where nobody came and nobody pressed a key: perhaps its clerk has gone."""
    if not event.by_itself:
        return
    before = running(hall).get(event.counter)
    if before is not None and before.ticket == event.ticket:
        hall.write_unlogged(FORGET, {"hall": hall.id, "which": event.counter})
        keep(hall, counter_of(hall, event.counter), due_at=None, unanswered=True)
