"""How long until something happens, learned from what was seen of it, although it was not always seen to its end.

The actuarial form of Kaplan and Meier (1958): within each span of ages the rate is events ÷ time under observation;
whoever is seen from some age on (left truncation) or no longer (censoring) counts as far as seen. So one more is noted
in no time, and no rate is zero where few were seen, since a usual one stands in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
SPANS: Final = (0, 3, 6, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600, 1200, 2400, 4800)  # seconds: their beginnings


@dataclass(frozen=True, slots=True)
class Survival:
    """Where the spans begin (seconds), the rate in each (events a second), the cumulative hazard where they begin."""

    begins: Floats
    rates: Floats
    reached: Floats

    def left(self, age: Floats | float, chance: Floats) -> Floats:
        """Return for how many seconds it still lasts at an age; `chance`: as drawn from Exp(1)."""
        return np.asarray(np.maximum(0.0, self.age_at(self.hazard_at(age) + chance) - age))

    def hazard_at(self, age: Floats | float) -> Floats:
        """Return the cumulative hazard at an age in seconds."""
        span = np.searchsorted(self.begins, age, side="right") - 1
        return np.asarray(self.reached[span] + (age - self.begins[span]) * self.rates[span])

    def age_at(self, hazard: Floats) -> Floats:
        """Return the age in seconds at which a cumulative hazard is reached."""
        span = np.searchsorted(self.reached, hazard, side="right") - 1
        return np.asarray(self.begins[span] + (hazard - self.reached[span]) / self.rates[span])


class LifeTable:
    """Events and seconds under observation by age, beginning with what is usual."""

    def __init__(self, usual: float, weight: float = 2.0, spans: Sequence[float] = SPANS) -> None:
        """`usual`: how long it lasts on average, in seconds; it weighs as much as `weight` events in each span."""
        self.begins = np.asarray(spans, dtype=float)
        self.lasts = np.append(np.diff(self.begins), np.inf)
        self.events = np.full(len(self.begins), weight)
        self.seconds = self.events * usual

    def see(self, since: float, until: float, *, happened: bool) -> None:
        """Note one that was seen from one age to another, in seconds, and whether it happened then."""
        if until < since:
            return
        ages = np.clip(np.array([[since], [until]]) - self.begins, 0.0, self.lasts)
        self.seconds += ages[1] - ages[0]
        if happened:
            self.events[max(0, int(np.searchsorted(self.begins, until)) - 1)] += 1

    def survival(self) -> Survival:
        """Return what was learned."""
        rates = self.events / self.seconds
        return Survival(self.begins, rates, np.concatenate([[0.0], np.cumsum(rates[:-1] * self.lasts[:-1])]))
