"""What the server does by itself, again and again: deadlines, wait forecasts, upkeep.

With several processes on PostgreSQL one of them leads and does it; when it goes, another takes over within seconds.
"""

import time
from collections.abc import Callable, Iterable, Mapping
from typing import Final

import gevent
from gevent.lock import BoundedSemaphore
from sqlalchemy import Connection, text

from server.feature.parts import Feature, PeriodicJob
from server.kernel.recurring import Recurring
from server.security.actors import SYSTEM
from server.security.authenticator import Authenticator
from server.security.health import are_there
from server.store.hall import Store
from server.store.sweeper import Sweeper

Note = Callable[[], None]
Present = Callable[[], Mapping[int, set[int]]]
LEAD: Final = 7_316_225_034  # the advisory lock of whoever leads; any number, the same in all processes


class Scheduler:
    """The periodic jobs of this process."""

    def __init__(
        self,
        store: Store,
        sweeper: Sweeper,
        authenticator: Authenticator,
        present: Present,
        features: Iterable[Feature],
        *,
        note: Note = lambda: None,
    ) -> None:
        self.store, self.sweeper, self.authenticator, self.present = store, sweeper, authenticator, present
        self.leading: Connection | None = None
        self.faults = Recurring()
        self.due: dict[str, float] = {}  # name → when it is done again
        self.jobs = [each for feature in features for each in feature.jobs]
        self.deadlines = PeriodicJob("deadlines", 0.5, lambda _store: sweeper.sweep())
        self.leads_once = BoundedSemaphore()
        self.own = [
            PeriodicJob("sign-ins", 60.0, lambda _store: authenticator.upkeep()),
            PeriodicJob("devices on the line", 15.0, self.note_devices),
            PeriodicJob("figures of this process", 2.0, lambda _store: note()),
        ]

    def start(self) -> None:
        """Begin; returns at once. Deadlines have a loop of their own: no forecast and no report keeps them waiting."""
        gevent.spawn(self.run)
        gevent.spawn(self.run_deadlines)

    def run(self) -> None:
        """Do what is due, for ever."""
        while True:
            self.once(time.monotonic())
            gevent.sleep(0.25)

    def run_deadlines(self) -> None:
        """Handle deadlines, for ever; what failed under an older program is tried anew first."""
        anew = PeriodicJob("deadlines that failed", float("inf"), lambda _store: self.sweeper.try_anew())
        while True:
            if self.leads():
                for one in (anew, self.deadlines):
                    self.do(one, time.monotonic())
            gevent.sleep(0.25)

    def once(self, now: float) -> None:
        """Do what is due; one that fails is logged, the others go on."""
        leads = self.leads()
        for one in [*self.own, *(job for job in self.jobs if leads or job.everywhere)]:
            self.do(one, now)

    def do(self, one: PeriodicJob, now: float) -> None:
        """Do one thing if it is due; failing is told."""
        if self.due.get(one.name, 0.0) <= now and (not one.erases or self.store.clock.sure()):
            self.due[one.name] = now + one.every
            try:
                one.act(self.store)
            except Exception as error:  # noqa: BLE001 - it is told, and the others go on
                self.faults.failed(f"a job failed: {one.name}", error)
            else:
                self.faults.went_well(f"a job failed: {one.name}")

    def now(self, name: str) -> None:
        """Do the job of this name at once, whoever leads."""
        for one in self.jobs:
            if one.name == name:
                one.act(self.store)

    def leads(self) -> bool:
        """Return whether this process leads: always on SQLite; on PostgreSQL whoever holds the lock."""
        if self.store.database.sqlite:
            return True
        with self.leads_once:
            return self.holds_lead()

    def holds_lead(self) -> bool:
        """Take the lead if nobody has it; return whether this process has it."""
        try:
            if self.leading is None:
                connection = self.store.database.writer.connect().execution_options(isolation_level="AUTOCOMMIT")
                if connection.execute(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": LEAD}).scalar():
                    self.leading = connection
                else:
                    connection.close()
            else:
                self.leading.execute(text("SELECT 1"))
        except Exception as error:  # noqa: BLE001 - likewise
            self.faults.failed("the lead was lost", error)
            if self.leading is not None:
                self.leading.invalidate()
            self.leading = None
        else:
            self.faults.went_well("the lead was lost")
        return self.leading is not None

    def note_devices(self, _store: Store) -> None:
        """Note which devices are on a line to this process."""
        for hall_id, devices in self.present().items():
            with self.store.hall(hall_id, SYSTEM) as hall:
                are_there(hall, devices)
