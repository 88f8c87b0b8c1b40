"""An appointment from the phone to the counter: booked, told by e-mail, moved, reminded, kept by its rule."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import Engine, event, select
from werkzeug.test import TestResponse

from server.appointments.moments import written
from server.appointments.reads import expected
from server.appointments.settings import Bookable
from server.appointments.tables import appointment_holders
from server.features import FEATURES
from server.messages.ways import open_channels
from server.messages.worker import Worker
from tests.appointments import CHEN, BookingHall, in_minutes
from tests.hall import roomy_config
from tests.inside import Inside
from tests.inside_office import words
from tests.mail import MailServer

DAY = timedelta(days=1)
TOMORROW = in_minutes(90) + DAY  # half past ten


@pytest.fixture
def mail() -> Iterator[MailServer]:
    """A mail server that takes everything."""
    with MailServer() as made:
        yield made


@pytest.fixture
def hall(tmp_path: Path, mail: MailServer) -> Iterator[BookingHall]:
    """A hall whose A has two places every half hour, in a process that sends e-mail."""
    given = mail.settings().model_dump(include={"smtp_host", "smtp_port", "smtp_security", "smtp_from"})
    made = BookingHall(tmp_path, public_url="http://hall.example", **given)
    yield made
    assert made.faults() == []
    made.close()


def sees(hall: BookingHall, path: str, language: str = "en", **asked: str) -> TestResponse:
    """Open a page as a customer."""
    return hall.app.test_client().get(path, query_string=asked, headers={"Accept-Language": language})


def sends(hall: BookingHall, path: str, language: str = "en", **given: str) -> TestResponse:
    """Send a form as a customer."""
    return hall.app.test_client().post(path, data=given, headers={"Accept-Language": language})


def booked(hall: BookingHall, at: datetime = TOMORROW, **given: str) -> TestResponse:
    """Book by the page."""
    form = {"service": "A", "at": written(at), "key": "k" * 16, "email": CHEN}
    return sends(hall, "/book/main", **{**form, **given})


def arrived(hall: BookingHall, mail: MailServer) -> list[EmailMessage]:
    """Have the worker send what is written; return the new e-mails."""
    before = len(mail.taken)
    Worker(hall.store, open_channels(mail.settings(), hall.clock)).once()
    return mail.taken[before:]


def text_of(letter: EmailMessage) -> str:
    """Return an e-mail's words."""
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def date_of(letter: EmailMessage) -> Any:
    """Return the date in an e-mail's calendar file."""
    (file,) = letter.iter_attachments()
    assert (file.get_content_type(), file.get_filename()) == ("text/calendar", "appointment.ics")
    (found,) = Calendar.from_ical(file.get_content()).walk("VEVENT")
    return found


def code_in(letter: EmailMessage) -> str:
    """Return the code in an e-mail."""
    found = re.search(r"Your code: (\d{6})", text_of(letter))
    assert found is not None
    return found[1]


def comes(hall: BookingHall, code: str, **more: object) -> dict[str, Any]:
    """Check in at the kiosk."""
    taken: dict[str, Any] = hall.told("kiosk", "POST", "/halls/main/tickets", {"appointment": code, **more})
    return taken


def test_booked_on_a_phone_moved_reminded_checked_in_and_called(hall: BookingHall, mail: MailServer) -> None:
    """The whole way, with what the customer reads at each step; two walk-ins who came before are called after."""
    page = words(sees(hall, "/book/main", service="A", day="2026-11-26").text)
    assert "ID card, original" in page
    assert "10:30 2 places" in page
    assert "10:30 1 place" not in page
    answer = booked(hall)
    assert answer.status_code == 303
    own = answer.headers["Location"].partition("?")[0]
    assert "10:30 1 place" in words(sees(hall, "/book/main", service="A", day="2026-11-26").text)
    (first,) = arrived(hall, mail)
    code, date = code_in(first), date_of(first)
    assert (first["To"], "Thu 26 Nov 10:30" in str(first["Subject"])) == (CHEN, True)
    assert f"http://hall.example{own}" in text_of(first)
    assert (date["DTSTART"].dt, date["DTEND"].dt) == (TOMORROW, TOMORROW + timedelta(minutes=30))
    assert sends(hall, f"{own}/move", at=written(TOMORROW + timedelta(hours=1))).status_code == 303
    (second,) = arrived(hall, mail)
    again = date_of(second)
    assert (again["UID"], again["SEQUENCE"]) == (date["UID"], 1)
    assert "Your appointment has another time." in text_of(second)
    file = sees(hall, f"{own}/appointment.ics")
    assert (file.mimetype, "DTSTART:20261126T033000Z" in file.text) == ("text/calendar", True)
    hall.later(3 * 3600)
    (reminder,) = arrived(hall, mail)
    assert "This is a reminder" in text_of(reminder)
    assert code_in(reminder) == code
    hall.later(23.2 * 3600)  # 11:12 of the day; the appointment is at half past eleven
    assert [one.at for one in read_expected(hall)] == [TOMORROW + timedelta(hours=1)]
    for _ in range(2):
        hall.ticket("A")
    hall.later(5 * 60)
    taken = comes(hall, f"{code[:3]} {code[3:]}")
    assert taken["ticket"]["counts_from"] == "2026-11-26T03:00:00Z"
    assert taken["told"]["en"] == "You are in time for your appointment at 11:30."
    assert (taken["ahead"], taken["ticket"]["appointment"]) == (0, hall.entries("AppointmentMoved")[0]["appointment"])
    hall.at_counter("2", "open", "clerk2")
    called = hall.at_counter("2", "call", "clerk2")
    assert called["ticket"]["number"] == taken["ticket"]["number"] == "A003"
    assert called["why"] == "A003 has an appointment and counts from 11:00, the earliest you can serve."
    assert "You are checked in" in sees(hall, own).text
    assert "A003" in sees(hall, own).text
    assert read_expected(hall) == []
    assert arrived(hall, mail) == []


def read_expected(hall: BookingHall) -> list[Any]:
    """Return who has booked and is not here."""
    with hall.store.look(hall.hall) as sight:
        return expected(sight)


def test_nothing_of_the_person_is_in_the_journal(hall: BookingHall) -> None:
    """Neither address, nor name, nor code, nor what opens the page; at rest they are sealed, and a day after gone."""
    secret = booked(hall, name="陳小姐").headers["Location"].partition("?")[0].removeprefix("/a/")
    with hall.store.look(hall.hall) as sight:
        code = sight.connection.execute(select(appointment_holders.c.code)).scalar_one()
    journal = str(hall.told("auditor", "GET", "/halls/main/journal?limit=1000"))
    with hall.store.database.reading() as connection:
        at_rest = str([tuple(row) for row in connection.exec_driver_sql("SELECT * FROM appointment_holders")])
    for own in (CHEN, "陳小姐", code, secret):
        assert own not in journal
        assert own not in at_rest
    hall.clock.forward((DAY + timedelta(hours=25)).total_seconds())
    hall.floor.scheduler.now("what was kept for long enough")
    with hall.store.look(hall.hall) as sight:
        assert len(sight.connection.execute(select(appointment_holders.c.code)).all()) == 1
    hall.clock.forward(2 * 3600)
    hall.floor.scheduler.now("what was kept for long enough")
    with hall.store.look(hall.hall) as sight:
        assert sight.connection.execute(select(appointment_holders.c.code)).all() == []
    gone = sees(hall, f"/a/{secret}")
    assert (gone.status_code, "erased a day after" in gone.text) == (404, True)


def test_pressed_twice_it_is_booked_once(hall: BookingHall) -> None:
    """The same form again leads to the same page; the same person at the same time, or too often, is told so."""
    first, second = booked(hall), booked(hall)
    assert (first.status_code, second.headers["Location"]) == (303, first.headers["Location"])
    assert len(hall.entries("AppointmentBooked")) == 1
    twice = booked(hall, key="other-key")
    assert (twice.status_code, "an appointment at this time already" in twice.text) == (409, True)
    for nth in (1, 2):
        assert booked(hall, TOMORROW + nth * timedelta(minutes=30), key=f"key-of-{nth}").status_code == 303
    enough = booked(hall, TOMORROW + timedelta(hours=3), key="another-key", email=" CHEN@example.org ")
    assert (enough.status_code, "3 appointments are booked" in enough.text) == (409, True)


@pytest.mark.parametrize(
    ("at", "said", "status"),
    [
        pytest.param(in_minutes(-60), "This time is over.", 409, id="in the past"),
        pytest.param(in_minutes(30), "begins too soon", 409, id="too soon"),
        pytest.param(TOMORROW + timedelta(minutes=7), "no appointments at this time", 409, id="between two times"),
        pytest.param(TOMORROW + timedelta(hours=9), "no appointments at this time", 409, id="when it is closed"),
        pytest.param(TOMORROW + 60 * DAY, "up to 30 days ahead", 409, id="too far ahead"),
    ],
)
def test_what_cannot_be_booked_is_told_with_the_nearest_that_can(
    hall: BookingHall, at: datetime, said: str, status: int
) -> None:
    """A time that is over, too soon, none, closed or too far: why, and three times that are free."""
    hall.sets(services=[Bookable(service="A", places=2, minutes=30, since="09:00", until="17:00")])
    answer = booked(hall, at)
    assert (answer.status_code, said in words(answer.text)) == (status, True)
    nearest = answer.text.partition("The nearest free times")[2]
    assert len(re.findall(r'name="at"\s+value="\d{8}T\d{4}Z"', nearest)) == 3
    assert hall.entries("AppointmentBooked") == []


def test_who_is_late_counts_from_now_and_who_is_early_is_told_when(hall: BookingHall) -> None:
    """Ten minutes after is in time, eleven are not; earlier than an hour before nobody checks in."""
    made = [hall.books(in_minutes(120), contact=f"{who}@example.org") for who in range(2)]
    hall.later(59 * 60)
    early = hall.asks("kiosk", "POST", "/halls/main/tickets", {"appointment": made[0].code})
    assert early.status_code == 409
    assert early.json["detail"] == "Your appointment is at 11:00. Please check in from 10:00 on."
    hall.later(10 * 60)
    first = comes(hall, made[0].code)
    assert first["told"]["en"] == "You are early: your appointment is at 11:00, and your number counts from 10:30."
    assert first["ticket"]["counts_from"] == "2026-11-25T02:30:00Z"
    assert booked_on_screens(hall, first) == [{"at": "2026-11-25T03:00:00Z", "came": "early"}] * 2
    hall.later(62 * 60)
    late = comes(hall, f"http://hall.example/a/{made[1].secret}")
    assert late["told"]["en"] == "Your appointment was at 11:00. You are late, so your number counts from now on."
    assert late["ticket"]["counts_from"] == late["ticket"]["issued_at"]
    assert booked_on_screens(hall, late) == [{"at": "2026-11-25T03:00:00Z", "came": "late"}] * 2
    assert booked_on_screens(hall, hall.ticket("A")) == [None, None]


def booked_on_screens(hall: BookingHall, taken: dict[str, Any]) -> list[Any]:
    """Return what terminal and phone say of the appointment that a number keeps."""
    view = hall.told("supervisor", "GET", "/halls/main/views/counter:2")["data"]
    (row,) = [one for one in view["line"] if one["id"] == taken["ticket"]["id"]]
    track = hall.told(None, "GET", f"/track/{taken['track_url'].rpartition('/')[2]}")
    return [row["booked"], track["booked"]]


def test_with_priority_nobody_loses_by_having_booked(hall: BookingHall) -> None:
    """An hour before coming is earlier than half an hour before the appointment: the earlier counts."""
    made = hall.books(in_minutes(120))
    hall.later(125 * 60)
    assert comes(hall, made.code, priority=True)["ticket"]["counts_from"] == "2026-11-25T02:05:00Z"


def test_who_does_not_come_has_missed_it_and_may_still_come_that_day(hall: BookingHall) -> None:
    """By its deadline; a code that was used gives no second number, but one that was given back does."""
    made = hall.books(in_minutes(120))
    hall.later((120 + 61) * 60)
    assert hall.journal()[-1] == "AppointmentMissed"
    assert "passed" in sees(hall, f"/a/{made.secret}").text
    taken = comes(hall, made.code)
    again = hall.asks("kiosk", "POST", "/halls/main/tickets", {"appointment": made.code})
    assert again.json["detail"] == "For this appointment you have the number A001 already."
    hall.told(None, "POST", f"/track/{taken['track_url'].rpartition('/')[2]}/cancel", {})
    assert comes(hall, made.code)["ticket"]["number"] == "A002"


def test_codes_that_open_nothing_are_slowed_by_address(hall: BookingHall) -> None:
    """Ten in a minute; then even the right one waits, and a minute later it opens. Numbers without one go on."""
    made = hall.books(in_minutes(120))
    hall.later(100 * 60)
    wrong = "000000" if made.code != "000000" else "111111"
    for _ in range(10):
        assert hall.asks("kiosk", "POST", "/halls/main/tickets", {"appointment": wrong}).status_code == 404
    slowed = hall.asks("kiosk", "POST", "/halls/main/tickets", {"appointment": made.code})
    assert (slowed.status_code, slowed.headers["Retry-After"]) == (429, "60")
    assert hall.ticket("A")["ticket"]["number"] == "A001"


def test_by_phone_in_the_hall(hall: BookingHall) -> None:
    """The page offers it when it is time, and leads to the number's own page."""
    made = hall.books(in_minutes(120))
    own = f"/a/{made.secret}"
    assert "get my number" not in sees(hall, own).text
    assert sends(hall, f"{own}/here").status_code == 409
    hall.later(100 * 60)
    assert "get my number" in sees(hall, own).text
    answer = sends(hall, f"{own}/here")
    assert answer.status_code == 303
    assert "A001" in sees(hall, answer.headers["Location"]).text
    assert answer.headers["Location"] in sees(hall, own).text


def test_given_up_it_is_free_for_somebody_else(hall: BookingHall, mail: MailServer) -> None:
    """At once; shortly before its time only staff do it. Its page says so, and the calendar takes it out."""
    made = [hall.books(in_minutes(120), contact=f"{who}@example.org") for who in range(2)]
    arrived(hall, mail)
    full = booked(hall, in_minutes(120))
    assert (full.status_code, "has just taken the last place" in full.text) == (409, True)
    assert sends(hall, f"/a/{made[0].secret}/cancel").status_code == 303
    (letter,) = arrived(hall, mail)
    assert (date_of(letter)["STATUS"], "is cancelled" in text_of(letter)) == ("CANCELLED", True)
    assert "cancelled" in sees(hall, f"/a/{made[0].secret}").text
    assert booked(hall, in_minutes(120), key="second-try").status_code == 303
    hall.later(61 * 60)
    late = sends(hall, f"/a/{made[1].secret}/cancel")
    assert (late.status_code, "too short before" in late.text) == (409, True)
    assert hall.asks("kiosk", "POST", "/halls/main/tickets", {"appointment": made[0].code}).status_code == 409


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh-TW", "請選日期和時間"), ("zh-CN", "请选日期和时间"), ("en", "Choose a day and a time")],
)
def test_the_pages_speak_the_reader_s_language(hall: BookingHall, language: str, said: str) -> None:
    """Of the browser, or as chosen; a form with a mistake says which field."""
    assert said in sees(hall, "/book/main", language, service="A").text
    assert "Choose a day" in sees(hall, "/book/main", language, service="A", lang="en").text
    wrong = booked(hall, email="nobody")
    assert (wrong.status_code, 'id="email-fault"' in wrong.text) == (422, True)
    assert sees(hall, "/book/nowhere", language).status_code == 404


def test_the_kiosk_asks_for_a_code_only_where_something_can_be_booked(hall: BookingHall) -> None:
    """A hall without bookings looks as it did."""
    assert hall.told("kiosk", "GET", "/halls/main/views/kiosk")["data"]["books"] is True
    hall.sets(services=[])
    assert hall.told("kiosk", "GET", "/halls/main/views/kiosk")["data"]["books"] is False
    assert "Nothing can be booked here" in sees(hall, "/book/main").text
    refused = booked(hall)
    assert (refused.status_code, "has no appointments" in refused.text) == (409, True)


def test_without_a_mail_server_no_address_is_asked_for(tmp_path: Path) -> None:
    """The page itself is what one keeps; an address that is sent all the same is not kept."""
    made = BookingHall(tmp_path)
    page = sees(made, "/book/main", service="A", at=written(TOMORROW)).text
    assert 'name="email"' not in page
    assert "no e-mail is sent" in page
    assert booked(made).status_code == 303
    with made.store.look(made.hall) as sight:
        assert sight.connection.execute(select(appointment_holders.c.contact)).scalar_one() is None
    made.close()


def test_the_demo_can_be_booked_at_once(tmp_path: Path) -> None:
    """Whoever tries it finds something to book, soon enough to check in right away."""
    made = Inside(tmp_path, config=roomy_config(tmp_path))
    page = made.app.test_client().get("/book/main", headers={"Accept-Language": "en"}).text
    assert "Household registration" in page
    at = written(made.clock.now() + timedelta(minutes=15))
    answer = made.app.test_client().post("/book/main", data={"service": "A", "at": at, "key": "k" * 16})
    own = made.app.test_client().get(answer.headers["Location"], headers={"Accept-Language": "en"}).text
    assert "I am in the hall: get my number" in own
    made.close()


def test_without_its_secret_nobody_does_anything_with_an_appointment(hall: BookingHall) -> None:
    """Neither with another one's, nor with none, nor with its number; nothing is written."""
    made = hall.books(in_minutes(120))
    before = hall.last()
    for secret in (made.secret[:-1], f"{made.secret}x", str(made.appointment.id), "2.x", "x", "1.", "99999999999.x"):
        assert sees(hall, f"/a/{secret}").status_code == 404
        assert sees(hall, f"/a/{secret}/appointment.ics").status_code == 404
        for act in ("move", "cancel", "here"):
            assert sends(hall, f"/a/{secret}/{act}", at=written(in_minutes(180))).status_code == 404, (secret, act)
    assert hall.last() == before


def test_a_plain_number_costs_no_statement_more(tmp_path: Path) -> None:
    """Whoever comes without an appointment is not asked for one: with the feature or without, as many statements."""
    asked: list[int] = []
    for features in (FEATURES, [one for one in FEATURES if one.name != "appointments"]):
        (tmp_path / str(len(features))).mkdir()
        made = Inside(tmp_path / str(len(features)), features=features)
        made.ticket("A")
        said: list[str] = []
        for engine in (one for one in vars(made.store.database).values() if isinstance(one, Engine)):
            event.listen(engine, "before_cursor_execute", lambda _c, _r, text, *_, said=said: said.append(text))
        made.ticket("A")
        asked.append(len(said))
        made.close()
    assert asked[0] == asked[1] > 0


def test_its_style_is_one_small_file_without_fonts(hall: BookingHall) -> None:
    """A phone on a slow line waits for one sheet and the hall's colour, both kept for ever."""
    page = sees(hall, "/book/main").text
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)">', page)
    assert len(sheets) == 2
    assert "<script" not in page
    for sheet in sheets:
        answer = hall.app.test_client().get(sheet, headers={"Accept-Encoding": "gzip"})
        assert (answer.status_code, "immutable" in answer.headers["Cache-Control"]) == (200, True)
        assert len(answer.data) < 8_000
        assert "@import" not in hall.app.test_client().get(sheet).text
    old = hall.app.test_client().get("/bundles/book-0000.css")
    assert (old.status_code, old.headers["Cache-Control"]) == (200, "no-cache")


def test_one_stranger_books_no_more_than_their_share(hall: BookingHall) -> None:
    """Twenty in an hour from one IPv6 network, whatever its addresses; somebody else still books."""
    hall.sets(services=[Bookable(service="A", places=20, minutes=5)], most=20)

    def books(nth: int, address: str) -> int:
        form = {"service": "A", "at": written(TOMORROW + nth * timedelta(minutes=5)), "key": f"key-{nth:08d}"}
        sent = {**form, "email": f"{nth}@example.org"}
        found = hall.app.test_client().post("/book/main", data=sent, environ_base={"REMOTE_ADDR": address})
        return found.status_code

    assert {books(nth, f"2001:db8::{nth:x}") for nth in range(20)} == {303}
    assert books(20, "2001:db8::ffff") == 429
    assert books(21, "192.0.2.1") == 303
