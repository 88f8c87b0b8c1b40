"""What could be announced at best on simulated days: by whoever knows how the days are drawn, and not what is drawn.

python -m tests.bench.oracle --seeds 41-50 --kept FOLDER

The oracle knows the distributions of everything, each clerk's speed, each break to the second and the rule; of those
who are being served it knows for how long. At a number's moment the day is gone on with again and again, each time with
other chances for all that nobody can know: who comes later, how long services take, who does not come, who gives up.
Its median is what it announces. FOLDER has the same days as `tests.bench.announced --kept` played them, so that both
are judged on the same numbers; a sample of these, since each wants dozens of days gone on with.
"""

import argparse
import heapq
import json
import os
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from statistics import fmean, median
from typing import Final

from server.floor.configuration import read_configuration
from server.floor.hallfile import Hall
from server.floor.states import PauseReason
from server.simulation.customers import Customer, Fate, customers, draw, mean_seconds, service_seconds, staffed_counters
from server.simulation.days import DAYS, HALF_HOUR, OPENS, Day
from server.simulation.engine import Engine
from server.simulation.figures import HAD_TO_WAIT
from server.simulation.hands import HallRefused, Summoned, Taken
from server.simulation.records import Record
from server.simulation.shifts import shifts
from tests.bench.announced import ROOT, Judged

TIMES: Final = 50  # that a day is gone on with, for each number of the sample
SAMPLE: Final = 40  # numbers of a day
SELDOM: Final = 0.05  # of them with a wait: so few are none, as the program has it
BACK_COUNTS_FROM: Final = 60.0  # seconds


@dataclass
class Standing:
    """Somebody in the line; seconds since midnight."""

    id: int
    service: str
    priority: bool
    counts_from: float
    not_before: float = 0.0
    keeps: str | None = None


class InMemory:
    """A hall's line and counters without a database, by the calling rule."""

    def __init__(self, hall: Hall) -> None:
        self.now: Callable[[], float] = lambda: 0.0
        self.credit = hall.priority_credit * 60.0
        self.late = hall.primary_first * 60.0
        self.desks = {one.code: one for one in hall.counters}
        self.there: set[str] = set()
        self.at: dict[str, Standing] = {}
        self.line: dict[int, Standing] = {}
        self.away: dict[int, Standing] = {}
        self.last = 0

    def issue(self, customer: Customer) -> Taken:
        """Take a number."""
        self.last += 1
        since = self.now() - (self.credit if customer.priority else 0.0)
        self.line[self.last] = Standing(self.last, customer.service, customer.priority, since)
        return Taken(self.last, 0)

    def open(self, counter: str) -> None:
        """Sit down."""
        self.there.add(counter)

    def pause(self, counter: str, reason: PauseReason, minutes: int) -> None:
        """Leave for a while."""
        self.there.discard(counter)

    def close(self, counter: str) -> None:
        """Leave."""
        self.there.discard(counter)

    def left_to_another(self, one: Standing, counter: str) -> bool:
        """Return whether somebody waits for another counter."""
        keeps = one.keeps
        return keeps not in {None, counter} and keeps in self.there and one.service in self.desks[keeps].services

    def call(self, counter: str, ticket: int | None = None) -> Summoned:
        """Call the next one, or a certain one."""
        desk, now = self.desks[counter], self.now()
        able = [
            (
                one.keeps != counter,
                one.counts_from + (self.late if desk.primary and one.service not in desk.primary else 0.0),
                one.id,
            )
            for one in self.line.values()
            if one.service in desk.services
            and (one.not_before <= now or one.id == ticket)
            and not self.left_to_another(one, counter)
        ]
        if ticket is None:
            if not able:
                raise HallRefused("nobody_waiting")
            chosen, early = min(able)[2], False
        else:
            if ticket not in self.line:
                raise HallRefused("not_waiting")
            chosen, early = ticket, not able or min(able)[2] != ticket
        self.at[counter] = self.line.pop(chosen)
        return Summoned(chosen, self.at[counter].service, early)

    def start(self, counter: str) -> None:
        """Begin."""

    def no_show(self, counter: str) -> None:
        """Nobody came."""
        self.set_down(counter)

    def hold(self, counter: str) -> None:
        """Set aside."""
        self.set_down(counter)

    def set_down(self, counter: str) -> None:
        """Let go of whom a counter has: they may come back."""
        one = self.at.pop(counter, None)
        if one is not None:
            self.away[one.id] = replace(one, keeps=counter)

    def bring_back(self, counter: str, ticket: int) -> None:
        """Put a held one back into the line."""
        self.line[ticket] = self.away.pop(ticket)

    def transfer(self, counter: str, service: str, *, keep_place: bool) -> None:
        """Send on."""
        one = self.at.pop(counter)
        since = one.counts_from if keep_place else self.now() - (self.credit if one.priority else 0.0)
        self.line[one.id] = replace(one, service=service, counts_from=since, keeps=None, not_before=0.0)

    def finish(self, counter: str) -> None:
        """End a service."""
        self.at.pop(counter, None)

    def cancel(self, ticket: int) -> None:
        """Give a number back."""
        if self.line.pop(ticket, None) is None:
            raise HallRefused("not_waiting")

    def later(self, ticket: int, minutes: int) -> None:
        """Ask to be called later."""
        if ticket not in self.line:
            raise HallRefused("not_waiting")
        self.line[ticket].not_before = self.now() + minutes * 60

    def come_back(self, ticket: int) -> None:
        """Come back after a missed call."""
        one = self.away.pop(ticket)
        since = max(one.counts_from, self.now() - BACK_COUNTS_FROM)
        self.line[ticket] = replace(one, counts_from=since, keeps=None, not_before=0.0)


class Untimed:
    """Time that passes at once."""

    def go_to(self, seconds: float) -> None:
        """Go there."""


class Foreseen(Engine):
    """A day that can be gone on with in another way. `asked`: at the moment of which numbers it is."""

    def __init__(self, hall: Hall, day: Day, seed: int, asked: frozenset[int] = frozenset()) -> None:
        self.tags: dict[int, tuple[str, object]] = {}
        self.tag: tuple[str, object] | None = None
        self.begun: dict[str, float] = {}
        self.hall, self.day, self.asked = hall, day, asked
        self.found: dict[int, list[float]] = {}
        memory = InMemory(hall)
        random = Random(f"engine {hall.code} {day.name} {seed}")
        super().__init__(
            memory, Untimed(), customers=(), shifts=shifts(hall, day, seed), random=random,
            no_show_after=hall.no_show_after,
        )  # fmt: skip
        memory.now = lambda: self.now
        for customer in customers(hall, day, seed):
            self.tagged("arrival", None, lambda customer=customer: self.at(customer.at, lambda: self.arrives(customer)))

    def tagged(self, kind: str, of: object, plan: Callable[[], None]) -> None:
        """Plan something that can be found again."""
        self.tag = kind, of
        plan()
        self.tag = None

    def at(self, when: float, act: Callable[[], None]) -> None:
        """Plan something."""
        super().at(when, act)
        if self.tag is not None:
            self.tags[self.planned] = self.tag

    def at_desk(self, code: str, seconds: float, act: Callable[[], None]) -> None:
        """Plan something with a desk's ticket."""
        self.tagged("desk", code, lambda: super(Foreseen, self).at_desk(code, seconds, act))

    def arrives(self, customer: Customer) -> None:
        """Somebody takes a number; of some it is asked when they will be called."""
        taken = self.hands.issue(customer)
        ticket = taken.ticket
        record = self.records[ticket] = Record(customer, taken, customer.service, customer.seconds)
        if customer.patience is not None:
            wait = customer.patience
            self.tagged("patience", ticket, lambda: self.after(wait, lambda: self.gives_up(ticket)))
        if customer.later is not None:
            wait = customer.later[0]
            self.tagged("later", ticket, lambda: self.after(wait, lambda: self.asks_later(ticket, record)))
        self.noticed()
        if ticket in self.asked:
            self.found[ticket] = [one for nth in range(TIMES) if (one := self.in_a_fork(ticket, nth)) is not None]

    def begins(self, code: str, ticket: int) -> None:
        """A service begins."""
        self.begun[code] = self.now
        super().begins(code, ticket)

    def missed(self, code: str, ticket: int, *, by_hand: bool) -> None:
        """Nobody came; the hall itself ends the call where no clerk does."""
        if not by_hand:
            self.hands.no_show(code)
        super().missed(code, ticket, by_hand=by_hand)

    def free(self, code: str) -> None:
        """A service is over."""
        self.begun.pop(code, None)
        super().free(code)

    def in_a_fork(self, ticket: int, nth: int) -> float | None:
        """Go on with the day in a child, with other chances, until a number is called; return its wait."""
        reads, writes = os.pipe()
        child = os.fork()
        if not child:
            try:
                self.redraw(ticket, Random(f"oracle {ticket} {nth} {self.now}"))
                self.goes_on(ticket)
                waited = self.records[ticket].waited
                os.write(writes, struct.pack("d", -1.0 if waited is None else waited))
            finally:
                os._exit(0)
        os.close(writes)
        with os.fdopen(reads, "rb") as pipe:
            said = pipe.read()
        os.waitpid(child, 0)
        waited = struct.unpack("d", said)[0] if said else -1.0
        return None if waited < 0 else waited

    def goes_on(self, ticket: int) -> None:
        """Play on until a number is called."""
        while self.events and self.records[ticket].called is None:
            self.now, _, act = heapq.heappop(self.events)
            try:
                act()
            except HallRefused:
                continue

    def redraw(self, asked: int, random: Random) -> None:
        """Draw anew all that nobody can know now."""
        self.random, self.asked = random, frozenset()
        sat = {of for kind, of in self.tags.values() if kind == "desk" and of in self.begun}
        waiting = {ticket for ticket, record in self.records.items() if not record.gone and record.called is None}

        def stays(event: tuple[float, int, Callable[[], None]]) -> bool:
            kind, of = self.tags.get(event[1], ("", None))
            if kind == "desk":
                return of not in self.begun or self.second(str(of))
            return (
                kind != "arrival"
                and not (kind == "patience" and of in waiting)
                and not (kind == "later" and of == asked)
            )

        self.events = [one for one in self.events if stays(one)]
        heapq.heapify(self.events)
        self.coming = self.comers(random)
        self.next_comes()
        for ticket in waiting:
            self.another(ticket, random, asked=ticket == asked)
        for code in sat:
            if not self.second(str(code)):
                self.another_service(str(code), random)

    def second(self, code: str) -> bool:
        """Return whether a desk goes on with somebody whom it had set aside: left as it is."""
        record = self.records.get(self.desks[code].ticket or 0)
        return record is None or record.customer.held

    def comers(self, random: Random) -> Iterator[Customer]:
        """Yield who comes from now on."""
        rate = len(staffed_counters(self.hall, self.day)) / mean_seconds(self.hall)
        for index, load in enumerate(self.day.load):
            begin = OPENS + index * HALF_HOUR
            at = max(begin, self.now)
            while (at := at + random.expovariate(load * rate)) < begin + HALF_HOUR:
                yield draw(self.hall, random, at=at)

    def next_comes(self) -> None:
        """Plan the next one who comes."""
        customer = next(self.coming, None)
        if customer is not None:

            def comes() -> None:
                self.next_comes()
                self.arrives(customer)

            self.at(customer.at, comes)

    def another(self, ticket: int, random: Random, *, asked: bool) -> None:
        """Make somebody else of who waits: of the same service and class, and as patient at least as was seen."""
        record = self.records[ticket]
        old, waited = record.customer, self.now - record.customer.at
        new = draw(self.hall, random, at=old.at, service=old.service)
        while new.patience is not None and new.patience <= waited:
            new = draw(self.hall, random, at=old.at, service=old.service)
        record.customer = replace(new, priority=old.priority, later=old.later)
        record.left = new.seconds
        if new.patience is not None and not asked:
            self.at(old.at + new.patience, lambda: self.gives_up(ticket))

    def another_service(self, code: str, random: Random) -> None:
        """Draw how long a service takes of which is known for how long it has gone on."""
        ticket, since = self.desks[code].ticket or 0, self.now - self.begun[code]
        record, speed = self.records[ticket], self.desks[code].shift.speed
        first = record.service == record.customer.service
        while True:
            new = draw(self.hall, random, at=record.customer.at, service=record.customer.service)
            share, act = 1.0, self.finishes
            if not first:
                new = replace(
                    new, seconds=service_seconds(self.service(record.service), random), onward=None, held=False
                )
            elif new.held:
                share, act = 0.4, self.sets_aside
            elif new.onward is not None:
                share, act = 0.6, self.sends_on
            if new.seconds * share * speed > since:
                break
        if first:
            record.customer = replace(new, priority=record.customer.priority, fate=Fate.COMES)
        record.left = new.seconds * (1 - share)
        self.at_desk(code, new.seconds * share * speed - since, lambda: act(code, ticket))

    def service(self, code: str) -> object:
        """Return a service of the hall."""
        return next(one for one in self.hall.services if one.code == code)


@dataclass(frozen=True)
class Compared:
    """A number of the sample; seconds."""

    judged: Judged
    foreseen: float


def day_compared(hall: Hall, day: str, seed: int, kept: list[Judged]) -> list[Compared]:
    """Return a sample of a day's numbers with what the oracle would have announced; `kept`: the same day as judged."""
    true = Foreseen(hall, DAYS[day], seed)
    true.run()
    had_to = [
        ticket for ticket, one in true.records.items()
        if not one.asked_later and one.waited is not None and one.waited > HAD_TO_WAIT
    ]  # fmt: skip
    same = [
        abs((true.records[one].waited or 0.0) - other.waited) < 0.01 for one, other in zip(had_to, kept, strict=False)
    ]
    if len(had_to) != len(kept) or not all(same):
        raise SystemExit(
            f"{day} {seed}: the day in memory is another one ({len(had_to)} and {len(kept)}, {sum(same)} alike)"
        )
    chosen = sorted(Random(f"sample {day} {seed}").sample(range(len(had_to)), min(SAMPLE, len(had_to))))
    asked = Foreseen(hall, DAYS[day], seed, frozenset(had_to[nth] for nth in chosen))
    asked.run()
    found = []
    for nth in chosen:
        waits = asked.found[had_to[nth]]
        long = [one for one in waits if one > HAD_TO_WAIT]
        found.append(Compared(kept[nth], median(long if len(long) > SELDOM * len(waits) else waits)))
    return found


def main() -> None:
    """Compare days and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", default="41-50")
    parser.add_argument("--days", nargs="+", default=list(DAYS))
    parser.add_argument("--kept", type=Path, required=True)
    given = parser.parse_args()
    first, _, last = given.seeds.partition("-")
    hall = read_configuration(ROOT / "config" / "demo.toml").halls[0]
    heads = "day", "numbers", "error: oracle", "simulation", "oracle ÷ people ahead", "simulation", "oracle ÷ shared"
    print(f"| {' | '.join([*heads, 'simulation'])} |\n{'|---' * 8}|")
    for day in given.days:
        found: list[Compared] = []
        for seed in range(int(first), int(last or first) + 1):
            file = given.kept / f"{day}-{seed}.json"
            if file.exists():
                kept = [Judged(**one) for one in json.loads(file.read_text(encoding="utf-8"))]
                found += day_compared(hall, day, seed, kept)
        if found:
            print(row(day, found), flush=True)


def row(day: str, found: list[Compared]) -> str:
    """Return a day's figures as a row."""
    best = fmean(abs(one.foreseen - one.judged.waited) for one in found)
    ours = fmean(abs(one.judged.likely - one.judged.waited) for one in found)
    ahead, shared = (
        fmean(
            abs(getattr(one.judged, way) - one.judged.waited) for one in found if getattr(one.judged, way) is not None
        )
        for way in ("naive", "shared")
    )
    cells = [day, str(len(found)), f"{best / 60:.2f} min", f"{ours / 60:.2f} min"]
    cells += [f"{one / other:.2f}" for other in (ahead, shared) for one in (best, ours)]
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
