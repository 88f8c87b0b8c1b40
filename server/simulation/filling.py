"""A hall that has been at work for a while: its last minutes, lived quickly before anybody looks.

All of it is one transaction: whoever acts meanwhile waits for it, and a server killed in the middle has done nothing.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, update

from server.floor.commands.counters import SIMULATED
from server.floor.commands.forecasting import refresh
from server.floor.reads.halls import all_counters
from server.floor.reads.tickets import in_state, latest_calls, line
from server.floor.states import TicketState
from server.kernel.clock import HandClock
from server.security.actors import SYSTEM
from server.simulation.life import Life
from server.store.engine import Database
from server.store.hall import HallSnapshot, Store
from server.store.pipeline import sent
from server.store.sweeper import Sweeper
from server.store.tables import lines

LIVED: Final = timedelta(minutes=45)
FORECAST_EVERY: Final = timedelta(minutes=2)
AT_LEAST: Final = timedelta(milliseconds=200)  # between two looks


BEGIN_AT: Final = (  # its time goes on from its last entry: an invented past begins before it was set up
    update(lines)
    .where(lines.c.hall_id == bindparam("hall"))
    .values(at=bindparam("since", type_=lines.c.at.type), clock=bindparam("since", type_=lines.c.clock.type))
)


class OneTransaction(Database):
    """A database whose every transaction is a part of one that is under way."""

    def __init__(self, connection: Connection, *, sqlite: bool) -> None:
        self.connection, self.sqlite, self.together = connection, sqlite, None

    @contextmanager
    def writing(self, hall: int | None = None, *, alone: bool = False) -> Iterator[Connection]:
        """Give the connection; what is refused takes back its own writes only."""
        with self.connection.begin_nested():
            yield self.connection
            sent(self.connection)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give the connection, as it sees itself."""
        yield self.connection


def fill(store: Store, now: Life, *, lived: timedelta = LIVED) -> bool:
    """Live the last minutes of a hall; return whether it was done: not where something happened in them already."""
    hall_id = now.hall_id
    until = store.clock.now()
    since = until - lived
    with store.database.writing() as connection:
        clock = HandClock(since)
        inner = Store(OneTransaction(connection, sqlite=store.database.sqlite), clock)
        inner.reactions = store.reactions
        with inner.look(hall_id) as sight:
            if not untouched(sight, since):
                return False
        connection.execute(BEGIN_AT, {"hall": hall_id, "since": since})
        life = Life(inner, now.hall, hall_id, now.random, replace(now.settings), now.handlers)
        everybody_left(inner, life, hall_id)
        live(inner, life, clock, hall_id, until)
    now.guests, now.coming_back, now.raters = life.guests, life.coming_back, life.raters
    with store.look(hall_id) as sight:
        version = sight.version
    store.tell(hall_id, version)
    return True


def untouched(hall: HallSnapshot, since: datetime) -> bool:
    """Return whether nobody took a number or was called since a moment."""
    live_ones = [
        one for state in (TicketState.CALLED, TicketState.SERVING, TicketState.HELD) for one in in_state(hall, state)
    ]
    moments = [one.issued_at for one in line(hall)] + [one.called_at or one.issued_at for one in live_ones]
    return not latest_calls(hall, since=since, limit=1) and all(moment < since for moment in moments)


def everybody_left(store: Store, life: Life, hall_id: int) -> None:
    """End what a demo that was stopped has left behind: its people went home; what real clerks have stays theirs."""
    with store.look(hall_id) as sight:
        counters = all_counters(sight)
        real = {one.code for one in counters.values() if one.clerk is not None and one.clerk < SIMULATED}
        waiting = [one.id for one in line(sight)]
        waiting += [one.id for one in in_state(sight, TicketState.HELD) if one.counter not in real]
    for ticket in waiting:
        life.attempt(lambda ticket=ticket: life.hands.cancel(ticket))  # type: ignore[misc]  # the loop's value, bound
    for code, counter in counters.items():
        if counter.clerk is not None and counter.clerk >= SIMULATED and counter.ticket is not None:
            life.attempt(lambda code=code: life.hands.start(code))  # type: ignore[misc]  # likewise
            life.attempt(lambda code=code: life.hands.finish(code))  # type: ignore[misc]  # likewise


def live(store: Store, life: Life, clock: HandClock, hall_id: int, until: datetime) -> None:
    """Go from moment to moment until now, giving way to the server's other work."""
    sweeper = Sweeper(store, life.handlers, SYSTEM)
    forecast_at = clock.now()
    while clock.now() < until:
        next_due = life.step()
        if forecast_at <= clock.now():
            forecast_at = clock.now() + FORECAST_EVERY
            with store.hall(hall_id, SYSTEM) as hall:
                refresh(hall)
        due = sweeper.next_due()
        moment = min(next_due, due) if due is not None else next_due
        clock.set(min(until, max(moment, clock.now() + AT_LEAST)))
        sweeper.sweep()
        time.sleep(0)
    with store.hall(hall_id, SYSTEM) as hall:
        refresh(hall)
