"""The hall's calendar: its days, when it is open, working days. Pure functions of its hours, its zone and a moment."""

from datetime import UTC, datetime, time, timedelta

from server.floor.hallfile import WEEKDAYS, Hall, Hours, Service
from server.floor.holidays import closed_all_day, holiday_on, within

LOOK_AHEAD = 15  # days in which the next opening is looked for
LONGEST_HOLIDAY = 120  # days that working days are looked for: no hall is closed longer


def day_of(hall: Hall, at: datetime) -> str:
    """Return the hall's day at a moment, as 2026-11-25."""
    return at.astimezone(hall.zone).date().isoformat()


def midnight_after(hall: Hall, at: datetime) -> datetime:
    """Return when the hall's day at a moment ends, in UTC."""
    tomorrow = at.astimezone(hall.zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), hall.zone).astimezone(UTC)


def time_said(hall: Hall, moment: datetime | None, at: datetime) -> str:
    """Return a moment as the hall's clocks show it, with its day where that is not today; nothing for none."""
    if moment is None:
        return ""
    local = moment.astimezone(hall.zone)
    return local.strftime("%H:%M" if day_of(hall, at) == local.date().isoformat() else "%m-%d %H:%M")


def spans_of(hall: Hall, hours: Hours, at: datetime, ahead: int = 0) -> list[tuple[datetime, datetime]]:
    """Return the open spans of the hall's day at a moment (plus some days ahead), in UTC."""
    day = at.astimezone(hall.zone).date() + timedelta(days=ahead)
    if closed_all_day(hall, day):
        return []
    texts = ["00:00-24:00"] if hours == "always" else hours.get(WEEKDAYS[day.weekday()], [])  # type: ignore[call-overload]  # its literals are WEEKDAYS
    result = []
    for text in within(texts, holiday_on(hall, day)):
        start = datetime.combine(day, time.fromisoformat(text[:5]), hall.zone)
        if text[6:] == "24:00":
            end = datetime.combine(day + timedelta(days=1), time(), hall.zone)
        else:
            end = datetime.combine(day, time.fromisoformat(text[6:]), hall.zone)
        result.append((start.astimezone(UTC), end.astimezone(UTC)))
    return result


def hours_of(hall: Hall, service: Service | None) -> Hours:
    """Return the hours that hold for a service, or for the hall."""
    return hall.hours if service is None or service.hours is None else service.hours


def is_open(hall: Hall, at: datetime, service: Service | None = None) -> bool:
    """Return whether numbers are given out at a moment; a service is never open while its hall is closed."""
    if service is not None and service.hours is not None and not is_open(hall, at):
        return False
    hours = hours_of(hall, service)
    if hours == "always" and not hall.closed_on and not hall.holidays:
        return True
    return any(start <= at < end for start, end in spans_of(hall, hours, at))


def opens_at(hall: Hall, at: datetime, service: Service | None = None) -> datetime | None:
    """Return when it opens next after a moment; None where it does not within two weeks.

    A service opens when its own span begins or, where that began while the hall was closed, when the hall's does.
    """
    for ahead in range(LOOK_AHEAD):
        spans = spans_of(hall, hall.hours, at, ahead) + spans_of(hall, hours_of(hall, service), at, ahead)
        for start, _ in sorted(spans):
            if start > at and is_open(hall, start, service):
                return start
    return None


def closing_at(hall: Hall, at: datetime) -> datetime | None:
    """Return when the hall closes on the day of a moment; None where it is open around the clock."""
    if hall.hours == "always" and holiday_on(hall, at.astimezone(hall.zone).date()) is None:
        return None
    spans = spans_of(hall, hall.hours, at)
    return spans[-1][1] if spans else None


def working_days_after(hall: Hall, at: datetime, days: int) -> datetime:
    """Return when the n-th day ends on which the hall is open after the day of a moment; a day ends as the hall closes.

    A hall that is open on none of the next 120 days counts every day.
    """
    left = days
    for ahead in range(1, LONGEST_HOLIDAY):
        spans = spans_of(hall, hall.hours, at, ahead)
        left -= bool(spans)
        if left == 0:
            return spans[-1][1]
    return at + timedelta(days=days)
