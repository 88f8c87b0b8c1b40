"""Which work profile the clock has hold, and when that changes. Pure: profiles, the hall's calendar, a moment."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from server.floor.hallfile import WEEKDAYS, Hall
from server.floor.opening import midnight_after, spans_of
from server.profiles.model import WorkProfile

AHEAD: Final = 8  # days in which the next change is looked for: a week, and the rest of today


def planned(profiles: Mapping[int, WorkProfile], hall: Hall, at: datetime) -> int | None:
    """Return the profile in whose hours a moment lies; None: counters serve what they are set up for."""
    return next(
        (
            number
            for number, profile in profiles.items()
            if profile.hours and any(start <= at < end for start, end in spans_of(hall, profile.hours, at))  # type: ignore[arg-type]  # its keys are WEEKDAYS
        ),
        None,
    )


def next_change(
    profiles: Mapping[int, WorkProfile], hall: Hall, at: datetime, *, by_hand: bool = False
) -> datetime | None:
    """Return when the clock has a profile begin or end next; one chosen by hand ends with its day."""
    moments = [
        moment
        for profile in profiles.values()
        if profile.hours
        for ahead in range(AHEAD)
        for span in spans_of(hall, profile.hours, at, ahead)  # type: ignore[arg-type]  # likewise
        for moment in span
        if moment > at
    ]
    if by_hand:
        moments.append(midnight_after(hall, at))
    return min(moments, default=None)


def overlap(wanted: WorkProfile, others: Mapping[int, WorkProfile]) -> tuple[int, str, str] | None:
    """Return which other profile holds in hours of this one: its number, weekday and span; None where none does."""
    for number, other in others.items():
        for day in WEEKDAYS:
            for mine in (wanted.hours or {}).get(day, ()):
                for theirs in (other.hours or {}).get(day, ()):
                    if mine[:5] < theirs[6:] and theirs[:5] < mine[6:]:
                        return number, day, theirs
    return None
