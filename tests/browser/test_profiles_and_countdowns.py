"""By keys alone: a clerk's countdown runs, is stopped and goes on; a supervisor switches the work profile, and back."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from server.profiles.commands import save_profile
from server.profiles.model import WorkProfile
from server.security.actors import SYSTEM
from server.security.rights import DeviceKind
from server.store.directory import hall_number
from server.store.hall import HEAD
from tests.hall import Clerk, Kiosk, Server, quiet_config

pytestmark = pytest.mark.xdist_group("browser")

Contexts = Callable[..., BrowserContext]
SOON = 15_000  # ms
LUNCH = {
    "name": {"zh-Hant": "午休", "zh-Hans": "午休", "en": "Lunch"},
    "counters": {str(code): {"services": ["A", "B"]} for code in range(1, 9)},
}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A hall with a work profile that leaves services out."""
    made = Server(tmp_path, config=quiet_config(tmp_path)).start()
    store = made.store()
    try:
        with store.look(HEAD) as head:
            number = hall_number(head, "main")
        with store.hall(number, SYSTEM) as hall:
            save_profile(hall, WorkProfile.model_validate(LUNCH), profile=0, before=None, knowing=True)
    finally:
        store.database.close()
    yield made
    made.kill()


def signs_in(page: Page, username: str) -> None:
    """Sign in by keys."""
    expect(page.locator("input[name=username]")).to_be_focused(timeout=SOON)
    page.keyboard.type(username)
    page.keyboard.press("Tab")
    page.keyboard.type("demo")
    page.keyboard.press("Enter")


def test_a_countdown_is_stopped_and_goes_on(server: Server, context: Contexts) -> None:
    """A turns it on; somebody comes into an empty line and it counts; Escape stops it; A goes on, and it calls."""
    page = context(1366, 768).new_page()
    page.goto(f"{server.url}/counter/?counter=3")
    signs_in(page, "clerk3")
    expect(page.locator(".seat[data-first]")).to_be_focused(timeout=SOON)
    page.keyboard.press("Enter")
    expect(page.locator(".desk-work")).to_be_visible(timeout=SOON)
    page.keyboard.press("a")
    expect(page.locator("[data-act=by-itself]")).to_have_attribute("aria-pressed", "true", timeout=SOON)
    Kiosk(server, server.enrol(DeviceKind.KIOSK)).takes("A")
    expect(page.locator(".big .counts")).to_be_visible(timeout=SOON)
    assert Axe().run(page).response["violations"] == []
    page.keyboard.press("Escape")
    expect(page.locator(".big .sub")).to_contain_text("Not by itself this time", timeout=SOON)
    page.keyboard.press("a")
    expect(page.locator(".big .sub")).to_contain_text("By itself in", timeout=SOON)
    page.reload()
    expect(page.locator(".big strong")).to_have_text("Start serving", timeout=SOON)
    expect(page.locator(".now .plate").first).to_have_text("A001")


def test_the_profile_is_switched_and_back(server: Server, context: Contexts) -> None:
    """P, a digit: one press, with what nobody serves then beside it; the counters say it; U takes it back."""
    clerk = Clerk(server, "clerk3", "3")
    clerk.does("open")
    page = context(1920, 1080).new_page()
    page.goto(f"{server.url}/board/main")
    signs_in(page, "supervisor")
    expect(page.locator(".prof")).to_contain_text("As set up", timeout=SOON)
    page.keyboard.press("p")
    expect(page.locator(".pick .act")).to_contain_text(["Lunch"])
    expect(page.locator(".pick .watch")).to_contain_text("nobody serves Taxes and fees")
    assert Axe().run(page).response["violations"] == []
    page.keyboard.press("1")
    expect(page.locator(".prof b")).to_have_text("Lunch", timeout=SOON)
    expect(page.locator(".noted")).to_contain_text("Nobody serves")
    expect(page.locator(".d.open .sk")).to_have_text("A B")
    assert clerk.sees()["counter"]["services"] == ["A", "B"]
    page.keyboard.press("u")
    expect(page.locator(".prof b")).to_have_text("As set up", timeout=SOON)
    assert clerk.sees()["counter"]["services"] == ["A", "B", "C"]
