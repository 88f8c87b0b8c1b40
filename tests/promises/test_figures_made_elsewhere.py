"""Promise: what takes long to learn is learned in a process beside the server, and is the same as if learned here."""

import os
import signal
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select
from structlog.testing import capture_logs

from server.floor.commands.forecasting import lesson
from server.floor.learning import HEAVY, beside
from server.floor.tables import line_waits
from server.kernel.elsewhere import Elsewhere, NoAnswer
from server.reports.writing import to_line, written
from tests.inside import Inside


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """The demo's hall, where learning is said to take long; its process ends with the test."""
    made = Inside(tmp_path)
    made.store.remembered(made.hall)[HEAVY] = True
    yield made
    beside(made.store).stop()
    made.close()


def process(hall: Inside) -> int:
    """Return the number of the process that learns."""
    found = beside(hall.store).process
    assert found is not None
    return found.pid


def learned(hall: Inside) -> tuple[str, str]:
    """Return what stands of what was learned, and what would be learned here."""
    with hall.store.look(hall.hall) as sight:
        stands = sight.connection.execute(select(line_waits.c.data).where(line_waits.c.hall_id == hall.hall)).scalar()
        return str(stands), lesson(sight).data


def served(hall: Inside, seconds: float) -> None:
    """Have somebody come, wait and be served for a while."""
    hall.ticket()
    hall.later(600)
    hall.at_counter("3", "call")
    hall.at_counter("3", "start")
    hall.later(seconds)
    hall.at_counter("3", "finish")


def test_a_process_beside_the_server_learns_the_same(hall: Inside) -> None:
    """And goes on learning: what happened since, too; one that was killed is started anew."""
    hall.at_counter("3", "open")
    served(hall, 900)
    hall.floor.scheduler.now("forecasts")
    first = process(hall)
    assert first != os.getpid()
    stands, here = learned(hall)
    assert stands == here
    served(hall, 1200)
    hall.floor.scheduler.now("forecasts")
    assert process(hall) == first
    assert learned(hall)[0] == learned(hall)[1] != stands
    os.kill(first, signal.SIGKILL)
    served(hall, 300)
    hall.floor.scheduler.now("forecasts")
    hall.floor.scheduler.now("forecasts")
    stands, here = learned(hall)
    assert stands == here


def test_a_process_that_does_not_answer_is_told_and_done_without(hall: Inside) -> None:
    """The log says so, and the next time it is learned here."""
    process_of_nothing = beside(hall.store)
    process_of_nothing.module = "server.floor.nowhere"
    hall.at_counter("3", "open")
    with capture_logs() as said:
        hall.floor.scheduler.now("forecasts")
    assert [one["event"] for one in said if one["log_level"] == "warning"] == [
        "a process beside the server did not answer"
    ]
    hall.floor.scheduler.now("forecasts")
    stands, here = learned(hall)
    assert stands == here


def test_a_question_that_fails_ends_nothing() -> None:
    """The process says what failed, and answers the next one; one that takes too long is ended."""
    asks = Elsewhere("server.floor.learning", {"FLOOR_DATABASE_URL": "sqlite:////nowhere/at-all.db"})
    try:
        for _ in range(2):
            with pytest.raises(NoAnswer, match="OperationalError"):
                asks.ask({"hall": 1, "at": 0})
        before = asks.process
        asks.within = 0.0
        with pytest.raises(NoAnswer, match="learning"):
            asks.ask({"hall": 1, "at": 0})
        assert (before is not None, asks.process) == (True, None)
    finally:
        asks.stop()


def test_a_workbook_is_written_by_a_process_of_its_own() -> None:
    """Its cells are those that were given, days and moments too, without what no cell may hold."""
    day, moment = date(2026, 3, 2), datetime(2026, 3, 2, 9, 5)  # noqa: DTZ001 - spreadsheets know no zones
    rows = [[to_line(cell) for cell in (day, 7, 0.5, moment, None, "a\x07b")]]
    sheet = {
        "name": "Days",
        "heads": list("ABCDEF"),
        "formats": ["yyyy-mm-dd", "0", "0 %", "yyyy-mm-dd hh:mm", "@", "@"],
        "wide": [True] * 6,
        "rows": rows,
    }
    chart, meanings = {"title": "Mean", "column": 2, "rows": 1}, {"name": "How", "rows": [["A", "a day"]]}
    book = load_workbook(BytesIO(written({"sheets": [sheet], "chart": chart, "meanings": meanings})))
    assert [cell.value for cell in book["Days"][2]] == [datetime(2026, 3, 2), 7, 0.5, moment, None, "ab"]  # noqa: DTZ001
    assert [[cell.value for cell in row] for row in book["How"].iter_rows()] == [["A", "a day"]]
