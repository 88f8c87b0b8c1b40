"""The wait forecast, written as telemetry every few seconds, so that all processes and screens say the same."""

import json
from collections.abc import Mapping
from typing import TypeVar

from sqlalchemy import bindparam, delete, insert, select

from server.floor.forecast import Forecast, Range
from server.floor.reads.figures import expected_time, forecast_now, naive_wait, service_times, usual_time
from server.floor.reads.halls import all_counters, all_services
from server.floor.tables import line_waits, waits
from server.store.hall import HallWork

Code = TypeVar("Code", int, str)
CLEAR_WAITS = delete(waits).where(waits.c.hall_id == bindparam("hall"))
ADD_WAITS = insert(waits)
CLEAR_LINE = delete(line_waits).where(line_waits.c.hall_id == bindparam("hall"))
ADD_LINE = insert(line_waits)
PRESENT = select(
    waits.c.service, waits.c.low, waits.c.likely, waits.c.high, waits.c.naive, waits.c.usual_low, waits.c.usual_high
).where(waits.c.hall_id == bindparam("hall"))
LINE_PRESENT = select(line_waits.c.data).where(line_waits.c.hall_id == bindparam("hall"))
STEP = 15  # seconds: ranges are written in these steps, so that screens do not move for a second's sake


def refresh(hall: HallWork) -> Forecast:
    """Forecast everybody's wait as the hall stands, and write it where it differs from what stands there."""
    services, counters = all_services(hall), all_counters(hall)
    seen = {code: service_times(hall, service) for code, service in services.items()}
    times = {code: expected_time(services[code], found) for code, found in seen.items()}
    result = forecast_now(hall, times)
    rows = []
    for code, service in services.items():
        low, likely, high = columns(result.new, code)
        usual_low, usual_high = usual_time(service, seen[code])
        rows.append((code, low, likely, high, naive_wait(service, times[code], counters), usual_low, usual_high))
    data = json.dumps({one: columns(result.line, one) for one in sorted(result.line)}, separators=(",", ":"))
    present = sorted(tuple(row) for row in hall.connection.execute(PRESENT, {"hall": hall.id}))
    if present != sorted(rows):
        hall.aside(CLEAR_WAITS, {"hall": hall.id})
        names = ("service", "low", "likely", "high", "naive", "usual_low", "usual_high")
        hall.aside(ADD_WAITS, [{"hall_id": hall.id, **dict(zip(names, row, strict=True))} for row in rows])
    if hall.connection.execute(LINE_PRESENT, {"hall": hall.id}).scalar() != data:
        hall.aside(CLEAR_LINE, {"hall": hall.id})
        hall.aside(ADD_LINE, {"hall_id": hall.id, "at": hall.at, "data": data})
    return result


def columns(ranges: Mapping[Code, Range], code: Code) -> tuple[int | None, int | None, int | None]:
    """Return a range in steps, rounded outward; none where there is none."""
    found = ranges.get(code)
    if found is None:
        return None, None, None
    return found.low // STEP * STEP, round(found.likely / STEP) * STEP, -(-found.high // STEP) * STEP
