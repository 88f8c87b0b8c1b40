"""Signing in under attack: guessing, listing names, planted cookies, foreign pages, stolen and revoked tokens."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from server.security import commands, reads
from server.security.actors import SYSTEM
from server.security.authenticator import Authenticator
from server.security.passwords import HASHER, NOBODY
from server.security.rate_limiter import OF_AN_ADDRESS, SLOWED_BY, RateLimiter
from server.security.rights import DeviceKind, Role
from server.store.hall import HEAD
from tests.door import API, PASSWORD, SECRET_KEY, Door


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    """A door with one clerk and one supervisor."""
    door = Door(tmp_path)
    door.hires("clerk1", Role.CLERK)
    door.hires("sue", Role.SUPERVISOR)
    yield door
    door.close()


def bearer(token: str) -> dict[str, str]:
    """Return the header that carries a token."""
    return {"Authorization": f"Bearer {token}"}


def seconds(answer: Any) -> float:
    """Return the least processor time that something took, of five: other processes do not count."""
    took = []
    for _ in range(5):
        start = time.process_time()
        answer()
        took.append(time.process_time() - start)
    return min(took)


def test_the_right_password_opens(door: Door) -> None:
    """Name and password give a token; case and spaces of the name do not matter."""
    answer = door.browser().signs_in(" Clerk1 ")
    assert answer.status_code == 200
    assert answer.json["person"]["role"] == "clerk"
    assert answer.json["person"]["halls"] == ["main"]
    assert door.browser().gets("/me", headers=bearer(answer.json["token"])).json["name"] == "Clerk1"


def test_an_unknown_name_looks_like_a_wrong_password(door: Door) -> None:
    """Nobody can find out who works here: same answer, same time."""
    wrong = door.browser().signs_in("clerk1", "wrong")
    unknown = door.browser().signs_in("nobody", "wrong")
    assert (wrong.status_code, wrong.data) == (401, unknown.data)
    known = seconds(lambda: door.browser().signs_in("clerk1", "wrong"))
    strange = seconds(lambda: door.browser().signs_in("nobody", "wrong"))
    assert 0.4 < strange / known < 2.5  # without the hash for nobody it is under 0.1
    assert not HASHER.check_needs_rehash(NOBODY)  # else it would take another time


def test_guessing_one_name_is_stopped(door: Door) -> None:
    """After ten wrong tries from there in a minute the next is not even looked at, however spelled; others sign in."""
    tries = [door.browser().signs_in(name, "wrong") for name in ["clerk1", "CLERK1 "] * 5]
    assert {one.status_code for one in tries} == {401}
    last = door.browser().signs_in("clerk1", PASSWORD)
    assert (last.status_code, last.json["code"], last.headers["Retry-After"]) == (429, "too_many_tries", "60")
    assert door.browser().signs_in("sue").status_code == 200


def test_nobody_is_locked_out_by_somebody_elsewhere(door: Door) -> None:
    """Who guesses the supervisor's password is stopped where they sit; the supervisor signs in at once, or soon."""
    waited = list[float]()
    door.authenticator.tries = RateLimiter(None, pause=waited.append)
    for guesser in ("10.0.0.66", "10.0.0.67", "10.0.0.68"):
        tries = [door.browser().signs_in("sue", "wrong", address=guesser).status_code for _ in range(11)]
        assert tries == [401] * 10 + [429]
        before = len(waited)
        assert door.browser().signs_in("sue", address="10.0.0.5").status_code == 200
        assert len(waited) == before
    for n in range(20):
        assert door.browser().signs_in("sue", "wrong", address=f"10.0.1.{n}").status_code == 401
    assert waited == []
    assert door.browser().signs_in("sue", address="10.0.0.5").status_code == 200
    assert waited == [SLOWED_BY]
    assert door.browser().signs_in("sue", address="10.0.0.66").status_code == 429


def test_an_unknown_name_is_slowed_down_like_a_known_one(door: Door) -> None:
    """Neither the answer nor the wait says who works here."""
    waited = list[float]()
    door.authenticator.tries = RateLimiter(None, pause=waited.append)
    for name in ("clerk1", "nobody"):
        told = [door.browser().signs_in(name, "wrong", address=f"10.0.1.{n}").data for n in range(22)]
        assert len(set(told)) == 1
        assert waited == [SLOWED_BY] * 2
        waited.clear()
    assert door.browser().signs_in("nobody", "wrong", address="10.0.1.1").status_code == 401


def test_guessing_many_names_is_stopped(door: Door) -> None:
    """One address has sixty wrong tries in a minute, whatever the names."""
    for _ in range(59):
        door.authenticator.tries.count(OF_AN_ADDRESS, "sign-in from", "127.0.0.1")
    assert door.browser().signs_in("nobody-59", "wrong").status_code == 401
    assert door.browser().signs_in("sue").status_code == 429


def test_the_right_password_is_no_try(door: Door) -> None:
    """A clerk who signs in twelve times in a minute is let in twelve times."""
    assert {door.browser().signs_in("clerk1").status_code for _ in range(12)} == {200}


def test_a_planted_cookie_is_not_taken_over(door: Door) -> None:
    """Each sign-in makes a new token: one planted before is worth nothing afterwards."""
    planted = "s_" + "A" * 32
    browser = door.browser()
    browser.client.set_cookie("floor_session", planted)
    first = browser.signs_in("clerk1").json["token"]
    assert browser.cookie("floor_session") == first != planted
    assert door.knows(planted) is None
    assert browser.signs_in("clerk1").json["token"] != first


def test_signing_out_ends_it_everywhere(door: Door) -> None:
    """The token opens nothing afterwards, here at once and in another process a second later."""
    browser = door.browser()
    token = browser.signs_in("clerk1").json["token"]
    other = Authenticator(door.store, secret_key=SECRET_KEY)
    actor = other.resolve(token)
    assert actor is not None
    assert other.still_valid(actor)
    assert browser.sends("DELETE", "/session").status_code == 204
    assert browser.cookie("floor_session") is None
    assert door.browser().gets("/me", headers=bearer(token)).status_code == 401
    door.later(seconds=1)
    assert not other.still_valid(actor)


def test_a_session_lasts_twelve_hours_after_its_last_use(door: Door) -> None:
    """Using it prolongs it; left alone it ends."""
    token = door.browser().signs_in("clerk1").json["token"]
    door.later(hours=11)
    assert door.knows(token) is not None
    door.authenticator.upkeep()
    door.later(hours=11)
    assert door.knows(token) is not None
    door.authenticator.upkeep()
    door.later(hours=12)
    assert door.knows(token) is None


def test_who_leaves_is_out_and_forgotten(door: Door) -> None:
    """Removing a person ends their sign-ins and erases name and password."""
    token = door.browser().signs_in("clerk1").json["token"]
    actor = door.knows(token)
    assert actor is not None
    with door.store.hall(HEAD, SYSTEM) as head:
        commands.remove_staff(head, staff=actor.id)
    door.later(seconds=1)
    assert not door.authenticator.still_valid(actor)
    assert door.browser().signs_in("clerk1").status_code == 401
    with door.store.look(HEAD) as sight:
        assert set(reads.names(sight).values()) == {"Sue"}


def test_another_role_ends_open_sockets(door: Door) -> None:
    """Who was a supervisor a moment ago is not taken for one any more."""
    token = door.browser().signs_in("sue").json["token"]
    actor = door.knows(token)
    assert actor is not None
    with door.store.hall(HEAD, SYSTEM) as head:
        commands.change_staff(head, staff=actor.id, posts={door.halls["annex"]: Role.CLERK})
    door.later(seconds=1)
    assert not door.authenticator.still_valid(actor)
    now = door.knows(token)
    assert now is not None
    assert (now.role, now.halls) == (Role.CLERK, frozenset({door.halls["annex"]}))


def test_a_foreign_page_cannot_write_with_our_cookies(door: Door) -> None:
    """A write by cookie needs the token of this very session; a write by token needs none."""
    mine, theirs = door.browser(), door.browser()
    token = mine.signs_in("sue").json["token"]
    theirs.signs_in("clerk1")
    path = f"{API}/halls/main/pairing/approve"
    for headers in ({}, {"X-CSRF-Token": ""}, {"X-CSRF-Token": theirs.cookie("floor_csrf") or ""}):
        answer = mine.client.post(path, json={"code": "ABCDEF"}, headers=headers)
        assert (answer.status_code, answer.json["code"]) == (403, "csrf_needed")
    assert mine.sends("POST", "/halls/main/pairing/approve", {"code": "ABCDEF"}).json["code"] == "unknown_pairing"
    answer = door.browser().client.post(path, json={"code": "ABCDEF"}, headers=bearer(token))
    assert answer.json["code"] == "unknown_pairing"


def test_a_foreign_form_cannot_sign_in(door: Door) -> None:
    """A form of another site can send text or form fields, never JSON."""
    body = f'{{"username": "clerk1", "password": "{PASSWORD}"}}'
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""):
        answer = door.app.test_client().post(f"{API}/session", data=body, content_type=kind)
        assert (answer.status_code, answer.json["code"]) == (415, "not_json")


def test_cookies_are_closed(door: Door) -> None:
    """Scripts cannot read the session, other sites cannot send it, and behind TLS it goes nowhere else."""
    body = {"username": "clerk1", "password": PASSWORD}
    answer = door.app.test_client().post(f"{API}/session", json=body, base_url="https://hall.example")
    cookies = {line.partition("=")[0]: line for line in answer.headers.getlist("Set-Cookie")}
    assert set(cookies) == {"floor_session", "floor_csrf"}
    assert all("; Secure" in line and "SameSite=Lax" in line and "Domain" not in line for line in cookies.values())
    assert "HttpOnly" in cookies["floor_session"]
    assert "HttpOnly" not in cookies["floor_csrf"]


def test_every_answer_carries_the_headers(door: Door) -> None:
    """Good answers, refusals and mistakes alike."""

    @door.app.get(f"{API}/broken")
    def broken() -> str:
        raise RuntimeError("a mistake of ours with a secret in it")

    client = door.app.test_client()
    for path, status in (("/me", 401), ("/nowhere", 404), ("/broken", 500)):
        answer = client.get(API + path, base_url="https://hall.example")
        assert answer.status_code == status
        assert answer.content_type == "application/problem+json"
        assert b"secret" not in answer.data
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "max-age" in answer.headers["Strict-Transport-Security"]
    assert "Strict-Transport-Security" not in client.get("/nowhere").headers


def test_the_database_gives_no_token_and_no_password_away(door: Door) -> None:
    """Who steals the file can sign in as nobody."""
    browser = door.browser()
    token = browser.signs_in("clerk1").json["token"]
    kiosk = door.enrols(DeviceKind.KIOSK)
    door.close()
    stolen = b"".join(path.read_bytes() for path in door.file.parent.glob("floor.db*"))
    assert b"argon2id" in stolen
    for secret in (token, kiosk, PASSWORD, browser.cookie("floor_csrf") or "-"):
        assert secret.encode() not in stolen


@pytest.mark.parametrize(
    "token", ["", "s_", "d_1_", "d_x_" + "a" * 32, "s_" + "é" * 32, "d_999999999_" + "a" * 32, "s_" + "a" * 9999]
)
def test_garbage_is_nobody(door: Door, token: str) -> None:
    """What is no token of ours is refused, not a mistake."""
    assert door.knows(token) is None
    assert door.authenticator.authenticate({"token": token}, {}) is None
    assert (
        door.browser().gets("/me", headers={"Authorization": f"Bearer {token}".encode().decode("latin-1")}).status_code
        == 401
    )


def test_a_socket_takes_cookies_only_from_our_page(door: Door) -> None:
    """A strange page can open a socket with our cookies; it must not be anybody."""
    token = door.browser().signs_in("clerk1").json["token"]
    ours = {
        "HTTP_COOKIE": f"floor_session={token}",
        "HTTP_HOST": "hall.example:8000",
        "HTTP_ORIGIN": "http://hall.example:8000",
    }
    assert door.authenticator.authenticate(None, ours) == door.knows(token)
    for origin in ("http://evil.example", "http://hall.example", "null", ""):
        assert door.authenticator.authenticate(None, {**ours, "HTTP_ORIGIN": origin}) is None
    assert (
        door.authenticator.authenticate(None, {name: value for name, value in ours.items() if name != "HTTP_ORIGIN"})
        is None
    )
    assert door.authenticator.authenticate({"token": token}, {"HTTP_ORIGIN": "http://evil.example"}) == door.knows(
        token
    )
    assert door.authenticator.authenticate({"token": [token]}, ours) is None
