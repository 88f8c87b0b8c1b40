"""Every way in which a number can end has its place in the reports: on both pages, in CSV and in XLSX."""

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from server.floor import states
from server.reports.endings import ENDINGS
from server.reports.figures import DayFigures
from server.reports.meanings import MEANINGS
from server.reports.sheets import of_endings
from tests.hall import quiet_config
from tests.inside import Inside
from tests.inside_office import page, rows

DAY = "2026-11-25"
WEEK = ", ".join(f'{day} = ["09:00-17:00"]' for day in ("mon", "tue", "wed", "thu", "fri"))
COMES_TO = {"done": 3, "not_done": 2, "referred": 1, "no_show": 1, "cancelled": 1, "expired": 2, "left_open": 1}


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """A hall on the morning after a day on which numbers ended in every way."""
    config = quiet_config(tmp_path)
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace('hours = "always"', f"hours = {{ {WEEK} }}", 1), encoding="utf-8")
    made = Inside(tmp_path, config=config)
    made.at_counter("3", "open")
    for outcome in ("done", "not_done", "done", "referred", "done", "not_done"):
        begins(made)
        made.at_counter("3", "finish", outcome=outcome)
    begins(made, "call")
    made.at_counter("3", "no-show")
    given_back = made.ticket("A")["track_url"].rpartition("/")[2]
    made.told(None, "POST", f"/track/{given_back}/cancel", {})
    begins(made)
    for _ in range(2):
        made.ticket("A")
    made.later(timedelta(hours=24).total_seconds())
    made.tokens.clear()
    yield made
    made.close()


def begins(hall: Inside, *acts: str) -> None:
    """Take a number and serve it at counter 3."""
    hall.ticket("A")
    for act in acts or ("call", "start"):
        hall.at_counter("3", act)


def test_no_ending_is_without_its_heading() -> None:
    """Each outcome that there is, and each state that is an end without one."""
    outcomes = {*map(str, states.Outcome), states.EXPIRED, states.LEFT_OPEN}
    ends = {*map(str, states.TicketState)} - {*map(str, states.LIVE)} - {"done"}
    assert {*map(str, ENDINGS)} == outcomes | ends == COMES_TO.keys()
    assert {*ENDINGS.values()} <= MEANINGS.keys()


def test_each_stands_on_the_pages_and_in_both_files(hall: Inside) -> None:
    """With its count under its heading, wherever a day is told; together they are all that came."""
    wanted = {ENDINGS[ending]: count for ending, count in COMES_TO.items()}
    day = hall.told("manager", "GET", f"/halls/main/reports/days?since={DAY}&until={DAY}")["items"][0]
    assert day["endings"] == COMES_TO
    assert sum(COMES_TO.values()) == day["issued"] + day["walk_ins"] - day["open"]
    assert sum(day["endings"][one] for one in ("done", "not_done", "referred")) == day["served"]
    for path in (f"reports/{DAY}", f"reports?since={DAY}&until={DAY}"):
        assert rows(page(hall, "manager", path), "How numbers ended") == [[*wanted], [*map(str, wanted.values())]]
    for told in (from_csv(hall), from_xlsx(hall)):
        assert {head: int(told[head]) for head in wanted} == wanted
    assert hall.faults() == []


def from_csv(hall: Inside) -> dict[str, Any]:
    """Return the day's row by heading."""
    sent = hall.asks("manager", "GET", f"/halls/main/reports/days.csv?language=en&since={DAY}&until={DAY}")
    return next(csv.DictReader(io.StringIO(sent.data.decode("utf-8-sig"))))


def from_xlsx(hall: Inside) -> dict[str, Any]:
    """Return the day's row by heading."""
    sent = hall.asks("manager", "GET", f"/halls/main/reports/days.xlsx?language=en&since={DAY}&until={DAY}")
    heads, day = list(load_workbook(io.BytesIO(sent.data))["Days"].iter_rows(values_only=True))[:2]
    return dict(zip(map(str, heads), day, strict=True))


def test_a_day_kept_before_is_empty_where_nobody_counted(hall: Inside) -> None:
    """Not nought: what was not counted is not known; what was left open was."""
    day = hall.told("manager", "GET", f"/halls/main/reports/days?since={DAY}&until={DAY}")["items"][0]
    kept = DayFigures.model_validate({name: of for name, of in day.items() if name != "endings"})
    assert of_endings(kept) == [None, None, None, None, None, 1]
