"""A hall's days: when one begins, closes and ends; all three follow the hours, also those that change meanwhile."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, select

from server.floor.events.tickets import CLOSING, DAY_END, DayBegun, DayPlanned, day_text
from server.floor.hallfile import HallOnly
from server.floor.opening import closing_at, day_of, is_open, midnight_after
from server.floor.reads.halls import hall_now
from server.floor.tables import days
from server.store.hall import UnitOfWork
from server.store.tables import deadlines

SERVED_FOR: Final = timedelta(hours=4)  # at most, after a closing late in the evening
OVER_NIGHT: Final = timedelta(hours=12)  # a hall that never closes: whoever of yesterday still waits then has left
DAY = select(days.c.closing_at).where(days.c.hall_id == bindparam("hall"), days.c.day == bindparam("day"))
RUNNING = select(deadlines.c.subject, deadlines.c.kind, deadlines.c.due_at).where(
    deadlines.c.hall_id == bindparam("hall"), deadlines.c.kind.in_([CLOSING, DAY_END])
)


def begin_day(hall: UnitOfWork, settings: HallOnly, day: str) -> None:
    """Begin the hall's day with its first ticket."""
    if hall.connection.execute(DAY, {"hall": hall.id, "day": day}).first() is None:
        closing = closing_at(settings, noon_of(settings, day))
        hall.record(DayBegun(day=day, closing_at=closing, ends_at=day_ends(settings, day)))


def follow_hours(hall: UnitOfWork) -> None:
    """Have the days that run close and end by the hours as they are now: longer, shorter, in another zone, none."""
    settings = hall_now(hall).settings
    running = {day_text(row.subject): row for row in hall.connection.execute(RUNNING, {"hall": hall.id})}
    for day, due in running.items():
        before = hall.connection.execute(DAY, {"hall": hall.id, "day": day}).scalar()
        now = planned(hall, settings, day, before, closed=due.kind == DAY_END and before is not None)
        if (now.closing_at, now.due()) != (before, (due.kind, due.due_at)):
            hall.record(now)
    today = day_of(settings, hall.at)
    over = None if today in running else hall.connection.execute(DAY, {"hall": hall.id, "day": today}).first()
    if over is not None and is_open(settings, hall.at):  # another zone brought it back
        hall.record(planned(hall, settings, today, over.closing_at, closed=False))


def end_later(hall: UnitOfWork, day: str, ends_at: datetime) -> None:
    """Let a day end later: somebody of it is still served."""
    closing = hall.connection.execute(DAY, {"hall": hall.id, "day": day}).scalar()
    hall.record(DayPlanned(day=day, before=closing, closing_at=closing, ends_at=ends_at, closed=True))


def planned(hall: UnitOfWork, settings: HallOnly, day: str, before: datetime | None, *, closed: bool) -> DayPlanned:
    """Return a day as the hours have it: closed already, unless they have it close later than now.

    A day that has no hours any more closes at once.
    """
    closing = closing_at(settings, noon_of(settings, day))
    if closing is None and settings.hours != "always":
        closing = before if closed else hall.at
    closed = closed and closing is not None and closing <= hall.at
    return DayPlanned(day=day, before=before, closing_at=closing, ends_at=day_ends(settings, day), closed=closed)


def day_ends(settings: HallOnly, day: str) -> datetime:
    """Return when nobody of a day is served any more: of that day, however late its closing is come to."""
    noon = noon_of(settings, day)
    if settings.hours == "always":
        return midnight_after(settings, noon) + OVER_NIGHT
    return max(midnight_after(settings, noon), (closing_at(settings, noon) or noon) + SERVED_FOR)


def noon_of(settings: HallOnly, day: str) -> datetime:
    """Return a moment in the middle of a day."""
    return datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=settings.zone)
