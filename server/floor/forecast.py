"""How the line will go: the state of the hall in; when everybody is called, and how many are called before, out.

The line is played forward once by the calling rule: every counter ends what it began, then takes whom the rule gives
it, each service taking its mean time. *Ahead* of somebody are those whom, in this play, counters that could take that
person call before: not those of the same letter, since counters serve several. A newcomer, who is not in the line, is
taken at the first moment at which a counter would choose them. How sure a wait is, `calibration.py` says from what came
true before. What replaces this keeps `state in, turns out`.
"""

import heapq
import math
from bisect import bisect
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Final, NamedTuple

from server.floor.calling import Working, is_left_to

DORMANT: Final = 0  # no ticket has this number: the place of a leg that has not begun
Key = tuple[float, int]  # what it counts from, at a counter; its place in the line
TOGETHER: Final = "+"  # in the name of the queue of those who stand in several lines
Kind = tuple[str, str | None]  # of a new ticket: its service, its priority class


@dataclass(frozen=True, slots=True)
class ServiceTime:
    """How long a service keeps a counter, from one call to the next, in seconds."""

    mean: float


class Position(NamedTuple):
    """Somebody in the line; `counts_from` and `not_before` in seconds from now, negative: in the past."""

    id: int
    service: str
    counts_from: float
    not_before: float = 0.0
    keeps: str | None = None  # the counter that it comes back to first: left to it while it works and serves that
    further: tuple[str, ...] = ()  # the other services of its visit
    in_order: bool = False  # one after the other; else it stands in all their lines


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who would take a number now."""

    service: str
    priority_class: str | None = None
    counts_from: float = 0.0  # seconds from now

    @property
    def kind(self) -> "Kind":
        """Its service and class."""
        return self.service, self.priority_class


@dataclass(frozen=True, slots=True)
class Server:
    """A counter that works: its services, which of them first and for how long, and in how many seconds it is free."""

    code: str
    services: frozenset[str]
    free_in: float
    primary: frozenset[str] = frozenset()
    primary_first: float = 0.0
    staffed: bool = True  # somebody sits there now; else it is paused and said when it goes on


class Turn(NamedTuple):
    """In how many seconds somebody is called, and how many are called before by counters that could take them."""

    wait: float
    ahead: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """The turn of everyone in the line by id, of newcomers by service and class; whom nobody serves is not there."""

    line: Mapping[int, Turn]
    new: Mapping[Kind, Turn]
    chosen: Mapping[int, str] = field(default_factory=dict)  # of visits: for which service it is called first
    after: Mapping[int, Sequence[tuple[str, float]]] = field(default_factory=dict)  # of visits: what comes after, when


def forecast(
    servers: Sequence[Server],
    line: Sequence[Position],
    times: Mapping[str, ServiceTime],
    newcomers: Iterable[Newcomer] = (),
) -> Forecast:
    """Play the line forward and return everybody's turn; ties are in the order of the line as given."""
    return Play(servers, line, times, newcomers).run()


def as_if_open(
    counters: Sequence[Server], line: Sequence[Position], served: Iterable[str], newcomers: Sequence[Newcomer] = ()
) -> Forecast:
    """Return who is ahead of those whom nobody serves: as if all counters that could serve them opened at once.

    Whoever is taken by a counter that works is not among them; waits mean nothing here.
    """
    known = frozenset(served)
    opened = [
        replace(one, services=one.services - known, primary=one.primary - known, free_in=0.0, staffed=True)
        for one in counters
        if one.services - known
    ]
    able = frozenset[str]().union(*(one.services for one in opened))
    lost = {one.service for one in line} | {one.service for one in newcomers}
    lost -= known | able  # no counter at all has them
    opened += [Server(kept_for(service), frozenset({service}), 0.0) for service in lost]
    left = [
        one._replace(not_before=0.0, further=())
        for one in line
        if known.isdisjoint(standing_for(one.service, one.further, in_order=one.in_order))
    ]
    alike = {service: ServiceTime(1.0) for one in opened for service in one.services}
    return Play(opened, left, alike, [one for one in newcomers if one.service not in known], pressing=False).run()


def kept_for(counter: str) -> str:
    """Return the name of the queue of those who come back to a counter."""
    return f"={counter}"


def queue_of(one: Position, working: Working) -> str:
    """Return the queue in which somebody stands: that of the counter that they are left to, else their service's."""
    if one.keeps is not None and is_left_to(one.keeps, one.service, working):
        return kept_for(one.keeps)
    return line_of(one.service, one.further, in_order=one.in_order)


def standing_for(service: str, further: Sequence[str], *, in_order: bool) -> tuple[str, ...]:
    """Return the services in whose lines somebody stands, the first of the visit first."""
    return (service,) if in_order else (service, *further)


def line_of(service: str, further: Sequence[str], *, in_order: bool) -> str:
    """Return the name of a queue: all who stand in the lines of the same services stand in one, behind each other."""
    return TOGETHER.join(standing_for(service, further, in_order=in_order))


class PlayedCounter:
    """A counter in a play: the queues that it takes from, and how much later than others each counts there."""

    __slots__ = ("counted", "kept", "late", "lines", "own", "server", "serves", "soonest")

    def __init__(self, server: Server) -> None:
        late = {code: 0.0 if code in server.primary else server.primary_first for code in server.services}
        self.server = server
        self.kept = kept_for(server.code)
        self.late = late if server.primary else dict.fromkeys(server.services, 0.0)
        self.serves: dict[str, str] = {}  # queue of several lines → the service for which it would be called here
        self.own: deque[int] | None = None  # who is kept for it
        self.lines: list[tuple[deque[int], float]] = []  # the queues of its services, as far as somebody stands there
        self.counted: list[str] = []  # names of the queues that it takes from, of those that matter in this play
        self.soonest = math.inf  # what the first newcomer whom it could take counts from here

    def joins(self, queue: str) -> None:
        """Take from the queue of those who stand in several lines, where one of these is served here."""
        first = next((code for code in queue.split(TOGETHER) if code in self.server.services), None)
        if first is not None:
            self.serves[queue], self.late[queue] = first, self.late[first]

    def takes_from(self, queue: str) -> bool:
        """Return whether it takes from a queue."""
        return queue in self.late or queue == self.kept

    def key(self, queue: str, counts_from: float, place: int) -> Key:
        """Return what it orders by, as `calling.key` does: what is kept for it comes first."""
        return (-math.inf, place) if queue == self.kept else (counts_from + self.late[queue], place)

    def first(self, since: Sequence[float]) -> Key | None:
        """Return the key here of whom it would call, whose place is in it."""
        if self.own:
            return -math.inf, self.own[0]
        best: Key | None = None
        for queue, late in self.lines:
            if queue:
                place = queue[0]
                counts_from = since[place] + late
                if best is None or counts_from < best[0] or (counts_from == best[0] and place < best[1]):
                    best = counts_from, place
        return best


class Play:
    """One play of a line. `pressing`: free counters may call at this very moment."""

    def __init__(
        self,
        servers: Sequence[Server],
        line: Sequence[Position],
        times: Mapping[str, ServiceTime],
        newcomers: Iterable[Newcomer],
        *,
        pressing: bool = True,
    ) -> None:
        self.means = {service: time.mean for service, time in times.items()}
        self.line = sorted(line, key=lambda one: one.counts_from)
        self.visits = any(one.further for one in line)
        self.legs: dict[int, tuple[str, ...]] = {}  # place of whoever has a visit → its services that are left
        if self.visits:
            self.line = self.with_legs(self.line)
        self.since = [one.counts_from for one in self.line]
        working = {server.code: server.services for server in servers if server.staffed}
        self.standing = [queue_of(one, working) for one in self.line]
        self.queues: dict[str, deque[int]] = {queue: deque() for queue in self.standing}  # places, in order
        for place in self.legs:
            for name in self.may_come(self.line[place]):
                self.queues.setdefault(name, deque())
        self.chosen: dict[int, str] = {}
        self.after: dict[int, list[tuple[str, float]]] = {}
        self.resting: set[int] = set()  # counters that have nobody: whoever goes on in their visit may be theirs
        self.due: dict[int, float] = {}  # when they look again, where visits may have them look earlier
        self.later: list[tuple[float, int]] = []  # a heap of who asked to be called later: when, and their place
        for place, one in enumerate(self.line):
            if one.id == DORMANT:
                continue
            if one.not_before > 0:
                heapq.heappush(self.later, (one.not_before, place))
            else:
                self.queues[self.standing[place]].append(place)
        self.asking: dict[str, list[Newcomer]] = {}
        for newcomer in newcomers:
            self.asking.setdefault(newcomer.service, []).append(newcomer)
        self.calls = dict.fromkeys(
            [*self.standing, *self.queues, *self.asking], 0
        )  # queue → calls so far where it is taken from
        self.desks = [self.desk(server) for server in servers]
        self.moment = 0.0
        self.now: list[tuple[int, PlayedCounter]] = []  # calls of this very moment
        self.turns: dict[int, Turn] = {}
        self.called = 0
        self.whose: dict[int, int] = {}  # place of a later leg → whose visit
        self.new: dict[Kind, Turn] = {}
        # Of several free counters nobody knows who presses first: whoever is next at any one of them is next.
        idle = [desk for desk in self.desks if pressing and desk.server.staffed and desk.server.free_in <= 0]
        first = [(desk, desk.first(self.since)) for desk in idle]
        self.heads = {found[1] for _, found in first if found is not None}
        self.new_heads = {one.kind for desk, found in first for one in self.preferred(desk, found)}

    def desk(self, server: Server) -> PlayedCounter:
        """Return a counter with the queues that it takes from."""
        desk = PlayedCounter(server)
        for queue in self.queues if self.legs else ():
            if TOGETHER in queue:
                desk.joins(queue)
        desk.own = self.queues.get(desk.kept)
        desk.lines = [(self.queues[service], late) for service, late in desk.late.items() if service in self.queues]
        desk.counted = [name for name in (desk.kept, *desk.late) if name in self.calls]
        desk.soonest = self.soonest(desk)
        return desk

    def soonest(self, desk: PlayedCounter) -> float:
        """Return what the first newcomer whom a counter could take counts from there."""
        found = math.inf
        for service, late in desk.late.items():
            for one in self.asking.get(service, ()):
                found = min(found, one.counts_from + late)
        return found

    def run(self) -> Forecast:
        """Play to the end."""
        free = [(desk.server.free_in, index) for index, desk in enumerate(self.desks)]
        heapq.heapify(free)
        people = len(self.line)
        while free and (self.asking or self.called < people):
            moment, index = free[0]
            if self.due.get(index, moment) != moment:  # it looked earlier, for somebody who goes on in their visit
                heapq.heappop(free)
                continue
            desk = self.desks[index]
            if moment != self.moment:
                self.go_to(moment)
            found = desk.first(self.since)
            if desk.soonest < math.inf and (found is None or desk.soonest < found[0]):
                self.take_newcomers(desk, found)
            self.resting.discard(index)
            if found is not None:
                self.call(desk, found)
                ends = moment + self.means[self.service(desk, found[1])]
                self.looks(free, index, ends)
                if found[1] in self.legs:
                    self.goes_on(desk, found[1], ends, free)
            else:
                self.looks(free, index, self.next_later(desk))
                self.resting.add(index)
        return Forecast(self.turns, self.new, self.chosen, self.after)

    def looks(self, free: list[tuple[float, int]], index: int, at: float | None) -> None:
        """Note when a counter looks for the next one again; none: never, unless somebody goes on to it."""
        if at is None:
            heapq.heappop(free)
        else:
            heapq.heapreplace(free, (at, index))
        if self.visits:
            self.due[index] = math.inf if at is None else at

    def with_legs(self, line: Sequence[Position]) -> list[Position]:
        """Return the line with a place for each leg of each visit: those to come are nobody's until they begin."""
        legs: list[Position] = []
        for one in line:
            if one.further:
                self.legs[len(legs)] = (one.service, *one.further)
            legs += [one, *(one._replace(id=DORMANT, further=()) for _ in one.further)]
        return legs

    def may_come(self, one: Position) -> Iterator[str]:
        """Yield the queues in which somebody may stand in the course of a visit."""
        services = (one.service, *one.further)
        if one.in_order:
            yield from services
        else:
            for several in range(1, len(services)):
                yield from (TOGETHER.join(its) for its in combinations(services, several))

    def service(self, desk: PlayedCounter, place: int) -> str:
        """Return for what a counter calls somebody."""
        if place in self.legs:
            return next((code for code in self.legs[place] if code in desk.server.services), self.legs[place][0])
        return self.line[place].service

    def goes_on(self, desk: PlayedCounter, place: int, at: float, free: list[tuple[float, int]]) -> None:
        """Have a visit wait for what is left of it once a counter is done with the first."""
        done, one = self.service(desk, place), self.line[place]
        left = tuple(code for code in self.legs.pop(place) if code != done)
        if not left:
            return
        whose = self.whose.pop(place, one.id)
        self.whose[place + 1] = whose
        self.line[place + 1] = one._replace(id=DORMANT, service=left[0], further=left[1:], keeps=None)
        self.legs[place + 1] = left
        self.standing[place + 1] = line_of(left[0], left[1:], in_order=one.in_order)
        heapq.heappush(self.later, (at, place + 1))
        for index in self.resting:
            if self.due[index] > at and self.desks[index].takes_from(self.standing[place + 1]):
                heapq.heappush(free, (at, index))
                self.due[index] = at

    def go_to(self, moment: float) -> None:
        """Move on; who may be called by then stands in the line again."""
        self.moment = moment
        self.now.clear()
        while self.later and self.later[0][0] <= moment:
            _, place = heapq.heappop(self.later)
            queue = self.queues[self.standing[place]]
            queue.insert(bisect(queue, place), place)

    def next_later(self, desk: PlayedCounter) -> float | None:
        """Return when a counter that has nobody may call somebody who asked for later."""
        return min((when for when, place in self.later if desk.takes_from(self.standing[place])), default=None)

    def preferred(self, desk: PlayedCounter, found: Key | None) -> list[Newcomer]:
        """Return the newcomers whom a counter would take rather than whom it found."""
        last = len(self.line)
        return [
            one
            for service in desk.late
            if service in self.asking
            for one in self.asking[service]
            if found is None or desk.key(service, one.counts_from, last) < found
        ]

    def take_newcomers(self, desk: PlayedCounter, found: Key | None) -> None:
        """Note the newcomers whom a counter would take now."""
        for one in self.preferred(desk, found):
            name, key = one.kind, desk.key(one.service, one.counts_from, len(self.line))
            self.new[name] = Turn(self.moment, 0 if name in self.new_heads else self.before(desk, key, one.service))
            self.asking[one.service].remove(one)
            if not self.asking[one.service]:
                del self.asking[one.service]
        for each in self.desks:
            if each.soonest < math.inf:
                each.soonest = self.soonest(each)

    def call(self, desk: PlayedCounter, found: Key) -> None:
        """Have a counter call somebody."""
        place = found[1]
        queue, calls = self.standing[place], self.calls
        if place in self.heads:
            ahead = 0
        else:
            ahead = self.before(desk, found, queue) if self.now else calls[queue]
        self.called += 1
        if place in self.whose:
            self.after.setdefault(self.whose[place], []).append((self.service(desk, place), self.moment))
        else:
            self.turns[self.line[place].id] = Turn(self.moment, ahead)
            if place in self.legs:
                self.chosen[self.line[place].id] = self.service(desk, place)
        self.queues[queue].popleft()
        for name in desk.counted:
            calls[name] += 1
        self.now.append((place, desk))

    def before(self, desk: PlayedCounter, key: Key, queue: str) -> int:
        """Return how many calls came before one by a counter, at all counters that take from its queue.

        Of those of the same moment only whom this counter would have called first: the others go beside.
        """
        beside = 0
        for place, other in self.now:
            if other.takes_from(queue):
                its = self.standing[place]
                beside += not desk.takes_from(its) or desk.key(its, self.since[place], place) > key
        return self.calls[queue] - beside
