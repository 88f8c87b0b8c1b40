"""Which times can be booked on a day, and how many places each has left: computed, never stored. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, NamedTuple

from server.appointments.settings import Bookable
from server.floor.hallfile import Hall, Service
from server.floor.opening import hours_of, spans_of

MIDNIGHT: Final = "24:00"


class TakenPlace(NamedTuple):
    """A place that somebody has."""

    at: datetime
    until: datetime
    place: int


@dataclass(frozen=True, slots=True)
class Slot:
    """A time that can be booked, with its places."""

    at: datetime
    until: datetime
    places: int
    left: int = 0  # of them, free


def slots_of(hall: Hall, service: Service, rules: Sequence[Bookable], day: date, *, counters: int) -> list[Slot]:
    """Return the times of a service on a day of the hall, in order; `counters`: how many serve it.

    A time that two rules have is there once, with the places of the larger.
    """
    found: dict[datetime, Slot] = {}
    for rule in rules:
        step, places = timedelta(minutes=rule.minutes), min(rule.places, counters)
        for opens, closes in open_spans(hall, service, rule, day):
            at = opens
            while at + step <= closes and places:
                if at not in found or found[at].places < places:
                    found[at] = Slot(at, at + step, places, places)
                at += step
    return [found[at] for at in sorted(found)]


def open_spans(hall: Hall, service: Service, rule: Bookable, day: date) -> list[tuple[datetime, datetime]]:
    """Return when a service is open on a day within the hours of a rule, and its hall with it."""
    noon = datetime.combine(day, time(12), hall.zone)
    own, whole = spans_of(hall, hours_of(hall, service), noon), spans_of(hall, hall.hours, noon)
    since, until = clock(hall, day, rule.since or "00:00"), clock(hall, day, rule.until or MIDNIGHT)
    cut = [(max(one[0], other[0], since), min(one[1], other[1], until)) for one in own for other in whole]
    return sorted(span for span in cut if span[0] < span[1])


def clock(hall: Hall, day: date, text: str) -> datetime:
    """Return a time of the hall's day in UTC; 24:00 is its end."""
    if text == MIDNIGHT:
        day, text = day + timedelta(days=1), "00:00"
    return datetime.combine(day, time.fromisoformat(text), hall.zone).astimezone(UTC)


def with_left(slots: Iterable[Slot], taken: Sequence[TakenPlace]) -> list[Slot]:
    """Return times with what is left of them: whatever lies over a time, from whichever rule, takes a place of it."""
    return [
        Slot(slot.at, slot.until, slot.places, max(0, slot.places - len(over(slot.at, slot.until, taken))))
        for slot in slots
    ]


def over(at: datetime, until: datetime, taken: Iterable[TakenPlace]) -> list[TakenPlace]:
    """Return what lies over a span."""
    return [one for one in taken if one.at < until and one.until > at]


def free_place(slot: Slot, taken: Sequence[TakenPlace]) -> int | None:
    """Return the first free place of a time, from 1; None where it is full."""
    there = over(slot.at, slot.until, taken)
    used = {one.place for one in there}
    return None if len(there) >= slot.places else next(one for one in range(1, len(used) + 2) if one not in used)


def nearest(slots: Iterable[Slot], wanted: datetime, most: int = 3) -> list[Slot]:
    """Return the free times that are nearest to one, in order."""
    free = sorted((slot for slot in slots if slot.left), key=lambda slot: (abs(slot.at - wanted), slot.at))
    return sorted(free[:most], key=lambda slot: slot.at)
