"""How long one will wait: the state of the hall in, waits out.

The line is played forward once: every counter ends what it began, then takes the earliest person it can serve, its own
services first, each service taking its mean time. How sure that is, `calibration.py` says from what came true before.
What replaces this keeps `state in, waits out`.
"""

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ServiceTime:
    """How long a service keeps a counter, from one call to the next, in seconds."""

    mean: float


@dataclass(frozen=True, slots=True)
class Position:
    """Somebody in the line: in the order of `counts_from` (seconds from now, negative: in the past)."""

    id: int
    service: str
    counts_from: float
    not_before: float = 0.0


@dataclass(frozen=True, slots=True)
class Server:
    """A counter that works: its services, which of them first and for how long, and in how many seconds it is free."""

    code: str
    services: frozenset[str]
    free_in: float
    primary: frozenset[str] = frozenset()
    primary_first: float = 0.0


@dataclass(frozen=True, slots=True)
class Forecast:
    """Seconds to wait: of everyone in the line by id, of a ticket taken now by service; nobody serves it: not there."""

    line: Mapping[int, float]
    new: Mapping[str, float]


def forecast(servers: Sequence[Server], line: Sequence[Position], times: Mapping[str, ServiceTime]) -> Forecast:
    """Play the line forward and return everybody's wait."""
    free = [(server.free_in, index) for index, server in enumerate(servers)]
    heapq.heapify(free)
    left = sorted(line, key=lambda one: one.counts_from)
    asking = set(times)
    waits: dict[int, float] = {}
    new: dict[str, float] = {}
    while free and (left or asking):
        moment, index = heapq.heappop(free)
        server = servers[index]
        place = next_for(server, left, moment)
        # A newcomer stands behind all whom this counter could still take, but before who may not be called yet.
        if place is None or left[place].not_before > moment:
            for service in asking & server.services:
                new[service] = moment
            asking -= server.services
        if place is None:
            continue
        chosen = left.pop(place)
        start = max(moment, chosen.not_before)
        waits[chosen.id] = start
        heapq.heappush(free, (start + times[chosen.service].mean, index))
    return Forecast(waits, new)


def next_for(server: Server, left: Sequence[Position], moment: float) -> int | None:
    """Return the place of whom the counter takes: the first it may call by then, else who wants to come later."""
    mine = [index for index, one in enumerate(left) if one.service in server.services]
    now = [index for index in mine if left[index].not_before <= moment]
    if not now:
        return mine[0] if mine else None
    own = next((index for index in now if left[index].service in server.primary), None)
    if own is None or left[own].counts_from > left[now[0]].counts_from + server.primary_first:
        return now[0]
    return own
