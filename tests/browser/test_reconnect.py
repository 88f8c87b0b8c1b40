"""Screens converge in a real browser: the server is killed under them, and comes back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from server.security.rights import DeviceKind
from tests.hall import Clerk, Kiosk, Server

pytestmark = pytest.mark.xdist_group("browser")

Contexts = Callable[..., BrowserContext]
SOON = 15_000  # ms
GONE = 40_000  # ms until a page has told that it is cut off, and until all are back
HAS_ITS_FONT = """document.fonts.check("1em 'Noto Sans TC Variable'", document.querySelector("main").innerText)"""
READS = 700  # ms: the terminal takes a key as meant only when what it shows has stood a while


def opened(context: BrowserContext, address: str) -> Page:
    """Open a page."""
    page = context.new_page()
    page.goto(address)
    return page


def test_every_screen_says_so_and_comes_back(server: Server, context: Contexts) -> None:
    """Display, sign, phone and terminal over a `kill -9`: none looks empty, none shows an old wait as new."""
    kiosk, clerk = Kiosk(server, server.enrol(DeviceKind.KIOSK)), Clerk(server, "clerk3", "3")
    first = kiosk.takes("A").json()
    second = kiosk.takes("A").json()
    assert clerk.does("open").ok
    phone = opened(context(390, 844), second["track_url"])
    display = opened(context(1920, 1080), f"{server.url}/display/main")
    sign = opened(context(768, 240), f"{server.url}/sign/main/3")
    work = context(1366, 768)
    work.clock.install()
    terminal = opened(work, f"{server.url}/counter/")
    terminal.fill("input[name=username]", "clerk3")
    terminal.fill("input[name=password]", "demo")
    terminal.keyboard.press("Enter")
    expect(terminal.locator("button.big strong")).to_have_text(f"Call {first['ticket']['number']}", timeout=SOON)
    terminal.clock.fast_forward(READS)
    terminal.keyboard.press("Space")
    expect(display.locator(".fresh .room b").first).to_have_text(first["ticket"]["number"], timeout=SOON)
    expect(sign.locator(".board.called .room b")).to_have_text(first["ticket"]["number"], timeout=SOON)

    server.kill()
    expect(display.locator("main")).to_contain_text("連線中斷", timeout=GONE)
    assert display.evaluate(HAS_ITS_FONT), "what is said only now has its font already"
    expect(display.locator("main")).to_contain_text(first["ticket"]["number"])
    expect(display.locator(".waits .range, .waits .mins")).to_have_count(0)
    expect(phone.locator(".stale")).to_contain_text("No connection since", timeout=GONE)
    expect(sign.locator(".room b")).to_have_count(0, timeout=GONE)
    expect(terminal.locator("body")).to_contain_text("Cut off", timeout=GONE)
    terminal.keyboard.press("Space")  # it does nothing while nobody hears it

    server.start()
    clerk = Clerk(server, "clerk3", "3")
    assert clerk.does("start").ok
    assert clerk.does("finish", outcome="done").ok
    assert clerk.does("call").json()["ticket"]["number"] == second["ticket"]["number"]
    for page, place in ((display, ".fresh .room b, .last .room b"), (sign, ".board.called .room b")):
        expect(page.locator(place).first).to_have_text(second["ticket"]["number"], timeout=GONE)
    expect(phone.locator(".called-now h1")).to_have_text(second["ticket"]["number"], timeout=GONE)
    expect(terminal.locator("button.big strong")).to_have_text("Start serving", timeout=GONE)
    assert server.floor("verify").returncode == 0


def test_two_calls_close_together_are_both_seen(server: Server, context: Contexts) -> None:
    """Within two seconds of each other: both have the screen, and neither pushes the other away."""
    kiosk, wall = Kiosk(server, server.enrol(DeviceKind.KIOSK)), context(1920, 1080)
    wall.clock.install()
    display = opened(wall, f"{server.url}/display/main")
    expect(display.locator("main:not(.waiting) > h1")).to_be_attached(timeout=SOON)
    clerks = {counter: Clerk(server, f"clerk{counter}", counter) for counter in ("3", "4")}
    for clerk in clerks.values():
        kiosk.takes("A")
        clerk.does("open")
    numbers = [clerk.does("call").json()["ticket"]["number"] for clerk in clerks.values()]
    expect(display.locator(".fresh .room b")).to_have_text(sorted(numbers), timeout=SOON)
    display.clock.fast_forward(2000)
    expect(display.locator(".fresh .room b")).to_have_text(sorted(numbers))
