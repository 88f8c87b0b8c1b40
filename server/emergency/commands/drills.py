"""A drill every six months: awaited, closed in time or late."""

from calendar import monthrange
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from server.emergency.drills import next_drill, since
from server.emergency.events.drills import DrillAwaited, DrillLate
from server.floor.reads.halls import hall_now
from server.store.hall import HallWork

EVERY: Final = 6  # months


def months_after(at: datetime, zone: ZoneInfo, months: int) -> datetime:
    """Return the same day and time some months later by a hall's clock; of a shorter month the last day."""
    here = at.astimezone(zone)
    year, month = divmod(here.year * 12 + here.month - 1 + months, 12)
    day = min(here.day, monthrange(year, month + 1)[1])
    return here.replace(year=year, month=month + 1, day=day).astimezone(UTC)


def await_first(hall: HallWork) -> None:
    """Have a hall await its first drill, six months after the last one or after the hall was made; said once."""
    if next_drill(hall) is None:
        await_next(hall, since(hall) or hall.at)


def await_next(hall: HallWork, after: datetime) -> None:
    """Have a hall await a drill within six months after a moment."""
    awaited = next_drill(hall)
    due_at = months_after(after, hall_now(hall).settings.zone, EVERY)
    hall.record(DrillAwaited(before=None if awaited is None else awaited.due_at, due_at=due_at))


def drill_late(hall: HallWork, _of: int) -> None:
    """Say that no drill was closed in time."""
    awaited = next_drill(hall)
    if awaited is not None:
        hall.record(DrillLate(due_at=awaited.due_at))
