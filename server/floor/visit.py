"""A visit for several services: one ticket that stands in all their lines by one arrival. Pure.

Whichever counter is free first calls it for the first of its services that is served there; while it is at a counter it
is in no line, so that nobody is called to two places; then it waits for what is left, with its arrival. Where its
customer wants an order, it stands in the line of the first alone.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

MOST: Final = 5  # services of one visit
FOR_EVER: Final = math.inf  # seconds: the wait where nobody serves


class Leg(NamedTuple):
    """A service of a visit that is planned: in how many seconds it begins and ends."""

    service: str
    begins: float
    ends: float


def joined(services: Sequence[str]) -> str | None:
    """Return services as a row keeps them."""
    return ",".join(services) or None


def parted(kept: str | None) -> tuple[str, ...]:
    """Return services from how a row keeps them."""
    return tuple(kept.split(",")) if kept else ()


def callable_for(service: str, further: str | None, *, in_order: bool) -> tuple[str, ...]:
    """Return the services for which a ticket may be called now, the first of its visit first."""
    return (service,) if in_order else (service, *parted(further))


def soonest(services: Sequence[str], waits: Mapping[str, float | None]) -> list[str]:
    """Return services in the order in which a visit is over soonest; `waits` in seconds, None where nobody serves.

    One waits in all lines at once, so the one whose turn comes first goes first: the earliest release date on one
    machine (Lawler 1973: it minimises the end, whatever each takes). Equal ones stay as they were chosen.
    """
    return sorted(services, key=lambda code: waiting(waits.get(code)))


def plan(services: Sequence[str], waits: Mapping[str, float | None], times: Mapping[str, float]) -> list[Leg]:
    """Return when each service of a visit begins and ends, in this order; `times` how long each takes, seconds."""
    legs, free = [], 0.0
    for code in services:
        begins = max(free, waiting(waits.get(code)))
        free = begins + times[code]
        legs.append(Leg(code, begins, free))
    return legs


def waiting(wait: float | None) -> float:
    """Return a wait in seconds; that of a service that nobody serves does not end."""
    return FOR_EVER if wait is None else wait


def after(service: str, further: str | None, done: str) -> tuple[str, ...]:
    """Return what is left of a visit once a service of it is done."""
    return tuple(code for code in (service, *parted(further)) if code != done)


def turned(service: str, further: str | None, first: str) -> tuple[str, ...]:
    """Return a visit's services with another one first; the others keep their order."""
    return first, *after(service, further, first)


def credit_of(services: Collection[str], credits_of: Mapping[str, float], *, in_order: bool) -> timedelta:
    """Return the credit of a visit: the least of those in whose lines it stands, so that it passes nobody in any.

    `credits_of` in minutes; `services` with the first one first.
    """
    lines = list(services)[:1] if in_order else services
    return timedelta(minutes=min(credits_of.get(code, 0.0) for code in lines))


def moved(counts_from: datetime, before: timedelta, now: timedelta) -> datetime:
    """Return what a ticket counts from with another credit: the one that it leaves goes no further."""
    return counts_from + before - now
