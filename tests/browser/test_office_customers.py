"""What customers said, in the office: a low rating is contacted and settled, an opinion answered."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, expect

from tests.hall import Server
from tests.unhappy import unhappy

pytestmark = pytest.mark.xdist_group("browser")
Contexts = Callable[..., BrowserContext]


def test_a_low_rating_is_followed_up(server: Server, context: Contexts) -> None:
    """The start page names it first; contact is shown once asked for; the note is kept; the answer is given."""
    unhappy(server)
    page = context(1366, 768).new_page()
    page.request.post(f"{server.api}/session", data={"username": "supervisor", "password": "demo"})
    page.goto(f"{server.url}/office/main/")
    expect(page.locator(".do li").first).to_contain_text("Contact the customer of A001")
    expect(page.locator("nav [aria-current=page] .n")).to_have_text(f"{page.locator('.do li').count()} to do")
    page.keyboard.press("1")
    page.wait_for_url("**/follow-ups/*")
    expect(page.locator("blockquote")).to_have_text("Two hours.")
    assert Axe().run(page).violations_count == 0
    page.get_by_role("button", name="The customer was contacted").click()
    expect(page.locator("#note-fault")).to_contain_text("needed")
    page.get_by_role("button", name="Show where to reach them").click()
    expect(page.locator("#contact")).to_have_text("0912 345 678")
    page.fill("#note", "Called; will come back on Friday.")
    page.get_by_role("button", name="The customer was contacted").click()
    page.wait_for_url("**/follow-ups?said=saved")
    expect(page.locator("tbody tr")).to_contain_text("contacted")
    assert Axe().run(page).violations_count == 0
    page.locator("tbody a").click()
    expect(page.locator("main")).to_contain_text("Called; will come back on Friday.")
    page.fill("#note", "Done on Friday.")
    page.get_by_role("button", name="It is settled").click()
    expect(page.locator("main")).to_contain_text("No low rating is waiting.")
    page.goto(f"{server.url}/office/main/opinions")
    assert Axe().run(page).violations_count == 0
    page.locator("tbody a").click()
    page.fill("#text", "Ten more come next month.")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.locator("tbody")).to_contain_text("Ten more come next month.")
