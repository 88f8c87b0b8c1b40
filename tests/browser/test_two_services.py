"""Two services in one visit: chosen at the kiosk, followed on one phone page, served at two counters, rated once."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.by_keys import sign_in
from tests.hall import Clerk, Server
from tests.kiosk_side import AgentProcess
from tests.receivers import Receiver

pytestmark = pytest.mark.xdist_group("browser")

Contexts = Callable[..., BrowserContext]
RunAgent = Callable[..., AbstractContextManager[AgentProcess]]
SOON = 15_000  # ms
READS = 700  # ms: the terminal takes a key as meant only when what it shows has stood a while


def settles(page: Page) -> None:
    """Wait until what is on the screen takes a press."""
    page.wait_for_selector("html:not([data-fresh])")


def visit(page: Page) -> list[str]:
    """Return the visit as the phone shows it, a line a service."""
    return [" · ".join(text.split("\n")) for text in page.locator(".steps > div").all_inner_texts()]


def test_from_the_kiosk_to_the_rating(server: Server, context: Contexts, run_agent: RunAgent, tmp_path: Path) -> None:
    """One number on one slip; each counter calls it; between them it waits by itself, and at the end it is rated."""
    clerks = {code: Clerk(server, f"clerk{code}", code) for code in "35"}
    for clerk in clerks.values():
        assert clerk.does("open").ok
    with Receiver() as printer, run_agent(server, tmp_path, printer.url) as agent:
        kiosk = context(1080, 1920, "en-US", has_touch=True).new_page()
        kiosk.goto(f"{agent.base}/kiosk/")
        kiosk.locator(".langs button[lang|=en]").click()
        expect(kiosk.locator("button.row[data-service=A]")).to_be_enabled(timeout=SOON)
        settles(kiosk)
        kiosk.locator("[data-several]").tap()
        expect(kiosk.locator("h1")).to_have_text("Touch all that you need")
        settles(kiosk)
        for nth, code in enumerate("AE", 1):
            kiosk.locator(f"button.row[data-service={code}]").tap()
            expect(kiosk.locator(f"button.row[data-service={code}] .nth")).to_have_text(str(nth))
        kiosk.get_by_role("button", name="One number for 2 services").tap()
        kiosk.locator(".pad button").first.tap()
        number = kiosk.locator("main.ticket .plate.huge")
        expect(number).to_have_text(re.compile(r"[AE]\d{3}"), timeout=SOON)
        expect(kiosk.locator("[data-further]")).to_contain_text("Then:")
        assert len(printer.waits_for(1)) == 1
        ticket = number.inner_text()
        first, second = ("3", "5") if ticket.startswith("A") else ("5", "3")
        page = context(390, 844, has_touch=True).new_page()
        page.goto(str(kiosk.locator(".here a").get_attribute("href")))
        expect(page.locator(".steps > div")).to_have_count(2, timeout=SOON)
        called = clerks[first].does("call").json()["ticket"]
        assert (called["number"], len(called["further"])) == (ticket, 1)
        assert clerks[second].does("call").json()["code"] == "nobody_waiting", "they are called elsewhere"
        clerks[first].does("start")
        expect(page.locator("h1")).to_have_text("You are being served", timeout=SOON)
        assert [line.split(" · ")[0] for line in visit(page)] == ["now", "then"]
        terminal = context(1366, 768).new_page()
        terminal.clock.install()
        terminal.goto(f"{server.url}/counter/")
        sign_in(terminal, f"clerk{first}")
        expect(terminal.locator(".big .sub")).to_contain_text("Then on to", timeout=SOON)
        terminal.clock.fast_forward(READS)
        terminal.keyboard.press("Space")
        expect(page.locator(".steps > div").first).to_contain_text(f"done at counter {first}", timeout=SOON)
        assert clerks[second].does("call").json()["ticket"]["number"] == ticket
        expect(page.locator(".summons")).to_contain_text(second, timeout=SOON)
        clerks[second].does("start")
        clerks[second].does("finish")
        expect(page.locator("h1")).to_have_text("All done for today", timeout=SOON)
        assert sum("done at counter" in line for line in visit(page)) == 2
        expect(page.get_by_role("button", name="Rate this visit")).to_be_visible()
