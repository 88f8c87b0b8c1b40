"""What time it is: the only place that asks the machine."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time; injected, so that tests and simulated days bring their own."""

    def now(self) -> datetime:
        """Return the present moment in UTC."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        return datetime.now(UTC)


class HandClock:
    """A clock that stands until it is moved, for tests and simulated days."""

    def __init__(self, at: datetime) -> None:
        self.at = at.astimezone(UTC)

    def now(self) -> datetime:
        """Return the moment it was set to."""
        return self.at

    def forward(self, seconds: float) -> None:
        """Move it on by some seconds."""
        self.at += timedelta(seconds=seconds)

    def set(self, at: datetime) -> None:
        """Set it to a moment, also an earlier one."""
        self.at = at.astimezone(UTC)
