"""How far announced waits were from the true ones, and ranges that hold what they say because of it.

Split conformal prediction with a normalised score (Lei et al. 2018): score = (true - played) / (played + SCALE), over
the hall's last waits. A range is the played wait with the 10, 50 and 90 % points of the scores put upon it; waits of
less than a minute have points of their own. While few waits are known, the scores of a usual hall stand in for them.
Who still waits, longer than was played for them, counts with what they have waited so far: else a hall that slows down
would be noticed only when it is over.
"""

import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

SCALE: Final = 120.0  # seconds: below it an error counts in seconds, above it in parts of the wait
SHORT: Final = 60.0  # seconds: a wait that is hardly one
USUAL: Final = (-0.7, -0.55, -0.4, -0.3, -0.2, -0.1, -0.05, 0.0, 0.0, 0.05, 0.1, 0.2, 0.3, 0.45, 0.6, 0.8, 1.1)
USUAL_SHORT: Final = (0.0, 0.02, 0.04, 0.05, 0.06, 0.08, 0.1, 0.12, 0.2, 0.4, 1.0)
LEAST: Final = 0.08  # of the wait on either side: nobody knows better


@dataclass(frozen=True, slots=True)
class Range:
    """A wait in seconds: the 10 %, 50 % and 90 % points."""

    low: int
    likely: int
    high: int


@dataclass(frozen=True, slots=True)
class Wait:
    """A wait that was played, and what came of it so far; seconds. `over`: it has ended."""

    played: float
    true: float
    over: bool = True


@dataclass(frozen=True, slots=True)
class Points:
    """The 10 %, 50 % and 90 % points of the scores."""

    low: float
    likely: float
    high: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """What the last waits teach, for short ones and for the others."""

    short: Points
    long: Points

    def around(self, played: float) -> Range:
        """Return the range around a played wait."""
        found = self.short if played < SHORT else self.long
        low, likely, high = (
            max(0, round(played + part * (played + SCALE))) for part in (found.low, found.likely, found.high)
        )
        return Range(low, likely, high)


def calibration(waits: Iterable[Wait]) -> Calibration:
    """Learn from the last waits."""
    short, long = list(USUAL_SHORT), list(USUAL)
    for wait in waits:
        if wait.over or wait.true > wait.played:
            (short if wait.played < SHORT else long).append((wait.true - wait.played) / (wait.played + SCALE))
    return Calibration(points(short), points(long))


def points(scores: list[float]) -> Points:
    """Return the points of some scores."""
    tenths = statistics.quantiles(scores, n=10, method="inclusive")
    return Points(min(tenths[0], tenths[4] - LEAST), tenths[4], max(tenths[8], tenths[4] + LEAST))
