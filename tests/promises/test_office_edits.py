"""Two edit one thing: what a reader did not touch is what is there now; only what both changed is asked about."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.app import make_app
from server.floor.reads.halls import hall_now, service_of
from server.kernel.clock import SystemClock
from server.kernel.settings import Settings
from server.preparing import prepare
from server.store.directory import hall_number
from server.store.engine import Database
from server.store.hall import HEAD, Store


class Fields(HTMLParser):
    """What a browser sends of a page's main form."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.given: dict[str, Any] = {}
        self.select = ""
        self.feed(page[page.index('<form class="form"') :].partition("</form>")[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a field's name and value."""
        known = {name: value or "" for name, value in attrs}
        if tag == "select":
            self.select = known["name"]
        elif tag == "option" and "selected" in known:
            self.given[self.select] = known["value"]
        elif tag == "input" and (known.get("type") not in {"radio", "checkbox"} or "checked" in known):
            self.given.setdefault(known["name"], []).append(known.get("value", ""))


def rows_of(page: str) -> list[list[str]]:
    """Return the lines about what both changed."""
    cell = r"\s*<td>(.*?)</td>"
    found = re.findall(rf'<tr>\s*<th scope="row">(.*?)</th>{cell}{cell}{cell}\s*</tr>', page)
    return [list(row) for row in found]


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """The demo's hall."""
    chosen = Settings(database_url=f"sqlite:///{tmp_path}/floor.db", data=tmp_path, config=Path("config/demo.toml"))
    store = Store(Database(chosen.database_url), SystemClock())
    prepare(chosen, store)
    yield make_app(chosen, store)
    store.database.close()


@pytest.fixture
def admin(app: Flask) -> FlaskClient:
    """An administrator's browser."""
    browser = app.test_client()
    assert browser.post("/api/v1/session", json={"username": "admin", "password": "demo"}).status_code == 200
    return browser


def opens(browser: FlaskClient, page: str) -> dict[str, Any]:
    """Open a form."""
    return Fields(browser.get(f"/office/main/{page}", headers={"Accept-Language": "en"}).text).given


def sends(browser: FlaskClient, page: str, fields: dict[str, Any]) -> Any:
    """Send a form."""
    return browser.post(f"/office/main/{page}", data=fields, headers={"Accept-Language": "en"})


def test_what_was_not_touched_is_what_is_there_now(admin: FlaskClient) -> None:
    """One saved another target, the other changes the norm alone: both stand after “save over it”."""
    one, other = opens(admin, "services/A"), opens(admin, "services/A")
    assert sends(admin, "services/A", {**one, "target": "25"}).status_code == 303
    answer = sends(admin, "services/A", {**other, "norm": "7"})
    assert (answer.status_code, rows_of(answer.text)) == (409, [])
    assert "<li>Target, in minutes <b>25</b></li>" in answer.text
    again = Fields(answer.text).given
    assert (again["target"], again["norm"]) == (["25"], ["7"])
    assert sends(admin, "services/A", again).status_code == 303
    kept = opens(admin, "services/A")
    assert (kept["target"], kept["norm"]) == (["25"], ["7"])


def test_what_both_changed_is_asked_about(admin: FlaskClient) -> None:
    """It stands as it was, as it is now and as entered; the form keeps what was entered."""
    one, other = opens(admin, "services/A"), opens(admin, "services/A")
    assert sends(admin, "services/A", {**one, "target": "25", "norm": "8", "bring.0.en": "ID"}).status_code == 303
    answer = sends(admin, "services/A", {**other, "target": "30"})
    assert rows_of(answer.text) == [["Target, in minutes", "20", "25", "30"]]
    again = Fields(answer.text).given
    assert (again["target"], again["norm"], again["bring.0.en"]) == (["30"], ["8"], ["ID"])


def test_a_removal_on_an_old_version_shows_what_is_there(admin: FlaskClient) -> None:
    """The form is not empty then."""
    one, other = opens(admin, "counters/8"), opens(admin, "counters/8")
    assert sends(admin, "counters/8", {**one, "side": "left"}).status_code == 303
    answer = sends(admin, "counters/8", {"csrf": other["csrf"], "before": other["before"], "remove": "yes"})
    assert answer.status_code == 409
    again = Fields(answer.text).given
    assert (again["side"], again["services"]) == ("left", other["services"])


def test_a_person_s_role_and_name_are_saved_apart(admin: FlaskClient) -> None:
    """Who corrects a name gives no role back that somebody took away meanwhile."""
    person = "people/" + re.findall(r'people/(\d+)"><b>', admin.get("/office/main/people").text)[-1]
    one, other = opens(admin, person), opens(admin, person)
    assert sends(admin, person, {**one, "role": "reviewer"}).status_code == 303
    answer = sends(admin, person, {**other, "name": "林怡慧"})
    assert (answer.status_code, rows_of(answer.text)) == (409, [])
    again = Fields(answer.text).given
    assert (again["role"], again["name"]) == ("reviewer", ["林怡慧"])


@pytest.mark.parametrize(
    ("page", "field", "wrong", "says"),
    [
        ("services/new", "code", "A1", "Write one or two letters, A to Z."),
        ("counters/new", "code", "12 3", "Write one to three digits or letters A to Z, without spaces."),
        ("hall", "accent", "blue", "Write # and six digits or letters a to f, for instance #0B4F5C."),
        ("people/new", "username", "Li Wei", "Write small letters a to z, digits, “.”, “_” and “-”, a letter first"),
    ],
)
def test_a_code_of_another_form_is_told_which(admin: FlaskClient, page: str, field: str, wrong: str, says: str) -> None:
    """What is wanted is said, in the reader's language."""
    given = opens(admin, page)
    answer = sends(admin, page, {**given, field: wrong})
    assert answer.status_code == 422
    assert says in answer.text
    for language in ("zh-TW", "zh-CN"):
        told = admin.post(f"/office/main/{page}", data={**given, field: wrong}, headers={"Accept-Language": language})
        assert 'class="fault"' in told.text
        assert "Write " not in told.text


def test_a_password_is_shown_once_by_a_page_of_its_own(admin: FlaskClient) -> None:
    """The form's answer is a redirect without it; loaded again, the page says that it was shown."""
    given = {**opens(admin, "people/new"), "name": "何美", "username": "ho"}
    answer = sends(admin, "people/new", given)
    assert answer.status_code == 303
    sealed = admin.get_cookie("floor_once")
    assert sealed is not None
    shown = admin.get(answer.location)
    (password,) = re.findall(r'id="password">(.*?)<', shown.text)
    assert password not in answer.location + sealed.value
    assert shown.headers["Cache-Control"] == "no-store"
    assert 'id="password"' not in admin.get(answer.location).text
    admin.set_cookie("floor_once", sealed.value)  # of another page, it opens nothing
    assert 'id="password"' not in admin.get(answer.location.replace("/password", "")).text
    admin.set_cookie("floor_once", "nonsense")
    assert 'id="password"' not in admin.get(answer.location).text
    entered = {"username": "ho", "password": password, "own_password": "mine alone, since today"}
    assert admin.application.test_client().post("/api/v1/session", json=entered).status_code == 200


def test_a_token_is_shown_once_by_a_page_of_its_own(admin: FlaskClient) -> None:
    """Likewise what a device is let in by."""
    given = {"csrf": opens(admin, "people/new")["csrf"], "kind": "kiosk", "name": "K"}
    answer = sends(admin, "devices/enrol", given)
    assert (answer.status_code, answer.location) == (303, "/office/main/devices/token")
    assert 'id="token">d_' in admin.get(answer.location).text
    assert 'id="token"' not in admin.get(answer.location).text


CHINESE = {"Accept-Language": "zh-CN"}


def of_mainland(admin: FlaskClient) -> str:
    """Open a hall of 简体 alone, as a reader of it; return its pages' address."""
    page = Fields(admin.get("/office/new-hall", headers=CHINESE).text).given
    assert page["timezone"] == ["Asia/Shanghai"]
    assert (page["languages.0"], page["display_languages.0"]) == ("zh-Hans", "zh-Hans")
    wanted = {"code": "pudong", "languages.1": "", "name.zh-Hans": "浦东服务大厅"}
    answer = admin.post("/office/new-hall", data={**page, **wanted}, headers=CHINESE)
    assert answer.status_code == 303, re.findall(r'class="fault">(.*?)<', answer.text)
    return "/office/pudong/"


def test_a_hall_of_one_language_is_asked_in_it_alone(admin: FlaskClient) -> None:
    """Its name and its services have one input each; the other languages are made of it."""
    pudong = of_mainland(admin)
    page = admin.get(f"{pudong}services/new", headers=CHINESE).text
    assert set(re.findall(r'name="name\.([\w-]+)"', page)) == {"zh-Hans"}
    given = {**Fields(page).given, "code": "A", "name.zh-Hans": "户籍登记", "about.zh-Hans": "户口"}
    assert admin.post(f"{pudong}services/new", data=given).status_code == 303
    store = admin.application.extensions["floor"].store
    with store.look(HEAD) as head:
        number = hall_number(head, "pudong")
    with store.look(number) as hall:
        assert hall_now(hall).settings.name["zh-Hant"] == "浦東服務大廳"
        assert service_of(hall, "A").name == {"zh-Hant": "戶籍登記", "zh-Hans": "户籍登记", "en": "户籍登记"}


def test_a_language_that_is_missing_is_named(admin: FlaskClient) -> None:
    """By its own name, not by its code; one that the hall has not is not missed."""
    page = Fields(admin.get("/office/new-hall", headers=CHINESE).text).given
    answer = admin.post("/office/new-hall", data={**page, "code": "x", "name.zh-Hans": "浦东"}, headers=CHINESE)
    assert re.findall(r'class="fault">(.*?)<', answer.text) == ["文字缺少 English，请补上"]


def test_a_translation_stays_while_its_text_does(admin: FlaskClient) -> None:
    """A hall that gives English up keeps what was written, until the text itself is another."""
    hall = opens(admin, "hall")
    own = {"languages.0": "zh-Hant", "languages.1": "", "languages.2": "", "display_languages.1": ""}
    assert sends(admin, "hall", {**hall, **own}).status_code == 303
    page = opens(admin, "services/A")
    assert not [name for name in page if name.endswith(".en")]
    assert sends(admin, "services/A", {**page, "about.zh-Hant": "戶口名簿", "norm": "7"}).status_code == 303
    with admin.application.extensions["floor"].store.look(1) as line:
        service = service_of(line, "A")
    assert service.name["en"] == "Household registration"
    assert service.about == {"zh-Hant": "戶口名簿", "zh-Hans": "户口名簿", "en": "戶口名簿"}


def test_a_text_that_was_only_repeated_is_named_once_english_is_wanted(admin: FlaskClient) -> None:
    """A hall that takes English up later sees what nobody wrote in it."""
    pudong = of_mainland(admin)
    given = Fields(admin.get(f"{pudong}services/new", headers=CHINESE).text).given
    service = {**given, "code": "A", "name.zh-Hans": "户籍登记", "about.zh-Hans": "户口"}
    assert admin.post(f"{pudong}services/new", data=service).status_code == 303
    assert "英文尚未填写" not in admin.get(f"{pudong}services", headers=CHINESE).text
    hall = Fields(admin.get(f"{pudong}hall", headers=CHINESE).text).given
    wanted = {**hall, "languages.1": "en", "name.en": "Pudong Service Hall"}
    assert admin.post(f"{pudong}hall", data=wanted, headers=CHINESE).status_code == 303
    assert "英文尚未填写" in admin.get(f"{pudong}services", headers=CHINESE).text
