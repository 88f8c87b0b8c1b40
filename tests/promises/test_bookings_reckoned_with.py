"""Promise: who booked counts in what others are told, as far as they come; and it is told what became of bookings."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from server.appointments.arriving import check_in
from server.appointments.moments import written
from server.appointments.reads import expected
from server.appointments.settings import Bookable
from server.floor.learning import CALLS
from server.reports.reads import day_report
from server.security.actors import SYSTEM
from tests.appointments import BookingHall, in_minutes
from tests.played import customer, hands

SLOTS = [Bookable(service="A", places=5, minutes=5)]


@pytest.fixture
def hall(tmp_path: Path, database: str) -> Iterator[BookingHall]:
    """A hall whose A can be booked every five minutes, on either database."""
    made = BookingHall(tmp_path, database=database, services=SLOTS, rules={"most": 20, "missed_after": 5, "notice": 0})
    yield made
    assert made.faults() == []
    made.close()


def serves(hall: BookingHall, service: str, counter: str, people: int) -> None:
    """Have so many come for a service and be served, five minutes each."""
    its = hands(hall)
    its.open(counter)
    for _ in range(people):
        its.issue(customer(service))
        its.call(counter)
        its.start(counter)
        hall.clock.forward(300)
        its.finish(counter)


def comes(hall: BookingHall, minutes: float, who: str) -> None:
    """Have somebody book a time, and be there for it."""
    made = hall.books(in_minutes(minutes), contact=f"{who}@example.org")
    hall.clock.set(in_minutes(minutes))
    with hall.store.hall(hall.hall, SYSTEM) as work:
        check_in(work, appointment=made.appointment.id)


def test_a_walk_in_is_told_to_wait_longer_behind_who_booked(hall: BookingHall) -> None:
    """Five who count from before a number that is taken now, and are not here yet, lengthen its range."""
    serves(hall, "A", "2", CALLS + 2)
    hall.floor.scheduler.now("forecasts")
    its = hands(hall)
    for _ in range(3):
        its.issue(customer("A"))
    its.call("2")
    hall.floor.scheduler.now("forecasts")
    before = hall.ticket("A")["wait"]
    start = (hall.now - in_minutes(0)).total_seconds() / 60 // 5 * 5 + 10
    for nth in range(5):
        hall.books(in_minutes(start + 5 * (nth // 3)), contact=f"{nth}@example.org")
    hall.floor.scheduler.now("forecasts")
    after = hall.ticket("A")["wait"]
    assert after["likely"] > before["likely"] + 3 * 300  # one is the number taken meanwhile


def test_how_likely_who_booked_comes_is_learned_by_service(hall: BookingHall) -> None:
    """Nine in ten at first; four who came and six who did not, and it is less than seven in ten."""
    for minutes in range(5, 25, 5):
        comes(hall, minutes, f"came{minutes}")
    for minutes in range(30, 60, 5):
        hall.books(in_minutes(minutes), contact=f"{minutes}@example.org")
    hall.clock.set(in_minutes(25))
    with hall.store.look(hall.hall) as sight:
        assert [one.comes for one in expected(sight)] == [pytest.approx((9 + 4) / 14)] * 6
    hall.clock.set(in_minutes(70))
    hall.later(1)
    hall.books(in_minutes(90))
    with hall.store.look(hall.hall) as sight:
        (one,) = expected(sight)
    assert (one.service, one.at, one.comes) == ("A", in_minutes(90), pytest.approx((9 + 4) / 20))


def test_the_page_says_how_long_such_appointments_usually_wait(hall: BookingHall) -> None:
    """Nothing of nine; with the tenth that four of five of them were called within five minutes, in three languages."""

    def page(language: str) -> str:
        asked = {"service": "A", "at": written(in_minutes(24 * 60))}
        return hall.app.test_client().get("/book/main", query_string=asked, headers={"Accept-Language": language}).text

    its = hands(hall)
    its.open("2")
    for nth in range(10):
        assert "Usually called" not in page("en")
        comes(hall, 20 * nth + 20, f"{nth}")
        hall.clock.forward(240 if nth % 5 else 900)
        its.call("2")
        its.start("2")
        hall.clock.forward(30)
        its.finish("2")
    assert "Usually called within 5 min of the time." in page("en")
    assert "通常在預約時間起 5 分鐘內叫號。" in page("zh-TW")
    assert "通常在预约时间起 5 分钟内叫号。" in page("zh-CN")


def test_missed_appointments_stand_in_the_reports_by_service(hall: BookingHall) -> None:
    """One came, two did not: in the day's figures, the CSV's last columns and on a sheet of the workbook."""
    comes(hall, 5, "came")
    for minutes in (10, 15):
        hall.books(in_minutes(minutes), contact=f"{minutes}@example.org")
    hall.clock.set(in_minutes(30))
    hall.later(1)
    with hall.store.look(hall.hall) as sight:
        (one,) = day_report(sight, "2026-11-25").appointments
    assert (one.service, one.kept, one.missed, one.cancelled) == ("A", 1, 2, 0)
    assert one.missed_share == pytest.approx(2 / 3)
    span = "since=2026-11-25&until=2026-11-25"
    days = hall.asks("supervisor", "GET", f"/halls/main/reports/days.csv?{span}").get_data().decode("utf-8-sig")
    head, row = csv.reader(io.StringIO(days))
    assert dict(zip(head[-3:], row[-3:], strict=True)) == {
        "Appointments kept": "1", "Appointments missed": "2", "Share missed": "0.667",
    }  # fmt: skip
    book = load_workbook(io.BytesIO(hall.asks("supervisor", "GET", f"/halls/main/reports/days.xlsx?{span}").get_data()))
    rows = list(book["Appointments"].iter_rows(values_only=True))
    assert rows[1][1:] == ("A", 1, 2, 0, 0.667)
    api = hall.told("supervisor", "GET", f"/halls/main/reports/days?{span}")
    (told,) = api["items"]
    assert told["appointments"][0]["missed"] == 2
