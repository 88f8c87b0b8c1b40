"""A day on a database of its own: a throw-away file, a clock moved from event to event, the hall's own deadlines."""

import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from random import Random
from secrets import token_urlsafe
from typing import Final

from sqlalchemy import event

from server.floor.commands.deadlines import HANDLERS
from server.floor.commands.forecasting import refresh
from server.floor.commands.settings import set_up
from server.floor.hallfile import Hall
from server.floor.opening import spans_of
from server.kernel.clock import HandClock
from server.security.actors import SYSTEM
from server.simulation.customers import customers
from server.simulation.days import OPENS, Day
from server.simulation.engine import Engine
from server.simulation.hands import InHouse
from server.simulation.shifts import shifts
from server.store.engine import Database
from server.store.hall import Store
from server.store.sealed import keys, unlock
from server.store.sweeper import Sweeper
from server.store.tables import metadata

HALL: Final = 1  # the hall's number in its throw-away database
FROM: Final = date(2026, 3, 2)  # a Monday; the day played is the first one from here on which the hall opens
FORECAST_EVERY: Final = 30.0  # seconds between two wait forecasts


class Hours:
    """The time of a day in its own database: deadlines and wait forecasts come when they are due.

    `speed` is how often faster than real time; 0: as fast as possible.
    """

    def __init__(self, store: Store, clock: HandClock, hall_id: int, *, speed: float) -> None:
        self.store, self.clock, self.hall_id, self.speed = store, clock, hall_id, speed
        self.midnight = clock.now()
        self.sweeper = Sweeper(store, HANDLERS, SYSTEM)
        self.next_forecast = OPENS
        self.now = 0.0

    def go_to(self, seconds: float) -> None:
        """Let everything happen that is due by a moment (seconds since midnight)."""
        while True:
            due_at = self.sweeper.next_due()
            due = (due_at - self.midnight).total_seconds() if due_at is not None else seconds
            if min(due, self.next_forecast) >= seconds:
                break
            if due < self.next_forecast:
                self.set(due)
                self.sweeper.sweep()
            else:
                self.set(self.next_forecast)
                self.next_forecast += FORECAST_EVERY
                with self.store.hall(self.hall_id, SYSTEM) as hall:
                    refresh(hall)
        self.set(seconds)

    def set(self, seconds: float) -> None:
        """Move the clock, at the day's speed."""
        if self.speed and self.now:
            time.sleep(max(0.0, seconds - self.now) / self.speed)
        self.now = seconds
        self.clock.set(self.midnight + timedelta(seconds=seconds))


def play(
    hall: Hall,
    day: Day,
    seed: int,
    *,
    speed: float = 0,
    progress: Callable[[float, Engine], None] = lambda _now, _engine: None,
) -> Engine:
    """Play a day and return its engine, with what became of every ticket."""
    with throw_away() as database:
        clock = HandClock(midnight_of(hall))
        store = Store(database, clock)
        with store.hall(HALL, SYSTEM) as work:
            set_up(work, hall)
        engine = Engine(
            InHouse(store, HALL, [counter.code for counter in hall.counters]),
            Hours(store, clock, HALL, speed=speed),
            customers=customers(hall, day, seed),
            shifts=shifts(hall, day, seed),
            random=Random(f"engine {hall.code} {day.name} {seed}"),  # noqa: S311 - a day that can be played again, no secret
            no_show_after=hall.no_show_after,
        )
        engine.run(lambda now: progress(now, engine))
        return engine


@contextmanager
def throw_away() -> Iterator[Database]:
    """Give a database that is deleted afterwards; its commits don't wait for the disk (`synchronous=OFF`)."""
    with tempfile.TemporaryDirectory(prefix="floor-day-") as folder:
        database = Database(f"sqlite:///{Path(folder) / 'day.db'}")
        if database.sqlite:
            event.listen(database.writer, "connect", careless)
        database.make_file()
        metadata.create_all(database.writer)
        if not keys:
            unlock(token_urlsafe())  # nobody reads this file after today either
        try:
            yield database
        finally:
            database.close()


def careless(connection: sqlite3.Connection, _record: object) -> None:
    """Have a connection not wait for the disk: nobody needs this file after a crash."""
    connection.execute("PRAGMA synchronous=OFF")


def midnight_of(hall: Hall) -> datetime:
    """Return the beginning of the day that is played, in UTC."""
    for ahead in range(14):
        begin = datetime.combine(FROM + timedelta(days=ahead), time_of_day(), hall.zone)
        if spans_of(hall, hall.hours, begin):
            return begin.astimezone(UTC)
    return datetime.combine(FROM, time_of_day(), hall.zone).astimezone(UTC)
