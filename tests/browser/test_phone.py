"""The phone page: later, giving the number back, missed and back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from server.security.rights import DeviceKind
from tests.hall import Clerk, Kiosk, Server

pytestmark = pytest.mark.xdist_group("browser")

Contexts = Callable[..., BrowserContext]
SOON = 15_000  # ms


def holding(server: Server, context: Contexts) -> tuple[Page, int]:
    """Take a number and open its page in English."""
    taken = Kiosk(server, server.enrol(DeviceKind.KIOSK)).takes("A").json()
    page = context(390, 844, has_touch=True).new_page()
    page.goto(taken["track_url"])
    expect(page.locator(".plate").first).to_have_text(taken["ticket"]["number"], timeout=SOON)
    return page, int(taken["ticket"]["id"])


def state(server: Server, ticket: int) -> str:
    """Return where the ticket is."""
    clerk = Clerk(server, "clerk1", "1")
    return str(clerk.asks("GET", f"/halls/main/tickets/{ticket}").json()["state"])


def test_later_keeps_the_place(server: Server, context: Contexts) -> None:
    """Ten minutes later: said, can be taken back, and nobody calls it meanwhile."""
    page, _ = holding(server, context)
    page.get_by_role("button", name="later").first.tap()
    page.get_by_role("button", name="10").first.tap()
    expect(page.locator("body")).to_contain_text("not before", timeout=SOON, ignore_case=True)
    clerk = Clerk(server, "clerk3", "3")
    clerk.does("open")
    assert clerk.does("call").status_code == 409


def test_giving_it_back_is_asked_once(server: Server, context: Contexts) -> None:
    """One slip of the finger costs no number: it is asked, and only a yes gives it back."""
    others = Kiosk(server, server.enrol(DeviceKind.KIOSK))
    for _ in range(4):
        others.takes("A")
    page, ticket = holding(server, context)
    cancel = page.get_by_role("button", name="Cancel number")
    cancel.tap()
    expect(page.locator("h1")).to_have_text("Cancel this number?", timeout=SOON)
    assert state(server, ticket) == "waiting"
    page.get_by_role("button", name="Keep my number").tap()
    cancel.tap()
    page.locator(".act.grave").tap()
    expect(page.locator("h1")).to_have_text("Your number is cancelled", timeout=SOON)
    assert state(server, ticket) == "cancelled"


def test_who_is_next_may_still_leave(server: Server, context: Contexts) -> None:
    """Nobody is ahead, and it can be given back as before; in a hall with no counter open nobody is next."""
    page, ticket = holding(server, context)
    expect(page.locator(".wait")).to_contain_text("No counter is open for it now.", timeout=SOON)
    Clerk(server, "clerk3", "3").does("open")
    expect(page.locator("h1")).to_have_text("You are next", timeout=SOON)
    page.get_by_role("button", name="Cancel number").tap()
    page.locator(".act.grave").tap()
    expect(page.locator("h1")).to_have_text("Your number is cancelled", timeout=SOON)
    assert state(server, ticket) == "cancelled"


@pytest.mark.parametrize(
    ("locale", "where"),
    [("en-US", "near counters 2, 3 and 7."), ("zh-TW", "請在 2、3、7 號"), ("zh-CN", "请在 2、3、7 号")],
)
def test_counters_are_listed_as_the_language_does(server: Server, context: Contexts, locale: str, where: str) -> None:
    """Evenly spaced, whichever language."""
    for counter in ("2", "3", "7"):
        assert Clerk(server, f"clerk{counter}", counter).does("open").ok
    address = Kiosk(server, server.enrol(DeviceKind.KIOSK)).takes("A").json()["track_url"]
    page = context(390, 844, locale).new_page()
    page.goto(address)
    expect(page.locator(".say").first).to_contain_text(where, timeout=SOON)


def test_missed_and_back(server: Server, context: Contexts) -> None:
    """Who missed the call reads how to come back, presses once, and is in the line again."""
    page, ticket = holding(server, context)
    clerk = Clerk(server, "clerk3", "3")
    clerk.does("open")
    clerk.does("call")
    expect(page.locator(".called-now h1")).to_be_visible(timeout=SOON)
    clerk.does("no-show")
    back = page.get_by_role("button", name="back").first
    expect(back).to_be_visible(timeout=SOON)
    back.tap()
    expect(page.locator(".plate").first).to_be_visible(timeout=SOON)
    expect(back).to_have_count(0, timeout=SOON)
    assert state(server, ticket) == "waiting"
