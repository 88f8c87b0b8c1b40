"""How many people there are: tickets and their parties, corrected by those who count. Pure.

A fresh count of all inside (a person, a camera) holds fully; a counter at the door knows only who came and went, so it
pulls slowly: a tenth of the difference a minute. What it says is left out while it contradicts widely.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

PULL: Final = 0.1  # of the difference, a minute
FRESH: Final = timedelta(minutes=2)
WIDELY: Final = 0.5  # of the limit
LEAST_WIDELY: Final = 15  # persons
MISSED: Final = 15  # persons whom a counter at the door may fail to see come in before it is called wrong


@dataclass(frozen=True, slots=True)
class Count:
    """What those who count have said so far."""

    offset: float = 0.0  # persons to add to those known by their tickets
    at: datetime | None = None  # of the last correction
    door: int | None = None  # who came in less who went out, since the hall was empty
    door_at: datetime | None = None
    odd_since: datetime | None = None  # since when the door contradicts


def told_inside(count: Count, inside: int, by_tickets: float, at: datetime) -> Count:
    """Take a count of all who are inside: it holds fully, and the door is set by it."""
    door = None if count.door is None else inside
    return replace(count, offset=inside - by_tickets, at=at, door=door, odd_since=None)


def told_at_door(count: Count, entered: int, left: int, at: datetime) -> Count:
    """Take who came and went; a few more gone than ever came were not seen coming, and nobody is inside."""
    inside = (count.door or 0) + entered - left
    return replace(count, door=0 if -MISSED <= inside < 0 else inside, door_at=at)


def emptied(count: Count) -> Count:
    """Begin anew at the door of an empty hall: what its counter missed in a day is not carried into the next."""
    return replace(count, door=None if count.door is None else 0, odd_since=None)


def corrected(count: Count, by_tickets: float, at: datetime, *, limit: float) -> Count:
    """Let time pass: the door pulls, or, where nothing is counted, the last count fades."""
    minutes = 0.0 if count.at is None else (at - count.at).total_seconds() / 60
    if minutes < 0 or (count.at is not None and at - count.at < FRESH and count.door is None):
        return count
    if count.door is None:
        return replace(count, offset=count.offset * (1 - PULL) ** minutes, at=at)
    difference = count.door - by_tickets
    if abs(difference) > max(LEAST_WIDELY, WIDELY * limit):
        return replace(count, offset=count.offset * (1 - PULL) ** minutes, at=at, odd_since=count.odd_since or at)
    share = 1 - (1 - PULL) ** minutes
    return replace(count, offset=count.offset + share * (difference - count.offset), at=at, odd_since=None)


def people_of(count: Count, by_tickets: float) -> float:
    """Return how many there are."""
    return max(0.0, by_tickets + count.offset)
