"""The office: edits, two editors at once, what is in use, the journal. Its looks: test_every_office_page."""

from collections.abc import Callable, Iterator

import pytest
import requests
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from server.security.rights import DeviceKind
from tests.by_keys import tab_to
from tests.hall import Clerk, Kiosk, Server, quiet_config

pytestmark = pytest.mark.xdist_group("browser")
Contexts = Callable[..., BrowserContext]


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo's hall, in which people wait for A to D and a screen asks to be let in."""
    folder = tmp_path_factory.mktemp("office")
    server = Server(folder, config=quiet_config(folder))
    try:
        server.start()
        kiosk = Kiosk(server, server.enrol(DeviceKind.KIOSK))
        for service in "ABCD":
            kiosk.takes(service)
        requests.post(f"{server.api}/pairing", json={"kind": "kiosk", "hall": "main", "name": "K2"}, timeout=20)
        yield server
    finally:
        server.kill()


def enter(context: BrowserContext, server: Server, username: str) -> Page:
    """Sign in, and return a page whose console must stay empty."""
    page = context.new_page()
    if username:
        sent = {"username": username, "password": "demo"}
        assert page.request.post(f"{server.api}/session", data=sent).status == 200
    return page


def service_of(server: Server, code: str) -> dict[str, object]:
    """Return a service as the API says it."""
    clerk = Clerk(server, "clerk1", "1")
    found: dict[str, object] = next(
        one for one in clerk.asks("GET", "/halls/main").json()["services"] if one["code"] == code
    )
    return found


def test_an_administrator_works_by_keyboard(hall: Server, context: Contexts) -> None:
    """Signs in, finds the service, changes its target and saves, without a mouse."""
    page = context(1366, 768).new_page()
    page.goto(f"{hall.url}/office/main/services")
    page.keyboard.type("admin")
    page.keyboard.press("Tab")
    page.keyboard.type("demo")
    page.keyboard.press("Enter")
    page.wait_for_url("**/office/main/services")
    tab_to(page, "a[href='/office/main/services/B']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/services/B")
    tab_to(page, "#target")
    page.keyboard.type("25")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Saved. It is in the journal.")
    assert service_of(hall, "B")["target"] == 25 * 60


def test_a_fault_is_said_at_its_field_in_the_reader_s_language(hall: Server, context: Contexts) -> None:
    """What was entered stays, the first wrong field has the focus, and nothing is saved."""
    page = enter(context(1366, 768, "zh-TW"), hall, "admin")
    page.goto(f"{hall.url}/office/main/services/A")
    page.fill("[name='about.zh-Hans']", "")
    page.fill("#norm", "0")
    page.click("button.act.main")
    expect(page.get_by_role("alert")).to_contain_text("請看標示的欄位")
    expect(page.locator("#norm-fault")).to_have_text("必須大於 0。")
    expect(page.locator("#about-fault")).to_contain_text("文字缺少")
    expect(page.locator("#norm")).to_be_focused()
    assert page.input_value("#norm") == "0"


def test_monday_s_hours_are_taken_for_the_week(hall: Server, context: Contexts) -> None:
    """One button fills the days until Friday; Saturday stays closed."""
    page = enter(context(1366, 768), hall, "admin")
    page.goto(f"{hall.url}/office/main/services/E")
    page.locator("summary", has_text="Hours and order").click()
    page.check("[name='hours.how'][value=days]")
    page.fill("[name='hours.mon']", "08:30-12:00, 13:30-17:00")
    page.get_by_role("button", name="The same until Friday").click()
    page.locator("button.act.main").click()
    page.wait_for_url("**/services?said=saved")
    page.goto(f"{hall.url}/office/main/services/E")
    kept = [page.input_value(f"[name='hours.{day}']") for day in ("mon", "fri", "sat")]
    assert kept == ["08:30-12:00, 13:30-17:00", "08:30-12:00, 13:30-17:00", ""]


def test_two_editors_see_each_other(hall: Server, context: Contexts) -> None:
    """An edit on an old version shows what was saved meanwhile, by whom, and overwrites nothing by itself."""
    first, second = (enter(context(1366, 768), hall, "admin") for _ in range(2))
    for page in (first, second):
        page.goto(f"{hall.url}/office/main/services/C")
    first.fill("#norm", "6")
    first.click("button.act.main")
    first.wait_for_url("**/services?said=saved")
    second.fill("#target", "18")
    second.click("button.act.main")
    meanwhile = second.locator(".meanwhile")
    expect(meanwhile.locator("h2")).to_contain_text("謝宗翰")
    expect(meanwhile).to_contain_text("Nobody else changed what you changed.")
    expect(second.locator("#norm")).to_have_value("6")
    assert service_of(hall, "C")["target"] == 15 * 60
    assert Axe().run(second).violations_count == 0
    second.click("button.act.main")
    second.wait_for_url("**/services?said=saved")
    assert service_of(hall, "C")["target"] == 18 * 60


def test_what_is_in_use_is_not_removed(hall: Server, context: Contexts) -> None:
    """People wait, a counter is open, counters serve it: each is said, with what to do."""
    page = enter(context(1366, 768), hall, "admin")
    assert Clerk(hall, "clerk8", "8").does("open").status_code == 200
    for address, why in {
        "services/D": "People wait for service D; serve them before it is removed.",
        "services/E": "Counters serve service E: 1, 5, 8. Take it out there first.",
        "counters/8": "Somebody works at counter 8; close it before it is removed.",
    }.items():
        page.goto(f"{hall.url}/office/main/{address}")
        page.locator("details.remove summary").click()
        page.locator("details.remove button").click()
        expect(page.get_by_role("alert")).to_contain_text(why)
    assert Clerk(hall, "clerk8", "8").does("close").status_code == 200
    page.goto(f"{hall.url}/office/main/counters/8")
    page.locator("details.remove summary").click()
    page.locator("details.remove button").click()
    expect(page.get_by_role("status")).to_have_text("Removed. It is in the journal.")


def test_the_last_administrator_stays(hall: Server, context: Contexts) -> None:
    """Nobody locks everybody out; the journal of the company names who did what."""
    page = enter(context(390, 844), hall, "admin")
    page.goto(f"{hall.url}/office/main/people")
    page.get_by_role("link", name="謝宗翰").click()
    page.locator("summary", has_text="This person leaves").click()
    page.get_by_role("button", name="End all sign-ins").click()
    expect(page.get_by_role("alert")).to_contain_text("The last administrator stays")
    page.goto(f"{hall.url}/office/main/people/new")
    page.fill("[name=name]", "何美")
    page.fill("[name=username]", "ho")
    page.click("button.act.main")
    once = page.locator("#password").inner_text()
    other = context(1366, 768).new_page()
    other.goto(f"{hall.url}/office/")
    other.fill("[name=username]", "ho")
    other.fill("[name=password]", once)
    other.keyboard.press("Enter")
    other.fill("[name=own_password]", "mine alone, since today")
    other.keyboard.press("Enter")
    other.wait_for_url("**/office/main/")
    auditor = enter(context(1366, 768), hall, "auditor")
    auditor.goto(f"{hall.url}/office/main/journal?line=company")
    told = auditor.locator("tbody").inner_text()
    assert "何美 was added, as Clerk." in told
    assert "何美 chose a password of their own." in told


def test_the_journal_is_looked_through(hall: Server, context: Contexts) -> None:
    """By a number; by a kind of fact."""
    page = enter(context(1366, 768), hall, "auditor")
    page.goto(f"{hall.url}/office/main/journal")
    page.keyboard.press("/")
    page.keyboard.type("b001")
    page.keyboard.press("Enter")
    page.wait_for_url("**thing=b001**")
    assert page.locator("tbody tr").all_inner_texts()[-1].split("\t")[1] == "B001 was given out for service B."
    page.select_option("[name=event]", "ServiceSet")
    page.fill("[name=thing]", "A")
    page.get_by_role("button", name="Look").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    assert "Settings of service A: added" in page.locator("tbody").inner_text()


def test_a_screen_that_asks_appears_by_itself(hall: Server, context: Contexts) -> None:
    """The list of those that ask is fetched anew every few seconds; what is being typed stays."""
    page = enter(context(1366, 768), hall, "supervisor")
    page.goto(f"{hall.url}/office/main/devices")
    page.fill("[name=code]", "K7P")
    wish = {"kind": "kiosk", "hall": "main", "name": "Upstairs"}
    asked = requests.post(f"{hall.api}/pairing", json=wish, timeout=20)
    assert asked.status_code == 201
    expect(page.locator("#asking")).to_contain_text("Upstairs", timeout=15_000)
    assert page.input_value("[name=code]") == "K7P"
