"""The server is gone: the terminal shows its last view as old, prints the line, and loads again without it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from server.security.rights import DeviceKind
from tests.hall import Clerk, Kiosk, Server

pytestmark = pytest.mark.xdist_group("browser")

Contexts = Callable[..., BrowserContext]
SOON = 15_000  # ms
GONE = 40_000  # ms until a page has told that it is cut off, and until it is back
KEPT = "() => caches.open('terminal').then(place => place.keys()).then(found => found.length)"
NUMBERS = "[...document.querySelectorAll('.paper tbody tr')].map(row => row.cells[0].textContent.trim())"


def on_paper(page: Page) -> list[str]:
    """Return the numbers on the list, as it is printed: alone on its sheet."""
    page.emulate_media(media="print")
    expect(page.locator(".paper")).to_be_visible()
    expect(page.locator("main")).to_be_hidden()
    numbers: list[str] = page.evaluate(NUMBERS)
    page.emulate_media(media="screen")
    expect(page.locator(".paper")).to_be_hidden()
    return numbers


def test_the_line_is_printed_without_the_server(server: Server, context: Contexts, tmp_path: Path) -> None:
    """All who wait, in their order, before them who is served; after loading again, too; and back, it goes on."""
    kiosk, clerk = Kiosk(server, server.enrol(DeviceKind.KIOSK)), Clerk(server, "clerk3", "3")
    numbers = [kiosk.takes("A").json()["ticket"]["number"] for _ in range(12)]
    numbers += [kiosk.takes("B").json()["ticket"]["number"]]
    assert clerk.does("open").ok
    assert clerk.does("call").ok
    page = context(1366, 768).new_page()
    page.goto(f"{server.url}/counter/")
    page.fill("input[name=username]", "clerk3")
    page.fill("input[name=password]", "demo")
    with page.expect_response(re.compile("/halls/main/line$"), timeout=SOON):
        page.keyboard.press("Enter")
    expect(page.locator("button.big strong")).to_have_text("Start serving", timeout=SOON)
    page.wait_for_function(f"async () => await ({KEPT})() > 30", timeout=SOON)

    server.kill()
    expect(page.locator(".strip")).to_contain_text("No server since", timeout=GONE)
    expect(page.get_by_role("button", name="Print the list")).to_be_visible()
    assert on_paper(page) == numbers
    sheet = tmp_path / "line.pdf"
    page.pdf(path=sheet, prefer_css_page_size=True)
    assert re.findall(rb"/MediaBox \[0 0 (\d+)[.\d]* (\d+)", sheet.read_bytes())[0] == (b"594", b"841"), "A4"

    page.reload()
    expect(page.locator(".strip")).to_contain_text("loaded without it", timeout=GONE)
    expect(page.locator("header .desk")).to_have_text("3")
    expect(page.locator("button.big")).to_be_disabled()
    assert on_paper(page) == numbers

    server.start()
    expect(page.locator("button.big strong")).to_have_text("Start serving", timeout=GONE)
    expect(page.locator(".stale")).to_have_count(0)
    expect(page.locator(".paper")).to_have_count(0)
    page.get_by_role("button", name="Change counter").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("input[name=username]")).to_be_visible(timeout=SOON)
    assert page.evaluate("localStorage.getItem('floor.terminal.line')") is None
