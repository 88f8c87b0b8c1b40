"""An incident at the terminal, by keyboard: started, one's own step confirmed, the silent alarm without a trace."""

from collections.abc import Callable

import pytest
import requests
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from server.security.rights import DeviceKind
from tests.hall import Kiosk, Server, Visitor
from tests.looking import stands

pytestmark = pytest.mark.xdist_group("browser")

Contexts = Callable[..., BrowserContext]
SOON = 15_000  # ms
STANDS = 1700  # ms: a step's key acts only once it has stood beside it
CUT = """() => [...document.querySelectorAll("dialog b, dialog small, .strip .tool, .strip .key")].filter((one) => {
  const box = one.getBoundingClientRect(), round = one.closest(".card, .strip").getBoundingClientRect();
  return !box.width || box.x < round.x || box.y < round.y || box.right > round.right || box.bottom > round.bottom;
}).map((one) => one.textContent)"""


def seated(server: Server, context: Contexts) -> Page:
    """Sign in as clerk 3 and sit down at counter 3."""
    page = context(1366, 768).new_page()
    page.clock.install()
    page.goto(f"{server.url}/counter/")
    page.fill("input[name=username]", "clerk3")
    page.fill("input[name=password]", "demo")
    page.keyboard.press("Enter")
    expect(page.locator(".seat[data-counter='3']")).to_be_enabled(timeout=SOON)
    page.keyboard.press("3")
    expect(page.locator("button.big")).to_be_visible(timeout=SOON)
    page.clock.fast_forward(700)  # a key counts only when what it shows has stood a while
    return page


def incidents(server: Server) -> list[dict[str, object]]:
    """Return the incidents, as the supervisor reads them."""
    answer = Visitor(server, "").http.post(f"{server.api}/session", json={"username": "supervisor", "password": "demo"})
    found: list[dict[str, object]] = (
        Visitor(server, answer.json()["token"]).asks("GET", "/halls/main/incidents").json()["items"]
    )
    return found


def test_a_plan_is_started_and_a_step_confirmed(server: Server, context: Contexts) -> None:
    """X asks what has happened, a digit and Enter start the plan; Y confirms the clerk's own next step."""
    page = seated(server, context)
    page.keyboard.press("x")
    expect(page.locator("dialog[data-dialog=raise]")).to_be_visible()
    assert Axe().run(page).violations_count == 0
    assert page.evaluate(CUT) == []
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.keyboard.press("Enter")
    stands(page)
    assert "POST" not in sent, "Enter alone starts nothing: no plan is chosen yet"
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    strip = page.locator(".strip.incident")
    expect(strip).to_be_visible(timeout=SOON)
    (incident,) = incidents(server)
    assert incident["silent"] is False
    first = strip.locator(".clip b").first.inner_text()
    assert Axe().run(page).violations_count == 0
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    page.clock.fast_forward(STANDS)
    page.keyboard.press("y")
    page.keyboard.press("y")
    expect(strip).to_contain_text(f"Done: {first}", timeout=SOON)
    page.keyboard.press("z")
    expect(strip).not_to_contain_text("Done:", timeout=SOON)
    expect(strip.locator(".clip b").first).to_have_text(first)


def test_the_silent_alarm_leaves_no_trace(server: Server, context: Contexts) -> None:
    """F9 once is nothing; twice raises it, and the screen is what it was."""
    page, kiosk = seated(server, context), Kiosk(server, server.enrol(DeviceKind.KIOSK))
    before = page.locator("body").inner_html()
    page.keyboard.press("F9")
    page.clock.fast_forward(2500)
    page.keyboard.press("F9")
    assert incidents(server) == []
    with page.expect_response("**/incidents"):
        page.keyboard.press("F9")
    taken = kiosk.takes("A").json()  # what comes after it is on the screen, so it would be
    expect(page.locator("button.big strong")).to_have_text(f"Call {taken['ticket']['number']}", timeout=SOON)
    (incident,) = incidents(server)
    assert (incident["kind"], incident["silent"]) == ("threat", True)
    expect(page.locator(".strip.incident")).to_have_count(0)
    assert page.locator("dialog").count() == 0
    requests.post(f"{server.api}/track/{taken['track_url'].rpartition('/')[2]}/cancel", timeout=20)
    expect(page.locator("button.big strong")).not_to_have_text(f"Call {taken['ticket']['number']}", timeout=SOON)
    assert len(page.locator("body").inner_html()) == pytest.approx(len(before), abs=200)
