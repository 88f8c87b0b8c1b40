"""The kiosk's touch page with its real agent: by keys only, with every mood of a printer, and left alone."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.hall import Server
from tests.kiosk_side import AgentProcess
from tests.receivers import Receiver

pytestmark = pytest.mark.xdist_group("browser")

Contexts = Callable[..., BrowserContext]
RunAgent = Callable[..., AbstractContextManager[AgentProcess]]
SOON = 15_000  # ms
LARGE = 200  # px: the height of a number that a camera reads from a step away


def opened(context: BrowserContext, agent: AgentProcess) -> Page:
    """Open the touch page in English."""
    page = context.new_page()
    page.goto(f"{agent.base}/kiosk/")
    page.locator(".langs button[lang|=en]").click()
    expect(page.locator("button.row[data-service=A]")).to_be_enabled(timeout=SOON)
    return page


def settles(page: Page) -> None:
    """Wait until what is on the screen takes a press."""
    page.wait_for_selector("html:not([data-fresh])")


def takes(page: Page, service: str = "A") -> None:
    """Touch a service, come alone."""
    page.locator(f"button.row[data-service={service}]").tap()
    page.locator(".pad button").first.tap()


def test_by_keys_only(server: Server, context: Contexts, run_agent: RunAgent, tmp_path: Path) -> None:
    """Four arrows and Enter, from the language to the slip; Escape goes back."""
    with Receiver() as printer, run_agent(server, tmp_path, printer.url) as agent:
        page = context(1080, 1920).new_page()
        page.goto(f"{agent.base}/kiosk/")
        expect(page.locator("button.row[data-service=A]")).to_be_enabled(timeout=SOON)
        page.keyboard.press("ArrowDown")  # the first thing that can be touched
        for _ in range(12):
            if page.evaluate("document.activeElement.lang?.startsWith('en')"):
                break
            page.keyboard.press("ArrowRight")
        settles(page)
        page.keyboard.press("Enter")
        expect(page.locator("html")).to_have_attribute("lang", "en")
        for _ in range(12):
            if page.evaluate("document.activeElement.dataset.service") == "B":
                break
            page.keyboard.press("ArrowDown")
        settles(page)
        page.keyboard.press("Enter")
        expect(page.locator(".pad button").first).to_be_visible(timeout=SOON)
        page.keyboard.press("Escape")
        expect(page.locator("button.row[data-service=B]")).to_be_visible()
        page.locator("button.row[data-service=B]").focus()
        settles(page)
        page.keyboard.press("Enter")
        for _ in range(12):
            if page.evaluate("document.activeElement.closest('.pad') !== null"):
                break
            page.keyboard.press("ArrowDown")
        settles(page)
        page.keyboard.press("Enter")
        expect(page.locator("main.ticket")).to_contain_text(re.compile(r"B\d{3}"), timeout=SOON)
        assert len(printer.waits_for(1)) == 1


@pytest.mark.parametrize("mode", ["paper_out", "off"])
def test_a_printer_that_cannot(
    server: Server, context: Contexts, run_agent: RunAgent, tmp_path: Path, mode: str
) -> None:
    """Out of paper, or off: the page says it, and the number stands large beside its code, to be photographed."""
    with Receiver(mode=mode) as printer, run_agent(server, tmp_path, printer.url) as agent:
        page = opened(context(1080, 1920, "en-US", has_touch=True), agent)
        takes(page)
        number = page.locator(".screen.photo-of .plate.huge, .screen.photo-of .plate").first
        expect(number).to_contain_text(re.compile(r"A\d{3}"), timeout=SOON)
        box = number.bounding_box()
        assert box is not None
        assert box["height"] > LARGE
        expect(page.locator(".screen.photo-of svg, .screen.photo-of canvas").first).to_be_visible()
        expect(page.locator(".screen.photo-of")).to_contain_text(
            re.compile("out of paper|printer" if mode == "paper_out" else "printer", re.IGNORECASE)
        )


def test_a_printer_that_says_nothing(server: Server, context: Contexts, run_agent: RunAgent, tmp_path: Path) -> None:
    """Nobody knows whether the slip came out: the customer is asked, and a no shows the number large."""
    with Receiver(mode="hung") as printer, run_agent(server, tmp_path, printer.url) as agent:
        page = opened(context(1080, 1920, "en-US", has_touch=True), agent)
        takes(page)
        asks = page.locator(".screen.asks")
        expect(asks).to_be_visible(timeout=30_000)
        asks.locator("button").last.tap()
        expect(page.locator(".screen.photo-of")).to_contain_text(re.compile(r"A\d{3}"), timeout=SOON)


def test_without_a_printer(server: Server, context: Contexts, run_agent: RunAgent, tmp_path: Path) -> None:
    """The page itself is the slip: number and code."""
    with run_agent(server, tmp_path) as agent:
        page = opened(context(1920, 1080, "en-US", has_touch=True), agent)
        takes(page, "D")
        expect(page.locator(".screen.photo-of")).to_contain_text(re.compile(r"D\d{3}"), timeout=SOON)


def test_left_alone_it_goes_home(server: Server, context: Contexts, run_agent: RunAgent, tmp_path: Path) -> None:
    """A minute untouched: twenty seconds in which any touch gives time; else everything begun is forgotten."""
    with run_agent(server, tmp_path) as agent:
        page = context(1080, 1920, "en-US", has_touch=True).new_page()
        page.clock.install()
        page.goto(f"{agent.base}/kiosk/")
        expect(page.locator("button.row[data-service=A]")).to_be_enabled(timeout=SOON)
        page.locator("button.row[data-service=A]").tap()
        expect(page.locator(".pad")).to_be_visible(timeout=SOON)
        page.clock.run_for(61_000)
        asked = page.locator("[role=alertdialog]")
        expect(asked).to_be_visible(timeout=SOON)
        asked.locator("button").first.tap()
        expect(asked).to_have_count(0)
        expect(page.locator(".pad")).to_be_visible()
        page.clock.run_for(82_000)
        expect(page.locator(".pad")).to_have_count(0, timeout=SOON)
        expect(page.locator("button.row[data-service=A]")).to_be_visible()


def test_cut_off_and_back(server: Server, context: Contexts, run_agent: RunAgent, tmp_path: Path) -> None:
    """The server goes: since when is said, and a number is given all the same; it comes, and both are in the line."""
    with run_agent(server, tmp_path) as agent:
        page = opened(context(1080, 1920, "en-US", has_touch=True), agent)
        agent.is_granted()
        server.kill()
        expect(page.locator(".stale")).to_contain_text("You still get a number here", timeout=30_000)
        takes(page)
        expect(page.locator(".screen.photo-of")).to_contain_text(re.compile("A801|A900"), timeout=SOON)
        expect(page.locator(".screen.photo-of")).to_contain_text("The number counts like any other", timeout=SOON)
        page.get_by_role("button", name="I have it").click()
        server.start()
        expect(page.locator(".stale")).to_have_count(0, timeout=30_000)
        takes(page)
        expect(page.locator(".screen.photo-of")).to_contain_text("A001", timeout=SOON)
        expect(page.locator(".screen.photo-of .lines")).to_contain_text("1 人", timeout=SOON)


def test_the_set_up_page(server: Server, context: Contexts, run_agent: RunAgent, tmp_path: Path) -> None:
    """A code opens it; a network printer is asked, prints a test slip, is kept; a wrong code is said."""
    with Receiver() as printer, run_agent(server, tmp_path) as agent:
        page = context(1366, 900).new_page()
        page.goto(f"{agent.base}/setup/")
        expect(page.locator("h1")).to_have_text("Set up this kiosk", timeout=SOON)
        page.get_by_label("Set-up code").fill("1")
        page.get_by_role("button", name="Open the page").click()
        expect(page.locator("[role=alert]")).to_contain_text("This is not the code", timeout=SOON)
        page.get_by_label("Set-up code").fill(agent.setup_code())
        page.get_by_role("button", name="Open the page").click()
        expect(page.locator("main")).to_contain_text("127.0.0.1", timeout=SOON)
        page.get_by_label("On the network").check()
        page.locator("input[inputmode=url]").fill("127.0.0.1:1")
        page.get_by_role("button", name="Ask the printer").click()
        expect(page.locator("section > [role=status] .state.danger")).to_contain_text("does not answer", timeout=SOON)
        page.locator("input[inputmode=url]").fill(f"127.0.0.1:{printer.port}")
        page.get_by_role("button", name="Ask the printer").click()
        expect(page.locator("section > [role=status] .state.calm")).to_have_text("Ready, with paper", timeout=SOON)
        page.get_by_role("button", name="Print a test slip").click()
        expect(page.locator("section > [role=status] .state.calm")).to_have_text(
            "Printed, and confirmed by the printer", timeout=SOON
        )
        assert len(printer.waits_for(1)) == 1
        page.get_by_role("button", name="Save").click()
        expect(page.locator(".told[role=status]")).to_be_visible(timeout=SOON)
        kiosk = opened(context(1080, 1920, "en-US", has_touch=True), agent)
        takes(kiosk)
        assert len(printer.waits_for(2)) == 2
