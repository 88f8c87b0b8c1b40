"""Booked on a phone, moved, told by e-mail, checked in at the kiosk by its code, called: as its customer goes it."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from server.appointments.settings import Bookable
from server.kernel.clock import SystemClock
from server.messages.ways import open_channels
from server.messages.worker import Worker
from tests.appointments import CHEN, can_be_booked
from tests.hall import Clerk, Server, quiet_config
from tests.kiosk_side import AgentProcess
from tests.mail import MailServer
from tests.receivers import Receiver

pytestmark = pytest.mark.xdist_group("browser")

Contexts = Callable[..., BrowserContext]
RunAgent = Callable[..., AbstractContextManager[AgentProcess]]
SOON = 15_000  # ms
LEAST = 44  # px: what a thumb hits
SMALL = """least => [...document.querySelectorAll("a, button, summary, input:not([type=hidden])")]
  .filter(one => one.checkVisibility() && one.getBoundingClientRect().height < least)
  .map(one => `${one.textContent.trim()} ${one.getBoundingClientRect().height}`)"""


def looked_at(page: Page) -> None:
    """See that nothing is too small, too wide or hidden from some readers."""
    page.wait_for_load_state()  # with its styles
    assert page.evaluate(SMALL, LEAST) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []


def test_booked_on_a_phone_and_called(context: Contexts, run_agent: RunAgent, tmp_path: Path) -> None:
    """Each page fits 320 px; the code of the e-mail is that of the page, and opens the number at the kiosk."""
    with MailServer() as mail:
        server = Server(tmp_path, config=quiet_config(tmp_path, endless=True), **mail.environment()).start()
        try:
            can_be_booked(server, [Bookable(service="A", places=1, minutes=5)], notice=0, change_until=0)
            code = by_phone(server, context(320, 640, "en-US", has_touch=True).new_page())
            Worker(server.store(), open_channels(mail.settings(), SystemClock())).once()
            assert [str(letter["To"]) for letter in mail.taken] == [CHEN, CHEN]
            body = mail.taken[-1].get_body(("plain",))
            assert body is not None
            assert f"Your code: {code}" in str(body.get_content())
            with Receiver() as printer, run_agent(server, tmp_path, printer.url) as agent:
                number = at_the_kiosk(context(1080, 1920, "en-US", has_touch=True).new_page(), agent, code)
                assert len(printer.waits_for(1)) == 1
            clerk = Clerk(server, "clerk3", "3")
            clerk.does("open")
            assert clerk.does("call").json()["ticket"]["number"] == number
        finally:
            server.kill()


def by_phone(server: Server, page: Page) -> str:
    """Book a time that is not over before it is booked, move it, and return the code."""
    page.goto(f"{server.url}/book/main")
    looked_at(page)
    page.get_by_role("link", name="Household registration").click()
    expect(page.get_by_text("ID card, original")).to_be_visible()
    looked_at(page)
    page.locator(".slots button").nth(1).click()
    page.get_by_role("button", name="Book this time").click()
    expect(page.locator("#email-fault")).to_be_visible()
    looked_at(page)
    page.get_by_label("E-mail address").fill(CHEN)
    page.get_by_role("button", name="Book this time").click()
    expect(page.get_by_role("status")).to_contain_text("Your appointment is booked.")
    looked_at(page)
    first = page.locator("h1.when").inner_text()
    page.get_by_role("link", name="Another time").click()
    looked_at(page)
    page.locator(".slots button").nth(2).click()
    expect(page.get_by_role("status")).to_contain_text("another time")
    assert page.locator("h1.when").inner_text() != first
    found = re.sub(r"\D", "", page.locator(".digits").inner_text())
    assert len(found) == 6
    return found


def at_the_kiosk(page: Page, agent: AgentProcess, code: str) -> str:
    """Type a wrong code, then the right one; return the number."""
    page.goto(f"{agent.base}/kiosk/")
    page.locator(".langs button[lang|=en]").click()
    page.locator("button[data-booked]").tap()
    wrong = "0" * 6 if code != "0" * 6 else "1" * 6
    for digit in wrong:
        page.locator(f".digits [data-key='{digit}']").tap()
    page.get_by_role("button", name="Check in").tap()
    expect(page.locator("#code-state")).to_contain_text("We find no appointment with this code", timeout=SOON)
    for digit in code:
        page.locator(f".digits [data-key='{digit}']").tap()
    page.get_by_role("button", name="Check in").tap()
    ticket = page.locator("main.ticket")
    expect(ticket).to_contain_text(re.compile(r"A\d{3}"), timeout=SOON)
    expect(ticket).to_contain_text("your appointment")
    found = re.search(r"A\d{3}", ticket.inner_text())
    assert found
    return found.group()
