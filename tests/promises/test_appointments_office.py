"""The calendar of appointments: who may read names, booking by telephone, reception, a day that is closed after all."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from server.appointments.moments import written
from server.floor.commands.settings import save_holiday
from server.floor.hallfile import Holiday
from server.floor.reads.halls import hall_text
from server.messages.ways import open_channels
from server.messages.worker import Worker
from server.security.actors import SYSTEM
from tests.appointments import CHEN, BookingHall, in_minutes
from tests.inside_office import page, rows, sends, words
from tests.mail import MailServer

ELEVEN = in_minutes(120)
NAME = "陳小姐"
CLOSED = {"zh-Hant": "颱風", "zh-Hans": "台风", "en": "Typhoon"}


@pytest.fixture
def mail() -> Iterator[MailServer]:
    """A mail server that takes everything."""
    with MailServer() as made:
        yield made


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[BookingHall]:
    """A hall with an appointment at eleven."""
    made = BookingHall(tmp_path)
    made.books(ELEVEN, name=NAME)
    yield made
    assert made.faults() == []
    made.close()


def number(hall: BookingHall) -> int:
    """Return the number of the latest appointment."""
    return max(int(found) for found in re.findall(r"appointments/(\d+)", page(hall, "clerk1", "appointments")))


def test_names_are_read_by_those_alone_who_have_the_right(hall: BookingHall) -> None:
    """The auditor sees times alone. That somebody looked up an address is written down."""
    for who, sees in (("clerk1", True), ("supervisor", True), ("manager", True), ("auditor", False)):
        for path in ("appointments", f"appointments/{number(hall)}"):
            assert (NAME in page(hall, who, path)) is sees, (who, path)
    page(hall, "reviewer", "appointments", status=403)
    assert CHEN not in page(hall, "clerk1", f"appointments/{number(hall)}")
    assert CHEN in sends(hall, "clerk1", f"appointments/{number(hall)}", move="look_up")[1]
    assert hall.journal()[-1] == "BookerContactSeen"
    assert "has looked up how to reach the customer of appointment" in words(page(hall, "auditor", "journal"))
    assert NAME not in page(hall, "auditor", "journal")


def test_booked_by_telephone_moved_and_checked_in_at_reception(hall: BookingHall) -> None:
    """Also what begins soon; a full time is told with those that are free; the number stands on the page."""
    soon = in_minutes(30)
    status, told = sends(
        hall, "clerk1", "appointments/new", service="A", at=written(soon), name="林先生", language="en"
    )
    assert (status, "林先生" in told) == (200, True)
    assert re.search(r'class="code num">\d{3} \d{3}<', told)
    for _ in range(2):
        status, told = sends(hall, "clerk1", "appointments/new", service="A", at=written(soon), name="第三位")
    assert (status, "The nearest free times" in told) == (409, True)
    which = number(hall)
    assert sends(hall, "supervisor", f"appointments/{which}", move="move", at=written(in_minutes(60)))[0] == 200
    assert len(hall.entries("AppointmentMoved")) == 1
    status, told = sends(hall, "clerk1", f"appointments/{which}", move="check_in")
    assert (status, "A001" in told) == (200, True)
    taken = rows(page(hall, "clerk1", "appointments").replace("<table", "<h2>T</h2><table"), "T")
    assert [row[2] for row in taken[1:]] == ["booked", "has a number", "booked"]
    status, _ = sends(hall, "manager", f"appointments/{which - 1}", move="check_in")
    assert status in {403, 404}


def test_a_day_that_is_closed_after_all_is_to_be_cancelled_and_everybody_told(
    hall: BookingHall, mail: MailServer
) -> None:
    """The start page names the day; one press cancels, and tells it by e-mail in words of one's own."""
    hall.books(ELEVEN + timedelta(days=1), contact="lin@example.org", language="zh-Hant")
    assert "falls when it is closed" not in page(hall, "supervisor", "")
    with hall.store.hall(hall.hall, SYSTEM) as work:
        off = Holiday(first=date(2026, 11, 26), name=CLOSED)
        save_holiday(work, off, instead_of=None, before=hall_text(work))
    assert "1 appointment falls when it is closed" in words(page(hall, "supervisor", ""))
    assert "closed at that time" in page(hall, "supervisor", "appointments?day=2026-11-26")
    Worker(hall.store, open_channels(mail.settings(), hall.clock)).once()
    mail.taken.clear()
    assert sends(hall, "clerk1", "appointments/2026-11-26/cancel", note="x")[0] == 403
    status, told = sends(hall, "supervisor", "appointments/2026-11-26/cancel", note="颱風停班，敬請見諒。")
    assert (status, "cancelled" in told) == (200, True)
    Worker(hall.store, open_channels(mail.settings(), hall.clock)).once()
    (letter,) = mail.taken
    body = letter.get_body(("plain",))
    assert body is not None
    text = str(body.get_content())
    assert letter["To"] == "lin@example.org"
    assert "很抱歉" in text
    assert "颱風停班，敬請見諒。" in text
    assert "颱風停班" not in str(hall.told("auditor", "GET", "/halls/main/journal?limit=1000"))
    assert [one["by_hall"] for one in hall.entries("AppointmentCancelled")] == [True]


def test_the_week_says_what_is_taken_and_what_became_of_the_last_month(hall: BookingHall) -> None:
    """Places of each day; who came, who missed theirs, as a share of those not given up."""
    told = words(page(hall, "manager", "appointments/week"))
    assert "1 / 96" in told
    assert "No appointment was due" not in told
    hall.books(in_minutes(150), contact="lin@example.org")
    hall.later(149 * 60)
    sends(hall, "clerk1", f"appointments/{number(hall)}", move="check_in")
    hall.later(60 * 60)
    hall.tokens.clear()
    found = rows(page(hall, "manager", "appointments/week"), "What became of them in the last 30 days")
    assert found[1] == ["A Household registration", "1", "1", "50 %", "0"]
