"""Promise: a program of somebody else's needs one small package to use the line, and loses nothing over a cut."""

import threading
from collections.abc import Iterator
from queue import Queue
from typing import Any

import pytest

from server.security.rights import DeviceKind
from servicefloor_client import Floor, Refused, Unreachable
from tests.hall import Server, free_port


def of_device(server: Server, kind: DeviceKind) -> Floor:
    """Return a device's client."""
    return Floor(server.url, hall="main", token=server.enrol(kind))


def of_person(server: Server, username: str) -> Floor:
    """Return a signed-in person's client."""
    return Floor.signed_in(server.url, hall="main", username=username, password="demo")


def shown_numbers(view: dict[str, Any]) -> list[str]:
    """Return the numbers that a display shows as called."""
    return [call["number"] for call in view["calls"]]


class Watching(threading.Thread):
    """A program that watches the hall's display."""

    def __init__(self, floor: Floor) -> None:
        super().__init__(daemon=True)
        self.views: Iterator[dict[str, Any]] = floor.watch("display", within=60)
        self.seen: Queue[dict[str, Any]] = Queue()

    def run(self) -> None:
        """Put what is seen where the test reads it."""
        for view in self.views:
            self.seen.put(view)

    def until_shown(self, number: str) -> dict[str, Any]:
        """Return the first view that shows a number as called."""
        while True:
            view = self.seen.get(timeout=30)
            if number in shown_numbers(view):
                return view


def test_a_ticket_from_the_kiosk_to_its_end(server: Server) -> None:
    """Number, place, wait; called with the reason, served, ended; the slip's holder sees each of it."""
    kiosk, clerk = of_device(server, DeviceKind.KIOSK), of_person(server, "clerk1")
    clerk.at("1", "open")
    issued = kiosk.issue("E", language="en")
    assert (issued.number, issued.ahead, issued.ticket.state) == ("E001", 0, "waiting")
    assert issued.wait is None or issued.wait.low <= issued.wait.likely <= issued.wait.high
    called = clerk.at("1", "call")
    assert called.ticket is not None
    assert (called.ticket.id, called.counter, called.state) == (issued.ticket.id, "1", "calling")
    assert called.why
    assert kiosk.track(issued.secret)["state"] == "called"
    clerk.at("1", "start")
    clerk.at("1", "finish", outcome="done")
    assert kiosk.track(issued.secret)["state"] == "done"


def test_the_same_key_is_done_once(server: Server) -> None:
    """Who hears no answer sends the same again."""
    kiosk = of_device(server, DeviceKind.KIOSK)
    first, again, other = (kiosk.issue("A", key=key) for key in ("key-00001", "key-00001", "key-00002"))
    assert (first.number, again.number, other.number) == ("A001", "A001", "A002")


def test_a_counter_at_the_door_is_a_line_of_code(server: Server) -> None:
    """What it counts is how full the hall is said to be."""
    sensor = of_device(server, DeviceKind.SENSOR)
    sensor.count(inside=23)
    assert of_person(server, "supervisor").crowd().people == 23


def test_a_display_of_ones_own_goes_on_after_the_server_was_killed(server: Server) -> None:
    """It is pushed each call, takes its line up again, and sees what was called meanwhile."""
    kiosk, clerk = of_device(server, DeviceKind.KIOSK), of_person(server, "clerk1")
    clerk.at("1", "open")
    screen = Watching(of_device(server, DeviceKind.DISPLAY))
    screen.start()
    for _ in range(2):
        number = kiosk.issue("E").number
        clerk.at("1", "call")
        assert screen.until_shown(number)["calls"][0]["counter"] == "1"
        clerk.at("1", "start")
        clerk.at("1", "finish", outcome="done")
        server.kill()
        server.start()


def test_what_is_refused_says_why(server: Server) -> None:
    """By a code for programs, a sentence for people, and the field; an unknown view is refused too."""
    kiosk = of_device(server, DeviceKind.KIOSK)
    with pytest.raises(Refused) as refused:
        kiosk.issue("Q")
    assert (refused.value.status, refused.value.code) == (404, "unknown_service")
    with pytest.raises(Refused) as unfit:
        kiosk.issue("A", language="xx")
    assert "language" in unfit.value.fields
    with pytest.raises(Refused, match="forbidden"):
        next(kiosk.watch("board", within=10))
    with pytest.raises(Refused, match="wrong_password"):
        Floor.signed_in(server.url, hall="main", username="clerk1", password="not this one")


def test_a_server_that_is_not_there_is_told_with_the_key() -> None:
    """So that the program may send it again, later, and it is done once."""
    nobody = Floor(f"http://127.0.0.1:{free_port()}", hall="main", token="d_1_" + "x" * 32, timeout=1)
    with pytest.raises(Unreachable) as unreachable:
        nobody.issue("A", key="key-of-mine")
    assert unreachable.value.key == "key-of-mine"
