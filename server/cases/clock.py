"""By when a case must be decided: the working days on which its time ran. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from server.floor.hallfile import Hall
from server.floor.opening import working_days_after

LONGEST: Final = 1000  # working days looked ahead
A_MOMENT: Final = timedelta(seconds=1)  # a day that ends at midnight is the day before's


@dataclass(frozen=True, slots=True)
class Stop:
    """A time in which the limit did not run; without an end it still does not."""

    since: datetime
    until: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Return whether the time stood still at a moment."""
        return self.since <= at and (self.until is None or at < self.until)


def due(hall: Hall, accepted_at: datetime, days: int, stops: Sequence[Stop] = ()) -> datetime | None:
    """Return when the n-th working day ends at whose end the time ran; None while it stands still for good."""
    if any(one.until is None for one in stops):
        return None
    left, at = max(1, days), accepted_at + A_MOMENT
    for _ in range(LONGEST):
        at = working_days_after(hall, at - A_MOMENT, 1)
        left -= not any(one.holds(at) for one in stops)
        if left == 0:
            return at
    return at
