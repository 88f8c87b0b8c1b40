"""How long one will wait: the state of the hall in, ranges out.

The line is played forward once: every counter ends what it began, then takes the earliest person it can serve, each
service taking its mean time. The width follows from the spread of the service times: a wait made of k services has
about √k of one service's deviation, shared by the counters that work it off. A first honest range; what replaces it
keeps `state in, ranges out`.
"""

import heapq
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

TEN_PERCENT_POINT = 1.2816  # of the normal distribution: 80 % lie between −1.28 and +1.28 deviations
LEAST_WIDTH = 0.35  # of the likely wait: nobody knows better, however regular the services
NEVER = math.inf


@dataclass(frozen=True, slots=True)
class ServiceTime:
    """How long a service takes, in seconds, turn-over between two customers included."""

    mean: float
    deviation: float


@dataclass(frozen=True, slots=True)
class Position:
    """Somebody in the line: in the order of `counts_from` (seconds from now, negative: in the past)."""

    id: int
    service: str
    counts_from: float
    not_before: float = 0.0


@dataclass(frozen=True, slots=True)
class Server:
    """A counter that works: its services, and in how many seconds it will be free."""

    code: str
    services: frozenset[str]
    free_in: float


@dataclass(frozen=True, slots=True)
class Range:
    """A wait in seconds: the 10 %, 50 % and 90 % points."""

    low: int
    likely: int
    high: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """Waits of everyone in the line by id, and of a ticket taken now by service; nobody serving it: not there."""

    line: Mapping[int, Range]
    new: Mapping[str, Range]


def forecast(servers: Sequence[Server], line: Sequence[Position], times: Mapping[str, ServiceTime]) -> Forecast:
    """Play the line forward and return everybody's range."""
    newcomers = [Position(-index - 1, service, 0.0) for index, service in enumerate(times)]
    waits = play(servers, sorted(line, key=lambda one: one.counts_from), times, newcomers)
    new = {one.service: waits[one.id] for one in newcomers if one.id in waits}
    return Forecast({one.id: waits[one.id] for one in line if one.id in waits}, new)


def play(
    servers: Sequence[Server], line: Sequence[Position], times: Mapping[str, ServiceTime], newcomers: Sequence[Position]
) -> dict[int, Range]:
    """Return id → wait. Counters become free in turn; each takes the first it serves. Newcomers take nobody's place."""
    free = [(server.free_in, index) for index, server in enumerate(servers)]
    heapq.heapify(free)
    left = list(line)
    asking = list(newcomers)
    found: dict[int, Range] = {}
    done_before = {server.code: 0 for server in servers}
    while free and (left or asking):
        moment, index = heapq.heappop(free)
        server = servers[index]
        position = next_for(server, left, moment)
        # A newcomer stands behind all whom this counter could still take, but before who may not be called yet.
        if position is None or left[position].not_before > moment:
            for one in [one for one in asking if one.service in server.services]:
                found[one.id] = spread(
                    moment, done_before[server.code], times[one.service], len(servers_of(servers, one.service))
                )
                asking.remove(one)
        if position is None:
            continue
        chosen = left.pop(position)
        start = max(moment, chosen.not_before)
        found[chosen.id] = spread(
            start, done_before[server.code], times[chosen.service], len(servers_of(servers, chosen.service))
        )
        done_before[server.code] += 1
        heapq.heappush(free, (start + times[chosen.service].mean, index))
    return found


def next_for(server: Server, left: Sequence[Position], moment: float) -> int | None:
    """Return the place of whom the counter takes: the first who may be called by then, else who wants to come later."""
    mine = [index for index, one in enumerate(left) if one.service in server.services]
    return next((index for index in mine if left[index].not_before <= moment), mine[0] if mine else None)


def servers_of(servers: Sequence[Server], service: str) -> list[Server]:
    """Return the counters that serve a service."""
    return [server for server in servers if service in server.services]


def spread(likely: float, services_before: int, time: ServiceTime, shared_by: int) -> Range:
    """Return the range around a likely wait that is made of some services, worked off by counters in parallel."""
    deviation = time.deviation * math.sqrt(services_before + 1) / math.sqrt(max(shared_by, 1))
    half = max(TEN_PERCENT_POINT * deviation, LEAST_WIDTH * likely / 2) if likely > 0 or services_before else 0.0
    return Range(max(0, round(likely - half)), max(0, round(likely)), max(0, round(likely + half)))
