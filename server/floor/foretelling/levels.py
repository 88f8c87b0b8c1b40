"""Ranges that hold what they say, service by service: adaptive conformal inference (Gibbs and Candès 2021).

A play gives a distribution; which of its points is told is learned from what came true. Each wait that was announced
moves the levels a little: a lower point that was undercut more often than one time in ten goes down, and so on. What is
learned of the hall, its services share; each has its own beside it. Errors move it, not their size, so one day on which
all was different spoils nothing, and it follows a hall that changes for good.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from server.floor.foretelling.survival import Floats

WANTED: Final = (0.1, 0.5, 0.9)
AT_FIRST: Final = (0.085, 0.5, 0.905)  # a play does not know all that may happen, so its own points are too near
IN_ALL, OF_ITS_OWN = 0.005, 0.01  # how far one error moves the hall's levels, and the service's own
FARTHEST: Final = 0.3  # a service's own levels from the hall's


@dataclass(slots=True)
class Levels:
    """The hall's levels, and how much those of each service differ."""

    hall: list[float] = field(default_factory=lambda: list(AT_FIRST))
    own: dict[str, list[float]] = field(default_factory=dict)

    def of(self, service: str) -> list[float]:
        """Return the levels to be told of a service."""
        own = self.own.get(service, [0.0] * len(WANTED))
        return [min(max(level + more, 0.0), 1.0) for level, more in zip(self.hall, own, strict=True)]

    def learn(self, service: str, told: Sequence[float], true: float) -> None:
        """Learn from a wait, and what was told of it: its three points, in the same unit."""
        own = self.own.setdefault(service, [0.0] * len(WANTED))
        for nth, (wanted, point) in enumerate(zip(WANTED, told, strict=True)):
            error = wanted - (true <= point)
            self.hall[nth] = min(max(self.hall[nth] + IN_ALL * error, 0.0), 1.0)
            own[nth] = min(max(own[nth] + OF_ITS_OWN * error, -FARTHEST), FARTHEST)

    def points(self, service: str, waits: Floats) -> tuple[float, float, float]:
        """Return the three points to be told, of a service's played waits (one a replication)."""
        low, likely, high = np.quantile(waits, self.of(service))
        return float(low), float(max(low, likely)), float(max(low, likely, high))

    def kept(self) -> Mapping[str, object]:
        """Return what is kept of them, as JSON holds it."""
        own = {code: [round(one, 4) for one in values] for code, values in self.own.items()}
        return {"hall": [round(one, 4) for one in self.hall], "own": own}
