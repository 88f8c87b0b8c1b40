"""A log followed from second to second: what is known by now, and what we would announce to whoever joins the line.

Of each row only what has happened by then is read: that somebody came, and for what; that they were called; that they
left or were served. Rows that come later, and later cells of a row, change nothing that was announced before.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from statistics import fmean
from typing import Final

import numpy as np

from server.evaluation.desks import Desks
from server.evaluation.formulas import Usual, UsualWaits
from server.evaluation.reading import Row, day_of
from server.evaluation.rule import LAST, Pair, Rule, learned
from server.floor.foretelling.levels import Levels
from server.floor.foretelling.play import RUNS, play
from server.floor.foretelling.scene import Manner, Person, Scene, Stream
from server.floor.foretelling.survival import LifeTable

SEEN: Final = 400  # the last service times of a service that count
FIRST_TIME: Final = 180.0  # seconds: of a service of which none was seen
USUAL_PATIENCE: Final = 1500.0  # seconds
RECENT: Final = 3600.0  # seconds in which those are counted who may come before others
SLIGHT: Final = 0.1  # persons: who may come although none did lately
LONGEST: Final = 4 * 3600.0  # seconds: a wait that nobody ends in the play
SERVED, CALLED, CAME, AT_ONCE, GONE = range(5)  # in this order within a second
Step = tuple[float, int, Row]


@dataclass(frozen=True, slots=True)
class Announced:
    """What would have been announced to somebody who was not called at once; seconds."""

    row: Row
    low: float
    likely: float
    high: float
    ahead: int
    usual: Usual  # the formulas'


def steps(rows: Sequence[Row]) -> list[Step]:
    """Return what happens, in order of time."""
    found: list[Step] = []
    for row in rows:
        found.append((row.arrived, CAME, row))
        if row.called is not None:
            found.append((row.called, CALLED if row.called > row.arrived else AT_ONCE, row))
            found.append((row.ended, SERVED if row.ended > row.called else GONE, row))
        else:
            found.append((row.ended, SERVED if row.ended > row.arrived else GONE, row))
    return sorted(found, key=lambda step: (step[0], CAME if step[1] == AT_ONCE else step[1], step[2].line))


class Following:
    """What is known of a line by now."""

    def __init__(self, *, seed: int = 1, runs: int = RUNS) -> None:
        self.random, self.runs = np.random.default_rng(seed), runs
        self.now = 0.0
        self.day = 0
        self.waiting: dict[int, Row] = {}  # line of the file → who waits: only what is known of them is read
        self.desks = Desks()
        self.times: defaultdict[str, deque[float]] = defaultdict(lambda: deque(maxlen=SEEN))
        self.patience = LifeTable(USUAL_PATIENCE)
        self.pairs: deque[Pair] = deque(maxlen=LAST)
        self.rule = Rule()
        self.came: defaultdict[tuple[str, str], deque[float]] = defaultdict(deque)
        self.levels = Levels()
        self.usual = UsualWaits()
        self.told: dict[int, Announced] = {}  # of those who still wait

    def follow(self, rows: Sequence[Row], *, tell: Callable[[Row], bool]) -> Iterator[Announced]:
        """Go through a log and yield what is announced, of those whom `tell` names."""
        for now, its in groupby(steps(rows), key=itemgetter(0)):
            self.now = now
            if day_of(now) != self.day:
                self.new_day()
            fresh = [row for row in map(self.step, its) if row is not None]
            self.desks.watch((row.service for row in self.waiting.values()), now)
            for row in fresh:
                if row.line in self.waiting and tell(row):
                    self.told[row.line] = announced = self.announce(row)
                    yield announced

    def new_day(self) -> None:
        """Nobody is there; by which rule the line is called is learned anew."""
        self.day = day_of(self.now)
        self.waiting.clear()
        self.told.clear()
        self.desks.new_day()
        self.rule = learned(self.pairs)

    def step(self, step: Step) -> Row | None:
        """Note what happens; return who came."""
        _, kind, row = step
        if kind == CAME:
            self.waiting[row.line] = row
            self.came[row.service, row.group].append(self.now)
            return row
        if kind in {CALLED, AT_ONCE}:
            self.call(row, waited=kind == CALLED)
        elif row.called is not None:
            self.end(row)
        elif self.waiting.pop(row.line, None) is not None:
            self.told.pop(row.line, None)
            self.patience.see(0.0, self.now - row.arrived, happened=True)
        return None

    def call(self, row: Row, *, waited: bool) -> None:
        """Note a call, and what it teaches."""
        if self.waiting.pop(row.line, None) is None:
            return  # a day began since
        past = [one for one in self.waiting.values() if self.desks.serves(row.counter, one.service)]
        mine, own = (row.service, row.group), self.rule.counts_from((row.service, row.group), row.arrived)
        if waited:
            self.pairs.extend((mine, (one.service, one.group), row.arrived - one.arrived) for one in past)
            self.patience.see(0.0, self.now - row.arrived, happened=False)
        passed = {
            one.service
            for one in self.waiting.values()
            if one.service != row.service and self.rule.counts_from((one.service, one.group), one.arrived) < own - 1
        }
        self.desks.calls(row.counter, row.service, row.line, self.now, waited=waited, passed=passed)
        true = self.now - row.arrived
        self.usual.called(true)
        told = self.told.pop(row.line, None)
        if told is not None:
            self.levels.learn(row.service, (told.low, told.likely, told.high), true)
            self.usual.learn(told.usual, true)

    def end(self, row: Row) -> None:
        """Note the end of a service."""
        took = row.ended - (row.called or row.ended)
        self.times[row.service].append(took)
        self.desks.ends(row.counter, row.line, self.now, took=took, usual=self.mean(row.service))

    def mean(self, service: str) -> float:
        """Return how long a service takes on average."""
        seen = self.times[service]
        return fmean(seen) if seen else FIRST_TIME

    def key(self, row: Row) -> tuple[float, int]:
        """Return what somebody counts from; ties are in the order of the file."""
        return self.rule.counts_from((row.service, row.group), row.arrived), row.line

    def announce(self, row: Row) -> Announced:
        """Return what is announced to somebody who joined the line."""
        line = sorted(self.waiting.values(), key=self.key)
        before = [one for one in line if self.key(one) < self.key(row)]
        streams = self.streams(self.rule.credits.get((row.service, row.group), 0.0))
        known = {*self.times, *(one.service for one in line), *(stream.service for stream in streams)}
        clerks = self.desks.clerks(known, self.now)
        known |= {clerk.serving for clerk in clerks if clerk.serving is not None}
        manner = Manner(
            {service: self.times[service] or [FIRST_TIME] for service in sorted(known)},
            self.desks.back[0].survival(),
            self.patience.survival(),
        )
        scene = Scene(clerks, [self.person(one) for one in line], streams=streams)
        me = line.index(row)
        waits = play(scene, manner, self.random, runs=self.runs, only=[me]).line[:, me]
        points = self.levels.points(row.service, np.minimum(waits, LONGEST))
        earlier = [one for one in self.waiting.values() if (one.arrived, one.line) < (row.arrived, row.line)]
        usual = self.usual.waits(
            row.service,
            earlier=len(earlier),
            before=[one.service for one in before],
            busy=[code for code, desk in self.desks.here.items() if desk.serving is not None],
            serves=self.desks.serves,
            mean=self.mean,
        )
        return Announced(row, *points, len(before), usual)

    def person(self, row: Row) -> Person:
        """Return somebody who waits, as they are played."""
        group = (row.service, row.group)
        since = self.rule.counts_from(group, row.arrived) - self.now
        return Person(row.service, since, self.now - row.arrived, unheeded=self.rule.unheeded.get(group, (0.0, 0.0)))

    def streams(self, credit: float) -> list[Stream]:
        """Return who may come later and count from earlier than somebody with a credit who comes now."""
        found = []
        for (service, group), came in sorted(self.came.items()):
            while came and came[0] < self.now - RECENT:
                came.popleft()
            its = self.rule.credits.get((service, group), 0.0)
            if its > credit:
                found.append(Stream(service, its, (len(came) + SLIGHT) / RECENT))
        return found
