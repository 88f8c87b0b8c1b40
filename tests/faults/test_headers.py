"""What every answer tells a browser, whoever asks and whatever went wrong; and what it tells nobody."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.features import FEATURES
from server.live.pages import FONTS, VENDOR
from tests.hall import Server
from tests.inside import Inside

PARTS: Final = {
    "hall": "main", "counter": "1", "secret": "1.nobodyhasthisone", "view": "display", "language": "en", "name": "A",
    "path": "theme.css", "package": FONTS[0], "code": "A", "kind": "crowding", "day": "2026-11-25", "move": "recover",
}  # fmt: skip
FILES: Final = [
    "/static/theme.css", "/static/languages/en.json", "/live/wire.js", "/pages/display/hall/main.js", "/favicon.ico",
    *(f"/vendor/{name}" for name in VENDOR), f"/vendor/fonts/{FONTS[0]}/index.css",
]  # fmt: skip
ONLY_OURS: Final = {"default-src": "'none'", "script-src": "'self'", "frame-ancestors": "'none'", "base-uri": "'none'"}
HTTPS: Final = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inside]:
    """The demo's hall behind a proxy that does TLS."""
    made = Inside(tmp_path_factory.mktemp("headers"), behind_proxy=True)
    yield made
    made.close()


@pytest.fixture(scope="module")
def admin(hall: Inside) -> FlaskClient:
    """A browser in which an administrator is signed in."""
    browser = hall.app.test_client()
    assert browser.post("/api/v1/session", json={"username": "admin", "password": "demo"}).status_code == 200
    return browser


def addresses(app: Flask) -> list[str]:
    """Return an address of every rule that can be looked at, and some of files."""
    rules = [rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    return [
        *(re.sub(r"<(?:\w+:)?(\w+)>", lambda part: PARTS.get(part[1], "1"), rule) for rule in rules),
        *FILES,
    ]


def faults(answer: TestResponse) -> list[str]:
    """Return what an answer does not tell a browser."""
    headers = answer.headers
    policy = dict(part.strip().partition(" ")[::2] for part in headers.get("Content-Security-Policy", "").split(";"))
    wrong = [name for name, value in ONLY_OURS.items() if policy.get(name) != value]
    wrong += [value for value in policy.values() if "unsafe" in value or "http" in value or "*" in value]
    wrong += [
        f"{name}: {headers.get(name)}"
        for name, value in {
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Strict-Transport-Security": "max-age=31536000",
        }.items()
        if headers.get(name) != value
    ]
    wrong += [] if "camera=()" in headers.get("Permissions-Policy", "") else ["Permissions-Policy"]
    wrong += [] if len(headers.getlist("Cache-Control")) == 1 else [str(headers.getlist("Cache-Control"))]
    return wrong


@pytest.mark.parametrize("who", ["nobody", "admin"])
def test_every_answer_guards_the_browser(hall: Inside, admin: FlaskClient, who: str) -> None:
    """Pages, the office, the API, files of ours and of others, found or not."""
    browser = admin if who == "admin" else hall.app.test_client()
    wrong, found = {}, set()
    for address in addresses(hall.app):
        answer = browser.get(address, headers=HTTPS, buffered=True)
        assert answer.status_code < 500, (address, answer.text)
        found |= {address} if answer.status_code == 200 else set()
        if told := faults(answer):
            wrong[address] = told
    assert wrong == {}
    assert found >= {*FILES, "/", "/counter/", "/display/main", "/board/main", "/t/1.nobodyhasthisone", "/openapi"}
    pages = sum(len(one.pages) for one in FEATURES)
    assert len(found) >= len(FILES) + pages + (15 if who == "admin" else 3), sorted(found)


ERRORS: Final = {
    "404": ("GET", "/nowhere", {}),
    "404 of the API": ("GET", "/api/v1/nowhere", {}),
    "404 of the office": ("GET", "/office/main/no/such/page", {}),
    "404 of files": ("GET", "/static/../../pyproject.toml", {}),
    "405": ("DELETE", "/", {}),
    "405 of the API": ("PUT", "/api/v1/me", {}),
    "413": ("POST", "/api/v1/session", {"data": b"x" * 100_000, "content_type": "application/json"}),
    "413 of the office": ("POST", "/office/sign-in", {"data": {"username": "x" * 100_000}}),
    "405 of the office": ("DELETE", "/office/sign-in", {}),
    "413 of a file": ("POST", "/office/sign-in", {"data": {"file": (BytesIO(b"x" * 100_000), "x")}}),
    "415": ("POST", "/api/v1/session", {"data": b"x", "content_type": "text/plain"}),
    "422": ("POST", "/api/v1/session", {"json": {}}),
}


@pytest.mark.parametrize("error", ERRORS)
def test_errors_guard_it_too(hall: Inside, error: str) -> None:
    """Whatever was wrong, the answer is one of ours."""
    method, address, what = ERRORS[error]
    answer = hall.app.test_client().open(address, method=method, headers=HTTPS, buffered=True, **what)
    assert answer.status_code == int(error[:3]), answer.text
    assert faults(answer) == []
    assert answer.headers["Cache-Control"] == "no-store"
    kind = "text/html" if address.startswith("/office") else "application/problem+json"
    assert answer.content_type.startswith(kind)
    assert ("Allow" in answer.headers) is error.startswith("405")


def test_a_mistake_of_ours_tells_nothing(hall: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    """500: no traceback, no name of a file, no value."""

    def breaks(**_path: object) -> str:
        raise RuntimeError("a secret of ours")

    for name, address in (("get_halls_hall", "/api/v1/halls/main"), ("page /", "/")):
        monkeypatch.setitem(hall.app.view_functions, name, breaks)
        answer = hall.app.test_client().get(address, headers=HTTPS)
        assert (answer.status_code, answer.content_type) == (500, "application/problem+json")
        assert faults(answer) == []
        assert not re.search(r"secret|Traceback|\.py|RuntimeError", answer.text)


@pytest.mark.parametrize(
    "address", ["/api/v1/me", "/api/v1/session", "/api/v1/halls/main/views/board", "/office/", "/office/people",
                "/t/1.nobodyhasthisone", "/api/v1/track/1.nobodyhasthisone", "/api/v1/halls/main/reports/days.csv"]
)  # fmt: skip
def test_what_is_somebodys_is_not_kept(admin: FlaskClient, address: str) -> None:
    """Neither by a browser that others use after them, nor by a proxy on the way."""
    assert admin.get(address, buffered=True).headers.getlist("Cache-Control") == ["no-store"]


def test_tls_is_what_the_proxy_says(hall: Inside, tmp_path: Path) -> None:
    """Behind TLS: cookies that go nowhere else, and no way back; without it none of that, and nobody can pretend it."""
    for headers, secure in ((HTTPS, True), ({}, False)):
        browser = hall.app.test_client()
        signs = browser.post("/api/v1/session", json={"username": "clerk1", "password": "demo"}, headers=headers)
        answers = [signs, browser.get("/office/sign-in?lang=en", headers=headers)]
        cookies = [line for answer in answers for line in answer.headers.getlist("Set-Cookie")]
        assert {line.partition("=")[0] for line in cookies} >= {"floor_session", "floor_csrf", "floor_language"}
        for line in cookies:
            assert ("; Secure" in line) is secure, line
            assert "SameSite=Lax" in line
            assert "Domain" not in line
            assert ("HttpOnly" in line) is not line.startswith("floor_csrf"), line
        assert ("Strict-Transport-Security" in signs.headers) is secure
    alone = Inside(tmp_path)
    assert "Strict-Transport-Security" not in alone.app.test_client().get("/", headers=HTTPS, buffered=True).headers
    alone.close()


def test_the_real_server_tells_no_version(server: Server) -> None:
    """Not its own nor Python's; and the sockets' refusals guard the browser too."""
    for address in ("/", "/nowhere", "/api/v1/me", "/socket.io/?EIO=4&transport=polling", "/metrics"):
        answer = requests.get(server.url + address, timeout=10)
        assert not re.search(r"\d", answer.headers.get("Server", "")), answer.headers
        assert "X-Powered-By" not in answer.headers
        assert answer.headers["X-Content-Type-Options"] == "nosniff", address
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'"), address
        assert len(answer.headers["Cache-Control"].split(",")) == 1, (address, answer.headers)


def test_a_body_without_an_end_is_not_taken(server: Server) -> None:
    """Neither announced nor in pieces of which no length is told."""
    kind = {"Content-Type": "application/json"}

    def pieces() -> Iterator[bytes]:
        for _ in range(100):
            yield b" " * 1000

    for body in (b" " * 100_000, pieces()):
        answer = requests.post(f"{server.api}/session", data=body, headers=kind, timeout=10)
        assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
