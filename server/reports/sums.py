"""A period's days added up, by service, counter and week: pure. Means are weighted by how many they are of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from server.reports.comparing import Totals, totals, weighted
from server.reports.figures import AppointmentsDay, CounterDay, DayFigures, ServiceDay, Waits


@dataclass(frozen=True, slots=True)
class ServicePeriod:
    """A service's period. Durations in seconds."""

    service: str
    issued: int
    served: int
    no_shows: int
    mean: float | None
    within: float | None
    took: float | None


@dataclass(frozen=True, slots=True)
class ClassPeriod:
    """A priority class's period; None: those without. Waits in seconds."""

    code: str | None
    count: int
    mean: float | None
    longest: int | None
    within: float | None


@dataclass(frozen=True, slots=True)
class CounterPeriod:
    """A counter's period. Durations in seconds."""

    counter: str
    served: int
    no_shows: int
    took: float | None
    staffed: int
    paused: int
    utilisation: float | None


@dataclass(frozen=True, slots=True)
class WeekPeriod:
    """A calendar week, as far as it is in the period."""

    first: date
    days: int
    totals: Totals


def services_of(days: Sequence[DayFigures]) -> list[ServicePeriod]:
    """Return each service's period."""
    found: dict[str, list[ServiceDay]] = {}
    for one in days:
        for service in one.services:
            found.setdefault(service.service, []).append(service)
    return [
        ServicePeriod(
            service=code,
            issued=sum(one.issued for one in of),
            served=sum(one.served for one in of),
            no_shows=sum(one.no_shows for one in of),
            mean=weighted([(one.waits.count, one.waits.mean) for one in of]),
            within=weighted([(one.waits.count, one.waits.within_target) for one in of]),
            took=weighted([(one.times.count, one.times.mean) for one in of]),
        )
        for code, of in sorted(found.items())
    ]


def appointments_of(days: Sequence[DayFigures]) -> list[AppointmentsDay]:
    """Return what became of a period's appointments, by service."""
    codes = sorted({each.service for one in days for each in one.appointments})
    its = {code: [each for one in days for each in one.appointments if each.service == code] for code in codes}
    return [
        AppointmentsDay(
            service=code,
            kept=sum(one.kept for one in of),
            missed=sum(one.missed for one in of),
            cancelled=sum(one.cancelled for one in of),
        )
        for code, of in its.items()
    ]


def classes_of(days: Sequence[DayFigures]) -> list[ClassPeriod]:
    """Return the waits of those without priority, then of each class; nothing where nobody had priority."""
    own = sorted({code for one in days for code in one.waits_by_class()})
    if not own:
        return []
    standard = [one.by_class["standard"] for one in days]
    each = [(code, [one.waits_by_class()[code] for one in days if code in one.waits_by_class()]) for code in own]
    return [class_period(None, standard), *(class_period(code, waits) for code, waits in each)]


def class_period(code: str | None, of: Sequence[Waits]) -> ClassPeriod:
    """Return a class's days added up."""
    return ClassPeriod(
        code=code,
        count=sum(one.count for one in of),
        mean=weighted([(one.count, one.mean) for one in of]),
        longest=max((one.longest for one in of if one.longest is not None), default=None),
        within=weighted([(one.count, one.within_target) for one in of]),
    )


def counters_of(days: Sequence[DayFigures]) -> list[CounterPeriod]:
    """Return each counter's period."""
    found: dict[str, list[CounterDay]] = {}
    for one in days:
        for counter in one.counters:
            found.setdefault(counter.counter, []).append(counter)
    return [
        CounterPeriod(
            counter=code,
            served=sum(one.times.count for one in of),
            no_shows=sum(one.no_shows for one in of),
            took=weighted([(one.times.count, one.times.mean) for one in of]),
            staffed=staffed,
            paused=sum(one.paused for one in of),
            utilisation=sum(one.busy for one in of) / staffed if staffed else None,
        )
        for code, of in sorted(found.items(), key=lambda one: (len(one[0]), one[0]))
        for staffed in [sum(one.staffed for one in of)]
    ]


def weeks_of(days: Sequence[DayFigures]) -> list[WeekPeriod]:
    """Return each calendar week, Monday first, the newest first."""
    found: dict[date, list[DayFigures]] = {}
    for one in days:
        day = date.fromisoformat(one.day)
        found.setdefault(day - timedelta(days=day.weekday()), []).append(one)
    return [WeekPeriod(first, len(of), totals(of)) for first, of in sorted(found.items(), reverse=True)]
