"""Which counters are looked at in which hours of a day: a lot that nobody can choose and everybody can draw again.

The seed is the hash of the last journal entry of the day before. Nobody knows it before that day is over, and nobody
can change it after: the journal's chain holds it. Counters and hours are each put in the order of the SHA-256 of
`seed|post|CODE` and `seed|hour|HH:MM`; the n-th check is the n-th counter in the n-th hour, beginning again where one
of the two is used up. So a day's checks are spread over counters and hours, and each counter and each hour comes as
often as any other in the long run.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from server.floor.hallfile import Hall
from server.floor.opening import spans_of

HOUR = timedelta(hours=1)


class Drawn(NamedTuple):
    """A check that was drawn."""

    counter: str
    begins_at: datetime


def rank(seed: str, kind: str, name: str) -> str:
    """Return by what a counter or an hour is ordered."""
    return sha256(f"{seed}|{kind}|{name}".encode()).hexdigest()


def drawn(seed: str, counters: Sequence[str], hours: Sequence[datetime], hall: Hall, many: int) -> list[Drawn]:
    """Return a day's checks in the order of their hours; at most one an hour."""
    posts = sorted(counters, key=lambda code: rank(seed, "post", code))
    times = sorted(hours, key=lambda hour: rank(seed, "hour", hour.astimezone(hall.zone).strftime("%H:%M")))
    if not posts:
        return []
    chosen = [Drawn(posts[nth % len(posts)], hour) for nth, hour in enumerate(times[:many])]
    return sorted(chosen, key=lambda one: one.begins_at)


def hours_after(hall: Hall, at: datetime) -> list[datetime]:
    """Return when the whole hours begin in which the hall is open on the day of a moment, those after the moment."""
    found = []
    for start, end in spans_of(hall, hall.hours, at):
        hour = start
        while hour + HOUR <= end:
            found.append(hour)
            hour += HOUR
    return [hour for hour in found if hour > at]
