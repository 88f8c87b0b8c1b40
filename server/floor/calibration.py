"""How far announced waits were from the true ones, and ranges that hold what they say because of it.

Split conformal prediction with a normalised score (Lei et al. 2018) over the hall's last waits: an error is counted in
parts of the wait. Their median moves what is played; what is left of each, its 10 and 90 % points, makes the range,
which is narrower the more people are before one, since the times of many even out (`narrowing`). Waits of less than a
minute have points of their own. While few waits are known, the scores of a usual hall stand in for them, and give way
quickly. Who still waits, longer than was played for them, counts with what they have waited so far: else a hall that
slows down would be noticed only when it is over.
"""

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

SCALE: Final = 120.0  # seconds: below it an error counts in seconds, above it in parts of the wait
SHORT: Final = 60.0  # seconds: a wait that is hardly one
TOGETHER, ALONE = 0.2, 0.4  # variance of an error: what is wrong for all alike, what evens out with many
EVEN: Final = 4  # people: with so many before one the latter is halved
USUAL: Final = (-0.5, -0.38, -0.32, -0.25, -0.2, -0.13, -0.08, -0.02, 0.05, 0.1, 0.17, 0.25, 0.35, 0.5, 0.75, 1.1, 1.6)
USUAL_SHORT: Final = (0.0, 0.02, 0.04, 0.05, 0.06, 0.08, 0.1, 0.12, 0.2, 0.4, 1.0)
LEAST: Final = 0.08  # of the wait on either side: nobody knows better
MOST: Final = 3.0  # a score beyond says nothing of others: a counter was open and nobody sat there
GIVES_WAY: Final = 20  # scores: after so many every second of the usual ones counts, after twice as many every third …


class Range(NamedTuple):
    """A wait in seconds: the 10 %, 50 % and 90 % points."""

    low: int
    likely: int
    high: int


@dataclass(frozen=True, slots=True)
class PlayedWait:
    """A wait that was played, with how many before one, and what came of it so far; seconds. `over`: it has ended."""

    played: float
    ahead: int
    true: float
    over: bool = True


@dataclass(frozen=True, slots=True)
class Points:
    """The median of the scores, and how far around it the 10 % and 90 % points lie, where one is alone in the line."""

    low: float
    likely: float
    high: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """What the last waits teach, for short ones and for the others."""

    short: Points
    long: Points

    def around(self, played: float, ahead: int) -> Range:
        """Return the range around a played wait."""
        found, part = self.short if played < SHORT else self.long, played + SCALE
        likely, narrow = max(0.0, played + found.likely * part), narrowing(ahead) * part
        return Range(round(max(0.0, likely + found.low * narrow)), round(likely), round(likely + found.high * narrow))


@cache
def narrowing(ahead: int) -> float:
    """Return how much of an error is left with some people before one, of what it is with nobody."""
    return math.sqrt((TOGETHER + ALONE / (1 + ahead / EVEN)) / (TOGETHER + ALONE))


def calibration(waits: Iterable[PlayedWait]) -> Calibration:
    """Learn from the last waits."""
    short: list[tuple[float, float]] = []
    long: list[tuple[float, float]] = []
    for wait in waits:
        if wait.over or wait.true > wait.played:
            score = min(MOST, (wait.true - wait.played) / (wait.played + SCALE))
            (short if wait.played < SHORT else long).append((score, narrowing(wait.ahead)))
    return Calibration(points(short, USUAL_SHORT), points(long, USUAL))


def points(seen: Sequence[tuple[float, float]], usual: Sequence[float]) -> Points:
    """Return the points of what was seen (score, narrowing), and of what is usual while little was."""
    known = [*((score, 1.0) for score in usual[:: 1 + len(seen) // GIVES_WAY]), *seen]
    middle = statistics.median(score for score, _ in known)
    tenths = statistics.quantiles([(score - middle) / narrow for score, narrow in known], n=10, method="inclusive")
    return Points(min(tenths[0], -LEAST), middle, max(tenths[8], LEAST))
