"""What time it is: the only place that asks the machine."""

import time
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

import structlog

log = structlog.get_logger()
A_JUMP: Final = timedelta(minutes=1)  # off what passed by the machine's own count: no drift does that
BELIEVED_AFTER: Final = 600.0  # seconds after which a clock that jumped and then ran evenly is followed
SURE_AFTER: Final = 3600.0  # seconds that a clock runs evenly before anything is forgotten for its sake


class Clock(Protocol):
    """Tells the time; injected, so that tests and simulated days bring their own."""

    def now(self) -> datetime:
        """Return the present moment in UTC."""

    def passed(self) -> float:
        """Return seconds since some moment, that nobody can set: they only grow, as time passes."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        return datetime.now(UTC)

    def passed(self) -> float:
        """Return the seconds that the machine counts since it was started."""
        return time.monotonic()


class HandClock:
    """A clock that stands until it is moved, for tests and simulated days."""

    def __init__(self, at: datetime) -> None:
        self.at = at.astimezone(UTC)
        self.count = 0.0

    def now(self) -> datetime:
        """Return the moment it was set to."""
        return self.at

    def passed(self) -> float:
        """Return the seconds that it was moved on by."""
        return self.count

    def forward(self, seconds: float) -> None:
        """Move it on by some seconds; less than none sets it back."""
        self.at += timedelta(seconds=seconds)
        self.count += max(0.0, seconds)

    def set(self, at: datetime) -> None:
        """Let time pass until a moment; an earlier one sets it back."""
        self.forward((at.astimezone(UTC) - self.at).total_seconds())

    def jump(self, seconds: float) -> None:
        """Set it wrong by some seconds, while no time passes."""
        self.at += timedelta(seconds=seconds)


class EvenClock:
    """A clock that goes on evenly where another one jumps, and follows it once it has run evenly for ten minutes.

    So a clock that is a day ahead for a minute ends no day, misses no call and signs nobody out.
    """

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.at, self.count = clock.now(), clock.passed()
        self.even_since = self.count
        self.doubted: tuple[datetime, float] | None = None  # where it jumped to, and when

    def now(self) -> datetime:
        """Return the present moment in UTC, by a clock that ran evenly up to now."""
        now, count = self.clock.now(), self.clock.passed()
        expected = self.at + timedelta(seconds=count - self.count)
        if abs(now - expected) > A_JUMP and not self.believed(now, expected, count):
            return expected
        self.at, self.count, self.doubted = now, count, None
        return now

    def believed(self, now: datetime, expected: datetime, count: float) -> bool:
        """Return whether a clock that jumped has run evenly for long enough since."""
        if self.doubted is None or abs(self.doubted[0] + timedelta(seconds=count - self.doubted[1]) - now) > A_JUMP:
            self.doubted, self.even_since = (now, count), count
            by = round((now - expected).total_seconds())
            log.error("the clock jumped; it is followed if it stays so", seconds=by, followed_in=BELIEVED_AFTER)
        return count - self.doubted[1] >= BELIEVED_AFTER

    def passed(self) -> float:
        """Return the seconds that the clock counts."""
        return self.clock.passed()

    def sure(self) -> bool:
        """Return whether it has run evenly for an hour: what is forgotten is forgotten for good."""
        self.now()
        return self.clock.passed() - self.even_since >= SURE_AFTER
