"""Devices that ask to be let in: by a code that a supervisor types, and by nothing else."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from server.security.commands import MOST_ASKING
from server.security.rights import DeviceKind, Role
from server.security.tables import device_tokens
from server.store.directory import halls
from tests.door import API, Browser, Door


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    """A door with a clerk, a supervisor of the hall and one of the annex."""
    door = Door(tmp_path)
    door.hires("clerk1", Role.CLERK)
    door.hires("sue", Role.SUPERVISOR)
    door.hires("ann", Role.SUPERVISOR, "annex")
    yield door
    door.close()


def asks(browser: Browser, kind: str = "display", **more: str) -> Any:
    """Have a browser ask to become a device."""
    return browser.sends("POST", "/pairing", {"kind": kind, "hall": "main", **more})


def signed_in(door: Door, username: str) -> Browser:
    """Return a person's browser."""
    browser = door.browser()
    assert browser.signs_in(username).status_code == 200
    return browser


def approves(browser: Browser, code: str) -> Any:
    """Have a person type a code."""
    return browser.sends("POST", "/halls/main/pairing/approve", {"code": code, "name": "over the door"})


def test_a_screen_is_nobody_until_a_supervisor_types_its_code(door: Door) -> None:
    """It shows a code; a supervisor of the hall approves; the browser is the device."""
    screen = door.browser()
    asked = asks(screen)
    assert asked.status_code == 201
    code, secret = asked.json["code"], asked.json["secret"]
    assert len(code) == 6
    assert set(code).isdisjoint("01OI")
    assert screen.gets(f"/pairing/{secret}").json["state"] == "waiting"
    assert screen.gets("/me").status_code == 401
    assert approves(signed_in(door, "clerk1"), code).status_code == 403
    assert approves(signed_in(door, "ann"), code).status_code == 404
    assert screen.gets(f"/pairing/{secret}").json["state"] == "waiting"
    assert approves(signed_in(door, "sue"), code.lower()).json["name"] == "over the door"
    told = screen.gets(f"/pairing/{secret}").json
    assert (told["state"], told["token"]) == ("approved", None)  # a browser's token stays in its closed cookie
    me = screen.gets("/me").json
    assert (me["kind"], me["role"], me["halls"]) == ("device", "display", ["main"])


def test_a_code_opens_once(door: Door) -> None:
    """The same code lets no second device in."""
    sue = signed_in(door, "sue")
    code = asks(door.browser()).json["code"]
    assert approves(sue, code).status_code == 200
    assert approves(sue, code).json["code"] == "unknown_pairing"


def test_a_code_runs_out(door: Door) -> None:
    """After ten minutes neither code nor secret open anything."""
    asked = asks(door.browser()).json
    door.later(minutes=10)
    assert approves(signed_in(door, "sue"), asked["code"]).status_code == 404
    assert door.browser().gets(f"/pairing/{asked['secret']}").status_code == 404


def test_a_secret_from_a_log_is_no_token(door: Door) -> None:
    """The secret stands in an address, which proxies log: by itself it opens nothing, and later not even the asking."""
    asked = asks(door.browser(), "kiosk").json
    approves(signed_in(door, "sue"), asked["code"])
    agent = door.browser().gets(f"/pairing/{asked['secret']}").json
    assert door.knows(agent["token"]) is not None
    assert door.browser().gets(f"/pairing/{asked['secret']}").json == agent  # a lost answer may be asked for again
    assert door.knows(asked["secret"]) is None
    assert door.knows(asked["secret"].replace("p_", "d_", 1)) is None
    door.later(minutes=10)
    assert door.browser().gets(f"/pairing/{asked['secret']}").status_code == 404
    assert door.knows(agent["token"]) is not None


def test_a_demo_lets_screens_of_the_machine_in(tmp_path: Path) -> None:
    """From the machine itself a demo's screens are let in at once: no kiosk, no other address, no other hall."""
    door = Door(tmp_path, demo=True)
    assert asks(door.browser()).json["state"] == "approved"
    assert asks(door.browser(), "tablet", counter="3").json["state"] == "approved"
    assert asks(door.browser(), "kiosk").json["state"] == "waiting"
    body = {"kind": "display", "hall": "main"}
    for address in ("192.168.1.20", "8.8.8.8", "fe80::1", "1.127.0.0"):
        answer = door.app.test_client().post(f"{API}/pairing", json=body, environ_base={"REMOTE_ADDR": address})
        assert answer.json["state"] == "waiting"
    annex = door.app.test_client().post(f"{API}/pairing", json={**body, "hall": "annex"})
    assert annex.json["state"] == "waiting"
    door.close()


def test_a_browser_can_be_several_screens(tmp_path: Path) -> None:
    """The demo's display and signs stand side by side in one browser with a sign-in, and each sees its own."""
    door = Door(tmp_path, demo=True)
    door.hires("sue", Role.SUPERVISOR)
    browser = door.browser()
    for kind, more in (("display", {}), ("counter-sign", {"counter": "1"}), ("counter-sign", {"counter": "2"})):
        browser.gets(f"/pairing/{asks(browser, kind, **more).json['secret']}")
    browser.signs_in("sue")
    actor = door.authenticator.by_cookies(
        {name: browser.cookie(name) or "" for name in ("floor_session", "floor_device")}
    )
    assert actor is not None
    assert actor.role is Role.SUPERVISOR
    assert [(one.role, one.counter) for one in actor.also] == [
        (DeviceKind.DISPLAY, None), (DeviceKind.COUNTER_SIGN, "1"), (DeviceKind.COUNTER_SIGN, "2"),
    ]  # fmt: skip
    (sign,) = [one["id"] for one in browser.gets("/halls/main/devices").json["items"] if one["counter"] == "2"]
    assert browser.sends("DELETE", f"/halls/main/devices/{sign}").status_code == 204
    assert not door.authenticator.still_valid(actor)
    door.close()


def test_a_sign_wants_its_counter(door: Door) -> None:
    """A sign without a counter, one at a counter that is not there, and a display with one are refused."""
    assert asks(door.browser(), "counter-sign").json["code"] == "counter_needed"
    assert asks(door.browser(), "counter-sign", counter="9").json["code"] == "counter_needed"
    assert asks(door.browser(), "display", counter="1").json["code"] == "counter_needed"
    assert asks(door.browser(), "sensor").status_code == 422


def test_asking_has_an_end(door: Door) -> None:
    """Anybody may ask, so an address may not flood, and a hall has no more than a hundred that wait."""
    answers = [asks(door.browser()).status_code for _ in range(61)]
    assert answers == [201] * 60 + [429]
    client = door.app.test_client()
    for number in range(MOST_ASKING - 1):
        asked = client.post(
            f"{API}/pairing", json={"kind": "display", "hall": "main"}, environ_base={"REMOTE_ADDR": f"10.0.0.{number}"}
        )
        assert asked.status_code == 201  # those of the first address make room
    full = client.post(
        f"{API}/pairing", json={"kind": "display", "hall": "main"}, environ_base={"REMOTE_ADDR": "10.9.9.9"}
    )
    assert (full.status_code, full.json["code"]) == (429, "too_many_pairings")


def test_a_revoked_device_is_out(door: Door) -> None:
    """Taken out by a supervisor it is nobody at once, and its row says when it was last there."""
    token = door.enrols(DeviceKind.KIOSK)
    actor = door.knows(token)
    assert actor is not None
    door.authenticator.upkeep()
    sue = signed_in(door, "sue")
    (listed,) = sue.gets("/halls/main/devices").json["items"]
    assert listed["last_seen"] == "2026-11-25T01:00:00Z"
    assert sue.sends("DELETE", f"/halls/main/devices/{actor.id}").status_code == 204
    assert not door.authenticator.still_valid(actor)
    assert sue.sends("DELETE", f"/halls/main/devices/{actor.id}").json["code"] == "unknown_device"
    with door.store.look(door.halls["main"]) as hall:
        assert hall.connection.execute(select(device_tokens)).all() == []


def test_a_hall_may_be_left_out_where_there_is_one(door: Door) -> None:
    """A kiosk that names none gets into the only one; where there are two, it is told to name its own."""
    refused = door.browser().sends("POST", "/pairing", {"kind": "kiosk"})
    assert (refused.status_code, refused.json["code"]) == (422, "hall_needed")
    with door.store.database.writing() as connection:
        connection.execute(halls.delete().where(halls.c.code == "annex"))
    asked = door.browser().sends("POST", "/pairing", {"kind": "kiosk"})
    assert asked.status_code == 201
    assert approves(signed_in(door, "sue"), asked.json["code"]).status_code == 200
