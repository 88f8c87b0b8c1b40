"""An incident in the office: the start page names the reader's next step, by its time; it is confirmed there."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, expect

from tests.hall import Clerk, Server

pytestmark = pytest.mark.xdist_group("browser")
Contexts = Callable[..., BrowserContext]
WIDEST = """Math.max(...[document.documentElement, ...document.querySelectorAll(".scroll")]
  .map((one) => one.scrollWidth + one.getBoundingClientRect().left))"""  # px, of the page and of what scrolls in it


def test_a_step_of_one_s_own_role(server: Server, context: Contexts) -> None:
    """A clerk raises it; the supervisor finds the step to take the lead, confirms it, and the log says so."""
    raised = Clerk(server, "clerk1", "1").asks("POST", "/halls/main/incidents", {"kind": "crowding"})
    assert raised.status_code == 201, raised.text
    page = context(1366, 768).new_page()
    page.request.post(f"{server.api}/session", data={"username": "supervisor", "password": "demo"})
    page.goto(f"{server.url}/office/main/")
    expect(page.locator(".do li").first).to_contain_text("Acknowledge the incident")
    page.keyboard.press("1")
    page.wait_for_url("**/incidents/*")
    assert Axe().run(page).violations_count == 0
    page.get_by_role("button", name="Done Acknowledge the incident").click()
    expect(page.get_by_role("status")).to_be_visible()
    expect(page.locator("header.ph")).to_contain_text("Led by 許文傑")
    page.goto(f"{server.url}/office/main/incidents")
    expect(page.locator("table").first.locator("tbody tr")).to_have_count(1)
    assert Axe().run(page).violations_count == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("who", ["supervisor", "manager"])
def test_a_phone_shows_it_without_scrolling_sideways(server: Server, context: Contexts, who: str) -> None:
    """The list with its plans, and each incident with its steps and log, in each language."""
    for kind, drill in (
        ("crowding", True),
        ("major_complaint", False),
        ("system_failure", False),
        ("threat", False),
        ("crowding", False),
    ):
        asked = {"kind": kind, "drill": drill}
        assert Clerk(server, "supervisor", "1").asks("POST", "/halls/main/incidents", asked).status_code == 201
    page = context(390, 844).new_page()
    page.request.post(f"{server.api}/session", data={"username": who, "password": "demo"})
    wide = []
    for language in ("zh-Hant", "zh-Hans", "en"):
        page.goto(f"{server.url}/office/main/incidents?lang={language}")
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        wide.append((language, "list", page.evaluate(WIDEST)))
        for link in page.locator("table.cards a").evaluate_all("all => all.map((one) => one.href)"):
            page.goto(link)
            wide.append((language, link, page.evaluate(WIDEST)))
    assert [one for one in wide if one[2] > 390] == []
