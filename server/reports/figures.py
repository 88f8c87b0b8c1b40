"""What a day came to, from its tickets and what they went through: a pure function.

Durations in seconds, moments in UTC, hours of the hall. How each figure is made is said in meanings.py.
"""

import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field, computed_field

from server.floor.calibration import SHORT
from server.floor.intake import USUAL
from server.floor.states import LEFT_OPEN, Reason
from server.reports.courses import CallMade, CounterTime, Course, Leg
from server.reports.endings import endings_of
from server.reports.paper import Paper

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TicketRow:
    """A ticket of the day, with what its holder was promised and what it went through."""

    id: int
    number: str | None
    asked: str  # the service that its holder asked for: sending on changes it nowhere
    priority: bool
    priority_class: str | None
    party: int
    state: str
    issued_at: datetime
    ended_at: datetime | None
    outcome: str | None
    print: str | None
    low: int | None
    high: int | None
    course: Course

    @property
    def waited(self) -> float | None:
        """Seconds from the number to its first call; None where that says nothing about the line."""
        if self.course.first_called is None or self.course.put_off or self.number is None:
            return None
        return (self.course.first_called - self.issued_at).total_seconds()

    @property
    def legs(self) -> list[Leg]:
        """Its services that ended; one that nobody ended says nothing of how long it took, and is none."""
        return self.course.legs


class Waits(BaseModel):
    """Waits of a group of tickets; null where there was none."""

    count: int
    mean: int | None
    median: int | None
    ninth: int | None = Field(description="nine of ten waited no longer")
    longest: int | None
    within_target: float | None = Field(description="share that was called within the service's target")


class Times(BaseModel):
    """Service times of a group of tickets; null where there was none."""

    count: int
    mean: int | None
    median: int | None


class ServiceDay(BaseModel):
    """A service's day."""

    service: str
    issued: int = Field(description="numbers taken for it, wherever they were sent on to")
    served: int = Field(description="of these, how many were served to the end")
    no_shows: int
    waits: Waits
    times: Times = Field(description="of the services given, numbers that were sent on to it included")


class HourDay(BaseModel):
    """An hour of the day, by when numbers were taken."""

    hour: int
    issued: int
    waits: Waits


class CounterDay(BaseModel):
    """A counter's day."""

    counter: str
    no_shows: int
    times: Times
    staffed: int = Field(default=0, description="seconds in which somebody sat there and did not pause")
    busy: int = Field(default=0, description="of these, with a customer or one called")
    paused: int = Field(default=0, description="seconds")

    @computed_field  # type: ignore[prop-decorator]  # as pydantic wants it
    @property
    def utilisation(self) -> float | None:
        """Share of the staffed time with a customer or one called; null where nobody sat there."""
        return self.busy / self.staffed if self.staffed else None


class OutOfOrder(BaseModel):
    """A call that the rule would not have made."""

    at: datetime
    ticket: int
    number: str = Field(description="empty: it had none")
    counter: str
    clerk: int | None = Field(description="staff number of who called")
    why: str = Field(description="the reason that was given")
    passed: list[int] = Field(description="tickets that the rule would have called before")


class AppointmentsDay(BaseModel):
    """What became of a service's appointments of a day."""

    service: str
    kept: int = Field(description="their customers came")
    missed: int = Field(description="nobody came")
    cancelled: int

    @computed_field  # type: ignore[prop-decorator]  # as pydantic wants it
    @property
    def missed_share(self) -> float | None:
        """Share of those missed that were not cancelled; null where there were none."""
        return self.missed / (self.kept + self.missed) if self.kept + self.missed else None


class Prints(BaseModel):
    """What became of the slips; `nothing_said` are those of which no kiosk ever spoke."""

    printed: int
    failed: int
    unconfirmed: int
    shown: int
    nothing_said: int
    to_look_at: list[str] = Field(description="numbers whose slip failed or was not confirmed")


class DayFigures(BaseModel):
    """A day of a hall."""

    day: str
    issued: int
    people: int = Field(description="persons that came on these numbers")
    priority: int
    walk_ins: int = Field(description="served at once, without a number")
    served: int
    no_shows: int
    cancelled: int
    left_open: int = Field(default=0, description="services that nobody ended before the day did; in no other figure")
    endings: dict[str, int] | None = Field(
        default=None, description="how many ended in each way; null: the day was kept before these were counted"
    )
    sent_on: int = Field(description="numbers that were sent on to another service or counter")
    came_back: int = Field(description="numbers that missed a call and came back")
    several: int | None = Field(default=None, description="numbers that were for several services; null: not counted")
    given: int | None = Field(default=None, description="services that were given on all numbers; null: not counted")
    changed: int | None = Field(
        default=None, description="numbers changed to the service that was meant; null: the day was kept before"
    )
    visits: Times | None = Field(
        default=None, description="from the number to the end of its last service, of those served to the end"
    )
    open: int = Field(description="waiting, called, held or served just now")
    waits: Waits
    by_class: dict[str, Waits] = Field(description="standard and priority numbers")
    by_own_class: dict[str, Waits] = Field(
        default={}, description="numbers of each of the hall's priority classes, by its code; empty: kept before these"
    )
    times: Times
    promises: int = Field(description="numbers with an announced range that had to wait for more than a minute")
    promises_kept: float | None = Field(description="share of announced ranges that held")
    services: list[ServiceDay]
    hours: list[HourDay]
    counters: list[CounterDay]
    appointments: list[AppointmentsDay] = Field(
        default=[], description="none also where the day was kept before these were counted"
    )
    prints: Prints
    paper: Paper | None = Field(default=None, description="null: the day was kept before these were laid side by side")
    out_of_order: list[OutOfOrder]

    def waits_by_class(self) -> dict[str, Waits]:
        """Return the waits of each priority class, by its code; a day of before had the usual one."""
        of_all = self.by_class["priority"]
        return self.by_own_class or ({USUAL: of_all} if of_all.count else {})

    @computed_field  # type: ignore[prop-decorator]  # as pydantic wants it
    @property
    def staffed(self) -> int:
        """Seconds in which counters were staffed, all together."""
        return sum(one.staffed for one in self.counters)

    @computed_field  # type: ignore[prop-decorator]  # as pydantic wants it
    @property
    def utilisation(self) -> float | None:
        """Share of the staffed time with a customer or one called; null where nobody sat anywhere."""
        return sum(one.busy for one in self.counters) / self.staffed if self.staffed else None


def day_figures(
    day: str,
    rows: Sequence[TicketRow],
    *,
    targets: Mapping[str, float],
    zone: ZoneInfo,
    desks: Mapping[str, CounterTime] | None = None,
) -> DayFigures:
    """Return what a day came to; `targets` are the services' in seconds, `desks` how long counters were staffed."""
    legs = [leg for row in rows for leg in row.legs]
    asked = grouped((row.asked, row) for row in rows)
    at_counter = grouped((leg.counter, leg) for leg in legs)
    missed = [counter for row in rows for counter in row.course.missed]
    desks = desks or {}
    numbered = [row for row in rows if row.number is not None]
    had_to_wait = [row for row in numbered if row.waited is not None and row.waited > SHORT]  # ranges are for these
    announced = [row for row in had_to_wait if row.low is not None and row.high is not None]
    kept = [row for row in announced if (row.low or 0) <= (row.waited or 0.0) <= (row.high or 0)]
    return DayFigures(
        day=day,
        issued=len(numbered),
        people=sum(row.party for row in rows),
        priority=sum(row.priority for row in numbered),
        walk_ins=len(rows) - len(numbered),
        served=served(rows),
        left_open=in_state(rows, "done") - served(rows),
        endings=endings_of(rows),
        no_shows=in_state(rows, "no_show"),
        cancelled=in_state(rows, "cancelled"),
        sent_on=sum(row.course.transfers > 0 for row in rows),
        came_back=sum(row.course.came_back for row in rows),
        several=sum(row.course.wanted > 1 for row in rows),
        given=len(legs),
        changed=sum(bool(row.course.changed) for row in rows),
        visits=lasted(rows),
        open=sum(row.ended_at is None for row in rows),
        waits=waits_of(rows, targets),
        by_class={
            name: waits_of([row for row in rows if row.priority == priority], targets)
            for name, priority in (("standard", False), ("priority", True))
        },
        by_own_class={
            code: waits_of(found, targets)
            for code, found in grouped((row.priority_class, row) for row in rows if row.priority_class).items()
        },
        times=times_of(legs),
        promises=len(announced),
        promises_kept=len(kept) / len(announced) if announced else None,
        services=[
            ServiceDay(
                service=code,
                issued=sum(row.number is not None for row in asked.get(code, ())),
                served=served(asked.get(code, ())),
                no_shows=in_state(asked.get(code, ()), "no_show"),
                waits=waits_of(asked.get(code, ()), targets),
                times=times_of([leg for leg in legs if leg.service == code]),
            )
            for code in sorted({*asked, *(leg.service for leg in legs)})
        ],
        hours=[
            HourDay(hour=hour, issued=len(found), waits=waits_of(found, targets))
            for hour, found in grouped((row.issued_at.astimezone(zone).hour, row) for row in numbered).items()
        ],
        counters=[
            CounterDay(
                counter=code,
                no_shows=missed.count(code),
                times=times_of(at_counter.get(code, ())),
                **{
                    name: round(getattr(desks.get(code, CounterTime()), name)) for name in ("staffed", "busy", "paused")
                },
            )
            for code in sorted({*at_counter, *missed, *desks}, key=lambda one: (len(one), one))
        ],
        prints=prints_of(numbered),
        out_of_order=[
            out_of_order(row, call) for row in rows for call in row.course.calls if call.reason == Reason.OUT_OF_ORDER
        ],
    )


def out_of_order(row: TicketRow, call: CallMade) -> OutOfOrder:
    """Return a call out of order as it is listed."""
    kind, _, number = call.actor.partition(":")
    return OutOfOrder(
        at=call.at,
        ticket=row.id,
        number=row.number or "",
        counter=call.counter,
        clerk=int(number) if kind == "staff" else None,
        why=call.why,
        passed=list(call.passed),
    )


def grouped(pairs: Iterable[tuple[Any, T]]) -> dict[Any, list[T]]:
    """Return things by key, in the keys' order."""
    found: defaultdict[Any, list[T]] = defaultdict(list)
    for key, one in pairs:
        found[key].append(one)
    return dict(sorted(found.items()))


def served(rows: Iterable[TicketRow]) -> int:
    """Return how many were served to the end."""
    return sum(1 for row in rows if row.state == "done" and row.outcome != LEFT_OPEN)


def in_state(rows: Iterable[TicketRow], state: str) -> int:
    """Return how many ended so."""
    return sum(row.state == state for row in rows)


def waits_of(rows: Iterable[TicketRow], targets: Mapping[str, float]) -> Waits:
    """Return a group's waits."""
    pairs = [(row.waited, targets.get(row.asked)) for row in rows]
    waited = sorted(wait for wait, _ in pairs if wait is not None)
    judged = [wait <= target for wait, target in pairs if wait is not None and target is not None]
    return Waits(
        count=len(waited),
        mean=round(statistics.fmean(waited)) if waited else None,
        median=round(statistics.median(waited)) if waited else None,
        ninth=round(waited[max(0, -(-len(waited) * 9 // 10) - 1)]) if waited else None,
        longest=round(waited[-1]) if waited else None,
        within_target=sum(judged) / len(judged) if judged else None,
    )


def lasted(rows: Iterable[TicketRow]) -> Times:
    """Return how long the visits of numbers were that were served to the end: from the number to the last service."""
    ended = [
        (row.ended_at - row.issued_at).total_seconds()
        for row in rows
        if row.number is not None and row.ended_at is not None and row.state == "done" and row.outcome != LEFT_OPEN
    ]
    return times_from(ended)


def times_of(legs: Iterable[Leg]) -> Times:
    """Return the times of some services."""
    return times_from([leg.seconds for leg in legs])


def times_from(served: Sequence[float]) -> Times:
    """Return the times of some, in seconds."""
    return Times(
        count=len(served),
        mean=round(statistics.fmean(served)) if served else None,
        median=round(statistics.median(served)) if served else None,
    )


def prints_of(rows: Sequence[TicketRow]) -> Prints:
    """Return what became of the slips."""
    said = [row.print or "nothing_said" for row in rows]
    return Prints(
        printed=said.count("printed"),
        failed=said.count("failed"),
        unconfirmed=said.count("unconfirmed"),
        shown=said.count("shown"),
        nothing_said=said.count("nothing_said"),
        to_look_at=[row.number for row in rows if row.number and row.print in {"failed", "unconfirmed"}],
    )
