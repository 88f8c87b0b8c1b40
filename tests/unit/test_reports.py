"""A day's figures are those of its tickets; a day that is over is kept; a period can be taken away as a sheet."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from server.reports.commands import keep_days
from server.reports.tables import day_reports
from server.security.actors import SYSTEM
from tests.inside import Inside

DAY = "2026-11-25"


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """A hall in which a morning has been lived.

    A001 waits 5 minutes and is served for 4; B001 (priority, two people) waits 20 and is served for 10; A002 is called
    after 24 and does not come; C001 was given back; A003 still waits; A004 asked to be called later.
    """
    made = Inside(tmp_path)
    made.ticket("A")
    made.ticket("B", priority=True, party=2)
    made.ticket("A")
    given_back = made.ticket("C")["track_url"].rpartition("/")[2]
    made.told(None, "POST", f"/track/{given_back}/cancel", {})
    for counter in ("3", "2"):
        made.at_counter(counter, "open")
    made.later(300)
    calls(made, "3", "A001")
    made.at_counter("3", "start")
    made.later(240)
    made.at_counter("3", "finish", outcome="done")
    made.later(660)
    calls(made, "2", "B001")
    made.at_counter("2", "start")
    made.later(240)
    calls(made, "3", "A002")
    made.later(91)
    made.later(269)
    made.at_counter("2", "finish", outcome="done")
    made.ticket("A")
    yield made
    made.close()


def calls(hall: Inside, counter: str, number: str) -> None:
    """Call a number to a counter, out of order if need be."""
    with hall.store.look(hall.hall) as sight:
        waiting = {row[1]: row[0] for row in sight.connection.exec_driver_sql("SELECT id, number FROM tickets")}
    called = hall.at_counter(counter, "call", ticket=waiting[number], reason="as the story goes")
    assert called["ticket"]["number"] == number


def test_a_days_figures(hall: Inside) -> None:
    """Counts, waits, times and slips are those of the story."""
    day = hall.told("supervisor", "GET", "/halls/main/reports/today")
    assert day["day"] == DAY
    counts = {name: day[name] for name in ("issued", "people", "priority", "served", "no_shows", "cancelled", "open")}
    assert counts == {
        "issued": 5, "people": 6, "priority": 1, "served": 2, "no_shows": 1, "cancelled": 1, "open": 1
    }  # fmt: skip
    assert day["waits"]["count"] == 3
    assert (day["waits"]["mean"], day["waits"]["median"], day["waits"]["longest"]) == (980, 1200, 1440)
    assert day["by_class"]["priority"]["mean"] == 1200
    assert day["times"] == {"count": 2, "mean": 420, "median": 420}
    assert [(one["hour"], one["issued"]) for one in day["hours"]] == [(9, 5)]
    assert {one["counter"]: (one["times"]["count"], one["no_shows"]) for one in day["counters"]} == {
        "3": (1, 1),
        "2": (1, 0),
    }
    assert day["prints"]["nothing_said"] == 5


def test_slips_that_failed_are_named(hall: Inside) -> None:
    """Paper and record can be compared."""
    ticket = hall.ticket("D")["ticket"]
    hall.told("kiosk", "POST", f"/halls/main/tickets/{ticket['id']}/print", {"state": "unconfirmed"})
    prints = hall.told("manager", "GET", "/halls/main/reports/today")["prints"]
    assert (prints["unconfirmed"], prints["to_look_at"]) == (1, ["D001"])


def test_a_day_that_is_over_is_kept(hall: Inside) -> None:
    """Its figures are made once, when its night is over, and a period reads them."""
    assert keep_days(hall.store, hall.hall, SYSTEM) == 0
    before = hall.told("auditor", "GET", f"/halls/main/reports/days?since={DAY}&until={DAY}")["items"]
    hall.clock.forward(40 * 3600)
    hall.tokens.clear()  # a sign-in ends over night
    hall.floor.scheduler.sweeper.sweep()
    assert keep_days(hall.store, hall.hall, SYSTEM) == 1
    assert keep_days(hall.store, hall.hall, SYSTEM) == 0
    with hall.store.look(hall.hall) as sight:
        assert sight.connection.execute(select(day_reports.c.day)).scalars().all() == [DAY]
    after = hall.told("auditor", "GET", f"/halls/main/reports/days?since={DAY}&until={DAY}")["items"]
    assert (after[0]["served"], after[0]["waits"]) == (before[0]["served"], before[0]["waits"])
    assert hall.faults() == []


def test_the_start_page_says_what_the_last_day_came_to(hall: Inside) -> None:
    """Yesterday by its name, an earlier day by its date; only for those who read reports."""
    assert "Yesterday" not in start_page(hall, "supervisor")
    hall.later(24 * 3600)
    told = start_page(hall, "supervisor")
    assert "Yesterday" in told
    assert f'href="/office/main/reports/{DAY}"' in told
    assert ">20<" in told[told.index("Yesterday") :]  # the median wait in minutes
    assert "Yesterday" not in start_page(hall, "admin")
    hall.later(24 * 3600)
    assert "Wed, 25 Nov 2026" in start_page(hall, "supervisor")


def start_page(hall: Inside, who: str) -> str:
    """Return the office's start page as somebody reads it."""
    browser = hall.app.test_client()
    assert browser.post("/api/v1/session", json={"username": who, "password": "demo"}).status_code == 200
    return browser.get("/office/main/?lang=en").text


def test_a_period_as_sheets(hall: Inside) -> None:
    """The workbook and the CSV hold what the API says, with heads in the reader's language."""
    book = hall.asks("manager", "GET", "/halls/main/reports/days.xlsx?language=zh-Hant")
    assert book.headers["Content-Disposition"] == 'attachment; filename="days.xlsx"'
    sheets = load_workbook(io.BytesIO(book.data))
    assert sheets.sheetnames[:4] == ["每日", "業務", "各時段", "窗口"]
    heads, day = list(sheets["每日"].iter_rows(values_only=True))[:2]
    assert dict(zip(heads, day, strict=True)) | {
        "日期": datetime.fromisoformat(DAY),
        "取號數": 5,
        "已辦理": 2,
        "平均等候（分）": 16.3,
    } == dict(zip(heads, day, strict=True))
    text = hall.asks("manager", "GET", "/halls/main/reports/days.csv?language=en").data.decode("utf-8-sig")
    assert next(csv.DictReader(io.StringIO(text)))["Median wait, min"] == "20.0"


@pytest.mark.parametrize(
    "query", ["since=2026-11-26&until=2026-11-25", "since=2024-01-01&until=2026-11-25", "since=tomorrow"]
)
def test_a_period_that_is_none(hall: Inside, query: str) -> None:
    """What is no period is refused, and says so."""
    assert hall.asks("manager", "GET", f"/halls/main/reports/days?{query}").status_code == 422
