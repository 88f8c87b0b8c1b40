"""Working days, by a hall's hours and its days off: pure."""

from datetime import datetime, timedelta
from typing import Final

from server.floor.hallfile import Hall
from server.floor.opening import spans_of

LOOK_AHEAD: Final = 120  # days: no holiday is longer


def working_days_after(hall: Hall, at: datetime, days: int) -> datetime:
    """Return when the n-th day ends on which the hall is open after the day of a moment; a day ends as the hall closes.

    A hall that is open on none of the next 120 days counts every day.
    """
    left = days
    for ahead in range(1, LOOK_AHEAD):
        spans = spans_of(hall, hall.hours, at, ahead)
        left -= bool(spans)
        if left == 0:
            return spans[-1][1]
    return at + timedelta(days=days)
