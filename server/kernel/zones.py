"""A zone's offsets as the server knows them, for screens: a browser's own table may be years older, or newer.

Governments change their clocks at a few weeks' notice. Where the table of a display is another one than the server's,
the two name different times for one opening; so the server says the offset, and the page only adds it.
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

YEARS: Final = 2  # ahead: what is shown lies within weeks
DAY: Final = timedelta(days=1)
SECOND: Final = timedelta(seconds=1)


def offsets(zone: str, at: datetime) -> tuple[tuple[int, int], ...]:
    """Return (since when, in seconds since 1970; offset in minutes) from last year's beginning on, in order."""
    return _of_years(zone, at.year - 1, at.year + YEARS)


@lru_cache(maxsize=256)
def _of_years(zone: str, first: int, last: int) -> tuple[tuple[int, int], ...]:
    place = ZoneInfo(zone)
    day, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last, 1, 1, tzinfo=UTC)
    found = [(int(day.timestamp()), _minutes(place, day))]
    while day < end:
        following = day + DAY
        if _minutes(place, following) != found[-1][1]:
            found.append((int(_change(place, day, following).timestamp()), _minutes(place, following)))
        day = following
    return tuple(found)


def _minutes(place: ZoneInfo, at: datetime) -> int:
    return round((at.astimezone(place).utcoffset() or timedelta()) / timedelta(minutes=1))


def _change(place: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """Return the second at which the offset changes between two moments."""
    was = _minutes(place, before)
    while after - before > SECOND:
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        before, after = (middle, after) if _minutes(place, middle) == was else (before, middle)
    return after
