"""The fewest open counters that keep a line within its targets, quarter of an hour by quarter of an hour.

From the first quarter on: as many as it takes that those are called in time who come in it, while the same ones go on.
What was needed before is open before, so what a quarter leaves to the next one is played, too. Who is late already
stands before who comes, but cannot be helped any more, and counts in no share.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from server.floor.foretelling.outlook import Outlook, outlook, range_of
from server.floor.foretelling.scene import Clerk, Coming, Manner, Person, Scene

GOAL: Final = 0.8  # of those who come, called within their target
RUNS: Final = 40
OPENS_IN: Final = 120.0  # seconds until somebody sits at a counter that is to open
SLIGHT: Final = 0.5  # persons: of so few nobody is kept at a counter


@dataclass(frozen=True, slots=True)
class StaffedQuarter:
    """What a quarter of an hour needs; seconds from now, persons."""

    since: float
    until: float
    counters: int
    share: float  # called within the target then
    comes: float
    people: tuple[float, float]  # in the hall as it ends, if so many are open: nine of ten times at most, at least


def ranked(could: Sequence[Clerk], work: Mapping[str, float]) -> list[Clerk]:
    """Return counters in the order in which they would be opened: who works now first, then by the work they take on.

    `work`: seconds that a service's people need in all.
    """
    left, found = list(could), []
    serving = dict.fromkeys(work, 0)
    while left:
        best = max(
            left,
            key=lambda one: (
                one.away is None,
                sum(work.get(code, 0.0) / (1 + serving.get(code, 0)) ** 2 for code in one.serves),
            ),
        )
        left.remove(best)
        found.append(best)
        for code in best.serves:
            serving[code] = serving.get(code, 0) + 1
    return found


def least(order: Sequence[Clerk], wanted: set[str]) -> int:
    """Return how many of the counters it takes until every service is served that any of them serves."""
    missing = wanted & {code for one in order for code in one.serves}
    if not missing:
        return 0
    for count, one in enumerate(order, 1):
        missing -= set(one.serves)
        if not missing:
            return count
    return 0


def staffing(
    scene: Scene,
    manner: Manner,
    targets: Mapping[str, float],
    *,
    order: Sequence[Clerk],
    ends: Sequence[float],
    random: Callable[[], np.random.Generator],
) -> list[StaffedQuarter]:
    """Return what each span needs; `ends`: when each ends, in seconds from now."""
    counts: list[int] = []
    found = []
    for nth, until in enumerate(ends):
        since = ends[nth - 1] if nth else 0.0
        those = till(scene, until)
        wanted = wants(those, since if nth else -np.inf)
        few, count = least(order, wanted), counts[-1] if counts else sum(one.away is None for one in order)
        count = min(max(count, few), len(order))

        def tried(count: int, those: Scene = those) -> Outlook:
            plan = [*counts, count]
            clerks = [there for rank, one in enumerate(order) if (there := at_work(one, rank, plan, ends)) is not None]
            return outlook(replace(those, clerks=clerks, comers=()), manner, targets, random(), runs=RUNS)

        begin = -np.inf if not nth else since
        now = tried(count)
        share = float(now.share(begin, until, in_time=True).mean())
        while share < GOAL and count < len(order):
            count += 1
            now = tried(count)
            share = float(now.share(begin, until, in_time=True).mean())
        while count > few and share >= GOAL:
            fewer = tried(count - 1)
            less = float(fewer.share(begin, until, in_time=True).mean())
            if less < GOAL:
                break
            count, now, share = count - 1, fewer, less
        counts.append(count)
        low, high = (one or 0.0 for one in range_of(now.there(until), (0.1, 0.9)))
        comes = float(((now.came >= since) & (now.came < until)).sum(axis=1).mean())
        found.append(StaffedQuarter(since, until, count, share, comes, (low, high)))
    return found


def till(scene: Scene, until: float) -> Scene:
    """Return a scene with those alone who come before a moment."""
    coming = [
        Coming(one.service, one.credit, [(a, min(b, until), rate) for a, b, rate in one.spans if a < until])
        for one in scene.coming or ()
    ]
    return replace(scene, coming=coming, booked=[one for one in scene.booked if one.at < until])


def wants(scene: Scene, since: float) -> set[str]:
    """Return the services for which people wait, or come from a moment on."""
    many: dict[str, float] = {}
    for one in scene.coming or ():
        for begin, end, rate in one.spans:
            many[one.service] = many.get(one.service, 0.0) + max(0.0, end - max(begin, since, 0.0)) * rate
    for booked in scene.booked:
        many[booked.service] = many.get(booked.service, 0.0) + booked.comes
    found = {code for code, expected in many.items() if expected >= SLIGHT}
    return found | ({one.service for one in scene.line} if since < 0 else set())


def at_work(one: Clerk, rank: int, counts: Sequence[int], ends: Sequence[float]) -> Clerk | None:
    """Return a counter that is open in the quarters that want so many; None: it stays shut. The last count goes on."""
    opened = [rank < count for count in counts]
    if not any(opened):
        return None
    begins = [0.0, *ends]
    shut: list[tuple[float, float]] = []
    for nth, is_open in enumerate(opened):
        if not is_open and (any(opened[:nth]) or one.away is None) and any(opened[nth:]):
            shut.append((begins[nth], begins[nth + 1] - begins[nth]))
    first = opened.index(True)
    away = one.away
    if away is not None:
        away = max(away, begins[first]) if first else away
    last = len(opened) - 1 - opened[::-1].index(True)
    leaves = one.leaves if opened[-1] else min(one.leaves, begins[last + 1])
    pauses = sorted([*shut, *(planned for planned in one.pauses if not any(a <= planned[0] < a + b for a, b in shut))])
    return replace(one, away=away, pauses=tuple(pauses), leaves=leaves)


def work_of(line: Sequence[Person], scene: Scene, means: Mapping[str, float]) -> dict[str, float]:
    """Return how many seconds each service's people need, who wait or are expected."""
    found = dict.fromkeys(means, 0.0)
    for one in line:
        found[one.service] += means[one.service]
    for coming in scene.coming or ():
        found[coming.service] += means[coming.service] * sum((end - begin) * rate for begin, end, rate in coming.spans)
    for booked in scene.booked:
        if booked.service in found:
            found[booked.service] += means[booked.service] * booked.comes
    return found
