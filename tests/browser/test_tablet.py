"""The rating tablet in a real browser: it wakes with the end of a service, one touch is kept, reasons, thanks, rest."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from server.security.rights import DeviceKind
from tests.hall import Clerk, Kiosk, Server

pytestmark = pytest.mark.xdist_group("browser")

Contexts = Callable[..., BrowserContext]
SOON = 15_000  # ms
ASK = {
    "zh-Hant": "您對這次服務滿意嗎？",
    "zh-Hans": "您对这次服务满意吗？",
    "en": "How satisfied are you with this service?",
}
BETTER = {"zh-Hant": "哪裡可以更好？", "zh-Hans": "哪里可以更好？", "en": "What could be better?"}
SIZES = [(1280, 800), (1024, 600), (800, 1280)]
OUTSIDE = """() => [...document.querySelectorAll("button, h1, p, b, textarea, input, span")].filter((one) => {
  const box = one.getBoundingClientRect();
  return box.width > 1 && (box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || box.left < -1 || box.top < -1);
}).map((one) => `${one.tagName}.${one.className}: ${one.textContent.trim().slice(0, 40)}`)"""


class Desk:
    """A counter with its clerk and a kiosk before it."""

    def __init__(self, server: Server, counter: str = "3") -> None:
        self.kiosk = Kiosk(server, server.enrol(DeviceKind.KIOSK))
        self.clerk = Clerk(server, f"clerk{counter}", counter)
        self.supervisor = Clerk(server, "supervisor", "3")
        assert self.clerk.does("open").ok

    def serves(self, language: str = "en") -> Any:
        """Serve one number to its end, and return what its holder has."""
        taken = self.kiosk.takes("A", language=language)
        for act in ("call", "start", "finish"):
            assert self.clerk.does(act).ok, act
        return taken.json()

    def counts(self) -> Any:
        """Return how today's services were rated."""
        return self.supervisor.asks("GET", "/halls/main/ratings").json()["total"]


def tablet(context: BrowserContext, server: Server, counter: str = "3") -> Page:
    """Open a counter's tablet; the demo lets it in at once."""
    page = context.new_page()
    page.goto(f"{server.url}/tablet/main/{counter}")
    expect(page.locator(".quiet")).to_be_visible(timeout=SOON)
    return page


def looks_right(page: Page) -> None:
    """Nothing is outside the screen, and axe finds nothing."""
    assert page.evaluate(OUTSIDE) == []
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_from_the_end_of_a_service_to_rest(server: Server, context: Contexts) -> None:
    """One touch is saved before anything else is asked; a low rating is followed up with what was said."""
    desk, page = Desk(server), tablet(context(1280, 800, has_touch=True), server)
    ticket = desk.serves()["ticket"]
    expect(page.locator(".rate h1")).to_have_text(ASK["en"], timeout=SOON)
    expect(page.locator("header .plate")).to_have_text(ticket["number"])
    page.locator("[data-score='2']").tap()
    expect(page.locator(".why h1")).to_contain_text(BETTER["en"], timeout=SOON)
    assert desk.counts()["scores"]["2"] == 1
    page.locator("[data-reason=unclear]").tap()
    page.locator("textarea").fill("Nobody told me about the form")
    page.locator("[data-reason=contact]").tap()
    page.get_by_role("button", name="Send").tap()
    expect(page.get_by_role("alert")).to_contain_text("phone number")
    page.locator(".contact input").fill("0912 345 678")
    page.get_by_role("button", name="Send").tap()
    expect(page.locator(".still h1")).to_have_text("Thank you", timeout=SOON)
    expect(page.locator(".quiet")).to_be_visible(timeout=SOON)  # after ten seconds
    (one,) = desk.supervisor.asks("GET", "/halls/main/follow-ups").json()["items"]
    assert (one["number"], one["score"], one["reasons"]) == (ticket["number"], 2, ["unclear"])
    assert (one["comment"], one["wants_contact"]) == ("Nobody told me about the form", True)


def test_a_slip_of_the_finger_is_corrected_and_reasons_are_passed_over(server: Server, context: Contexts) -> None:
    """The other level counts; Skip keeps it."""
    desk, page = Desk(server), tablet(context(1280, 800), server)
    desk.serves()
    page.locator("[data-score='1']").click()
    page.get_by_role("button", name="Change").click()
    page.locator(".rate [data-score='5']").click()
    expect(page.locator(".why h1")).to_contain_text("What was good?", timeout=SOON)
    page.get_by_role("button", name="Skip").click()
    expect(page.locator(".still h1")).to_be_visible(timeout=SOON)
    assert desk.counts()["scores"] == {"1": 0, "2": 0, "3": 0, "4": 0, "5": 1}
    states = [one["state"] for one in desk.supervisor.asks("GET", "/halls/main/follow-ups").json()["items"]]
    assert states == ["dropped"]


def test_the_next_call_ends_nothing_and_the_phone_is_told(server: Server, context: Contexts) -> None:
    """Whoever rates by phone leaves nothing to the tablet; what is being typed stands through calls and a reload."""
    desk, page = Desk(server), tablet(context(1280, 800), server)
    taken = desk.serves()
    expect(page.locator(".rate")).to_be_visible(timeout=SOON)
    phone = context(390, 844).new_page()
    phone.goto(taken["track_url"])
    phone.get_by_role("button", name="Rate this visit").click()
    phone.locator("[data-score='4']").click()
    expect(phone.locator("h1")).to_have_text("Thank you, we have it", timeout=SOON)
    expect(page.locator(".quiet")).to_be_visible(timeout=SOON)
    phone.locator("[data-reason=quick]").click()
    phone.get_by_role("button", name="Send").click()
    expect(phone.locator("h1")).to_have_text("All done for today", timeout=SOON)
    expect(phone.get_by_role("button", name="Rate this visit")).to_have_count(0)
    desk.serves()
    expect(page.locator(".rate")).to_be_visible(timeout=SOON)
    page.locator("[data-score='1']").click()
    page.locator("textarea").fill("Sent away")
    page.locator("[data-reason=unclear]").click()
    number = page.locator("header .plate").inner_text()
    desk.kiosk.takes("A")
    for act in ("undo", "finish", "call", "start", "finish"):
        assert desk.clerk.does(act).ok, act
    page.reload()
    expect(page.locator("textarea")).to_have_value("Sent away", timeout=SOON)
    expect(page.locator("header .plate")).to_have_text(number)
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".rate")).to_be_visible(timeout=SOON)  # the next one's turn
    expect(page.locator("header .plate")).not_to_have_text(number)
    (low,) = desk.supervisor.asks("GET", "/halls/main/follow-ups").json()["items"]
    assert (low["comment"], low["reasons"]) == ("Sent away", ["unclear"])


def test_two_tablets_in_one_browser(server: Server, context: Contexts) -> None:
    """Two counters' tablets in two tabs: each rates its own counter's service, whichever was there first."""
    here = context(1280, 800)
    desks = {counter: Desk(server, counter) for counter in ("3", "4")}
    pages = {counter: tablet(here, server, counter) for counter in desks}
    for counter, score in (("4", 5), ("3", 4)):
        desks[counter].serves()
        page = pages[counter]
        page.locator(f".rate [data-score='{score}']").click()
        expect(page.locator(".why h1")).to_contain_text("What was good?", timeout=SOON)
        page.get_by_role("button", name="Skip").click()
        expect(page.locator(".still h1")).to_be_visible(timeout=SOON)
    found = desks["3"].supervisor.asks("GET", "/halls/main/ratings").json()["by_counter"]
    assert {counter: one["satisfied"] for counter, one in found.items()} == {"3": 1.0, "4": 1.0}
    assert (found["4"]["scores"]["5"], found["3"]["scores"]["4"]) == (1, 1)


def test_the_keyboard_alone(server: Server, context: Contexts) -> None:
    """Arrows go from card to card, Enter touches, Escape passes."""
    desk, page = Desk(server), tablet(context(1280, 800), server)
    desk.serves()
    expect(page.locator(".rate h1")).to_be_focused(timeout=SOON)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-score='4']")).to_be_focused()
    page.wait_for_selector("html:not([data-fresh])")
    page.keyboard.press("Enter")
    expect(page.locator(".why h1")).to_be_focused(timeout=SOON)
    page.keyboard.press("ArrowRight")
    page.wait_for_selector("html:not([data-fresh])")  # what is new takes no press yet
    page.keyboard.press("Space")
    expect(page.locator("[data-reason=friendly]")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    expect(page.locator(".still h1")).to_be_focused(timeout=SOON)
    desk.serves()
    expect(page.locator(".rate h1")).to_be_focused(timeout=SOON)
    page.keyboard.press("Escape")
    expect(page.locator(".quiet")).to_be_visible(timeout=SOON)
    assert (desk.counts()["scores"]["4"], desk.counts()["not_rated"]) == (1, 1)


def test_each_screen_in_its_languages_and_sizes(server: Server, context: Contexts) -> None:
    """In the customer's own language at first, in another by a touch; at each size whole, and axe content."""
    desk, page = Desk(server), tablet(context(1280, 800), server)
    looks_right(page)
    for language, ask in ASK.items():
        desk.serves(language)
        expect(page.locator(".rate h1")).to_have_text(ask, timeout=SOON)
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            looks_right(page)
        page.locator("[data-score='2']").click()
        expect(page.locator(".why h1")).to_contain_text(BETTER[language], timeout=SOON)
        page.locator("[data-reason=contact]").click()
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            looks_right(page)
        page.locator(".why .foot .act").first.click()
        expect(page.locator(".still h1")).to_be_visible(timeout=SOON)
        looks_right(page)
    desk.serves("en")
    expect(page.locator(".rate h1")).to_have_text(ASK["en"], timeout=SOON)  # each customer begins in their own language
    page.locator(".langs button[lang|=zh-Hans]").click()
    expect(page.locator(".rate h1")).to_have_text(ASK["zh-Hans"], timeout=SOON)


def test_cut_off_it_says_so(server: Server, context: Contexts) -> None:
    """It asks nobody what it could not keep, and asks again when the server is back."""
    desk, page = Desk(server), tablet(context(1280, 800), server)
    desk.serves()
    expect(page.locator(".rate")).to_be_visible(timeout=SOON)
    server.kill()
    expect(page.locator(".stale")).to_be_visible(timeout=40_000)
    expect(page.locator(".five")).to_have_count(0)
    looks_right(page)
    server.start()
    expect(page.locator(".rate")).to_be_visible(timeout=40_000)
