"""Promise: who books with a phone number gets code, new time and reminder there, as others by mail."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from server.appointments.booking import move
from server.appointments.moments import written
from server.appointments.reads import appointment_of
from server.messages.gateways.channel import GatewayChannels
from server.messages.outward import Outward
from server.messages.worker import Worker
from server.security.actors import SYSTEM
from tests.appointments import BookingHall, in_minutes
from tests.gateway_service import GatewayService, sets_up

PHONE = "0912 345 678"
NUMBER = "886912345678"


class ByPhone:
    """A hall that can be booked, with a gateway and no mail server."""

    def __init__(self, folder: Path, gateway: GatewayService) -> None:
        self.gateway = gateway
        self.hall = BookingHall(folder, outward_hosts=(gateway.url,))
        sets_up(self.hall, gateway.url)
        self.worker = Worker(self.hall.store, {}, GatewayChannels(self.hall.store, Outward([gateway.url])))

    def sent(self) -> list[str]:
        """Have messages leave; return the texts that came."""
        before = len(self.gateway.asked)
        self.worker.once()
        assert {one.json["to"] for one in self.gateway.asked[before:]} <= {NUMBER}
        return [one.json["text"] for one in self.gateway.asked[before:]]


@pytest.fixture
def one(tmp_path: Path) -> Iterator[ByPhone]:
    """That hall."""
    with GatewayService() as gateway:
        made = ByPhone(tmp_path, gateway)
        yield made
        made.hall.close()


def test_booked_moved_and_reminded_at_a_number(one: ByPhone) -> None:
    """On the page without an account; the number is in no journal, and in no open row."""
    hall = one.hall
    at = in_minutes(60 * 30)
    browser = hall.app.test_client()
    page = browser.get(f"/book/main?service=A&at={written(at)}", headers={"Accept-Language": "en"}).text
    assert "Phone number, for SMS" in page
    given = {"service": "A", "at": written(at), "key": "k" * 32, "name": "Chen"}
    wrong = browser.post("/book/main", data={**given, "phone": "12"}, headers={"Accept-Language": "en"})
    assert (wrong.status_code, "Write a phone number" in wrong.text) == (422, True)
    assert browser.post("/book/main", data={**given, "phone": PHONE}).status_code == 303
    (text,) = one.sent()
    assert "Code " in text or "代碼" in text or "代码" in text
    assert "/a/" in text
    which = hall.entries("AppointmentBooked")
    with hall.store.look(hall.hall) as sight:
        (number,) = sight.connection.exec_driver_sql("SELECT id FROM appointments").scalars().all()
        assert appointment_of(sight, number).at == at
    with hall.store.hall(hall.hall, SYSTEM) as work:
        move(work, appointment=number, at=at + timedelta(minutes=30))
    assert len(one.sent()) == 1
    hall.later(timedelta(hours=8).total_seconds())
    assert len(one.sent()) == 1  # the reminder, a day before
    assert len(which) == 1
    assert NUMBER not in json.dumps(hall.entries("MessageWritten"))
    assert NUMBER.encode() not in (hall.floor.settings.data / "floor.db").read_bytes()
    assert hall.faults() == []
