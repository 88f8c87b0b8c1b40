"""What the wait forecast is made with, learned and written as telemetry every few seconds, for all processes alike.

What is written is also how screens hear that waits have changed because time passed.
"""

import json

from sqlalchemy import bindparam, delete, insert, select

from server.floor.calibration import Points
from server.floor.reads.figures import expected_time, learned, naive_wait, seen_times, usual_time
from server.floor.reads.halls import all_counters, all_services
from server.floor.reads.turns import LEARNED, Learned, Turns, played
from server.floor.tables import line_waits, waits
from server.floor.telling import STEP, Place
from server.store.hall import HallWork

CLEAR_WAITS = delete(waits).where(waits.c.hall_id == bindparam("hall"))
ADD_WAITS = insert(waits)
CLEAR_LINE = delete(line_waits).where(line_waits.c.hall_id == bindparam("hall"))
ADD_LINE = insert(line_waits)
NAMES = ("service", "low", "likely", "high", "naive", "played", "usual_low", "usual_high")
PRESENT = select(*(waits.c[name] for name in NAMES)).where(waits.c.hall_id == bindparam("hall"))


def refresh(hall: HallWork) -> Turns:
    """Learn from what was seen, forecast everybody's wait, and write both where a wait differs from what stands."""
    services, counters = all_services(hall), all_counters(hall)
    seen = {code: seen_times(hall, service) for code, service in services.items()}
    times = {code: expected_time(services[code], found) for code, found in seen.items()}
    found = learned(hall)
    result = played(hall, Learned(times, found))
    rows = []
    for code, service in services.items():
        place = result.new.get((code, False))
        usual = usual_time(service, seen[code].served)
        naive = naive_wait(service, times[code], counters)
        rows.append((code, *columns(place), naive, played_of(place), *usual))
    present = sorted(tuple(row) for row in hall.connection.execute(PRESENT, {"hall": hall.id}))
    places = {one: told(result.line[one]) for one in sorted(result.line)}
    kept = hall.connection.execute(LEARNED, {"hall": hall.id}).scalar()
    if present == sorted(rows) and kept is not None and json.loads(kept).get("line") == as_read(places):
        return result
    data = {
        "means": {code: round(time.mean, 1) for code, time in times.items()},
        "points": [three(found.short), three(found.long)],
        "line": places,
    }
    hall.aside(CLEAR_WAITS, {"hall": hall.id})
    hall.aside(ADD_WAITS, [{"hall_id": hall.id, **dict(zip(NAMES, row, strict=True))} for row in rows])
    hall.aside(CLEAR_LINE, {"hall": hall.id})
    hall.aside(ADD_LINE, {"hall_id": hall.id, "at": hall.at, "data": json.dumps(data, separators=(",", ":"))})
    return result


def columns(place: Place | None) -> tuple[int | None, int | None, int | None]:
    """Return a wait's range; none where nobody serves it."""
    wait = place.wait if place is not None else None
    return (None, None, None) if wait is None else (wait.low, wait.likely, wait.high)


def told(place: Place) -> list[int | None]:
    """Return what is told of a place in the line."""
    return [place.ahead, *columns(place)]


def as_read(places: dict[int, list[int | None]]) -> dict[str, list[int | None]]:
    """Return places as they come back from JSON."""
    return {str(one): place for one, place in places.items()}


def three(points: Points) -> list[float]:
    """Return three points, short enough to write."""
    return [round(one, 4) for one in (points.low, points.likely, points.high)]


def played_of(place: Place | None) -> int | None:
    """Return the wait before calibration, in steps."""
    return None if place is None or place.played is None else round(place.played / STEP) * STEP
