"""Days on which a hall is closed or opens for a part of its hours: which one holds on a day. Pure."""

from datetime import date

from server.floor.hallfile import Hall, Holiday
from server.kernel.languages import Words


def holiday_on(hall: Hall, day: date) -> Holiday | None:
    """Return the holiday of a day; of several the one that leaves the least open."""
    found = [one for one in hall.holidays if holds(one, day)]
    return min(found, key=lambda one: (bool(one.hours), one.first), default=None)


def holds(one: Holiday, day: date) -> bool:
    """Return whether a holiday is on a day; one that repeats may go over the turn of the year."""
    last = one.last or one.first
    if not one.every_year:
        return one.first <= day <= last
    begins, ends, wanted = ((of.month, of.day) for of in (one.first, last, day))
    if day < one.first:
        return False
    return begins <= wanted <= ends if begins <= ends else wanted >= begins or wanted <= ends


def closed_all_day(hall: Hall, day: date) -> bool:
    """Return whether a hall does not open on a day, whatever its hours say."""
    found = holiday_on(hall, day)
    return day in hall.closed_on or (found is not None and not found.hours)


def name_of_day(hall: Hall, day: date) -> Words | None:
    """Return what a day is called on which the hours are others."""
    found = holiday_on(hall, day)
    return None if found is None else found.name


def within(texts: list[str], holiday: Holiday | None) -> list[str]:
    """Return what a holiday leaves of a day's spans."""
    if holiday is None:
        return texts
    cut = [
        (max(begin[:5], span[:5]), min(begin[6:], span[6:])) for begin in texts for span in holiday.hours
    ]  # fixed width: texts are in the order of times
    return [f"{begins}-{ends}" for begins, ends in sorted(cut) if begins < ends]
