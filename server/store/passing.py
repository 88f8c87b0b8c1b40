"""A hall's time never runs back: under the lock it is the later of the clock and the last entry.

While the clock is behind, the hall's time goes on from the last entry at half speed, so that calls still end by
themselves, until the clock has caught up. An entry that lies hours ahead was written by a clock that was wrong then.
"""

from datetime import datetime, timedelta
from typing import Final

import structlog

from server.kernel.clock import EvenClock

log = structlog.get_logger()
FARTHEST: Final = timedelta(hours=2)  # a clock is set back by an hour, or two; beyond that the entry was wrong
SPEED: Final = 0.5  # of the hall's time while the clock is behind it: an hour is caught up in two
TOLD_EVERY: Final = timedelta(minutes=1)


def hall_time(now: datetime, last_at: datetime | None, last_clock: datetime | None) -> datetime:
    """Return a hall's time from the clock, the last entry's time, and what the clock said when it was written."""
    if last_at is None or now >= last_at or last_at - now > FARTHEST:
        return now
    passed = max(timedelta(), now - (last_clock or last_at))
    return max(now, last_at + passed * SPEED)


class Passing:
    """The times of all halls, as this process last saw them."""

    def __init__(self, clock: EvenClock) -> None:
        self.clock = clock
        self.ahead: dict[int, timedelta] = {}  # by hall: how far its time is ahead of the clock
        self.told: dict[int, datetime] = {}

    def of(self, hall: int, last_at: datetime | None, last_clock: datetime | None) -> tuple[datetime, datetime]:
        """Return a hall's time, and the clock's; what is odd about it is logged once a minute."""
        now = self.clock.now()
        at = hall_time(now, last_at, last_clock)
        if at > now:
            self.ahead[hall] = at - now
        else:
            self.ahead.pop(hall, None)
        if last_at is not None and last_at > now:
            self.tell(hall, now, last_at, at)
        return at, now

    def tell(self, hall: int, now: datetime, last_at: datetime, at: datetime) -> None:
        """Log that the clock is behind a hall's last entry."""
        last = self.told.get(hall)
        if last is not None and timedelta() <= now - last < TOLD_EVERY:
            return
        self.told[hall] = now
        what = "the clock is behind; the hall's time goes on from its last entry"
        if at == now:
            what = "entries lie in the future: the clock was wrong when they were written, and is believed now"
        log.warning(what, hall=hall, clock=str(now), last_entry=str(last_at), hall_time=str(at))

    def now(self, hall: int) -> datetime:
        """Return a hall's time by what was last seen of it."""
        return self.clock.now() + self.ahead.get(hall, timedelta())

    def farthest(self) -> timedelta:
        """Return how far any hall is ahead of the clock."""
        return max(self.ahead.values(), default=timedelta())
