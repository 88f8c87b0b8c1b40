"""A hall set up in the office alone, from an empty database and without a file; then it serves."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from server.floor.hallfile import Hall
from server.floor.reads.halls import all_counters, all_services, hall_now
from server.simulation.days import DAYS
from server.simulation.remote import PASSWORD_FROM, play_remotely
from server.store.directory import hall_number
from server.store.hall import HEAD
from tests.hall import Server

pytestmark = pytest.mark.xdist_group("browser")
Contexts = Callable[..., BrowserContext]
OWN = "a password of my own"
SPEED = 1500.0  # a day of the hall in twenty seconds


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Server]:
    """A server that no file tells what its halls are."""
    server = Server(tmp_path)
    del server.environment["FLOOR_CONFIG"]
    try:
        yield server.start()
    finally:
        server.kill()


def first_link(server: Server) -> str:
    """Return the link that the server printed when it started."""
    found = re.findall(r"http://\S+/office/first/\S+", (server.folder / "server.log").read_text())
    return str(found[-1])


def fill(page: Page, **texts: str) -> None:
    """Fill a form's fields by name; two underscores stand for a dot."""
    for name, text in texts.items():
        page.fill(f"[name='{name.replace('__', '.')}']", text)


def says(page: Page, field: str, hant: str, english: str) -> None:
    """Write a text in 繁體 and English, and have 简体 proposed."""
    page.fill(f"[name='{field}.zh-Hant']", hant)
    page.locator(f".tri:has([name='{field}.zh-Hant']) button.helper[data-of=zh-Hant]").click()
    expect(page.locator(f"[name='{field}.zh-Hans']")).not_to_have_value("")
    page.fill(f"[name='{field}.en']", english)


def send(page: Page) -> None:
    """Press the form's first button."""
    page.locator("button.act.main").click()


def begin(page: Page, server: Server) -> None:
    """Become the first administrator, and open the hall."""
    page.goto(first_link(server))
    fill(page, name="謝宗翰", username="chief", password=OWN)
    send(page)
    page.wait_for_url("**/office/new-hall")
    fill(page, code="west")
    says(page, "name", "城西服務大廳", "West Hall")
    assert page.input_value("[name='name.zh-Hans']") == "城西服务大厅"
    send(page)
    page.wait_for_url("**/office/west/services*")


def add_service(page: Page, code: str, hant: str, english: str) -> None:
    """Add a service."""
    page.keyboard.press("n")
    fill(page, code=code)
    says(page, "name", hant, english)
    says(page, "about", hant, english)
    send(page)
    page.wait_for_url("**/services?said=saved")


def add_counter(page: Page, code: str, *services: str) -> None:
    """Add a counter."""
    page.keyboard.press("n")
    fill(page, code=code)
    for service in services:
        page.check(f"[name=services][value={service}]")
    send(page)
    page.wait_for_url("**/counters?said=saved")


def hire(page: Page, name: str, username: str, role: str) -> str:
    """Add a person, and return the one-time password that is shown."""
    fill(page, name=name, username=username)
    page.select_option("[name=role]", role)
    send(page)
    return page.locator("#password").inner_text()


def test_a_hall_without_files(bare: Server, context: Contexts, monkeypatch: pytest.MonkeyPatch) -> None:
    """Link, administrator, hall, services, counters, people, devices; then it serves, a simulated day too."""
    page = context(1366, 768, "zh-TW").new_page()
    begin(page, bare)
    add_service(page, "A", "戶籍登記", "Household registration")
    add_service(page, "B", "證件申辦", "ID and documents")
    page.goto(f"{bare.url}/office/")  # leave, and come back: the steps that are done stay done
    expect(page.locator(".steps .is-done")).to_have_count(2)
    expect(page.locator(".do li").first).to_contain_text("窗口 · 人員 · 裝置")
    page.keyboard.press("1")
    page.wait_for_url("**/office/west/counters")
    add_counter(page, "1", "A", "B")
    page.goto(f"{bare.url}/office/west/people/new")
    once = hire(page, "林怡君", "clerk1", "clerk")
    page.goto(f"{bare.url}/office/west/devices")
    display = context(1920, 1080, "en-US").new_page()
    display.goto(f"{bare.url}/display/west")
    code = re.sub(r"\W", "", display.locator("p.code").inner_text())
    fill(page, code=f"{code[:3]} {code[3:]}".lower())
    page.get_by_role("button", name="啟用").first.click()
    page.wait_for_url("**/devices?said=approved")
    page.locator("summary", has_text="取號機").click()
    page.fill("form.form [name=name]", "門口的取號機")
    page.locator("form.form button").click()
    token = page.locator("#token").inner_text()
    room_and_plans(page, f"{bare.url}/office/west")
    page.goto(f"{bare.url}/office/west/")
    expect(page.locator(".steps")).to_have_count(0)  # all steps are done
    display.wait_for_selector("main.waiting", state="detached")
    serves(bare, token, once)
    assert page.request.get(first_link(bare)).status == 404
    monkeypatch.setenv(PASSWORD_FROM, OWN)
    engine = play_remotely(hall_of(bare), DAYS["quiet"], 1, speed=SPEED, url=bare.url, token=token)
    outcomes = [one.outcome for one in engine.records.values()]
    assert outcomes.count("served") > len(outcomes) * 0.7 > 10
    assert bare.floor("verify").returncode == 0


def room_and_plans(page: Page, office: str) -> None:
    """Say how many people the hall holds, and put its own emergency plans in force: nobody else could approve them."""
    page.goto(f"{office}/hall?at=area")
    page.fill("[name=area]", "200")
    page.fill("[name=capacity]", "150")
    page.locator("form.form button[type=submit].main").click()
    page.goto(f"{office}/plans/make")
    for name, phone in (("manager", "8801"), ("police", "110"), ("computing", "8804"), ("head-office", "8805")):
        page.fill(f"[name={name}]", phone)
    page.locator("form.form button[type=submit].main").click()
    for kind in ("crowding", "major_complaint", "system_failure", "threat"):
        page.goto(f"{office}/plans/{kind}")
        page.locator("form[action$='/force'] button").click()
        expect(page.locator(".done")).to_be_visible()


def hall_of(server: Server) -> Hall:
    """Return the hall that was set up, as the simulation takes it."""
    store = server.store()
    with store.look(HEAD) as head:
        number = hall_number(head, "west")
    with store.look(number) as hall:
        counters = [one.settings for one in all_counters(hall).values()]
        whole = hall_now(hall).settings.model_dump(exclude={"services", "counters"})
        found = Hall(**whole, services=list(all_services(hall).values()), counters=counters)
    store.database.close()
    return found


def serves(server: Server, kiosk: str, once: str) -> None:
    """Give out a number at the kiosk, call and serve it at the counter."""
    key = {"Authorization": f"Bearer {kiosk}", "Idempotency-Key": "first-number"}
    issued = requests.post(f"{server.api}/halls/west/tickets", json={"service": "A"}, headers=key, timeout=20)
    assert issued.json()["ticket"]["number"] == "A001"
    sign_in = {"username": "clerk1", "password": once}
    refused = requests.post(f"{server.api}/session", json=sign_in, timeout=20)
    assert (refused.status_code, refused.json()["code"]) == (403, "own_password_needed")
    lin = requests.post(f"{server.api}/session", json=sign_in | {"own_password": OWN}, timeout=20).json()["token"]
    for act in ("open", "call", "start", "finish", "close"):
        done = requests.post(
            f"{server.api}/halls/west/counters/1/{act}",
            json={"outcome": "done"} if act == "finish" else {},
            headers={"Authorization": f"Bearer {lin}"},
            timeout=20,
        )
        assert done.status_code == 200, done.text


def test_after_a_restart_the_link_is_another_only_once_it_was_used(bare: Server, context: Contexts) -> None:
    """Whoever lost the link starts the server again; it prints none once there is an administrator."""
    before = first_link(bare)
    bare.end()
    bare.start()
    assert first_link(bare) == before
    begin(context(390, 844).new_page(), bare)
    (bare.folder / "server.log").write_text("")
    bare.end()
    bare.start()
    assert "/office/first/" not in (bare.folder / "server.log").read_text()


def test_a_hall_is_asked_in_its_own_languages(bare: Server, context: Contexts) -> None:
    """What is chosen as the hall's languages is asked for at once; between the scripts, the other one is proposed."""
    page = context(1366, 768, "zh-CN").new_page()
    page.goto(first_link(bare))
    fill(page, name="李伟", username="chief", password=OWN)
    send(page)
    page.wait_for_url("**/office/new-hall")
    hant, english = (page.locator(f"[name='name.{language}']") for language in ("zh-Hant", "en"))
    expect(english).to_be_visible()
    expect(hant).to_be_hidden()
    page.select_option("[name='languages.1']", "")
    expect(english).to_be_hidden()
    page.select_option("[name='languages.1']", "zh-Hant")
    expect(hant).to_be_visible()
    page.fill("[name='name.zh-Hans']", "城西服务大厅")
    page.keyboard.press("Tab")
    expect(page.locator("[name='name.zh-Hant']")).to_have_value("城西服務大廳")
    assert Axe().run(page).violations_count == 0
    page.select_option("[name='languages.1']", "")
    fill(page, code="west")
    send(page)
    page.wait_for_url("**/office/west/services*")
