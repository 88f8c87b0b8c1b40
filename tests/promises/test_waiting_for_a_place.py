"""Who waits for a place where all are taken is told of the first that is free; it is held for them, in their order."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from server.appointments.booking import cancel
from server.appointments.moments import written
from server.appointments.settings import Bookable
from server.appointments.tables import wish_holders
from server.messages.ways import open_channels
from server.messages.worker import Worker
from server.security.actors import SYSTEM
from tests.appointments import BookingHall, in_minutes
from tests.mail import MailServer

AT = in_minutes(120)
DAYS = {"first": "2026-11-25", "last": "2026-11-26"}


@pytest.fixture
def mail() -> Iterator[MailServer]:
    """A mail server that takes everything."""
    with MailServer() as made:
        yield made


@pytest.fixture
def hall(tmp_path: Path, mail: MailServer, database: str) -> Iterator[BookingHall]:
    """A hall whose A has one place at eleven, and no other."""
    given = mail.settings().model_dump(include={"smtp_host", "smtp_port", "smtp_security", "smtp_from"})
    only = Bookable(service="A", places=1, minutes=30, since="11:00", until="11:30")
    made = BookingHall(tmp_path, database=database, services=[only], public_url="http://hall.example", **given)
    yield made
    assert made.faults() == []
    made.close()


def waits(hall: BookingHall, who: str, **more: str) -> tuple[int, str]:
    """Ask to be told, by the page."""
    form = {"service": "A", "email": f"{who}@example.org", **DAYS, **more}
    answer = hall.app.test_client().post("/book/main/wait", data=form, headers={"Accept-Language": "en"})
    return answer.status_code, answer.text


def told(hall: BookingHall, mail: MailServer) -> dict[str, str]:
    """Have the worker send what is written; return who was told what."""
    before = len(mail.taken)
    Worker(hall.store, open_channels(mail.settings(), hall.clock)).once()
    return {
        str(one["To"]).partition("@")[0]: str(one.get_content())
        for one in mail.taken[before:]
        if not one.is_multipart()
    }


def page_of(text: str) -> str:
    """Return the address in an e-mail, without its host."""
    return text.partition("http://hall.example")[2].split()[0]


def test_the_first_who_waits_is_offered_it_then_the_next(hall: BookingHall, mail: MailServer) -> None:
    """Given up, it is held half an hour for the first; not taken, for the second, who takes it; nobody else gets it."""
    made = hall.books(AT)
    assert "Nothing that suits you?" in hall.app.test_client().get(
        "/book/main?service=A", headers={"Accept-Language": "en"}
    ).text  # fmt: skip
    assert [waits(hall, who)[0] for who in ("lin", "wang", "lin")] == [200, 200, 409]
    assert told(hall, mail) == {}
    with hall.store.hall(hall.hall, hall.booker(made.appointment.id)) as work:
        cancel(work, appointment=made.appointment.id)
    first = told(hall, mail)
    assert list(first) == ["lin"]
    assert "It is held until 09:30." in first["lin"]
    form = {"service": "A", "at": written(AT), "key": "k" * 16, "email": "quick@example.org"}
    assert hall.app.test_client().post("/book/main", data=form).status_code == 409
    hall.later(31 * 60)
    second = told(hall, mail)
    assert list(second) == ["wang"]
    browser = hall.app.test_client()
    gone = browser.post(f"{page_of(first['lin'])}/take", headers={"Accept-Language": "en"})
    assert (gone.status_code, "not held for you any more" in gone.text) == (409, True)
    assert browser.post(f"{page_of(second['wang'])}/take").status_code == 303
    assert "Your code" in browser.get(page_of(second["wang"]), headers={"Accept-Language": "en"}).text
    hall.later(3600)
    assert [name for name in hall.journal() if name.startswith(("Appointment", "Wish"))] == [
        "AppointmentBooked", "WishMade", "WishMade", "AppointmentCancelled", "AppointmentOffered", "AppointmentLapsed",
        "AppointmentOffered", "AppointmentConfirmed",
    ]  # fmt: skip


def test_what_the_hall_cancels_is_offered_to_nobody(hall: BookingHall, mail: MailServer) -> None:
    """Nor is what begins too soon, or lies on a day that does not suit."""
    made = hall.books(AT)
    waits(hall, "lin")
    waits(hall, "late", first="2026-11-26")
    with hall.store.hall(hall.hall, SYSTEM) as work:
        cancel(work, appointment=made.appointment.id, by_hall=True)
    assert told(hall, mail) == {}
    again = hall.books(AT)
    hall.later(70 * 60)
    with hall.store.hall(hall.hall, SYSTEM) as work:
        cancel(work, appointment=again.appointment.id)
    assert told(hall, mail) == {}


def test_a_wait_ends_with_its_last_day_and_leaves_nothing(hall: BookingHall, mail: MailServer) -> None:
    """Sealed while it lasts, erased a day after; a hall without a list says so."""
    hall.books(AT)
    waits(hall, "lin")
    with hall.store.database.reading() as connection:
        assert "lin@" not in str(
            [tuple(row) for row in connection.exec_driver_sql("SELECT * FROM appointment_wish_holders")]
        )
    assert "lin@" not in str(hall.told("auditor", "GET", "/halls/main/journal?limit=1000"))
    hall.later(timedelta(days=2).total_seconds())
    hall.tokens.clear()
    assert hall.journal()[-1] == "WishEnded"
    hall.later(timedelta(days=1).total_seconds())
    hall.floor.scheduler.now("what was kept for long enough")
    with hall.store.look(hall.hall) as sight:
        assert sight.connection.execute(select(wish_holders.c.wish)).all() == []
    hall.sets(hold=0)
    status, text = waits(hall, "wang")
    assert (status, "There is no waiting list here." in text) == (409, True)
