"""Nothing is open by omission: every route and view × every kind of actor, against a list of who may.

A new route is refused by this test until it has its line in MAY, or in OPEN.
"""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from server.app import make_app
from server.kernel.clock import SystemClock
from server.kernel.settings import Settings
from server.preparing import prepare
from server.security import reads, setting_up
from server.security.actors import SYSTEM
from server.security.commands import revoke_device
from server.security.rights import DeviceKind, Role
from server.store.directory import hall_number, open_hall
from server.store.engine import Database
from server.store.hall import HEAD, Store
from tests.ready_made import on_postgresql

API = "/api/v1"
STAFF = "clerk reviewer supervisor manager auditor admin"
DEVICES = "kiosk display counter-sign tablet sensor"
AT_A_COUNTER = "open pause close call recall start no-show hold return transfer finish visit undo serve roll"
AT_A_COUNTER += " call-back by-itself countdown"
INCIDENT = "/halls/<hall>/incidents/<incident>"

MAY = {
    "DELETE /session": STAFF,
    "GET /me": f"{STAFF} {DEVICES}",
    "GET /halls/<hall>": f"{STAFF} {DEVICES}",
    "GET /halls/<hall>/devices": "supervisor manager auditor admin",
    "DELETE /halls/<hall>/devices/<device>": "supervisor admin",
    "POST /halls/<hall>/devices/me/report": DEVICES,
    "GET /halls/<hall>/devices/health": "supervisor manager auditor admin",
    "GET /halls/<hall>/speech": "display kiosk",
    "GET /halls/<hall>/speech/<language>/<ticket>": "display kiosk",
    "GET /halls/<hall>/speech/<language>/said/<number>": "display kiosk",
    "GET /halls/<hall>/speech/<language>/clips/<name>": "display kiosk",
    "POST /halls/<hall>/pairing/approve": "supervisor admin",
    "POST /halls/<hall>/tickets": "kiosk clerk supervisor",
    "POST /halls/<hall>/roll": "clerk supervisor",
    "GET /halls/<hall>/tickets/<ticket>": "clerk reviewer supervisor manager auditor",
    "GET /halls/<hall>/tickets/<ticket>/before": "clerk reviewer supervisor manager auditor",
    "POST /halls/<hall>/tickets/<ticket>/print": "kiosk",
    "POST /halls/<hall>/kiosk/journal": "kiosk",
    "POST /halls/<hall>/issue": "supervisor manager",
    "GET /halls/<hall>/line": "clerk supervisor auditor",
    "GET /halls/<hall>/journal": "supervisor auditor",
    "GET /halls/<hall>/what-if": "supervisor manager",
    "POST /halls/<hall>/ratings": "tablet",  # a customer rates by their ticket's secret; staff never
    "POST /halls/<hall>/ratings/decline": "tablet",
    "POST /halls/<hall>/ratings/<ticket>/details": "tablet",
    "POST /halls/<hall>/ratings/<ticket>/correct": "tablet",
    "POST /halls/<hall>/ratings/<ticket>/here": "tablet",
    "GET /halls/<hall>/ratings": "supervisor manager auditor",
    "GET /halls/<hall>/ratings/clerks/<clerk>": "",  # one's own alone (test_own_things.py); clerk 1 is none of these
    "GET /halls/<hall>/follow-ups": "supervisor manager auditor",
    **{
        f"POST /halls/<hall>/follow-ups/<follow_up>/{step}": "supervisor manager"
        for step in ("contacted", "settled", "extend", "contact")
    },
    "GET /halls/<hall>/opinions": "supervisor manager auditor",
    "POST /halls/<hall>/opinions": "kiosk tablet",
    "POST /halls/<hall>/opinions/<opinion>/answer": "supervisor manager",
    "POST /halls/<hall>/opinions/<opinion>/contact": "supervisor manager",
    "GET /halls/<hall>/numbers/<number>": "clerk reviewer supervisor manager auditor",
    "POST /halls/<hall>/tickets/<ticket>/change": "clerk supervisor",
    "POST /halls/<hall>/tickets/<ticket>/back": "clerk supervisor",
    "GET /halls/<hall>/work-profiles": f"{STAFF} {DEVICES}",
    "POST /halls/<hall>/work-profile": "supervisor manager",
    "POST /halls/<hall>/headcount": "sensor supervisor manager",
    "GET /halls/<hall>/crowd": "display clerk supervisor manager auditor",
    "POST /halls/<hall>/alerts/<alert>/acknowledge": "supervisor manager",
    "POST /halls/<hall>/cases": "clerk supervisor",
    "POST /halls/<hall>/cases/found": "clerk supervisor",
    "GET /halls/<hall>/cases": "clerk reviewer supervisor manager auditor",
    "GET /halls/<hall>/cases/<case>": "clerk reviewer supervisor manager",
    "POST /halls/<hall>/cases/<case>/look": "clerk reviewer supervisor manager",
    "POST /halls/<hall>/cases/<case>/moves/<move>": "clerk reviewer supervisor manager",
    **{f"POST /halls/<hall>/cases/<case>/{act}": "clerk supervisor" for act in ("take", "lay-down", "checks", "form")},
    "GET /halls/<hall>/plans": "clerk reviewer supervisor manager auditor",
    "GET /halls/<hall>/incidents": "clerk reviewer supervisor manager auditor",
    f"GET {INCIDENT}": "clerk reviewer supervisor manager auditor",
    "POST /halls/<hall>/incidents": "clerk reviewer supervisor manager",
    f"POST {INCIDENT}/tasks/<task>/confirm": "clerk reviewer supervisor manager",
    f"POST {INCIDENT}/tasks/<task>/back": "clerk reviewer supervisor manager",
    f"POST {INCIDENT}/exits": "clerk reviewer supervisor manager",
    f"POST {INCIDENT}/notes": "clerk reviewer supervisor manager",
    **{
        f"POST {INCIDENT}/{what}": "supervisor manager"
        for what in [
            "tasks/<task>/waive",
            "moves/<move>",
            "stage",
            "measures",
            "measures/<measure>/end",
            "roles/<role>",
            "close",
            "review",
        ]
    },
    **{
        f"GET /halls/<hall>/reports/{what}": "supervisor manager auditor"
        for what in ("days", "today", "feedback", "days.csv", "days.xlsx")
    },
    **{f"POST /halls/<hall>/counters/<counter>/{act}": "clerk supervisor" for act in AT_A_COUNTER.split()},
    **{
        f"POST /halls/<hall>/counters/<counter>/{act}": "supervisor manager"
        for act in ("free", "close-for", "services")
    },
}
VIEWS = {
    "board": "supervisor manager auditor",
    "kiosk": f"{STAFF} kiosk",
    "display": "clerk supervisor manager auditor display",
    "sign:1": "clerk supervisor manager auditor counter-sign",
    "sign:2": "clerk supervisor manager auditor",  # the sign of counter 1 is not that of counter 2
    "counter:1": "clerk supervisor auditor",
    "tablet:1": "tablet",  # the view holds the token that rates
    "tablet:2": "",
    "line": "clerk reviewer supervisor manager auditor",
}
VIEW = "GET /halls/<hall>/views/<view>"
HOLDER = {
    "GET /track/<secret>",
    "GET /track/<secret>/qr",
    "GET /track/<secret>/before",
    "POST /track/<secret>/cancel",
    "POST /track/<secret>/later",
    "POST /track/<secret>/back",
    "POST /track/<secret>/visit",
    "POST /track/<secret>/change",
    "POST /track/<secret>/rating",
    "POST /track/<secret>/rating/correct",
    "POST /track/<secret>/rating/details",
    "POST /track/<secret>/opinion",
    "GET /track/<secret>/cases",
    "GET /track/<secret>/follow",
    "POST /track/<secret>/follow/email",
    "POST /track/<secret>/follow/phone",
    "POST /track/<secret>/follow/number",
    "POST /track/<secret>/follow/<follower>/end",
}
OPEN = {"GET /session", "POST /session", "POST /pairing", "GET /pairing/<secret>"}
BOOKING = {  # for anybody, or by the secret
    "/book/<hall>", "/book/<hall>/wait", "/join/<hall>", "/join/<hall>/here", "/c/<secret>/here",
    *(f"/a/<secret>/{act}" for act in ("move", "cancel", "take", "leave", "here")),
}  # fmt: skip
OPEN_IN_THE_DEMO = {"GET /demo", "POST /demo"}
PAGES = re.compile(
    r"/(|healthz|readyz|metrics|openapi(/openapi\.(json|css))?"
    r"|(static|bundles|live|pages|vendor|counter|display|sign|board|tablet|pair|t|book|join|a|c|demo|office)(/.*)?"
    r"|favicon\.ico|robots\.txt|told\.js)"
)
ONE = "clerk counter ticket alert follow_up opinion incident task measure follower case"
PARTS = dict.fromkeys(ONE.split(), "1") | {
    "hall": "main",
    "move": "acknowledge",
    "role": "ushers",
    "language": "en",
    "number": "1",
    "name": "A",
    "device": "1000000",
    "view": "display",
    "secret": "x" * 32,
}


@dataclass(frozen=True)
class Visitor:
    """Somebody who knocks: what they are, and the token they have."""

    what: str
    token: str | None
    refused: int  # the status of every "no" to them


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The whole application, with the demo's hall and another one; on either database."""
    folder = tmp_path_factory.mktemp("deny")
    where = f"sqlite:///{folder}/floor.db"
    if request.param == "postgresql":
        where = f"{request.getfixturevalue('postgres')}/deny_{uuid.uuid4().hex[:8]}"
        on_postgresql(request.getfixturevalue("postgres"), f"CREATE DATABASE {where.rpartition('/')[2]}")
    settings = Settings(database_url=where, data=folder, config=Path("config/demo.toml"))
    store = Store(Database(settings.database_url), SystemClock())
    prepare(settings, store)
    yield make_app(settings, store)
    store.database.close()


@pytest.fixture(scope="module")
def visitors(app: Flask) -> list[Visitor]:
    """One of every kind of the hall, and those of elsewhere, of yesterday and of nowhere."""
    store: Store = app.extensions["floor"].store
    with store.hall(HEAD, SYSTEM) as head:
        main = hall_number(head, "main")
        open_hall(head, code="annex")
    here = [Visitor(role.value, signed_in(app, store, role, "main"), 403) for role in Role]
    here += [Visitor(kind.value, enrolled(store, kind, "main"), 403) for kind in DeviceKind]
    gone = enrolled(store, DeviceKind.KIOSK, "main")
    with store.hall(main, SYSTEM) as hall:
        revoke_device(hall, device=max(one.id for one in reads.all_devices(hall)))
    return [
        *here,
        *(Visitor(f"{role.value} elsewhere", signed_in(app, store, role, "annex"), 404) for role in Role),
        *(Visitor(f"{kind.value} elsewhere", enrolled(store, kind, "annex"), 404) for kind in DeviceKind),
        Visitor("a revoked kiosk", gone, 401),
        Visitor("a ticket's secret", PARTS["secret"], 401),
        Visitor("nobody", None, 401),
    ]


def signed_in(app: Flask, store: Store, role: Role, hall: str) -> str:
    """Add a person and sign them in."""
    username, password = f"deny-{role.value}-{hall}", "a password"
    setting_up.add_staff(store, name="D", username=username, role=role, halls=(hall,), password=password)
    answer = app.test_client().post(f"{API}/session", json={"username": username, "password": password})
    return str(answer.json["token"])  # type: ignore[index]  # JSON, or the test fails here


def enrolled(store: Store, kind: DeviceKind, hall: str) -> str:
    """Let a device in; signs and tablets at counter 1."""
    counter = "1" if kind in {DeviceKind.COUNTER_SIGN, DeviceKind.TABLET} else None
    return setting_up.enrol_device(store, hall=hall, kind=kind, counter=counter, name="D")


def named(rule: Rule, method: str) -> str:
    """Return a route as the lists above name it."""
    return f"{method} " + re.sub(r"<\w+:(\w+)>", r"<\1>", rule.rule.removeprefix(API))


def api_routes(app: Flask) -> dict[str, str]:
    """Return name → method and address of all routes of the API."""
    return {
        named(rule, method): re.sub(r"<(?:\w+:)?(\w+)>", lambda part: PARTS[part[1]], rule.rule)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD"}
        if rule.rule.startswith(API)
    }


def knocks(app: Flask, visitor: Visitor, method: str, path: str, body: object) -> Any:
    """Send a request with everything right but the visitor."""
    headers = {"Idempotency-Key": f"deny-{abs(hash((visitor.what, method, path)))}"}
    if visitor.token:
        headers["Authorization"] = f"Bearer {visitor.token}"
    return app.test_client().open(path, method=method, json=body, headers=headers)


def bodies(app: Flask) -> dict[str, object]:
    """Return route → a body that fits, by the OpenAPI document: a refusal must not be for the body."""
    told: Any = app.test_client().get("/openapi/openapi.json").json
    found: dict[str, object] = {}
    for path, methods in told["paths"].items():
        for method, operation in methods.items():
            if "requestBody" in operation:
                schema = operation["requestBody"]["content"]["application/json"]["schema"]
                name = f"{method.upper()} {path.removeprefix(API)}".replace("{", "<").replace("}", ">")
                found[name] = example(schema, told["components"]["schemas"])
    return found


def example(schema: dict[str, Any], shared: dict[str, Any]) -> object:
    """Return the smallest value that a schema takes."""
    if "$ref" in schema:
        return example(shared[schema["$ref"].rpartition("/")[2]], shared)
    if "examples" in schema:
        return schema["examples"][0]
    for choice in ("anyOf", "oneOf", "allOf"):
        if choice in schema:
            return example(schema[choice][0], shared)
    if "enum" in schema:
        return schema["enum"][0]
    fixed = {"boolean": False, "null": None, "array": [], "string": "A" * max(1, schema.get("minLength", 1))}
    kind = schema.get("type", "string")
    if kind == "object":
        return {name: example(schema["properties"][name], shared) for name in schema.get("required", ())}
    return schema.get("const", max(1, schema.get("minimum", 1)) if kind in {"integer", "number"} else fixed[kind])


def test_every_route_says_who_may(app: Flask) -> None:
    """No route is in none of the lists, and no line of a list is without its route."""
    assert set(api_routes(app)) - OPEN_IN_THE_DEMO == {*MAY, *HOLDER, *OPEN, VIEW}
    pages = {rule.rule for rule in app.url_map.iter_rules() if not rule.rule.startswith(API)}
    assert {page for page in pages if not PAGES.fullmatch(page)} == set()
    writes = {rule.rule for rule in app.url_map.iter_rules() if (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}}
    assert {rule for rule in writes if not rule.startswith((API, "/office/"))} == BOOKING  # test_office_rights.py


def test_every_no_is_a_no(app: Flask, visitors: list[Visitor]) -> None:
    """Whoever is not in a route's line is refused, and nothing is written."""
    routes, fitting, store = api_routes(app), bodies(app), app.extensions["floor"].store
    before = journal_heads(store)
    wrong = []
    for name, may in MAY.items():
        for visitor in visitors:
            wanted = refusals(name, visitor, may.split())
            if wanted:
                answer = knocks(app, visitor, name.partition(" ")[0], routes[name], fitting.get(name))
                if answer.status_code not in wanted:
                    wrong.append(f"{name} as {visitor.what}: {answer.status_code} {answer.data[:200]!r}")
    assert wrong == []
    assert journal_heads(store) == before


def refusals(name: str, visitor: Visitor, may: list[str]) -> set[int]:
    """Return the statuses with which a visitor may be refused; none: they may come in."""
    if "<hall>" in name:
        return set() if visitor.what in may else {visitor.refused}
    return set() if visitor.what.removesuffix(" elsewhere") in may else {401, 403}  # of the company, not of a hall


def test_every_yes_is_a_yes(app: Flask, visitors: list[Visitor]) -> None:
    """Whoever is in a route's line comes in; what then happens is the command's affair."""
    routes, fitting, wrong = api_routes(app), bodies(app), []
    for name, may in MAY.items():
        if name == "DELETE /session":
            continue  # it would sign the visitors out
        for visitor in visitors:
            if visitor.what in may.split():
                answer = knocks(app, visitor, name.partition(" ")[0], routes[name], fitting.get(name))
                if answer.status_code == 401 or (answer.json or {}).get("code") in {
                    "forbidden",
                    "invalid",
                    "unknown_hall",
                }:
                    wrong.append(f"{name} as {visitor.what}: {answer.status_code} {answer.data[:200]!r}")
    assert wrong == []


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_has_its_viewers(app: Flask, visitors: list[Visitor], view: str) -> None:
    """A view is seen by those of its line, over HTTP; the sockets ask the same table."""
    seen = {}
    for visitor in visitors:
        answer = knocks(app, visitor, "GET", f"{API}/halls/main/views/{view}", None)
        seen[visitor.what] = answer.status_code
    expected = {one.what: 200 if one.what in VIEWS[view].split() else one.refused for one in visitors}
    assert seen == expected


def test_a_ticket_is_followed_by_its_secret_alone(app: Flask, visitors: list[Visitor]) -> None:
    """No sign-in opens another's ticket: a wrong secret is a wrong secret, whoever asks."""
    routes, fitting = api_routes(app), bodies(app)
    for name in HOLDER:
        for visitor in visitors:
            answer = knocks(app, visitor, name.partition(" ")[0], routes[name], fitting.get(name))
            assert (answer.status_code, answer.json["code"]) == (404, "unknown_ticket")


def journal_heads(store: Store) -> list[Any]:
    """Return how far each line of history is."""
    heads = []
    for hall in range(5):
        with store.look(hall) as sight:
            heads.append(
                sight.connection.exec_driver_sql(f"SELECT max(seq) FROM journal WHERE hall_id = {hall}").scalar()
            )
    return heads
