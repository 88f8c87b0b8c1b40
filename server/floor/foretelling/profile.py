"""How many come in each half hour of a weekday, by service and class, learned from the hall's own days. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

HALF_HOURS: Final = 48  # of a day
OTHER_DAYS: Final = 0.2  # how much a day of another weekday says, beside one of the same
FADES: Final = 0.9  # of what a day says, with each week that has gone by since
ENOUGH: Final = 0.85  # the same weekday of last week, or five other days: from then on a profile is one
LIKE: Final = 25  # persons: how many more or less than usual have to be seen today before it shows


class CountSeen(NamedTuple):
    """How many came for a service in a half hour of a day."""

    day: date
    service: str
    priority_class: str | None
    half_hour: int
    many: int


@dataclass(frozen=True, slots=True)
class ArrivalProfile:
    """What is usual on a weekday: by service and class, persons in each half hour."""

    days: int  # of the same weekday that it is learned from
    usual: Mapping[tuple[str, str | None], Sequence[float]]

    def expected(self, until: float) -> float:
        """Return how many come in all from the day's beginning to a moment (half hours, with parts)."""
        whole = int(until)
        return sum(
            sum(its[:whole]) + (its[whole] * (until - whole) if whole < HALF_HOURS else 0.0)
            for its in self.usual.values()
        )


def profile_of(
    seen: Iterable[CountSeen], days: Sequence[date], of: date, former: Mapping[str, Sequence[float]] | None = None
) -> ArrivalProfile | None:
    """Return what is usual on a day; None where too few days are known.

    `days` are those on which the hall gave out numbers; `former`: the means of each half hour of the week in another
    system's log, which count as one day of this weekday.
    """
    weights = {day: weight_of(day, of) for day in days if day < of}
    whole = sum(weights.values()) + bool(former)
    if whole < ENOUGH:
        return None
    sums: dict[tuple[str, str | None], list[float]] = {}
    for one in seen:
        if one.day in weights:
            its = sums.setdefault((one.service, one.priority_class), [0.0] * HALF_HOURS)
            its[one.half_hour] += weights[one.day] * one.many
    first = of.weekday() * HALF_HOURS
    for service, means in (former or {}).items():
        its = sums.setdefault((service, None), [0.0] * HALF_HOURS)
        for nth, mean in enumerate(means[first : first + HALF_HOURS]):
            its[nth] += mean
    usual = {name: [one / whole for one in its] for name, its in sums.items()}
    return ArrivalProfile(sum(day.weekday() == of.weekday() for day in weights), usual)


def weight_of(day: date, of: date) -> float:
    """Return how much a day says of another one."""
    fades: float = FADES ** ((of - day).days / 7)
    return (1.0 if day.weekday() == of.weekday() else OTHER_DAYS) * fades


def level_of(seen: int, expected: float) -> tuple[float, float]:
    """Return how busy a day is beside what is usual, by who came so far, and the deviation of that (a Gamma's)."""
    return (LIKE + seen) / (LIKE + expected), (LIKE + seen) ** 0.5 / (LIKE + expected)


def quarters(since: datetime, until: datetime, *, step: timedelta = timedelta(minutes=15)) -> list[datetime]:
    """Return a moment, each quarter of an hour after it, and the last moment."""
    found, at = [since], since.replace(minute=0, second=0, microsecond=0)
    while (at := at + step) < until:
        if at > since:
            found.append(at)
    return [*found, until]
