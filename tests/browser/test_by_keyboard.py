"""The main ways through office, terminal and board without a mouse: Tab, Enter, Space, arrows, and a focus one sees."""

import re
from collections.abc import Callable

import pytest
import requests
from playwright.sync_api import BrowserContext, Page, expect

from server.security.rights import DeviceKind
from tests.by_keys import fill, press, sign_in, tab_to
from tests.hall import Clerk, Kiosk, Server
from tests.unhappy import unhappy

pytestmark = pytest.mark.xdist_group("browser")
Contexts = Callable[..., BrowserContext]
SOON = 15_000  # ms
READS = 700  # ms: the terminal takes a key as meant only when what it shows has stood a while


def at(context: Contexts, address: str, username: str) -> Page:
    """Open a page and sign in."""
    page = context(1366, 768).new_page()
    page.clock.install()
    page.goto(address)
    sign_in(page, username)
    return page


def test_a_service_gets_another_name_and_the_journal_says_so(server: Server, context: Contexts) -> None:
    """An administrator renames it and signs out; an auditor signs in and finds it."""
    page = at(context, f"{server.url}/office/", "admin")
    page.wait_for_url("**/office/main/")
    press(page, "nav a[href='/office/main/services']")
    page.wait_for_url("**/services")
    press(page, "main a[href='/office/main/services/B']")
    page.wait_for_url("**/services/B")
    fill(page, "[name='name.en']", "Papers")
    press(page, "form.form button[type=submit]", "Space")
    expect(page.get_by_role("status")).to_have_text("Saved. It is in the journal.")
    press(page, "form[action='/office/sign-out'] button")
    page.wait_for_url("**/office/sign-in")
    sign_in(page, "auditor")
    page.wait_for_url("**/office/main/")
    press(page, "nav a[href='/office/main/journal']")
    page.wait_for_url("**/journal")
    first = page.locator("tbody tr").first
    expect(first).to_contain_text("Settings of service B: Name on screens: ID and documents → Papers")
    expect(first).to_contain_text("謝宗翰")


def test_a_screen_is_let_in(server: Server, context: Contexts) -> None:
    """Its code is typed as one reads it, with a name; it is in the list then."""
    asked = requests.post(f"{server.api}/pairing", json={"kind": "kiosk", "hall": "main", "name": "K2"}, timeout=20)
    code = str(asked.json()["code"])
    page = at(context, f"{server.url}/office/", "supervisor")
    page.wait_for_url("**/office/main/")
    press(page, "nav a[href='/office/main/devices']")
    page.wait_for_url("**/devices")
    fill(page, "[name=code]", f"{code[:3]} {code[3:]}".lower())
    fill(page, "form.filters [name=name]", "At the door")
    press(page, "form.filters button")
    page.wait_for_url("**/devices?said=approved")
    expect(page.locator("table").last).to_contain_text("At the door")
    assert requests.get(f"{server.api}/pairing/{asked.json()['secret']}", timeout=20).json()["state"] == "approved"


def test_an_opinion_is_answered_and_a_low_rating_settled(server: Server, context: Contexts) -> None:
    """From what the start page names to the end of both."""
    unhappy(server)
    page = at(context, f"{server.url}/office/", "supervisor")
    page.wait_for_url("**/office/main/")
    press(page, ".do a[href*='/follow-ups/']")
    page.wait_for_url("**/follow-ups/*")
    fill(page, "#note", "Called; all is well.")
    press(page, "button[value=settle]")
    page.wait_for_url("**/follow-ups?said=saved")
    expect(page.locator("main")).to_contain_text("No low rating is waiting.")
    press(page, "nav a[href='/office/main/opinions']")
    page.wait_for_url("**/opinions")
    press(page, "tbody a")
    page.wait_for_url("**/opinions/*")
    fill(page, "#text", "Ten more come next month.")
    press(page, "form.form button[type=submit]")
    expect(page.locator("tbody")).to_contain_text("Ten more come next month.")


def seated(server: Server, context: Contexts) -> Page:
    """Let two numbers wait and sit down at counter 3, by Tab and Enter."""
    kiosk = Kiosk(server, server.enrol(DeviceKind.KIOSK))
    kiosk.takes("A")
    kiosk.takes("A")
    page = at(context, f"{server.url}/counter/", "clerk3")
    expect(page.locator(".seat[data-counter='3']")).to_be_enabled(timeout=SOON)
    press(page, ".seat[data-counter='3']")
    does_next(page, "Call A001")
    return page


def does_next(page: Page, then: str) -> None:
    """Wait until the big button says what it would do next, and until that counts as read."""
    big = page.locator("button.big")
    expect(big.locator("strong")).to_contain_text(then, timeout=SOON)
    expect(big).to_have_attribute("aria-busy", "false")
    page.clock.fast_forward(READS)


def state(server: Server) -> str:
    """Return what counter 3 does, as its clerk's screen says it."""
    said = Clerk(server, "clerk3", "3").sees()
    return f"{said['state']} {said['ticket']['number'] if said['ticket'] else '-'}"


def test_a_clerk_works_by_the_terminal_s_keys(server: Server, context: Contexts) -> None:
    """Call, start, finish, undo, transfer: Space and letters; a digit and Enter answer the question."""
    page = seated(server, context)
    for key, then in (("Space", "Start serving"), ("Space", "Finish"), ("Space", "Call A002"), ("u", "Finish")):
        page.keyboard.press(key)
        does_next(page, then)
    assert state(server) == "serving A001"
    page.keyboard.press("t")
    asked = page.locator("dialog[data-dialog=transfer]")
    expect(asked).to_be_visible()
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(asked).to_have_count(0)
    does_next(page, "Call")
    assert state(server) == "open -"


def test_a_clerk_works_by_tab_alone(server: Server, context: Contexts) -> None:
    """Each act is a button that Tab reaches; arrows choose in a question, and Esc leaves it."""
    page = seated(server, context)
    press(page, "button.big")
    does_next(page, "Start serving")
    press(page, "button.big", "Space")
    does_next(page, "Finish")
    press(page, "button.big")
    does_next(page, "Call A002")
    press(page, "[data-act=undo]")
    does_next(page, "Finish")
    assert state(server) == "serving A001"
    press(page, "[data-act=transfer]")
    asked = page.locator("dialog[data-dialog=transfer]")
    expect(asked).to_be_visible()
    page.keyboard.press("Escape")
    expect(asked).to_have_count(0)
    press(page, "[data-act=transfer]")
    tab_to(page, "dialog input[type=radio]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(page.locator("dialog input[type=radio]").nth(1)).to_be_checked()
    press(page, "dialog button[type=submit]")
    does_next(page, "Call A002")
    assert state(server) == "open -"


def test_a_supervisor_stops_numbers_by_tab_alone(server: Server, context: Contexts) -> None:
    """Enter arms, Enter stops, the undo beside it takes it back."""
    page = context(1920, 1080).new_page()
    page.goto(f"{server.url}/board/main")
    sign_in(page, "supervisor")
    expect(page.locator(".strip .big")).to_be_visible(timeout=SOON)
    kiosk = Kiosk(server, server.enrol(DeviceKind.KIOSK))
    press(page, ".iv button")
    expect(page.locator(".iv .armed")).to_contain_text("Press again to stop")
    assert kiosk.takes("A").status_code == 201
    press(page, ".iv .armed")
    expect(page.locator(".noted")).to_have_text("No numbers are given out.", timeout=SOON)
    assert kiosk.takes("A").status_code == 409
    page.keyboard.press("Shift+Tab")
    expect(page.locator(".iv button:focus")).to_have_text(re.compile("^Undo"))
    press(page, ".iv button:focus")
    expect(page.locator(".noted")).to_have_text("Undone.", timeout=SOON)
    expect(page.locator(".iv button:focus")).to_contain_text("Stop giving out numbers")
    assert kiosk.takes("A").status_code == 201
