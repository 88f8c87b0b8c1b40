"""What tickets and counters went through, told from the journal's facts: pure. Durations in seconds, moments in UTC.

A ticket's row knows its present leg alone: sending on, setting aside and coming back overwrite when it was called first
and where it was served before. The facts know all of it, and what they say of a day never changes afterwards.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from server.floor.events.calls import (
    CallDeferred,
    CallUndone,
    NoShowUndone,
    TicketCalled,
    TicketMissed,
    TicketStarted,
)
from server.floor.events.counters import CounterClosed, CounterOpened, CounterPaused
from server.floor.events.services import (
    FinishUndone,
    ServiceLeftOpen,
    TicketFinished,
    TicketHeld,
    TicketReturned,
    TicketTransferred,
    WalkInServed,
)
from server.floor.events.tickets import TicketCameBack, TicketDelayed, TicketIssued
from server.floor.events.visits import GoingOnUndone, ServiceChanged, VisitPlanned, VisitWentOn
from server.floor.states import STAFFED, CounterState, TicketState
from server.offline.events import OfflineTicketIssued
from server.store.events import Event

_OPEN, _CALLING, _SERVING, _PAUSED, _CLOSED = (
    CounterState.OPEN, CounterState.CALLING, CounterState.SERVING, CounterState.PAUSED, CounterState.CLOSED,
)  # fmt: skip
BUSY: Final = (_CALLING, _SERVING)
MOVES: Final[Mapping[type[Event], tuple[CounterState | None, CounterState | None]]] = {
    TicketCalled: (_OPEN, _CALLING),
    CallUndone: (_CALLING, _OPEN),
    CallDeferred: (_CALLING, _OPEN),
    TicketStarted: (_CALLING, _SERVING),
    TicketMissed: (_CALLING, _OPEN),
    NoShowUndone: (_OPEN, _CALLING),
    TicketFinished: (_SERVING, _OPEN),
    ServiceLeftOpen: (_SERVING, _CLOSED),
    FinishUndone: (_OPEN, _SERVING),
    VisitWentOn: (_SERVING, None),
    GoingOnUndone: (None, _SERVING),
    TicketHeld: (None, _OPEN),
    TicketTransferred: (None, _OPEN),
    WalkInServed: (_OPEN, _SERVING),
    CounterOpened: (None, None),
    CounterPaused: (_OPEN, _PAUSED),
    CounterClosed: (None, _CLOSED),
}  # a counter's state before and after; None: the fact itself says it
OF_TICKETS: Final = (
    TicketIssued,
    OfflineTicketIssued,
    TicketDelayed,
    TicketReturned,
    TicketCameBack,
    ServiceChanged,
    VisitPlanned,
)


@dataclass(frozen=True, slots=True)
class FactTold:
    """A fact with its entry's number, moment and actor."""

    seq: int
    at: datetime
    actor: str
    fact: Event


@dataclass(frozen=True, slots=True)
class CallMade:
    """A call of a ticket to a counter, by the rule or out of order."""

    at: datetime
    counter: str
    actor: str
    reason: str
    why: str
    passed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Leg:
    """A service that ended at a counter: finished, or sent on from there."""

    service: str
    counter: str
    seconds: float  # without the time for which it was set aside


@dataclass(slots=True)
class Course:
    """What a ticket went through."""

    asked: str  # the service that its holder asked for; before the first call also what was meant instead
    service: str  # the one that it is for now
    calls: list[CallMade] = field(default_factory=list)
    legs: list[Leg] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)  # counters to which it did not come
    transfers: int = 0  # that a clerk decided; going on in a visit is none
    came_back: bool = False
    wanted: int = 1  # services of its visit, as they were planned last
    changed: list[tuple[str, str]] = field(default_factory=list)  # after a wrong choice: from which service to which
    put_off: bool = False  # its holder asked for a later call before the first one
    seconds: float = 0  # of service in the present leg
    since: datetime | None = None  # it is being served

    @property
    def first_called(self) -> datetime | None:
        """When it was called for the first time."""
        return self.calls[0].at if self.calls else None

    def served_until(self, at: datetime) -> None:
        """Add what was served in one piece."""
        if self.since is not None:
            self.seconds += (at - self.since).total_seconds()
        self.since = None

    def leg_ends(self, at: datetime, counter: str) -> None:
        """Keep the present leg."""
        self.served_until(at)
        self.legs.append(Leg(self.service, counter, self.seconds))
        self.seconds = 0

    def follows(self, told: FactTold) -> None:
        """Take one fact in."""
        at, fact = told.at, told.fact
        match fact:
            case TicketCalled():
                self.calls.append(CallMade(at, fact.counter, told.actor, fact.reason, fact.why, fact.passed))
                self.service = fact.visit[0] if fact.visit else self.service
            case CallUndone():
                self.calls = self.calls[:-1]
            case TicketMissed():
                self.missed.append(fact.counter)
            case NoShowUndone():
                self.missed = self.missed[:-1]
            case TicketDelayed():
                self.put_off = self.put_off or not self.calls
            case TicketCameBack():
                self.came_back = True
            case _:
                self.is_served(at, fact)

    def is_served(self, at: datetime, fact: Event) -> None:
        """Take in a fact about its service."""
        match fact:
            case TicketStarted():
                self.since = at
            case TicketFinished():
                self.leg_ends(at, fact.counter)
            case ServiceLeftOpen():
                self.since, self.seconds = None, 0
            case FinishUndone():
                self.legs, self.since = self.legs[:-1], fact.started_at
            case TicketHeld():
                self.served_until(at)
            case TicketTransferred():
                if fact.before is TicketState.SERVING:
                    self.leg_ends(at, fact.counter)
                self.transfers, self.service = self.transfers + 1, fact.service
            case _:
                self.visits(at, fact)

    def visits(self, at: datetime, fact: Event) -> None:
        """Take in a fact about its visit."""
        match fact:
            case VisitWentOn():
                self.leg_ends(at, fact.counter)
                self.service, self.since = fact.visit[0], at if fact.stays else None
            case GoingOnUndone():
                self.legs, self.since, self.service = self.legs[:-1], fact.started_at, fact.service
            case VisitPlanned():
                self.service, self.wanted = fact.after[0], len(self.legs) + len(fact.after)
            case ServiceChanged():
                self.changed.append((fact.before, fact.service))
                self.service = fact.service
                self.asked = self.asked if self.calls else fact.service


def courses(facts: Iterable[FactTold], day: str, kept: Mapping[int, str] | None = None) -> dict[int, Course]:
    """Return ticket → what it went through, of the tickets of a day.

    `kept`: ticket → service of those that were kept over night: their wait says nothing of the line.
    """
    found = {ticket: Course(service, service, put_off=True) for ticket, service in (kept or {}).items()}
    for told in facts:
        fact = told.fact
        if isinstance(fact, TicketIssued | OfflineTicketIssued) and fact.day == day:
            wanted = 1 + len(getattr(fact, "further", ()))
            found[told.seq] = Course(fact.letter, fact.letter, wanted=wanted)
        elif isinstance(fact, WalkInServed) and fact.day == day:
            found[told.seq] = Course(fact.service, fact.service, since=told.at)
        elif (course := found.get(getattr(fact, "ticket", 0))) is not None:
            course.follows(told)
    return found


@dataclass(frozen=True, slots=True)
class CounterTime:
    """How long a counter was staffed, of that with a customer or one called, and paused; seconds."""

    staffed: float = 0
    busy: float = 0
    paused: float = 0


@dataclass(slots=True)
class CounterCourse:
    """A counter's state as facts change it, and the time spent so far."""

    state: CounterState
    since: datetime
    staffed: float = 0
    busy: float = 0
    paused: float = 0

    def until(self, at: datetime) -> None:
        """Add the time up to a moment."""
        seconds = max(0.0, (at - self.since).total_seconds())
        self.staffed += seconds if self.state in STAFFED else 0
        self.busy += seconds if self.state in BUSY else 0
        self.paused += seconds if self.state is _PAUSED else 0
        self.since = max(at, self.since)


def before_and_after(fact: Event) -> tuple[CounterState, CounterState]:
    """Return a counter's state before and after a fact that changes it."""
    before, after = MOVES[type(fact)]
    said = getattr(fact, "before", None)
    if isinstance(fact, CounterOpened):
        return fact.before, fact.before if fact.before in BUSY else _OPEN
    if isinstance(fact, TicketHeld | TicketTransferred):
        before = _CALLING if said is TicketState.CALLED else _SERVING
    elif isinstance(fact, CounterClosed):
        before = fact.before
    elif isinstance(fact, VisitWentOn):
        after = _SERVING if fact.stays else _OPEN
    elif isinstance(fact, GoingOnUndone):
        before = _SERVING if fact.stayed else _OPEN
    return before or _OPEN, after or _OPEN


def desk_times(
    facts: Iterable[FactTold], begins: datetime, ends: datetime, *, closes: datetime | None
) -> dict[str, CounterTime]:
    """Return counter → its time between two moments, of those at which something happened.

    A counter that nobody closed in the evening counts until the last that was done there, or until the hall closes,
    whichever is later: nobody sat there all night.
    """
    desks: dict[str, CounterCourse] = {}
    last: dict[str, datetime] = {}
    for told in facts:
        if type(told.fact) not in MOVES or not begins <= told.at < ends:
            continue
        counter: str = told.fact.counter  # type: ignore[attr-defined]  # each of them has one
        before, after = before_and_after(told.fact)
        if counter not in desks:
            stayed = before in BUSY  # at work over midnight; what merely stood open since yesterday begins now
            desks[counter] = CounterCourse(before, begins if stayed else told.at)
        desk = desks[counter]
        desk.until(told.at)
        desk.state, last[counter] = after, told.at
    for counter, desk in desks.items():
        desk.until(min(ends, max(closes or ends, last[counter])))
    return {counter: CounterTime(desk.staffed, desk.busy, desk.paused) for counter, desk in sorted(desks.items())}
