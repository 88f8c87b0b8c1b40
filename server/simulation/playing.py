"""A day on a database of its own: a throw-away file, a clock moved from event to event, the hall's own deadlines."""

import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
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
from server.floor.foresight import Foresight
from server.floor.hallfile import Hall
from server.floor.opening import spans_of
from server.kernel.clock import HandClock
from server.security.actors import SYSTEM
from server.simulation.customers import customers
from server.simulation.days import Day
from server.simulation.engine import Engine
from server.simulation.hands import InHouse
from server.simulation.shifts import Break, Shift, shifts
from server.store.engine import Database
from server.store.hall import Store
from server.store.sealed import keys, unlock
from server.store.sweeper import Sweeper
from server.store.tables import metadata

HALL: Final = 1  # the hall's number in its throw-away database
FROM: Final = date(2026, 3, 2)  # a Monday; the day played is the first one from here on which the hall opens
STEP: Final = 300  # seconds: breaks are planned in these
FORECAST_EVERY: Final = 3.0  # seconds between two wait forecasts: those that nobody takes a number after are left out


class Hours:
    """The time of a day in its own database: deadlines and wait forecasts come when they are due.

    `speed` is how often faster than real time; 0: as fast as possible.
    """

    def __init__(
        self, store: Store, clock: HandClock, hall_id: int, *, arrivals: Iterable[float], speed: float
    ) -> None:
        self.store, self.clock, self.hall_id, self.speed = store, clock, hall_id, speed
        self.midnight = clock.now()
        self.sweeper = Sweeper(store, HANDLERS, SYSTEM)
        self.forecasts = sorted({at // FORECAST_EVERY * FORECAST_EVERY for at in arrivals}, reverse=True)
        self.foresight = Foresight(staffs=False)
        self.now = 0.0

    def go_to(self, seconds: float) -> None:
        """Let everything happen that is due by a moment (seconds since midnight)."""
        while True:
            due_at = self.sweeper.next_due()
            due = (due_at - self.midnight).total_seconds() if due_at is not None else seconds
            forecast = self.forecasts[-1] if self.forecasts else seconds
            if min(due, forecast) >= seconds:
                break
            if due < forecast:
                self.set(due)
                self.sweeper.sweep()
            else:
                self.set(self.forecasts.pop())
                with self.store.hall(self.hall_id, SYSTEM) as hall:
                    refresh(hall, self.foresight.of)
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
        hall = with_breaks(hall, shifts(hall, day, seed))
        clock = HandClock(midnight_of(hall))
        store = Store(database, clock)
        with store.hall(HALL, SYSTEM) as work:
            set_up(work, hall)
        coming = customers(hall, day, seed)
        engine = Engine(
            InHouse(store, HALL, [counter.code for counter in hall.counters]),
            Hours(store, clock, HALL, arrivals=[one.at for one in coming], speed=speed),
            customers=coming,
            shifts=shifts(hall, day, seed),
            random=Random(f"engine {hall.code} {day.name} {seed}"),  # noqa: S311 - a day that can be played again, no secret
            no_show_after=hall.no_show_after,
        )
        engine.run(lambda now: progress(now, engine))
        return engine


def with_breaks(hall: Hall, staff: Iterable[Shift]) -> Hall:
    """Return the hall with its clerks' planned breaks, as it would have them in its settings: to five minutes."""
    planned = {one.counter: sorted(one.breaks, key=lambda each: each.at) for one in staff}
    counters = [
        counter.model_copy(update={"breaks": ", ".join(span_of(one) for one in planned.get(counter.code, ()))})
        for counter in hall.counters
    ]
    return hall.model_copy(update={"counters": counters})


def span_of(one: Break) -> str:
    """Return a break as it is planned."""
    begin = round(one.at / STEP) * STEP
    return "-".join(f"{at // 3600:02.0f}:{at % 3600 // 60:02.0f}" for at in (begin, begin + one.minutes * 60))


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
