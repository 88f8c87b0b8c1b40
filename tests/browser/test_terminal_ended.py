"""A terminal whose clerk was suspended says so, and not that it is cut off; one that was closed says by whom."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from server.security.rights import DeviceKind
from tests.hall import Clerk, Kiosk, Server, quiet_config

pytestmark = pytest.mark.xdist_group("browser")

Contexts = Callable[..., BrowserContext]
SOON = 20_000  # ms: a revoked sign-in is cut within five seconds


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """The demo's hall, standing still."""
    made = Server(tmp_path, config=quiet_config(tmp_path))
    try:
        yield made.start()
    finally:
        made.end()


def seated(server: Server, context: Contexts) -> Page:
    """Sign in as clerk 3 and sit down at counter 3."""
    page = context(1366, 768).new_page()
    page.goto(f"{server.url}/counter/")
    page.fill("input[name=username]", "clerk3")
    page.fill("input[name=password]", "demo")
    page.keyboard.press("Enter")
    page.locator(".seat[data-counter='3']").click()
    expect(page.locator("button.big")).to_be_visible(timeout=SOON)
    return page


def test_a_terminal_says_why_nothing_goes_on(server: Server, context: Contexts) -> None:
    """Closed by the supervisor, it names who; ended by the office, nothing is said to wait to be sent."""
    page = seated(server, context)
    supervisor = Clerk(server, "supervisor", "3")
    assert Kiosk(server, server.enrol(DeviceKind.KIOSK)).takes("A").ok
    assert Clerk(server, "clerk3", "3").does("call").ok
    supervisor.does("free", then="back")
    expect(page.get_by_text("許文傑 put A001 back into the line. Call the next to go on.")).to_be_visible(timeout=SOON)
    supervisor.does("close-for", then="back")
    expect(page.get_by_text("許文傑 closed this counter. Ask them, or open it to go on.")).to_be_visible(timeout=SOON)
    office = context(1366, 768).new_page()
    office.request.post(f"{server.api}/session", data={"username": "admin", "password": "demo"})
    office.goto(f"{server.url}/office/main/people")
    office.get_by_text("黃淑芬").first.click()
    office.get_by_text("Suspend …").click()
    office.get_by_role("button", name="Suspend now").click()
    expect(page.get_by_role("alert")).to_contain_text("Your sign-in here has ended", timeout=SOON)
    assert "when back online" not in page.locator("body").inner_text()
