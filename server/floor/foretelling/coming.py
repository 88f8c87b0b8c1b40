"""Who will come: when those arrive who are expected, and when those check in who booked."""

import math
from typing import Final

import numpy as np

from server.floor.foretelling.scene import Booked, Coming
from server.floor.foretelling.survival import Floats

EARLIEST, LIKELIEST, LATEST = -20 * 60.0, -5 * 60.0, 10 * 60.0  # seconds after the time: a triangle
AMONG: Final = 4  # deviations: so many come hardly ever
DRAWN: Final = 101  # moments of check-in, of which those that are still to come are drawn from
CHECKS: Final = np.array([
    EARLIEST + math.sqrt(share * (LATEST - EARLIEST) * (LIKELIEST - EARLIEST))
    if share < (LIKELIEST - EARLIEST) / (LATEST - EARLIEST)
    else LATEST - math.sqrt((1 - share) * (LATEST - EARLIEST) * (LATEST - LIKELIEST))
    for share in ((nth + 0.5) / DRAWN for nth in range(DRAWN))
])  # fmt: skip


def arrivals(one: Coming, level: Floats, random: np.random.Generator) -> Floats:
    """Return when some come, replications × persons; infinite: nobody. `level`: × the rates, of each replication.

    Poisson, by the inverse of the cumulative rate: with other rates the same people come, sooner or later.
    """
    ends = np.array([0.0, *(until for _, until, _ in one.spans)])
    reached = np.cumsum([0.0, *((until - since) * rate for since, until, rate in one.spans)])
    likely = float(reached[-1] * level.max(initial=0.0))
    most = int(likely + AMONG * math.sqrt(likely)) + 3
    hazard = np.cumsum(random.exponential(size=(len(level), most)), axis=1) / np.maximum(level, 1e-9)[:, None]
    at = np.interp(hazard, reached, ends)
    return np.asarray(np.where(hazard < reached[-1], at, np.inf))


def checks_in(one: Booked, random: np.random.Generator, runs: int) -> Floats:
    """Return in how many seconds somebody checks in who booked, in each replication; infinite: not at all.

    The later it is without them, the less likely they still come.
    """
    left = CHECKS[CHECKS + one.at > 0] + one.at
    still = still_comes(one.comes, len(left) / DRAWN)
    drawn = random.random((2, runs))
    if not len(left):
        return np.full(runs, np.inf)
    return np.asarray(np.where(drawn[0] < still, left[(drawn[1] * len(left)).astype(int)], np.inf))


def still_comes(comes: float, left: float) -> float:
    """Return how likely somebody comes who was to come so likely, with so large a part of the moments still ahead."""
    whole = comes * left + 1 - comes
    return comes * left / whole if whole else 0.0
