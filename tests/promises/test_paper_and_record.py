"""Promise: each number that a slip may bear is accounted for: given, passed over, with a kiosk, put aside, or named."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.reports.paper import GapBecause, laid_side_by_side, sequence
from tests.inside import Inside
from tests.inside_office import page, words
from tests.promises.test_cut_off_kiosks_handed_in import Journal

DAY = "2026-11-25"


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """The demo's hall, standing still."""
    made = Inside(tmp_path)
    yield made
    made.close()


def test_a_day_with_cut_off_kiosks_is_accounted_for(hall: Inside) -> None:
    """Given in sequence, given by a kiosk, abandoned, put aside: in the page, the CSV and the workbook's sheet."""
    hall.ticket()
    hall.ticket()
    kiosk = Journal(hall)
    kiosk.hand_in()
    kiosk.gives(801)
    kiosk.write("abandoned", "x" * 20, day=DAY)
    kiosk.gives(999)
    kiosk.hand_in()
    text = words(page(hall, "auditor", f"reports/{DAY}"))
    assert "Each number of the day is accounted for." in text
    assert "1 question was abandoned by a kiosk" in text
    figures = hall.told("supervisor", "GET", "/halls/main/reports/today")["paper"]
    mine = next(one for one in figures["letters"] if one["letter"] == "A")
    assert (mine["last"], mine["given"], mine["gaps"]) == (2, 2, [])
    assert (mine["handed_in"], mine["put_aside"], mine["waiting_aside"]) == (1, 1, 1)
    assert mine["granted"] > 1
    sheet = hall.asks("supervisor", "GET", "/halls/main/reports/days.csv").data.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(sheet))
    assert [row[name] for name in ("Given by cut-off kiosks", "Questions abandoned", "Numbers not explained")] == [
        "1", "1", "0",
    ]  # fmt: skip


def test_what_nobody_got_is_named() -> None:
    """A number that somebody still had is explained, another one is not; the sequence leaves out the kiosks' own."""
    assert sequence(1002) == [*range(1, 800), 1001, 1002]
    paper = laid_side_by_side(
        {"A": 5, "B": 1}, ["A001", "A004", "A005", "B001"], ["A002"],
        blocks=[("A", 801, 810), ("C", 801, 803)], handed_in=[("A", 801), ("A", 802), (None, None)],
        aside=[("A", False, False), ("A", True, True), ("A", True, False)],
    )  # fmt: skip
    mine = paper.letters[0]
    assert [(gap.number, gap.why) for gap in mine.gaps] == [
        ("A002", GapBecause.BORNE), ("A003", GapBecause.UNKNOWN),
    ]  # fmt: skip
    assert (mine.given, mine.granted, mine.handed_in, mine.unused, mine.put_aside, mine.waiting_aside) == (
        3, 10, 2, 8, 2, 1,
    )  # fmt: skip
    assert (paper.unexplained, paper.abandoned, [one.letter for one in paper.letters]) == (["A003"], 1, ["A", "B", "C"])
