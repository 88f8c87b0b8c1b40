"""The wait forecast, written as telemetry every few seconds, so that all processes and screens say the same."""

import json

from sqlalchemy import bindparam, delete, insert, select

from server.floor.calibration import Calibration
from server.floor.forecast import Forecast
from server.floor.reads.figures import expected_time, forecast_now, learned, naive_wait, seen_times, usual_time
from server.floor.reads.halls import all_counters, all_services
from server.floor.tables import line_waits, waits
from server.store.hall import HallWork

CLEAR_WAITS = delete(waits).where(waits.c.hall_id == bindparam("hall"))
ADD_WAITS = insert(waits)
CLEAR_LINE = delete(line_waits).where(line_waits.c.hall_id == bindparam("hall"))
ADD_LINE = insert(line_waits)
NAMES = ("service", "low", "likely", "high", "naive", "played", "usual_low", "usual_high")
PRESENT = select(*(waits.c[name] for name in NAMES)).where(waits.c.hall_id == bindparam("hall"))
LINE_PRESENT = select(line_waits.c.data).where(line_waits.c.hall_id == bindparam("hall"))
STEP = 15  # seconds: ranges are written in these steps, so that screens do not move for a second's sake


def refresh(hall: HallWork) -> Forecast:
    """Forecast everybody's wait as the hall stands, and write it where it differs from what stands there."""
    services, counters = all_services(hall), all_counters(hall)
    seen = {code: seen_times(hall, service) for code, service in services.items()}
    times = {code: expected_time(services[code], found) for code, found in seen.items()}
    result = forecast_now(hall, times)
    found = learned(hall)
    rows = []
    for code, service in services.items():
        played = result.new.get(code)
        usual = usual_time(service, seen[code].served)
        naive = naive_wait(service, times[code], counters)
        rows.append((code, *columns(played, found), naive, None if played is None else round(played), *usual))
    ranges = {one: columns(result.line[one], found) for one in sorted(result.line)}
    data = json.dumps(ranges, separators=(",", ":"))
    present = sorted(tuple(row) for row in hall.connection.execute(PRESENT, {"hall": hall.id}))
    if present != sorted(rows):
        hall.aside(CLEAR_WAITS, {"hall": hall.id})
        hall.aside(ADD_WAITS, [{"hall_id": hall.id, **dict(zip(NAMES, row, strict=True))} for row in rows])
    if hall.connection.execute(LINE_PRESENT, {"hall": hall.id}).scalar() != data:
        hall.aside(CLEAR_LINE, {"hall": hall.id})
        hall.aside(ADD_LINE, {"hall_id": hall.id, "at": hall.at, "data": data})
    return result


def columns(played: float | None, found: Calibration) -> tuple[int | None, int | None, int | None]:
    """Return a wait's range in steps, rounded outward; none where nobody serves it."""
    if played is None:
        return None, None, None
    wait = found.around(played)
    return wait.low // STEP * STEP, round(wait.likely / STEP) * STEP, -(-wait.high // STEP) * STEP
