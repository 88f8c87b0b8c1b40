"""A drill of each plan every six months: awaited, closed in time or late. One drill settles its own plan alone."""

from calendar import monthrange
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from server.emergency.drills import next_drill, undrilled_since
from server.emergency.events.drills import DrillAwaited, DrillLate
from server.floor.reads.halls import hall_now
from server.store.hall import UnitOfWork

EVERY: Final = 6  # months


def months_after(at: datetime, zone: ZoneInfo, months: int) -> datetime:
    """Return the same day and time some months later by a hall's clock; of a shorter month the last day."""
    here = at.astimezone(zone)
    year, month = divmod(here.year * 12 + here.month - 1 + months, 12)
    day = min(here.day, monthrange(year, month + 1)[1])
    return here.replace(year=year, month=month + 1, day=day).astimezone(UTC)


def await_next(hall: UnitOfWork) -> None:
    """Have a hall await the drill of the plan whose last one, or whose beginning, is longest ago; said once."""
    awaited, since = next_drill(hall), undrilled_since(hall)
    if not since:
        return
    due_at = months_after(min(since.values()), hall_now(hall).settings.zone, EVERY)
    if awaited is None or awaited.due_at != due_at:
        hall.record(DrillAwaited(before=None if awaited is None else awaited.due_at, due_at=due_at))


def drill_late(hall: UnitOfWork, _of: int) -> None:
    """Say that no drill was closed in time."""
    awaited = next_drill(hall)
    if awaited is not None:
        hall.record(DrillLate(due_at=awaited.due_at))
