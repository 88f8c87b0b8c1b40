"""What the wait forecast is made with: learned beside the lock, and written in a short transaction, for all processes.

The line itself is played wherever somebody looks at it (reads/turns.py), so nothing of a place in it stands here; and
since no screen shows what was learned, writing it wakes nobody.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, TypeAlias

from sqlalchemy import bindparam, delete, insert, select

from server.floor.calibration import Points
from server.floor.reads.figures import expected_time, learned, naive_wait, seen_times, usual_time
from server.floor.reads.halls import all_counters, all_services
from server.floor.reads.turns import Learned
from server.floor.tables import line_waits, waits
from server.store.hall import HallSnapshot, UnitOfWork

CLEAR_WAITS = delete(waits).where(waits.c.hall_id == bindparam("hall"))
ADD_WAITS = insert(waits)
CLEAR_LEARNED = delete(line_waits).where(line_waits.c.hall_id == bindparam("hall"))
ADD_LEARNED = insert(line_waits)
NAMES = ("service", "naive", "usual_low", "usual_high")
PRESENT = select(*(waits.c[name] for name in NAMES)).where(waits.c.hall_id == bindparam("hall"))
LAST = select(line_waits.c.at, line_waits.c.data).where(line_waits.c.hall_id == bindparam("hall"))
Tell: TypeAlias = Callable[[HallSnapshot, Learned, Mapping[str, Any]], dict[str, Any]]  # foresight.Foresight.of
FRESH: Final = timedelta(seconds=10)  # what was learned longer ago is learned anew, not written


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a hall's last services and waits teach, as of a moment."""

    at: datetime
    services: tuple[tuple[str, int | None, int, int], ...]  # NAMES
    data: str  # JSON: mean times, and how far announced waits were off


def lesson(hall: HallSnapshot, tell: Tell | None = None) -> Lesson:
    """Return what the hall teaches now; `tell` plays it, where enough is known."""
    services, counters = all_services(hall), all_counters(hall)
    seen = {code: seen_times(hall, service) for code, service in services.items()}
    times = {code: expected_time(services[code], found) for code, found in seen.items()}
    rows = (
        (code, naive_wait(one, times[code], counters), *usual_time(one, seen[code].served))
        for code, one in services.items()
    )
    found = learned(hall)
    data: dict[str, Any] = {
        "means": {code: round(time.mean, 1) for code, time in times.items()},
        "points": [three(found.short), three(found.long)],
    }
    before = last_told(hall)
    if tell is not None:
        data["told"] = tell(hall, Learned(times, found), before)
    elif before:
        data["told"] = {**before, "new": {}, "line": {}, "advice": None, "staffing": None}  # what it had learned stays
    return Lesson(hall.at, tuple(sorted(rows)), json.dumps(data, separators=(",", ":")))


def last_told(hall: HallSnapshot) -> Mapping[str, Any]:
    """Return what the simulation said last, with what it had learned; nothing where it never spoke."""
    last = hall.connection.execute(LAST, {"hall": hall.id}).first()
    told: Mapping[str, Any] = json.loads(last.data).get("told", {}) if last is not None else {}
    return told


def new_lesson(hall: HallSnapshot, tell: Tell | None = None) -> Lesson | None:
    """Return what the hall teaches now, where that is new."""
    found = lesson(hall, tell)
    return found if is_new(hall, found) else None


def is_new(hall: HallSnapshot, found: Lesson) -> bool:
    """Return whether something else stands there, and nothing that was learned later."""
    last = hall.connection.execute(LAST, {"hall": hall.id}).first()
    if last is None:
        return True
    present = tuple(sorted(tuple(row) for row in hall.connection.execute(PRESENT, {"hall": hall.id})))
    return last.at <= found.at and (last.data, present) != (found.data, found.services)


def write(hall: UnitOfWork, found: Lesson) -> None:
    """Write what was learned, if it is still fresh."""
    if hall.at - found.at > FRESH or not is_new(hall, found):
        return
    rows: list[dict[str, Any]] = [{"hall_id": hall.id, **dict(zip(NAMES, row, strict=True))} for row in found.services]
    hall.write_unlogged(CLEAR_WAITS, {"hall": hall.id}, shown=False)
    if rows:
        hall.write_unlogged(ADD_WAITS, rows, shown=False)
    hall.write_unlogged(CLEAR_LEARNED, {"hall": hall.id}, shown=False)
    hall.write_unlogged(ADD_LEARNED, {"hall_id": hall.id, "at": found.at, "data": found.data}, shown=False)


def refresh(hall: UnitOfWork, tell: Tell | None = None) -> None:
    """Learn and write in one transaction, where nobody else waits for it: in simulations."""
    write(hall, lesson(hall, tell))


def three(points: Points) -> list[float]:
    """Return three points, short enough to write."""
    return [round(one, 4) for one in (points.low, points.likely, points.high)]
