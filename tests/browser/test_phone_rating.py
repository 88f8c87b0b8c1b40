"""The phone after the service: rating, reasons, an opinion and its answer, in three languages on two phones."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from server.security.rights import DeviceKind
from tests.hall import Clerk, Kiosk, Server

pytestmark = pytest.mark.xdist_group("browser")

Contexts = Callable[..., BrowserContext]
SOON = 15_000  # ms
RATE = {"zh-TW": "評價這次服務", "zh-CN": "评价这次服务", "en-US": "Rate this visit"}
RATED = {"zh-TW": "您的評價：不滿意", "zh-CN": "您的评价：不满意", "en-US": "Your rating: Dissatisfied"}
WRONG = {"zh-TW": "至少六個數字", "zh-CN": "至少六个数字", "en-US": "at least six digits"}
TELL = {"zh-TW": "留下意見", "zh-CN": "留下意见", "en-US": "Leave an opinion"}


def looks_right(page: Page) -> None:
    """Nothing is wider than the phone, and axe finds nothing."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


FACES = "[...document.querySelectorAll('.five path:last-child')].map((mouth) => mouth.getAttribute('d'))"


def test_back_goes_one_step_back(server: Server, context: Contexts) -> None:
    """From every question to the ticket, never away from it; a reload keeps it; the faces are the tablet's."""
    kiosk, clerk = Kiosk(server, server.enrol(DeviceKind.KIOSK)), Clerk(server, "clerk3", "3")
    first, *_, last = [kiosk.takes("A").json()["track_url"] for _ in range(3)]
    page = context(390, 844, "en-US").new_page()
    page.goto(last)
    for name, heading in (
        ("Cancel number", "Cancel this number?"),
        ("I'll be later", "How much later?"),
        ("Add a second phone", "Scan with the other phone"),
    ):
        page.get_by_role("button", name=name).click()
        expect(page.locator("h1")).to_have_text(heading)
        page.reload()
        expect(page.locator("h1")).to_have_text(heading, timeout=SOON)
        page.go_back()
        expect(page.locator("h1.ahead")).to_be_visible(timeout=SOON)
    page.go_forward()
    expect(page.locator(".qr")).to_be_visible()
    page.get_by_role("button", name="Back").click()
    expect(page.locator("h1.ahead")).to_be_visible(timeout=SOON)
    assert clerk.does("open").ok
    for act in ("call", "start", "finish"):
        assert clerk.does(act).ok
    page.goto(first)
    page.get_by_role("button", name="Rate this visit").click()
    mouths = page.evaluate(FACES)
    assert len(set(mouths)) == len(mouths) == 5
    page.locator("[data-score='4']").click()
    expect(page.locator("h1")).to_have_text("Thank you, we have it", timeout=SOON)
    page.go_back()  # the rating is given: there is nothing to go back to but the ticket
    expect(page.locator("h1")).to_have_text("All done for today", timeout=SOON)
    page.get_by_role("button", name="Leave an opinion").click()
    page.get_by_role("button", name="Not now").click()
    expect(page.locator("h1")).to_have_text("All done for today", timeout=SOON)
    page.go_back()
    expect(page).to_have_url(last, timeout=SOON)  # one way in, one way out
    for act in ("call", "start", "finish"):
        assert clerk.does(act).ok
    desk = context(1280, 800).new_page()
    desk.goto(f"{server.url}/tablet/main/3")
    expect(desk.locator(".five path").first).to_be_attached(timeout=SOON)
    assert desk.evaluate(FACES) == mouths


@pytest.mark.parametrize("locale", list(RATED))
def test_a_contact_is_checked_and_two_phones_agree(server: Server, context: Contexts, locale: str) -> None:
    """What reaches nobody is asked again, all that was typed stays; the other phone follows without a touch."""
    kiosk, clerk = Kiosk(server, server.enrol(DeviceKind.KIOSK)), Clerk(server, "clerk3", "3")
    assert clerk.does("open").ok
    address = kiosk.takes("A").json()["track_url"]
    for act in ("call", "start", "finish"):
        assert clerk.does(act).ok
    page, other = context(320, 844, locale).new_page(), context(390, 844, locale).new_page()
    for one in (page, other):
        one.emulate_media(reduced_motion="reduce")
        one.goto(address)
        one.get_by_role("button", name=RATE[locale]).click()
    page.locator("[data-score='2']").click()
    expect(other.locator(".rated")).to_have_text(RATED[locale], timeout=SOON)
    expect(other.get_by_role("button", name=RATE[locale])).to_have_count(0)
    looks_right(other)
    page.locator("[data-reason=long_wait]").click()
    page.locator("textarea").fill("Too long")
    page.locator(".field input").fill("not-a-phone")
    page.locator(".act.main").click()
    expect(page.get_by_role("alert")).to_contain_text(WRONG[locale], timeout=SOON)
    expect(page.locator(".field input")).to_be_focused()
    looks_right(page)
    expect(page.locator("textarea")).to_have_value("Too long")
    expect(page.locator("[data-reason=long_wait]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".field input")).to_have_value("not-a-phone")
    page.locator(".field input").fill("0912 345 678")
    expect(page.get_by_role("alert")).to_have_count(0)
    page.locator(".act.main").click()
    expect(page.locator(".rated")).to_have_text(RATED[locale], timeout=SOON)
    expect(other.locator(".acts button")).to_have_count(1, timeout=SOON)  # no “Say why” any more


def test_rate_say_why_and_leave_an_opinion(server: Server, context: Contexts) -> None:
    """The first touch counts; the rest is added; the answer is shown where the opinion was written."""
    kiosk, clerk = Kiosk(server, server.enrol(DeviceKind.KIOSK)), Clerk(server, "clerk3", "3")
    supervisor = Clerk(server, "supervisor", "3")
    assert clerk.does("open").ok
    for number, (locale, width) in enumerate([("zh-TW", 390), ("zh-CN", 390), ("en-US", 320)], start=1):
        address = kiosk.takes("A").json()["track_url"]
        for act in ("call", "start", "finish"):
            assert clerk.does(act).ok
        page = context(width, 844, locale).new_page()
        page.emulate_media(reduced_motion="reduce")  # colours that are still changing are not to be measured
        page.goto(address)
        page.get_by_role("button", name=RATE[locale]).click()
        looks_right(page)
        page.locator("[data-score='4']").click()
        expect(page.locator("[data-score='4']")).to_have_attribute("aria-pressed", "true", timeout=SOON)
        page.locator("[data-score='2']").click()
        expect(page.locator("[data-score='2']")).to_have_attribute("aria-pressed", "true", timeout=SOON)
        page.locator("[data-reason=long_wait]").click()
        looks_right(page)
        page.locator(".act.main").click()
        page.get_by_role("button", name=TELL[locale]).click()
        page.locator("[data-kind=praise]").click()
        page.locator("textarea").fill("Thank you, Ms Wong")
        looks_right(page)
        page.locator(".act.main").click()
        expect(page.locator(".opinions")).to_contain_text("Ms Wong", timeout=SOON)
        newest = supervisor.asks("GET", "/halls/main/opinions").json()["items"][0]
        answered = supervisor.asks("POST", f"/halls/main/opinions/{newest['id']}/answer", {"text": "She will be glad."})
        assert answered.ok
        page.reload()
        expect(page.locator(".answer")).to_contain_text("She will be glad.", timeout=SOON)
        looks_right(page)
        low = supervisor.asks("GET", "/halls/main/follow-ups").json()["items"]
        assert (len(low), low[-1]["reasons"]) == (number, ["long_wait"])
