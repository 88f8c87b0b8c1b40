"""The whole way of a number, in a real browser: kiosk, slip, phone, terminal by keyboard only, display, sign."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
import zxingcpp
from playwright.sync_api import BrowserContext, Locator, Page, expect

from server.security.rights import DeviceKind
from tests.hall import Clerk, Kiosk, Server
from tests.kiosk_side import AgentProcess
from tests.receivers import Receiver

pytestmark = pytest.mark.xdist_group("browser")

Contexts = Callable[..., BrowserContext]
RunAgent = Callable[..., AbstractContextManager[AgentProcess]]
SOON = 15_000  # ms
READS = 700  # ms: the terminal takes a key as meant only when what it shows has stood a while
LARGE = 200  # px: the height of a number that is read across the hall


def opened(context: BrowserContext, address: str) -> Page:
    """Open a page."""
    page = context.new_page()
    page.goto(address)
    return page


def signed_in(context: BrowserContext, server: Server, username: str) -> Page:
    """Open the terminal and sign in, by the keyboard only: it begins in the first field."""
    context.clock.install()  # its time is turned on where something must have stood for a while
    page = opened(context, f"{server.url}/counter/")
    expect(page.locator("input[name=username]")).to_be_focused(timeout=SOON)
    page.keyboard.type(username)
    page.keyboard.press("Tab")
    page.keyboard.type("demo")
    page.keyboard.press("Enter")
    expect(page.locator(".seat[data-counter='3']")).to_be_enabled(timeout=SOON)
    return page


def acts(page: Page, key: str, then: str) -> Locator:
    """Press a key; the big button says what it would do next."""
    page.clock.fast_forward(READS)
    page.keyboard.press(key)
    big = page.locator("button.big")
    expect(big.locator("strong")).to_contain_text(then, timeout=SOON)
    expect(big).to_have_attribute("aria-busy", "false")
    return big


def touched(page: Page) -> str:
    """Touch service A, come alone, and return the number on the screen."""
    page.locator("button.row[data-service=A][aria-disabled=false]").tap()
    page.locator(".pad button").first.tap()
    ticket = page.locator(".screen.taken main.ticket")
    expect(ticket).to_contain_text(re.compile(r"A\d{3}"), timeout=SOON)
    found = re.search(r"A\d{3}", ticket.inner_text())
    assert found
    return found.group()


def test_a_number_from_touch_to_end(server: Server, context: Contexts, run_agent: RunAgent, tmp_path: Path) -> None:
    """Each screen shows each step of it."""
    with Receiver() as printer, run_agent(server, tmp_path, printer.url) as agent:
        kiosk = opened(context(1080, 1920, has_touch=True), f"{agent.base}/kiosk/")
        number = touched(kiosk)
        (slip,) = printer.waits_for(1)
        (code,) = zxingcpp.read_barcodes(slip)
        expect(kiosk.locator(".slot [role=status]")).to_have_text("請取走號碼單", timeout=SOON)
        follow(server, context, number, code.text)


def follow(server: Server, context: Contexts, number: str, address: str) -> None:
    """Follow it on the phone, the display and the sign, while a clerk serves it."""
    assert address.startswith(server.url)
    phone = opened(context(390, 844), address)
    expect(phone.locator(".plate").first).to_have_text(number, timeout=SOON)
    expect(phone.locator(".called-now")).to_have_count(0)
    display = opened(context(1920, 1080), f"{server.url}/display/main")
    sign = opened(context(768, 240), f"{server.url}/sign/main/3")
    expect(display.locator(".waits")).to_be_visible(timeout=SOON)
    expect(sign.locator("main.board.off")).to_be_visible(timeout=SOON)

    terminal = signed_in(context(1366, 768), server, "clerk3")
    terminal.keyboard.press("3")  # sits down and opens it
    expect(terminal.locator("header .desk")).to_have_text("3", timeout=SOON)
    expect(terminal.locator("button.big strong")).to_have_text(f"Call {number}", timeout=SOON)
    expect(sign.locator("main.board.off")).to_have_count(0, timeout=SOON)

    acts(terminal, "Space", "Start serving")
    expect(phone.locator(".called-now h1")).to_have_text(number, timeout=SOON)
    expect(phone.locator(".called-now .desk")).to_have_text("3")
    large = display.locator(".fresh .big .room b")
    expect(large).to_have_text(number, timeout=SOON)
    expect(display.locator(".fresh .big .desk")).to_have_text("3")
    box = large.bounding_box()
    assert box is not None
    assert box["height"] > LARGE
    expect(sign.locator("main.board.called .room b")).to_have_text(number, timeout=SOON)

    acts(terminal, "Space", "Finish")
    expect(phone.locator("h1")).to_have_text("You are being served", timeout=SOON)
    expect(sign.locator("main.board.serving .room b")).to_have_text(number, timeout=SOON)

    acts(terminal, "Space", "Call")
    expect(terminal.locator(".undo [role=status] b")).to_have_text(f"{number} finished", timeout=SOON)
    expect(phone.locator("h1")).to_have_text("All done for today", timeout=SOON)
    acts(terminal, "u", "Finish")
    expect(phone.locator("h1")).to_have_text("You are being served", timeout=SOON)
    expect(sign.locator("main.board.serving .room b")).to_have_text(number, timeout=SOON)
    acts(terminal, "Space", "Call")
    expect(phone.locator("h1")).to_have_text("All done for today", timeout=SOON)
    expect(sign.locator("main.board .room b")).to_have_count(0, timeout=SOON)


def test_next_again_is_the_same_and_a_take_over_is_asked(server: Server, context: Contexts) -> None:
    """A second press calls nobody else; a colleague's counter is taken only when that is confirmed."""
    kiosk, clerk = Kiosk(server, server.enrol(DeviceKind.KIOSK)), Clerk(server, "clerk3", "3")
    first = kiosk.takes("A").json()["ticket"]["number"]
    kiosk.takes("A")
    assert clerk.does("open").ok
    answers = [clerk.does("call") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert [answer.json()["ticket"]["number"] for answer in answers] == [first, first]
    assert clerk.sees()["ticket"]["number"] == first

    terminal = signed_in(context(1366, 768), server, "clerk4")
    terminal.keyboard.press("3")
    asked = terminal.locator("dialog[data-dialog=take-over]")
    expect(asked.locator("h2")).to_have_text("Take over counter 3?", timeout=SOON)
    terminal.keyboard.press("Escape")
    expect(asked).to_have_count(0)
    assert clerk.sees()["ticket"]["number"] == first  # nothing has changed
    expect(terminal.locator("button.big")).to_have_count(0)

    terminal.keyboard.press("3")
    expect(asked).to_be_visible(timeout=SOON)
    terminal.keyboard.press("Enter")
    expect(terminal.locator("header .desk")).to_have_text("3", timeout=SOON)
    expect(terminal.locator("button.big strong")).to_have_text("Start serving", timeout=SOON)
    expect(terminal.locator(".now .plate")).to_have_text(first)
