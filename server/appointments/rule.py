"""What an appointment counts from when its customer is there, and when they may come: the hall's rule, pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class CheckInWindow:
    """When a customer may check in, and what it is worth."""

    opens: timedelta  # before its time
    credit: timedelta  # before its time: what it counts from
    late: timedelta  # after its time: still in time


def may_check_in(booked: datetime, now: datetime, window: CheckInWindow) -> bool:
    """Return whether it is time to check in."""
    return now >= booked - window.opens


def is_late(booked: datetime, came: datetime, window: CheckInWindow) -> bool:
    """Return whether the customer comes later than the hall waits for them."""
    return came > booked + window.late


def counts_from(booked: datetime, came: datetime, window: CheckInWindow) -> datetime:
    """Return what an appointment counts from: its time less the credit, or check-in where that is late.

    Whoever comes very early counts from later than they came: the time was theirs to choose.
    """
    return came if is_late(booked, came, window) else booked - window.credit
