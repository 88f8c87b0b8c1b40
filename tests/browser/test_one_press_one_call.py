"""A double click, a key that bounces or is held down is one press: no terminal calls two numbers by it."""

from collections.abc import Callable
from typing import Final

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from server.security.rights import DeviceKind
from tests.by_keys import press, sign_in
from tests.hall import Clerk, Kiosk, Server

pytestmark = pytest.mark.xdist_group("browser")
Contexts = Callable[..., BrowserContext]
SOON = 15_000  # ms
READS = 700  # ms: the terminal takes a key as meant only when what it shows has stood a while
HELD = 12  # repeats of a key that is held down for a good while


def bounced(page: Page) -> None:
    """Press Space, whose contact gives five presses within some milliseconds."""
    for _ in range(5):
        page.keyboard.press("Space")


def held(page: Page) -> None:
    """Hold Space down."""
    for _ in range(HELD):
        page.keyboard.down("Space")
    page.keyboard.up("Space")


def doubled(page: Page) -> None:
    """Click the big key twice, as one does who opens files so."""
    page.locator("button.big").dblclick()


def tapped(page: Page) -> None:
    """Click it four times in a trembling hand."""
    page.locator("button.big").click(click_count=4, delay=30)


def hurried(page: Page) -> None:
    """Click and press Space at once."""
    page.locator("button.big").click()
    page.keyboard.press("Space")
    page.locator("button.big").click()


WAYS: Final = (bounced, held, doubled, tapped, hurried)


def shows(page: Page, then: str) -> None:
    """Wait until the big key says what it would do next, and until that counts as read."""
    big = page.locator("button.big")
    expect(big.locator("strong")).to_contain_text(then, timeout=SOON)
    expect(big).to_have_attribute("aria-busy", "false")
    page.clock.fast_forward(READS)


def calls(auditor: Clerk) -> list[str]:
    """Return what was done at counters with tickets, as the journal has it."""
    items = auditor.asks("GET", "/halls/main/journal?limit=1000").json()["items"]
    return [one["event"] for one in items if one["event"] in {"TicketCalled", "TicketStarted", "TicketFinished"}]


def test_each_way_of_pressing_does_one_thing(server: Server, context: Contexts) -> None:
    """Call, start, finish, and finish with the next call: in the journal each stands once, whatever the hand did."""
    kiosk, auditor = Kiosk(server, server.enrol(DeviceKind.KIOSK)), Clerk(server, "auditor", "3")
    for _ in range(len(WAYS) + 2):
        assert kiosk.takes("A").ok
    page = context(1366, 768).new_page()
    page.clock.install()
    page.goto(f"{server.url}/counter/")
    sign_in(page, "clerk3")
    expect(page.locator(".seat[data-counter='3']")).to_be_enabled(timeout=SOON)
    press(page, ".seat[data-counter='3']")
    done: list[str] = []
    for number, way in enumerate(WAYS, start=1):
        for act, then in (("TicketCalled", "Start serving"), ("TicketStarted", "Finish"), ("TicketFinished", "Call A")):
            shows(
                page, {"TicketCalled": f"Call A00{number}", "TicketStarted": "Start", "TicketFinished": "Finish"}[act]
            )
            way(page)
            shows(page, then)
            done.append(act)
            assert calls(auditor) == done, way.__name__
    for then in ("Start serving", "Finish"):
        page.keyboard.press("Space")
        shows(page, then)
    for _ in range(4):
        page.keyboard.press("f")
    shows(page, "Start serving")
    assert calls(auditor) == [*done, "TicketCalled", "TicketStarted", "TicketFinished", "TicketCalled"]
