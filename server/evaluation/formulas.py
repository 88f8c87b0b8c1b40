"""The usual ways to foretell a wait, which ours stands beside, with ranges made by what was announced last.

People ahead × mean ÷ clerks: of whoever came before, at the clerks who are at work. The shared-clerk formula counts of
the work before one only the part that falls to the clerks who could take one. LES, the last to enter service: as long
as the last one waited who was called (Ibrahim and Whitt 2009).
"""

from collections import deque
from collections.abc import Callable, Sequence
from statistics import quantiles
from typing import Final, NamedTuple

LAST: Final = 400  # waits from which a range is made
FEWEST: Final = 20
PART: Final = 120.0  # seconds: errors count in parts of the wait and so much
FORMULAS: Final = ("people ahead × mean ÷ clerks", "shared clerks", "LES")


class Usual(NamedTuple):
    """What they say, in seconds, in the order of `FORMULAS`; and the ranges around that."""

    waits: tuple[float, ...]
    ranges: tuple[tuple[float, float], ...]


class UsualWaits:
    """The formulas, with what they learn from each wait."""

    def __init__(self) -> None:
        self.last = 0.0  # seconds, of whoever was called last
        self.scores = tuple(deque[float](maxlen=LAST) for _ in FORMULAS)

    def called(self, wait: float) -> None:
        """Note how long somebody waited who was called."""
        self.last = wait

    def learn(self, told: Usual, true: float) -> None:
        """Note what came true of what was told."""
        for scores, wait in zip(self.scores, told.waits, strict=True):
            scores.append((true - wait) / (wait + PART))

    def waits(
        self,
        service: str,
        *,
        earlier: int,
        before: Sequence[str],
        busy: Sequence[str],
        serves: Callable[[str, str], bool],
        mean: Callable[[str], float],
    ) -> Usual:
        """Return what each says of somebody who joins.

        `earlier`: how many wait who came before; `before`: the services of those who will be called before by the
        rule; `busy`: the counters at work.
        """
        mine = {code for code in busy if serves(code, service)}
        shared = 0.0
        for other in before:
            able = {code for code in busy if serves(code, other)}
            shared += mean(other) * len(able & mine) / max(1, len(able))
        waits = (earlier * mean(service) / max(1, len(busy)), shared / max(1, len(mine)), self.last)
        return Usual(waits, tuple(self.around(nth, wait) for nth, wait in enumerate(waits)))

    def around(self, nth: int, wait: float) -> tuple[float, float]:
        """Return the 10 and 90 % points around a wait."""
        scores = self.scores[nth]
        if len(scores) < FEWEST:
            return 0.0, 2 * wait + PART
        tenths = quantiles(scores, n=10)
        return max(0.0, wait + tenths[0] * (wait + PART)), max(0.0, wait + tenths[8] * (wait + PART))
