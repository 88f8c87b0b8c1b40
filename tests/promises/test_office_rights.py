"""Default deny in the office: every page and form × everybody; a form of elsewhere changes nothing."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.app import make_app
from server.kernel.clock import SystemClock
from server.kernel.settings import Settings
from server.preparing import prepare
from server.security import setting_up
from server.security.actors import SYSTEM
from server.security.rights import DeviceKind, Role
from server.store.directory import open_hall
from server.store.engine import Database
from server.store.hall import HEAD, Store

STAFF = "clerk reviewer supervisor manager auditor admin"
THINGS = ("services", "counters", "groups", "classes")
SET_UP = ["hall", "notices", *(f"{what}/{which}" for what in THINGS for which in ("new", "<code>"))]
SET_UP += [
    "people/new",
    "people/<staff>",
    "settings/crowd",
    "settings/checks",
    "settings/cases",
    "settings/offline",
    "settings/outages",
    "settings/appointments",
    "settings/news",
    "settings/gateways",
    "gateways/new",
    "gateways/<which>",
    "settings/autocall",
    "settings/joining",
    "webhooks/new",
    "webhooks/<which>",
]
MAY = {
    "GET /": STAFF,
    "GET /<hall>/": STAFF,
    "GET /<hall>/find": STAFF,
    "POST /sign-out": STAFF,
    "POST /other-script": STAFF,
    "GET /new-hall": "admin",
    "POST /new-hall": "admin",
    "GET /<hall>/door-code": "supervisor manager auditor admin",
    "GET /<hall>/devices": "supervisor manager auditor admin",
    "POST /<hall>/devices/approve": "supervisor admin",
    "POST /<hall>/devices/enrol": "supervisor admin",
    "POST /<hall>/devices/<device>/revoke": "supervisor admin",
    **{f"{method} /<hall>/{page}": "admin" for method in ("GET", "POST") for page in SET_UP},
    **{f"GET /<hall>/{page}": "admin" for page in ("services", "counters", "groups", "classes", "people")},
    **{
        f"GET /<hall>/reports{page}": "supervisor manager auditor"
        for page in ("", "/<day>", "/days.csv", "/days.xlsx", "/ratings", "/out-of-order", "/visits", "/visits/<which>")
    },
    **{
        f"GET /<hall>/regulation{page}": "supervisor manager auditor"
        for page in ("", "/<clause>", "/board.csv", "/board.json")
    },
    "POST /<hall>/regulation/<clause>": "manager",
    **{
        f"GET /<hall>/{page}": "supervisor manager auditor"
        for page in ("checks", "checks/<which>", "findings", "findings/new", "findings/<which>")
    },
    **{f"POST /<hall>/{page}": "supervisor manager" for page in ("checks/<which>", "findings/new", "findings/<which>")},
    **{f"GET /<hall>/tasks{page}": "supervisor manager auditor" for page in ("", "/new", "/<which>")},
    **{f"POST /<hall>/tasks{page}": "supervisor manager" for page in ("/new", "/<which>")},
    **{f"GET /<hall>/briefings{page}": "clerk reviewer supervisor manager auditor" for page in ("", "/<which>")},
    "POST /<hall>/briefings/<which>": "clerk reviewer supervisor",
    **{f"{method} /<hall>/briefings/new": "supervisor manager" for method in ("GET", "POST")},
    "GET /<hall>/my-tasks": "clerk reviewer supervisor manager",
    "GET /<hall>/my-tasks/<which>": "clerk reviewer supervisor manager",
    "POST /<hall>/my-tasks/<which>": "clerk reviewer supervisor manager",
    "GET /<hall>/my-findings": "clerk reviewer supervisor manager",
    "GET /<hall>/my-findings/<which>": "clerk reviewer supervisor manager",
    "POST /<hall>/my-findings/<which>": "clerk reviewer supervisor manager",
    "POST /<hall>/groups": "admin",
    "POST /<hall>/classes": "admin",
    "GET /<hall>/my-ratings": "clerk supervisor",  # each their own
    "GET /<hall>/follow-ups": "supervisor manager auditor",
    "GET /<hall>/follow-ups/<which>": "supervisor manager auditor",
    "POST /<hall>/follow-ups/<which>": "supervisor manager",
    "GET /<hall>/opinions": "supervisor manager auditor",
    "GET /<hall>/opinions/<which>": "supervisor manager auditor",
    "POST /<hall>/opinions/<which>": "supervisor manager",
    "GET /<hall>/incidents": "clerk reviewer supervisor manager auditor",
    "POST /<hall>/incidents": "clerk reviewer supervisor manager",
    "GET /<hall>/incidents/<which>": "clerk reviewer supervisor manager auditor",
    "POST /<hall>/incidents/<which>/steps/<step>": "clerk reviewer supervisor manager",
    "POST /<hall>/incidents/<which>/photos": "clerk reviewer supervisor manager",
    **{
        f"GET /<hall>/incidents/<which>/photos/<photo>{small}": "clerk reviewer supervisor manager auditor"
        for small in ("", "/small")
    },
    **{f"GET /<hall>/plans{page}": STAFF for page in ("", "/<kind>")},
    **{
        f"{method} /<hall>/plans/{page}": "supervisor manager admin"
        for method in ("GET", "POST")
        for page in ("make", "other", "<kind>/about", "<kind>/<part>/new", "<kind>/<part>/<place>")
    },
    "POST /<hall>/plans/<kind>": "supervisor manager admin",
    **{f"POST /<hall>/plans/<kind>/{what}": "manager admin" for what in ("force", "withdraw")},
    "GET /<hall>/work-profiles": "supervisor manager auditor",
    "POST /<hall>/work-profiles": "supervisor manager",
    **{
        f"{method} /<hall>/work-profiles/{which}": "supervisor manager admin"
        for method in ("GET", "POST")
        for which in ("new", "<which>")
    },
    **{f"GET /<hall>/cases{page}": "clerk reviewer supervisor manager auditor" for page in ("", "/<which>")},
    "POST /<hall>/cases/<which>": "clerk reviewer supervisor manager",
    "POST /<hall>/cases/<which>/files": "clerk supervisor",
    **{f"GET /<hall>/cases/<which>/{page}": "clerk reviewer supervisor manager" for page in ("files/<file>", "notice")},
    **{f"GET /<hall>/procedures{page}": STAFF for page in ("", "/<code>", "/file")},
    **{
        f"{method} /<hall>/procedures/<code>/{page}": "supervisor manager admin"
        for method in ("GET", "POST")
        for page in ("about", "<part>/new", "<part>/<place>")
    },
    **{f"POST /<hall>/procedures/{page}": "supervisor manager admin" for page in ("<code>", "file")},
    **{f"POST /<hall>/procedures/<code>/{what}": "manager admin" for what in ("force", "withdraw")},
    "GET /<hall>/crowd": "supervisor manager auditor",
    "POST /<hall>/crowd/<alert>": "supervisor manager",
    "POST /<hall>/crowd/count": "supervisor manager",
    "GET /<hall>/cut-off": "supervisor manager auditor admin",
    "POST /<hall>/cut-off/<which>": "supervisor manager",
    "GET /<hall>/journal": "supervisor auditor",
    "GET /<hall>/kept": "manager auditor admin",
    "GET /<hall>/journal.csv": "supervisor auditor",
    "GET /<hall>/journal/<seq>": "supervisor auditor",
    **{f"{method} /<hall>/people/<staff>/password": "admin" for method in ("GET", "POST")},
    "GET /<hall>/devices/token": "supervisor admin",
    "POST /<hall>/people/<staff>/remove": "admin",
    "POST /<hall>/people/<staff>/suspend": "admin",
    "GET /<hall>/desks": "supervisor manager",
    "POST /<hall>/desks/<code>": "supervisor manager",
    **{f"GET /<hall>/{page}": "admin" for page in ("upkeep", "holidays")},
    **{f"{method} /<hall>/holidays/{page}": "admin" for method in ("GET", "POST") for page in ("new", "<day>")},
    "POST /<hall>/people/<staff>/out": "admin",
    "POST /<hall>/people/<staff>/end": "admin",
    "GET /<hall>/appointments": "clerk supervisor manager auditor",
    "GET /<hall>/appointments/week": "clerk supervisor manager auditor",
    "GET /<hall>/appointments/<which>": "clerk supervisor manager auditor",
    "POST /<hall>/appointments/<which>": "clerk supervisor manager",
    **{f"{method} /<hall>/appointments/new": "clerk supervisor manager" for method in ("GET", "POST")},
    "POST /<hall>/appointments/<day>/cancel": "supervisor manager",
    "GET /<hall>/gateways": "admin",
    "GET /<hall>/webhooks": "admin",
    **{f"POST /<hall>/webhooks/<which>/{what}": "admin" for what in ("test", "moves", "again/<entry>")},
    "POST /<hall>/gateways/<which>/test": "admin",
    "GET /<hall>/messages": "supervisor manager auditor admin",
    "POST /<hall>/messages/<which>": "supervisor manager admin",
    "GET /my-email": STAFF,
    "POST /my-email": STAFF,
    "GET /my-sign-in": STAFF,
    "POST /my-sign-in/password": STAFF,
    "POST /my-sign-in/end": STAFF,
}
OPEN = {"GET /sign-in", "POST /sign-in", "GET /first/<proof>", "POST /first/<proof>"}
PARTS = {
    "hall": "main",
    "code": "Z",
    "kind": "crowding",
    "part": "steps",
    "place": "1000000",
    "staff": "1000000",
    "device": "1000000",
    "seq": "1",
    "alert": "1000000",
    "which": "1000000",
    "file": "1",
    "step": "1000000",
    "entry": "1000000",
    "photo": "1000000",
    "day": "2026-11-25",
    "clause": "R1.1",
    "proof": "x" * 43,
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The whole application, with the demo's hall and another one."""
    folder = tmp_path_factory.mktemp("office")
    settings = Settings(database_url=f"sqlite:///{folder}/floor.db", data=folder, config=Path("config/demo.toml"))
    store = Store(Database(settings.database_url), SystemClock())
    prepare(settings, store)
    with store.hall(HEAD, SYSTEM) as head:
        open_hall(head, code="annex")
    yield make_app(settings, store)
    store.database.close()


@pytest.fixture(scope="module")
def browsers(app: Flask) -> dict[str, FlaskClient]:
    """A browser for each: staff of the hall and of elsewhere, a screen, nobody."""
    store = app.extensions["floor"].store
    found = {"nobody": app.test_client(), "a screen": app.test_client()}
    token = setting_up.enrol_device(store, hall="main", kind=DeviceKind.DISPLAY, counter=None, name="D")
    found["a screen"].set_cookie("floor_device", token)
    for hall in ("main", "annex"):
        for role in Role:
            name = f"{role.value}-{hall}"
            setting_up.add_staff(store, name="D", username=name, role=role, halls=(hall,), password="a password")
            browser = app.test_client()
            answer = browser.post("/api/v1/session", json={"username": name, "password": "a password"})
            assert answer.status_code == 200
            found[role.value if hall == "main" else f"{role.value} elsewhere"] = browser
    return found


def routes(app: Flask) -> dict[str, str]:
    """Return name → address of all routes of the office."""
    return {
        f"{method} {re.sub(r'<[a-z]+:', '<', rule.rule.removeprefix('/office'))}": re.sub(
            r"<(?:\w+:)?(\w+)>", lambda part: PARTS[part[1]], rule.rule
        )
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD"}
        if rule.rule.startswith("/office/")
    }


def opens(browser: FlaskClient, method: str, address: str) -> Any:
    """Open a page, or send an empty form with the right proof."""
    csrf = browser.get_cookie("floor_csrf")
    return browser.open(address, method=method, data={"csrf": csrf.value if csrf else ""} if method == "POST" else None)


def test_every_page_says_who_may(app: Flask) -> None:
    """No page is in none of the lists, and no line of a list is without its page."""
    assert set(routes(app)) == {*MAY, *OPEN}


def test_every_page_has_its_readers(app: Flask, browsers: dict[str, FlaskClient]) -> None:
    """Who is in a page's line comes in; everybody else is sent to sign in, refused, or told of no such hall."""
    wrong = []
    for name, address in routes(app).items():
        if name in OPEN or name == "POST /sign-out":
            continue
        for who, browser in browsers.items():
            status = opens(browser, name.partition(" ")[0], address).status_code
            inside = who.removesuffix(" elsewhere") in MAY[name].split()
            elsewhere = who.endswith("elsewhere") and "<hall>" in name
            wanted = {
                "nobody": {303},
                "a screen": {403},
            }.get(who, {404} if elsewhere else {200, 303, 404, 409, 422} if inside else {403})
            if status not in wanted:
                wrong.append(f"{name} as {who}: {status}")
    assert wrong == []


def test_nobody_is_sent_to_sign_in(app: Flask) -> None:
    """And comes back to where they wanted to go; an address of elsewhere is not followed."""
    browser = app.test_client()
    assert browser.get("/office/main/").location == "/office/sign-in?next=%2Foffice%2Fmain%2F"
    for wanted, goes in {
        "/office/main/": "/office/main/",
        "//elsewhere.example/": "/office/",
        "/office/\\elsewhere": "/office/",
        "/office/main/\r\nSet-Cookie: floor_session=x": "/office/",
        "/office/main/\n": "/office/",
        "/office/大廳": "/office/",
    }.items():
        browser = app.test_client()
        page = browser.get("/office/sign-in")
        assert "form-action 'self'" in page.headers["Content-Security-Policy"]
        cookie = browser.get_cookie("floor_form")
        assert cookie is not None
        form = {"csrf": cookie.value, "username": "admin", "password": "demo", "next": wanted}
        assert browser.post("/office/sign-in", data=form).location == goes


def test_a_form_of_elsewhere_changes_nothing(app: Flask, browsers: dict[str, FlaskClient]) -> None:
    """Each form wants the proof that only our own pages have, also the one that signs in."""
    store = app.extensions["floor"].store
    before = heads(store)
    for name, address in routes(app).items():
        if name.startswith("POST"):
            for proof in ({}, {"csrf": "x" * 43}):
                assert browsers["admin"].post(address, data=proof).status_code == 403, name
    answer = app.test_client().post("/office/sign-in", data={"username": "admin", "password": "demo"})
    assert answer.status_code == 403
    assert heads(store) == before


def test_the_first_link_opens_nothing_once_there_is_an_administrator(app: Flask) -> None:
    """Neither a wrong one nor the one that was right before."""
    seal = app.extensions["floor"].authenticator.signer
    for proof in ("x" * 43, seal.first_of(0), seal.first_of(1), seal.first_of(2)):
        assert app.test_client().get(f"/office/first/{proof}").status_code == 404


def test_a_hall_that_is_only_half_set_up_stops_no_other(app: Flask, browsers: dict[str, FlaskClient]) -> None:
    """It was opened, then the power went: the rounds go on in the others, and its people can send the form again."""
    scheduler = app.extensions["floor"].scheduler
    scheduler.now("forecasts")
    scheduler.now("the crowd")
    scheduler.now("days that are over")
    assert browsers["admin elsewhere"].get("/office/annex/").status_code == 404
    assert browsers["admin elsewhere"].get("/office/").location == "/office/new-hall"


def heads(store: Store) -> list[Any]:
    """Return how far each line of history is."""
    with store.look(HEAD) as sight:
        return list(sight.connection.exec_driver_sql("SELECT hall_id, max(seq) FROM journal GROUP BY hall_id"))
