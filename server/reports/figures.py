"""What a day came to, from its tickets: a pure function. Durations in seconds, moments in UTC, hours of the hall.

A wait is from taking the number to the call. A ticket that was transferred was called more than once, and one that
asked to be called later waited of its own will: neither counts for waits, both count for everything else.
"""

import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field


@dataclass(frozen=True, slots=True)
class Row:
    """A ticket of the day, with what its holder was promised."""

    number: str | None
    service: str
    priority: bool
    party: int
    state: str
    issued_at: datetime
    called_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    outcome: str | None
    counter: str | None
    laters: int
    transfers: int
    print: str | None
    low: int | None
    high: int | None

    @property
    def waited(self) -> float | None:
        """Seconds from the number to the call; None where that says nothing about the line."""
        if self.called_at is None or self.transfers or self.laters or self.number is None:
            return None
        return (self.called_at - self.issued_at).total_seconds()

    @property
    def served(self) -> float | None:
        """Seconds of service; None where it did not end."""
        if self.state != "done" or self.started_at is None or self.ended_at is None:
            return None
        return (self.ended_at - self.started_at).total_seconds()


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
    issued: int
    no_shows: int
    waits: Waits
    times: Times


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
    open: int = Field(description="waiting, called, held or served just now")
    waits: Waits
    by_class: dict[str, Waits]
    times: Times
    promises: int = Field(description="numbers with an announced range that came true or not")
    promises_kept: float | None = Field(description="share of announced ranges that held")
    services: list[ServiceDay]
    hours: list[HourDay]
    counters: list[CounterDay]
    prints: Prints


def day_figures(day: str, rows: Sequence[Row], *, targets: Mapping[str, float], zone: ZoneInfo) -> DayFigures:
    """Return what a day came to; `targets` are the services' in seconds."""
    numbered = [row for row in rows if row.number is not None]
    announced = [row for row in numbered if row.waited is not None and row.low is not None and row.high is not None]
    kept = [row for row in announced if (row.low or 0) <= (row.waited or 0.0) <= (row.high or 0)]
    return DayFigures(
        day=day,
        issued=len(numbered),
        people=sum(row.party for row in rows),
        priority=sum(row.priority for row in numbered),
        walk_ins=len(rows) - len(numbered),
        served=in_state(rows, "done"),
        no_shows=in_state(rows, "no_show"),
        cancelled=in_state(rows, "cancelled"),
        open=sum(row.ended_at is None for row in rows),
        waits=waits_of(rows, targets),
        by_class={
            name: waits_of([row for row in rows if row.priority == priority], targets)
            for name, priority in (("standard", False), ("priority", True))
        },
        times=times_of(rows),
        promises=len(announced),
        promises_kept=len(kept) / len(announced) if announced else None,
        services=[
            ServiceDay(
                service=code,
                issued=sum(row.number is not None for row in found),
                no_shows=in_state(found, "no_show"),
                waits=waits_of(found, targets),
                times=times_of(found),
            )
            for code, found in grouped((row.service, row) for row in rows).items()
        ],
        hours=[
            HourDay(hour=hour, issued=len(found), waits=waits_of(found, targets))
            for hour, found in grouped((row.issued_at.astimezone(zone).hour, row) for row in numbered).items()
        ],
        counters=[
            CounterDay(counter=code, no_shows=in_state(found, "no_show"), times=times_of(found))
            for code, found in grouped((row.counter, row) for row in rows if row.counter is not None).items()
        ],
        prints=prints_of(numbered),
    )


def grouped(pairs: Iterable[tuple[Any, Row]]) -> dict[Any, list[Row]]:
    """Return the tickets by key, in the keys' order."""
    found: defaultdict[Any, list[Row]] = defaultdict(list)
    for key, row in pairs:
        found[key].append(row)
    return dict(sorted(found.items()))


def in_state(rows: Iterable[Row], state: str) -> int:
    """Return how many ended so."""
    return sum(row.state == state for row in rows)


def waits_of(rows: Iterable[Row], targets: Mapping[str, float]) -> Waits:
    """Return a group's waits."""
    pairs = [(row.waited, targets.get(row.service)) for row in rows]
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


def times_of(rows: Iterable[Row]) -> Times:
    """Return a group's service times."""
    served = [time for row in rows if (time := row.served) is not None]
    return Times(
        count=len(served),
        mean=round(statistics.fmean(served)) if served else None,
        median=round(statistics.median(served)) if served else None,
    )


def prints_of(rows: Sequence[Row]) -> Prints:
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
