"""One stranger never uses up what is everybody's: sign-ins, a hall's wishes, connections, bodies that never come."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import gevent
import pytest
from gunicorn.http.errors import InvalidChunkSize
from structlog.testing import capture_logs

from server.security.commands import MOST_ASKING
from server.security.rate_limiter import OF_AN_ADDRESS, RateLimiter
from server.security.rights import Role
from server.security.shares import MOST_WAITING, AddressTurns, Places, share_of
from server.strangers import SHARE, hurried
from tests.door import API, Browser, Door
from tests.inside import Inside

STRANGER, OTHER, CLERK = "203.0.113.66", "203.0.113.67", "192.0.2.5"


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    """A door with a clerk and a supervisor."""
    door = Door(tmp_path)
    door.hires("clerk1", Role.CLERK)
    door.hires("sue", Role.SUPERVISOR)
    yield door
    door.close()


@pytest.mark.parametrize(
    ("address", "share"),
    [
        ("192.0.2.5", "192.0.2.5"), ("::ffff:192.0.2.5", "192.0.2.5"), ("2001:db8:1:2::7", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::9", "2001:db8:1:2::/64"), ("2001:db8:1:3::7", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"), ("", ""), (None, ""), ("nonsense", ""),
    ],
)  # fmt: skip
def test_what_counts_as_one_stranger(address: str | None, share: str) -> None:
    """A household has a whole IPv6 network, and so one share."""
    assert share_of(address) == share


def tries(door: Door, many: int, address: str = STRANGER) -> list[int]:
    """Send wrong sign-ins for different names at once from one address; return the statuses."""
    with ThreadPoolExecutor(many) as pool:
        answers = pool.map(lambda n: door.browser().signs_in(f"n{n}", "wrong", address=address), range(many))
        return sorted(one.status_code for one in answers)


def test_a_clerk_elsewhere_does_not_wait_behind_a_stranger(door: Door) -> None:
    """While all of a stranger's tries wait for their turn; beyond a few they are not even waited with."""
    door.authenticator.tries = RateLimiter(None, pause=lambda _seconds: None)
    with door.authenticator.turns.waits(STRANGER) as line, ThreadPoolExecutor(MOST_WAITING * 2) as pool:
        with line.turn:
            sent = [pool.submit(door.browser().signs_in, f"n{n}", "wrong", address=STRANGER) for n in range(50)]
            refused = 50 - (MOST_WAITING - 1)
            while sum(one.done() for one in sent) < refused:
                gevent.sleep(0.01)
            assert door.browser().signs_in("clerk1", address=CLERK).status_code == 200
            assert sum(one.done() for one in sent) == refused
        statuses = sorted(one.result().status_code for one in sent)
    assert statuses == [401] * (MOST_WAITING - 1) + [429] * refused
    assert door.authenticator.turns.lines == {}


def test_tries_at_once_are_counted_before_the_work(door: Door) -> None:
    """Of forty at once, with five left in the minute, five are looked at."""
    for _ in range(55):
        door.authenticator.tries.count(OF_AN_ADDRESS, "sign-in from", STRANGER)
    assert tries(door, 30) == [401] * 5 + [429] * 25


def test_a_network_of_addresses_is_one_stranger(door: Door) -> None:
    """Who changes the address within an IPv6 network starts no new count."""
    statuses = [door.browser().signs_in("sue", "wrong", address=f"2001:db8:1:2::{n:x}").status_code for n in range(12)]
    assert statuses == [401] * 10 + [429] * 2


def wishes(door: Door, address: str, many: int = 1) -> list[Any]:
    """Ask so often to be let in from an address."""
    client = door.app.test_client()
    body = {"kind": "display", "hall": "main"}
    asked = []
    for _ in range(many):
        door.clock.forward(0.001)  # one after the other: the oldest makes room
        asked.append(client.post(f"{API}/pairing", json=body, environ_base={"REMOTE_ADDR": address}))
    assert {one.status_code for one in asked} == {201}
    return [one.json for one in asked]


def state(door: Door, wish: Any) -> int:
    """Return how a wish's own page is answered."""
    return int(Browser(door.app.test_client()).gets(f"/pairing/{wish['secret']}").status_code)


def test_two_strangers_do_not_fill_a_halls_list(door: Door) -> None:
    """The hundred wishes are theirs when a screen asks: it gets in, stays in, and is approved."""
    theirs = [*wishes(door, STRANGER, 50), *wishes(door, OTHER, MOST_ASKING - 50)]
    (screen,) = wishes(door, CLERK)
    wishes(door, STRANGER, 5)
    assert state(door, screen) == 200
    assert sum(state(door, one) == 404 for one in theirs) == 6
    browser = door.browser()
    browser.signs_in("sue")
    assert browser.sends("POST", "/halls/main/pairing/approve", {"code": screen["code"]}).status_code == 200


def test_connections_have_their_share() -> None:
    """One address takes a quarter of them at most; the machine's own proxy speaks for many."""
    places = Places(SHARE)
    held = [places.place(STRANGER) for _ in range(SHARE)]
    assert {one.__enter__() for one in held} == {True}
    for address, free in ((STRANGER, False), (OTHER, True), ("127.0.0.1", True)):
        with places.place(address) as got:
            assert got is free, address
    for one in held:
        one.__exit__(None, None, None)
    assert places.taken == {}


class Broken:
    """A body whose pieces are not as they should be."""

    def read(self, size: int = -1) -> bytes:
        """Find that out."""
        raise InvalidChunkSize(b"ZZ")


def test_a_body_in_broken_pieces_is_no_mistake_of_ours(tmp_path: Path) -> None:
    """It is refused in a line; it was a 500 with a traceback in the log, as often as a stranger liked."""
    hall = Inside(tmp_path)
    hall.app.wsgi_app = hurried(hall.app.wsgi_app)  # type: ignore[method-assign]  # as Flask tells
    with capture_logs() as written:
        answer = hall.app.test_client().post(
            f"{API}/session", content_type="application/json",
            environ_overrides={
                "wsgi.input": Broken(), "HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True,
            },
        )  # fmt: skip
    assert (answer.status_code, answer.json["code"]) == (400, "cut_short")  # type: ignore[index]  # JSON, or it fails
    assert written == []
    hall.close()


class Dripping:
    """A body of which a byte comes now and then."""

    def read(self, size: int = -1) -> bytes:
        """Give one byte after a while."""
        gevent.sleep(0.02)
        return b"{"


def test_a_body_that_drips_is_not_waited_for(tmp_path: Path) -> None:
    """It has a time as a whole, however lively it drips; the answer says so."""
    hall = Inside(tmp_path)
    hall.app.wsgi_app = hurried(hall.app.wsgi_app, within=0.1)  # type: ignore[method-assign]  # as Flask tells
    answer = hall.app.test_client().post(
        f"{API}/session",
        content_type="application/json",
        environ_overrides={"wsgi.input": Dripping(), "CONTENT_LENGTH": "60000"},
    )
    assert (answer.status_code, answer.json["code"]) == (408, "too_slow")  # type: ignore[index]  # JSON, or it fails here
    whole = hall.app.test_client().post(f"{API}/session", json={"username": "clerk1", "password": "demo"})
    assert whole.status_code == 200
    hall.close()


def test_turns_are_given_back() -> None:
    """Also where one of the line fails."""
    turns = AddressTurns(most=2)
    with pytest.raises(ZeroDivisionError), turns.waits("a") as line, line.turn:
        raise ZeroDivisionError
    assert turns.lines == {}
