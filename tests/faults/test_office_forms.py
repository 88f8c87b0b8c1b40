"""Forms of the office filled with nonsense: each is refused and said, none fails, nothing is saved by accident."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from server.app import make_app
from server.kernel.clock import SystemClock
from server.kernel.settings import Settings
from server.preparing import prepare
from server.store.engine import Database
from server.store.hall import Store

SERVICE = {f"{name}.{language}": "A" for name in ("name", "about") for language in ("zh-Hant", "zh-Hans", "en")}
FORMS = [
    "hall", "notices", "services/new", "services/A", "counters/new", "counters/1", "people/new", "people/2",
    "people/999", "people/2/password", "devices/approve", "devices/enrol", "devices/7/revoke",
]  # fmt: skip
NAMES = [
    "code", "name", "name.en", "name.zh-Hant", "about.en", "bring.0.en", "bring.x.en", "bring..", "bring.99999.en",
    "notices.0.en", "notices.0.zh-Hant", "hours.how", "hours.mon", "target", "norm", "credit", "recall_after",
    "closed_on", "languages.0", "display_languages.0", "accent", "services", "primary", "kind", "side", "role", "halls",
    "username", "counter", "before", "remove", "area", "timezone", "voice",
]  # fmt: skip
VALUES = some.one_of(
    some.text(max_size=30),
    some.sampled_from(["A", "1", "-1", "1e999", "nan", "always", "days", "main", "admin", "kiosk", "{}", "9" * 400]),
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The demo's hall."""
    folder = tmp_path_factory.mktemp("forms")
    chosen = Settings(database_url=f"sqlite:///{folder}/floor.db", data=folder, config=Path("config/demo.toml"))
    store = Store(Database(chosen.database_url), SystemClock())
    prepare(chosen, store)
    yield make_app(chosen, store)
    store.database.close()


@pytest.fixture(scope="module")
def admin(app: Flask) -> FlaskClient:
    """An administrator's browser."""
    browser = app.test_client()
    assert browser.post("/api/v1/session", json={"username": "admin", "password": "demo"}).status_code == 200
    return browser


def sends(browser: FlaskClient, form: str, fields: dict[str, Any]) -> Any:
    """Send a form with the right proof."""
    csrf = browser.get_cookie("floor_csrf")
    assert csrf is not None
    return browser.post(f"/office/main/{form}", data={"csrf": csrf.value, **fields})


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields=some.dictionaries(some.sampled_from(NAMES), VALUES, max_size=8))
def test_nonsense_is_refused(admin: FlaskClient, form: str, fields: dict[str, str]) -> None:
    """Whatever is sent, the answer is a page: the form again with what is wrong, or on to the next."""
    answer = sends(admin, form, fields)
    assert answer.status_code in {200, 303, 404, 409, 422}, answer.data[:500]
    assert answer.content_type.startswith("text/html")


@pytest.mark.parametrize(
    "query",
    [
        "day=0000-00-00",
        "day=9999-12-31",
        "before=-1",
        f"before={9:9>31}",
        "who=%25",
        "thing=%00",
        "event=X",
        "thing=A1",
    ],
)
def test_any_search_of_the_journal_is_answered(app: Flask, query: str) -> None:
    """A day that is none, a page that is none."""
    browser = app.test_client()
    browser.post("/api/v1/session", json={"username": "auditor", "password": "demo"})
    assert browser.get(f"/office/main/journal?{query}").status_code in {200, 422}


def test_what_is_not_of_ours_overwrites_nothing(admin: FlaskClient) -> None:
    """A form whose version was tampered with counts as an old one."""
    for before in ("", "{}", "nonsense"):
        fields = {**SERVICE, "hours.how": "hall", "target": "3", "norm": "3", "before": before}
        assert sends(admin, "services/A", fields).status_code == 409


def test_nobody_takes_their_own_rights_away(admin: FlaskClient) -> None:
    """Else a hall could be left without anybody who sets it up."""
    found = re.search(r'people/(\d+)"><b>謝宗翰', admin.get("/office/main/people").text)
    assert found is not None
    before = '{"name":"謝宗翰","role":"admin","halls":["main"]}'
    person = {"name": "謝宗翰", "role": "clerk", "halls": "main", "before": before}
    assert sends(admin, f"people/{found[1]}", person).status_code == 409
    assert sends(admin, f"people/{found[1]}", {**person, "role": "admin", "name": "謝宗瀚"}).status_code == 303
