"""Who comes on a day, and what each of them will do: everything is drawn beforehand, so that a seed is a day."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Final, TypeVar

from server.floor.hallfile import Hall, Service
from server.simulation import days
from server.simulation.days import HALF_HOUR, OPENS, Day

T = TypeVar("T")
MINUTE: Final = 60.0


class Fate(StrEnum):
    """Whether somebody comes when called."""

    COMES = "comes"
    MISSES = "misses"
    COMES_BACK = "comes_back"  # misses the first call


@dataclass(frozen=True, slots=True)
class Onward:
    """A transfer: the second service, and how long it takes there in seconds."""

    service: str
    seconds: float
    keeps_place: bool


@dataclass(frozen=True, slots=True)
class Customer:
    """Somebody who comes; times in seconds, `at` since midnight of the hall's day."""

    at: float
    service: str
    priority: bool
    party: int
    language: str
    seconds: float  # of service, at a clerk of average speed
    walk: float  # from the call to the counter
    priority_class: str | None = None  # of the hall's, chosen at the kiosk
    fate: Fate = Fate.COMES
    back_after: float = 0.0  # the no-show, where they come back; the hold, where they are held
    patience: float | None = None  # gives the number back after waiting so long
    later: tuple[float, int] | None = (
        None  # after so many seconds of waiting asks to be called no earlier than in so many minutes
    )
    onward: Onward | None = None
    held: bool = False


def customers(hall: Hall, day: Day, seed: int) -> list[Customer]:
    """Return a day's customers in the order in which they come: Poisson, at another rate each half hour."""
    random = Random(f"customers {hall.code} {day.name} {seed}")  # noqa: S311 - a day that can be played again, no secret
    return list(arrivals(hall, day, random))


def arrivals(hall: Hall, day: Day, random: Random) -> Iterator[Customer]:
    """Yield customers half hour by half hour."""
    capacity = len(staffed_counters(hall, day)) / mean_seconds(hall)
    for index, load in enumerate(day.load):
        at = begin = OPENS + index * HALF_HOUR
        while (at := at + random.expovariate(load * capacity)) < begin + HALF_HOUR:
            yield draw(hall, random, at=at)


def draw(hall: Hall, random: Random, *, at: float, service: str | None = None) -> Customer:
    """Draw one customer, of a given service or of any."""
    services = {one.code: one for one in hall.services}
    wanted = services[service or weighted(random, list(shares(hall).items()))]
    fate = Fate.COMES
    if random.random() < days.NO_SHOW:
        fate = Fate.COMES_BACK if random.random() < days.COMES_BACK else Fate.MISSES
    others = [one for one in hall.services if one.code != wanted.code]
    offered = [one.code for one in hall.classes if one.at_kiosk]
    onward = None
    if others and random.random() < days.TRANSFERRED:
        other = random.choice(others)
        onward = Onward(other.code, service_seconds(other, random), random.random() < 0.7)
    return Customer(
        at=at,
        service=wanted.code,
        priority=(first := random.random() < days.PRIORITY and bool(offered)),
        priority_class=(offered[0] if len(offered) == 1 else random.choice(offered)) if first else None,
        party=weighted(random, days.PARTIES),
        language=weighted(random, days.LANGUAGES),
        seconds=service_seconds(wanted, random),
        walk=random.uniform(5, 40),
        fate=fate,
        back_after=random.uniform(3, 12) * MINUTE,
        patience=random.uniform(10, 60) * MINUTE if random.random() < days.GIVES_UP else None,
        later=(random.uniform(1, 10) * MINUTE, random.choice((5, 10, 15))) if random.random() < days.LATER else None,
        onward=onward,
        held=onward is None and random.random() < days.HELD,
    )


def service_seconds(service: Service, random: Random) -> float:
    """Draw a service time around the service's norm: lognormal, as service times in offices are."""
    variance = math.log(1 + days.SPREAD**2)
    return random.lognormvariate(math.log(service.norm * MINUTE) - variance / 2, math.sqrt(variance))


def shares(hall: Hall) -> dict[str, float]:
    """Return each service's share of the customers: as many as the counters that serve it have time for."""
    work = {service.code: 0.0 for service in hall.services}
    for counter in hall.counters:
        for code in counter.services:
            work[code] += 1 / len(counter.services)
    weights = {service.code: work[service.code] / (service.norm * MINUTE + days.TURNOVER) for service in hall.services}
    total = sum(weights.values())
    return {code: weight / total for code, weight in weights.items()}


def mean_seconds(hall: Hall) -> float:
    """Return for how long one customer keeps a counter busy, on average."""
    norms = {service.code: service.norm * MINUTE for service in hall.services}
    return sum(share * (norms[code] + days.TURNOVER) for code, share in shares(hall).items())


def staffed_counters(hall: Hall, day: Day) -> list[str]:
    """Return the counters that are staffed: as many as the day has clerks, so chosen that every service is served."""
    services = {counter.code: set(counter.services) for counter in hall.counters}
    chosen: list[str] = []
    served: dict[str, int] = {service.code: 0 for service in hall.services}
    while len(chosen) < max(1, round(day.staffed * len(services))):
        left = [code for code in services if code not in chosen]
        best = max(left, key=lambda code: sum(1 / (1 + served[one]) for one in services[code]))
        chosen.append(best)
        for one in services[best]:
            served[one] += 1
    return sorted(chosen, key=lambda code: (len(code), code))


def weighted(random: Random, choices: Sequence[tuple[T, float]]) -> T:
    """Choose by weight."""
    return random.choices([choice for choice, _ in choices], [weight for _, weight in choices])[0]
