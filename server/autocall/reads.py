"""Which counters call by themselves now, and the countdowns that run."""

from datetime import timedelta
from typing import Final

from sqlalchemy import bindparam, select

from server.autocall.deciding import Countdown, Doing, doings
from server.autocall.settings import SETTINGS
from server.autocall.tables import auto_callers, countdowns
from server.emergency.reads import going_on
from server.floor.idle import IdleCounter, spread
from server.floor.jobs import STIRS
from server.floor.reads.halls import CounterNow, all_counters, hall_now, working
from server.floor.reads.tickets import desk_of, line
from server.floor.restraints import Restrains
from server.floor.states import CounterState
from server.store.hall import HallSnapshot

CALLERS: Final = select(auto_callers.c.clerk).where(auto_callers.c.hall_id == bindparam("hall"))
RUNNING: Final = select(
    countdowns.c.counter, countdowns.c.since, countdowns.c.due_at, countdowns.c.ticket, countdowns.c.unanswered
).where(countdowns.c.hall_id == bindparam("hall"))
RESTS: Final = timedelta(minutes=5)


def callers(hall: HallSnapshot) -> frozenset[int]:
    """Return who wants the next person called by itself."""
    return hall.once(callers, lambda: frozenset(row[0] for row in hall.connection.execute(CALLERS, {"hall": hall.id})))


def running(hall: HallSnapshot) -> dict[str, Countdown]:
    """Return counter → its countdown, also one that is over."""
    return {row[0]: Countdown(*row) for row in hall.connection.execute(RUNNING, {"hall": hall.id})}


def idle_counters(hall: HallSnapshot, by_themselves: frozenset[int]) -> list[IdleCounter]:
    """Return the counters that are open and have nobody; those call by themselves whose clerk is among these."""
    settings = hall_now(hall).settings
    return [
        IdleCounter(desk_of(one, settings), one.since or hall.at, by_hand=one.clerk not in by_themselves)
        for one in all_counters(hall).values()
        if one.state is CounterState.OPEN
    ]


def calling_now(hall: HallSnapshot) -> list[CounterNow]:
    """Return the free counters that call by themselves: none while the line is held, or after a silent alarm there."""
    wanting = callers(hall)
    if not wanting or not SETTINGS.of(hall).offered or hall_now(hall).holds(Restrains.HOLD) is not None:
        return []
    free = [one for one in all_counters(hall).values() if one.state is CounterState.OPEN and one.clerk in wanting]
    alarmed = {one.counter for one in going_on(hall) if one.silent} if free else set()
    return [one for one in free if one.code not in alarmed]


def due_now(hall: HallSnapshot) -> list[Doing] | None:
    """Return what is to be done at counters that call by themselves; None: nothing."""
    free = calling_now(hall)
    if not free:
        return None
    wanting = frozenset(one.clerk for one in free if one.clerk is not None)
    idle, known = idle_counters(hall, wanting), running(hall)
    stopped = {one.code for one in free if is_stopped(one, known.get(one.code))}
    taking_part = [one for one in idle if one.offer.code not in stopped]
    choices = spread(
        line(hall), taking_part, at=hall.at, working=working(all_counters(hall)),
        patience=timedelta(seconds=SETTINGS.of(hall).seconds),
    )  # fmt: skip
    own = [one for one in taking_part if not one.by_hand]
    return doings(choices, own, known, at=hall.at) or None


def is_stopped(counter: CounterNow, known: Countdown | None) -> bool:
    """Return whether a counter's countdown was stopped for as long as it is free now."""
    return known is not None and known.stopped and known.since == counter.since


def rests(hall: HallSnapshot) -> timedelta:
    """Return for how long nothing is to be done unless something happens."""
    return STIRS if calling_now(hall) else RESTS
