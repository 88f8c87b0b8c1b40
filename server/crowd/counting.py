"""How many people there are: tickets and their parties, corrected by those who count. Pure.

A fresh count of all inside (a person, a camera) holds fully; a counter at the door knows only who came and went, so it
pulls slowly: a tenth of the difference a minute. What it says is left out while it contradicts widely, and once it was
silent for half an hour.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

PULL: Final = 0.1  # of the difference, a minute
SILENT: Final = timedelta(minutes=30)  # a counter at the door that once counted and is silent so long has failed
FRESH: Final = timedelta(minutes=2)
WIDELY: Final = 0.5  # of the limit
LEAST_WIDELY: Final = 15  # persons
TEACHES: Final = 10  # tickets here, from which a count of all inside says how many come on one
MOST_PARTY: Final = 10  # persons on one number: more are no party
FADES: Final = 0.99  # of what was taught, with each further count
AS_MANY_AS: Final = 50  # tickets: how much the usual party weighs against those counted
MISSED: Final = 15  # persons whom a counter at the door may fail to see come in before it is called wrong


@dataclass(frozen=True, slots=True)
class Count:
    """What those who count have said so far."""

    offset: float = 0.0  # persons to add to those known by their tickets
    at: datetime | None = None  # of the last correction
    door: int | None = None  # who came in less who went out, since the hall was empty
    door_at: datetime | None = None
    odd_since: datetime | None = None  # since when the door contradicts
    party_people: float = 0.0  # of counts of all inside, older ones fading: persons
    party_tickets: float = 0.0  # and the tickets that were here then


def told_inside(count: Count, inside: int, by_tickets: float, at: datetime, *, many: int = 0) -> Count:
    """Take a count of all who are inside: it holds fully, the door is set by it, and `many` tickets teach by it."""
    door = None if count.door is None else inside
    if many >= TEACHES and many <= inside <= MOST_PARTY * many:
        people, seen = count.party_people * FADES + inside, count.party_tickets * FADES + many
        count = replace(count, party_people=people, party_tickets=seen)
    return replace(count, offset=inside - by_tickets, at=at, door=door, odd_since=None)


def party_of(count: Count, usual: float) -> float:
    """Return how many come on one number: the usual party at first, what counts of all inside taught as they come."""
    return (usual * AS_MANY_AS + count.party_people) / (AS_MANY_AS + count.party_tickets)


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
    if count.door is None or is_silent(count, at):
        return replace(count, offset=count.offset * (1 - PULL) ** minutes, at=at)
    difference = count.door - by_tickets
    if abs(difference) > max(LEAST_WIDELY, WIDELY * limit):
        return replace(count, offset=count.offset * (1 - PULL) ** minutes, at=at, odd_since=count.odd_since or at)
    share = 1 - (1 - PULL) ** minutes
    return replace(count, offset=count.offset + share * (difference - count.offset), at=at, odd_since=None)


def is_silent(count: Count, at: datetime) -> bool:
    """Return whether the counter at the door has failed: it says nothing any more, so it pulls nothing."""
    return count.door_at is not None and at - count.door_at > SILENT


def awake(count: Count, people: float, at: datetime) -> Count:
    """Have a counter at the door that was silent go on from who is here now: it did not see who came meanwhile."""
    return replace(count, door=round(people)) if count.door is not None and is_silent(count, at) else count


def people_of(count: Count, by_tickets: float) -> float:
    """Return how many there are."""
    return max(0.0, by_tickets + count.offset)
