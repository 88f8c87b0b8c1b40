"""What happens at the door is one line each, without a name, a password or a token, and counted in /metrics."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from structlog.testing import capture_logs

from server.security.watch import LINES, Happening, recent
from tests.inside import Inside

API = "/api/v1"


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """The demo's hall."""
    recent.clear()
    made = Inside(tmp_path)
    yield made
    made.close()


def csrf(browser: FlaskClient) -> dict[str, str]:
    """Return what a form of ours sends."""
    cookie = browser.get_cookie("floor_csrf")
    assert cookie is not None
    return {"csrf": cookie.value}


def signs_in(hall: Inside, who: str, password: str = "demo") -> FlaskClient:
    """Open a browser and try to sign in."""
    browser = hall.app.test_client()
    browser.post(f"{API}/session", json={"username": who, "password": password})
    return browser


def lives(hall: Inside) -> None:
    """Have everything happen that happens at a door."""
    signs_in(hall, "clerk1", "a wrong password")
    clerk, admin = signs_in(hall, "clerk1"), signs_in(hall, "admin")
    clerk.get("/office/main/people")
    hall.asks("clerk1", "POST", "/halls/main/issue", {"stopped": True})
    asked = hall.told(None, "POST", "/pairing", {"kind": "kiosk", "hall": "main"})
    device = hall.told("supervisor", "POST", "/halls/main/pairing/approve", {"code": asked["code"]})
    hall.asks("supervisor", "DELETE", f"/halls/main/devices/{device['id']}")
    form = {**csrf(admin), "name": "Newcomer", "username": "newone", "role": "clerk", "halls": "main"}
    given = admin.post("/office/main/people/new", data=form)
    password = re.search(r"\b\w{4}-\w{4}-\w{4}\b", admin.get(given.headers["Location"]).text)
    staff = re.search(r"people/(\d+)", given.headers["Location"])
    assert password is not None
    assert staff is not None
    signs_in(hall, "newone", password[0])
    own = {"username": "newone", "password": password[0], "own_password": "long enough for anybody here"}
    assert hall.app.test_client().post(f"{API}/session", json=own).status_code == 200
    admin.post(f"/office/main/people/{staff[1]}/password", data=csrf(admin))
    admin.post(f"/office/main/people/{staff[1]}/remove", data=csrf(admin))
    hall.app.test_client().get("/office/first/nonsense")
    admin.post("/office/sign-out", data=csrf(admin))


def test_each_thing_is_one_line_and_counted(hall: Inside) -> None:
    """Who by number, from where, what; nothing that signs anybody in."""
    with capture_logs() as written:
        lives(hall)
    lines = [line for line in written if line["event"] == "security"]
    seen = {line["what"] for line in lines}
    assert seen >= {
        "sign_in_refused", "signed_in", "signed_out", "right_refused", "pairing_asked", "device_let_in",
        "device_shut_out", "person_added", "one_time_given", "own_chosen", "person_left", "first_set_up_refused",
    }  # fmt: skip
    secret = ("a wrong password", "demo", "newone", "Newcomer", "clerk1", "long enough", "s_", "d_1_", "p_1_")
    assert [line for line in lines if any(one in str(line) for one in secret)] == []
    refused = [line for line in lines if line["what"] == "right_refused"]
    assert [line["rule"] for line in refused] == ["GET /office/<hall>/people", f"POST {API}/halls/<hall>/issue"]
    assert all(line["actor"].startswith("staff:") and line["address"] == "127.0.0.1" for line in refused)
    for what in Happening:
        assert (how_often(hall, what) >= 1) is (what.value in seen), what
    assert how_often(hall, Happening.RIGHT_REFUSED) == 2


def how_often(hall: Inside, what: Happening) -> float:
    """Return how often something happened, as /metrics says."""
    page = hall.app.test_client().get("/metrics").text
    found = re.search(rf'floor_security_events_total\{{what="{what}"\}} ([\d.]+)', page)
    assert found is not None, what
    return float(found[1])


def test_what_was_refused_did_not_happen(hall: Inside) -> None:
    """A fact is told when it is kept: not where its command failed behind it."""
    admin = signs_in(hall, "admin")
    form = {**csrf(admin), "name": "N", "username": "clerk1", "role": "clerk", "halls": "main"}
    with capture_logs() as written:
        assert admin.post("/office/main/people/new", data=form).status_code == 409
    assert [line for line in written if line.get("what") == "person_added"] == []


def test_a_flood_fills_no_log(hall: Inside) -> None:
    """What one address does over and over is written ten times a minute, and counted each time."""
    clerk: Any = hall.token("clerk1")
    with capture_logs() as written:
        for _ in range(50):
            hall.asks("clerk1", "POST", "/halls/main/issue", {"stopped": True})
    assert clerk
    assert len([line for line in written if line.get("what") == "right_refused"]) == LINES
    assert how_often(hall, Happening.RIGHT_REFUSED) == 50


def test_the_journals_heads_are_in_the_metrics(hall: Inside) -> None:
    """As of the last hour, so that a hash is a label and no flood of them."""
    first = re.findall(
        r'floor_journal_head\{hash="(k1\w{62})",line="main"\} (\d+)', hall.app.test_client().get("/metrics").text
    )
    assert len(first) == 1
    hall.ticket()
    assert first[0][0] in hall.app.test_client().get("/metrics").text
    hall.clock.forward(3601)
    assert first[0][0] not in hall.app.test_client().get("/metrics").text
