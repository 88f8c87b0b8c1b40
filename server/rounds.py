"""What the server does by itself, round after round: deadlines, wait forecasts, upkeep.

With several processes on PostgreSQL one of them leads and does it; when it goes, another takes over within seconds.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import gevent
import structlog
from gevent.lock import BoundedSemaphore
from sqlalchemy import Connection, text

from server.crowd.commands import assess
from server.crowd.commands import purge as forget_counts
from server.floor.commands.forecasting import refresh
from server.floor.commands.forgetting import forget_tickets
from server.floor.commands.supervise import close_left_behind, left_behind
from server.floor.reads.halls import halls_set_up
from server.kernel.recurring import Recurring
from server.ratings.listening import forget_words
from server.reports.commands import keep_days
from server.security.actors import SYSTEM
from server.security.gate import Gate
from server.security.health import State, are_there, health
from server.store.hall import HEAD, HallWork, Store
from server.store.heads import heads
from server.store.sweeper import Sweeper

log = structlog.get_logger()
Note = Callable[[], None]
Present = Callable[[], Mapping[int, set[int]]]
LEAD: Final = 7_316_225_034  # the advisory lock of whoever leads; any number, the same in all processes


@dataclass
class Round:
    """Something done again and again."""

    name: str
    every: float  # seconds
    act: Callable[[], object]
    due: float = 0.0
    erases: bool = False  # for good: not while the clock may be wrong


class Rounds:
    """The rounds of this process."""

    def __init__(
        self, store: Store, sweeper: Sweeper, gate: Gate, present: Present, *, note: Note = lambda: None
    ) -> None:
        self.store, self.sweeper, self.gate, self.present = store, sweeper, gate, present
        self.leading: Connection | None = None
        self.faults = Recurring()
        self.off: set[tuple[int, int]] = set()
        self.rounds = [
            Round("forecasts", 3.0, self.forecast),
            Round("the crowd", 5.0, self.watch),
            Round("counters of who left", 2.0, self.close_left_behind),
            Round("devices", 15.0, self.look_at_devices),
            Round("counts of people", 3600.0, self.forget_counts, erases=True),
            Round("words of ratings and opinions", 3600.0, self.forget_words, erases=True),
            Round("slips and old tickets", 3600.0, self.forget_tickets, erases=True),
            Round("answers", 3600.0, self.purge, erases=True),
            Round("days that are over", 600.0, self.keep_days),
            Round("how far the journals are", 3600.0, self.say_heads),
        ]
        self.deadlines = Round("deadlines", 0.5, sweeper.sweep)
        self.leads_once = BoundedSemaphore()
        self.own = [Round("sign-ins", 60.0, gate.upkeep), Round("devices on the line", 15.0, self.note_devices)]
        self.own.append(Round("figures of this process", 2.0, note))

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
        anew = Round("deadlines that failed", float("inf"), self.sweeper.try_anew)
        while True:
            if self.leads():
                for one in (anew, self.deadlines):
                    self.do(one, time.monotonic())
            gevent.sleep(0.25)

    def once(self, now: float) -> None:
        """Do what is due; one that fails is logged, the others go on."""
        rounds = self.own + (self.rounds if self.leads() else [])
        for one in rounds:
            self.do(one, now)

    def do(self, one: Round, now: float) -> None:
        """Do one thing if it is due; failing is told."""
        if one.due <= now and (not one.erases or self.store.clock.sure()):
            one.due = now + one.every
            try:
                one.act()
            except Exception as error:  # noqa: BLE001 - it is told, and the others go on
                self.faults.failed(f"a round failed: {one.name}", error)
            else:
                self.faults.went_well(f"a round failed: {one.name}")

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

    def forecast(self) -> None:
        """Forecast every hall's waits."""
        self.in_every_hall(refresh)

    def note_devices(self) -> None:
        """Note which devices are on a line to this process."""
        for hall_id, devices in self.present().items():
            with self.store.hall(hall_id, SYSTEM) as hall:
                are_there(hall, devices)

    def look_at_devices(self) -> None:
        """Log each device that went off, and that came back."""
        for hall_id in self.halls():
            with self.store.look(hall_id) as hall:
                found = {one.id: one for one in health(hall)}
            for number, one in found.items():
                was, lost = (hall_id, number) in self.off, one.state is State.LOST
                if lost and not was and one.seen_at is not None:
                    self.off.add((hall_id, number))
                    log.warning("a device is off", hall=hall_id, device=number, kind=one.kind, counter=one.counter)
                elif was and not lost:
                    log.info("a device is back", hall=hall_id, device=number, kind=one.kind, counter=one.counter)
                    self.off.discard((hall_id, number))
            self.off = {(hall, number) for hall, number in self.off if hall != hall_id or number in found}

    def watch(self) -> None:
        """Look at every hall's crowd."""
        self.in_every_hall(assess)

    def close_left_behind(self) -> None:
        """Close the counters of those who may not work there any more."""
        for hall_id in self.halls():
            with self.store.look(hall_id) as sight:
                found = left_behind(sight)
            if found:
                with self.store.hall(hall_id, SYSTEM) as hall:
                    close_left_behind(hall)

    def forget_counts(self) -> None:
        """Forget counts of people that are a month old."""
        self.in_every_hall(forget_counts)

    def forget_words(self) -> None:
        """Erase what customers wrote two years ago."""
        self.in_every_hall(forget_words)

    def forget_tickets(self) -> None:
        """Close slips of visits that are over, and erase tickets that are two years old."""
        self.in_every_hall(forget_tickets)

    def in_every_hall(self, act: Callable[[HallWork], object]) -> None:
        """Do something in each hall, in a transaction of its own."""
        for hall_id in self.halls():
            with self.store.hall(hall_id, SYSTEM) as hall:
                act(hall)

    def halls(self) -> list[int]:
        """Return the halls that are set up."""
        with self.store.look(HEAD) as head:
            return halls_set_up(head)

    def say_heads(self) -> None:
        """Write how far each journal is into the log, where whoever changes the database does not reach."""
        for head in heads(self.store.database):
            log.info("journal", line=head.code, seq=head.seq, hash=head.hash)

    def keep_days(self) -> None:
        """Keep the figures of days that are over."""
        for hall_id in self.halls():
            keep_days(self.store, hall_id, SYSTEM)

    def purge(self) -> None:
        """Forget kept answers that are two days old."""
        for hall_id in [HEAD, *self.halls()]:
            self.store.purge_answers(hall_id)
