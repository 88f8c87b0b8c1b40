"""Plots say what the figures say: heights, axes, the heat map."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from server.floor.states import Reason
from server.reports.courses import CallMade, Course
from server.reports.figures import DayFigures, TicketRow, day_figures
from server.reports.plots import HEIGHT, bars, heat, numbers_by_hour, waits_by_hour

ZONE = ZoneInfo("Asia/Taipei")


def day_of(day: str, taken: dict[int, int], waited: int = 300) -> DayFigures:
    """Return a day on which so many numbers were taken in an hour, each called after some seconds."""
    rows = []
    for hour, many in taken.items():
        at = datetime.fromisoformat(day).replace(hour=hour, tzinfo=ZONE)
        called = at + timedelta(seconds=waited)
        course = Course("A", "A", calls=[CallMade(called, "1", "staff:1", Reason.EARLIEST, "", ())])
        rows += [TicketRow(1, "A001", "A", False, None, 1, "done", at, called, "done", None, None, None, course)] * many
    return day_figures(day, rows, targets={"A": 600}, zone=ZONE)


@pytest.mark.parametrize(
    ("highest", "top", "lines"), [(0.4, 1, 2), (3, 3, 4), (17, 20, 5), (44, 45, 4), (61, 80, 5), (1000, 1080, 4)]
)
def test_an_axis_is_round_and_holds_the_highest(highest: float, top: float, lines: int) -> None:
    """It ends at a round number not far above, with few lines."""
    plot = bars([("a", highest, None)])
    assert (plot.top, len(plot.lines)) == (top, lines)
    assert plot.bars[0].height == pytest.approx(HEIGHT * highest / top, abs=0.1)


def test_a_mark_stands_over_its_bar() -> None:
    """Nine of ten within: never under the median, and counted when the axis is made."""
    (bar,) = bars([("a", 5, 30)]).bars
    assert bar.mark_y == 0
    assert bar.y == 150


def test_hours_without_numbers_keep_their_place() -> None:
    """From the first number to the last, an empty hour is an empty place."""
    day = day_of("2026-11-25", {9: 3, 11: 1})
    assert [(bar.label, bar.value) for bar in numbers_by_hour(day).bars] == [("09", 3), ("10", 0), ("11", 1)]
    assert [bar.value for bar in waits_by_hour(day).bars] == [5, 0, 5]


def test_a_heat_map_of_weekdays() -> None:
    """Means over the weekday's days; the fullest hour is the darkest."""
    rows = heat([day_of("2026-11-16", {9: 8}), day_of("2026-11-23", {9: 4, 10: 2}), day_of("2026-11-24", {10: 1})])
    assert [[(cell.hour, cell.mean, cell.shade) for cell in row] for row in rows] == [
        [(9, 6.0, 4), (10, 1.0, 0)],
        [(9, 0.0, 0), (10, 1.0, 0)],
    ]
    assert heat([]) == []
