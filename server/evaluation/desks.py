"""The counters of a log, as far as one sees them by now: what they serve, how fast, and when they come back."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from server.floor.foretelling.scene import Clerk
from server.floor.foretelling.survival import LifeTable

IDLE: Final = (1.0, 60.0, 300.0, 1200.0)  # seconds: for how long one was idle when somebody began to wait
USUALLY_BACK: Final = (30.0, 60.0, 120.0, 300.0, 900.0)  # seconds: for each kind of these
FEW_THERE: Final = (1, 2)  # counters: whether anybody sits there at all
USUALLY_JOINS: Final = (200.0, 400.0, 1500.0)  # seconds
UNSEEN: Final = 0.3  # calls for and against, before any was seen, that somebody serves something
LIKELY: Final = 0.5
AVERAGE: Final = 20 * 180.0  # seconds of service at the usual pace that stand beside a clerk's own
NEWCOMER: Final = "+"  # whoever takes a seat next; no counter has this code
FADES: Final = 0.9  # a day


@dataclass(slots=True)
class Desk:
    """A counter today."""

    serving: str | None = None
    line: int = 0  # of the file: whom it serves
    since: float = 0.0  # it began, or is idle
    watched: float | None = None  # since when somebody waits whom it could call
    kind: int = 0  # for how long it was idle when that began
    unseen: float = 0.0  # seconds before, of the same idle time, in which somebody waited


@dataclass(slots=True)
class Desks:
    """All counters, and what was learned of them."""

    here: dict[str, Desk] = field(default_factory=dict)  # seen today
    skills: defaultdict[tuple[str, str], list[float]] = field(default_factory=lambda: defaultdict(lambda: [0.0, 0.0]))
    pace: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(lambda: [AVERAGE, AVERAGE]))
    back: list[LifeTable] = field(default_factory=lambda: [LifeTable(usual, 3.0) for usual in USUALLY_BACK])
    joins: list[LifeTable] = field(default_factory=lambda: [LifeTable(usual) for usual in USUALLY_JOINS])
    door: Desk = field(default_factory=Desk)  # where the next one comes in

    def new_day(self) -> None:
        """Nobody sits anywhere yet."""
        self.here.clear()
        self.door = Desk()
        for seen in self.skills.values():
            seen[:] = [FADES * one for one in seen]

    def likely(self, counter: str, service: str) -> float:
        """Return how likely a counter serves something."""
        took, passed = self.skills[counter, service]
        return (took + UNSEEN) / (took + passed + 2 * UNSEEN)

    def serves(self, counter: str, service: str) -> bool:
        """Return whether it rather does."""
        return self.likely(counter, service) > LIKELY

    def calls(self, counter: str, service: str, line: int, at: float, *, waited: bool, passed: Iterable[str]) -> None:
        """Note a call: of somebody who waited or came at this moment, past people of other services."""
        desk = self.here.get(counter)
        if desk is None:
            desk = self.here[counter] = Desk()
            if self.door.watched is not None:
                ended(self.door, self.joins, at, happened=waited)
                self.door = Desk()
        elif desk.watched is not None and desk.serving is None:
            ended(desk, self.back, at, happened=waited)
        desk.serving, desk.line, desk.since, desk.watched, desk.unseen = service, line, at, None, 0.0
        self.skills[counter, service][0] += 1
        for other in passed:
            self.skills[counter, other][1] += 1

    def ends(self, counter: str, line: int, at: float, *, took: float, usual: float) -> None:
        """Note the end of a service, and how long it took beside the usual."""
        desk = self.here.get(counter)
        if desk is not None and desk.line == line:
            desk.serving, desk.since, desk.watched, desk.unseen = None, at, None, 0.0
        own = self.pace[counter]
        own[0] += took
        own[1] += usual

    def watch(self, waiting: Iterable[str], at: float) -> None:
        """Note for which idle counters somebody waits, of some services."""
        services = set(waiting)
        for code, desk in self.here.items():
            if desk.serving is None:
                able = any(self.serves(code, service) for service in services)
                observe(desk, self.back, at, able=able, kind=bisect_left(IDLE, at - desk.since))
        observe(self.door, self.joins, at, able=bool(services), kind=bisect_left(FEW_THERE, len(self.here) + 1))

    def clerks(self, services: Iterable[str], at: float) -> list[Clerk]:
        """Return the counters as they are played, and whoever takes a seat next."""
        known = list(services)
        curves = [table.survival() for table in self.back]
        found = []
        for code, desk in self.here.items():
            own = self.pace[code]
            busy = desk.serving is not None
            found.append(
                Clerk(
                    code,
                    {service: self.likely(code, service) for service in known},
                    desk.serving,
                    at - desk.since if busy else age(desk, at),
                    None if busy else curves[kind_of(desk, IDLE, at)],
                    pace=own[0] / own[1],
                )
            )
        joins = self.joins[self.door.kind].survival()
        return [*found, Clerk(NEWCOMER, dict.fromkeys(known, 1.0), since=age(self.door, at), back=joins)]


def kind_of(desk: Desk, kinds: tuple[float, ...], at: float) -> int:
    """Return of which kind an idle counter is."""
    return desk.kind if desk.watched is not None else bisect_left(kinds, at - desk.since)


def age(desk: Desk, at: float) -> float:
    """Return for how long somebody has waited for an idle counter."""
    return desk.unseen + (0.0 if desk.watched is None else at - desk.watched)


def observe(desk: Desk, tables: list[LifeTable], at: float, *, able: bool, kind: int) -> None:
    """Begin to watch a counter for which somebody waits; cease where nobody does any more."""
    if able and desk.watched is None:
        desk.watched, desk.kind = at, kind
    elif not able and desk.watched is not None:
        ended(desk, tables, at, happened=False)
        desk.unseen, desk.watched = age(desk, at), None


def ended(desk: Desk, tables: list[LifeTable], at: float, *, happened: bool) -> None:
    """Note what was seen of a counter for which somebody waited."""
    if desk.watched is not None:
        tables[desk.kind].see(desk.unseen, desk.unseen + at - desk.watched, happened=happened)
