"""The phone on a slow line: the number is in the first answer, all is small, the live page takes its place."""

from collections.abc import Callable
from typing import Any, Final

import pytest
import requests
from playwright.sync_api import BrowserContext, Page, Route, expect

from server.security.rights import DeviceKind
from tests.hall import Clerk, Kiosk, Server
from tests.inside_office import in_one_line

pytestmark = pytest.mark.xdist_group("browser")

Contexts = Callable[..., BrowserContext]
SOON: Final = 15_000  # ms
MOST_BYTES: Final = 60_000  # of the whole page, at 400 kbit/s a second and a fifth
TO_THE_NUMBER: Final = 15_000  # of what must have come before the number can be drawn
SLOW: Final = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
ASKED: Final = """() => performance.getEntriesByType("resource").map(({name, transferSize}) => [name, transferSize])
  .filter(([name, size]) => name.includes("/bundles/") && size > 0)"""
PARTS: Final = "header p, main :is(h1, h1 span, .plate, .desk, .to, .arrow, .say), .who span"
PLACES: Final = """(parts) => Object.fromEntries([...document.querySelectorAll(parts)].map((one) => {
  const {left, top, width, height} = one.getBoundingClientRect(), name = one.className.baseVal ?? one.className;
  return [`${one.tagName} ${name} ${one.textContent.trim()}`, [left, top, width, height].map(Math.round)];
}).filter(([, [, , width]]) => width > 1))"""


def lines_up(server: Server, many: int) -> tuple[list[str], Clerk]:
    """Take numbers; return their pages and the clerk of counter 3."""
    kiosk, clerk = Kiosk(server, server.enrol(DeviceKind.KIOSK)), Clerk(server, "clerk3", "3")
    assert clerk.does("open").ok
    return [kiosk.takes("A").json()["track_url"] for _ in range(many)], clerk


def test_the_number_comes_first_and_all_is_small(server: Server, context: Contexts) -> None:
    """The number and how many are ahead stand in the page's own answer; all the rest is few, compressed files."""
    pages, _ = lines_up(server, 4)
    first = requests.get(pages[-1], headers={"Accept-Language": "en"}, timeout=20).text
    before_scripts, _, _ = in_one_line(first).partition('<script type="application/json"')
    assert '<span class="plate " translate="no">A004</span>' in before_scripts
    assert '<span class="n">3</span>' in before_scripts
    page = context(390, 844, "en-US").new_page()
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", SLOW)
    came: dict[str, str] = {}
    size: dict[str, int] = {}
    wire.on("Network.requestWillBeSent", lambda told: came.update({told["requestId"]: told["request"]["url"]}))
    wire.on("Network.loadingFinished", lambda told: size.update({told["requestId"]: int(told["encodedDataLength"])}))
    page.goto(pages[-1])
    expect(page.locator(".switch")).to_be_visible(timeout=SOON)
    expect(page.locator("main section[aria-busy]")).to_have_count(0)
    bytes_of = {came[number].removeprefix(server.url): sent for number, sent in size.items()}
    needed = sum(sent for address, sent in bytes_of.items() if address.startswith("/t/") or address.endswith(".css"))
    assert needed <= TO_THE_NUMBER, bytes_of
    assert sum(bytes_of.values()) <= MOST_BYTES, bytes_of
    assert len([address for address in bytes_of if not address.startswith("/api/")]) <= 6, bytes_of
    assert page.evaluate("[...document.fonts].length") == 0  # the phone's own
    again = page.context.new_page()  # the second look: what is named by its content is not asked for
    again.goto(pages[-1])
    expect(again.locator(".switch")).to_be_visible(timeout=SOON)
    asked = again.evaluate(ASKED)
    assert asked == []


@pytest.mark.parametrize("locale", ["zh-TW", "zh-CN", "en-US"])
def test_the_live_page_takes_its_place(server: Server, context: Contexts, locale: str) -> None:
    """What the server drew stands where the scripts draw it, waiting, next, called, served, missed and after."""
    pages, clerk = lines_up(server, 3)
    here = context(390, 844, locale)
    looks_the_same(here, pages[2])
    looks_the_same(here, pages[0])
    for act in ("call", "start", "finish"):
        assert clerk.does(act).ok
        looks_the_same(here, pages[0])
    assert clerk.does("call").ok
    assert clerk.does("no-show").ok
    looks_the_same(here, pages[1])
    looks_the_same(here, pages[2])


def looks_the_same(context: BrowserContext, address: str) -> None:
    """Hold the script back, note where everything is, let the script come, and look again."""
    page = context.new_page()
    page.emulate_media(reduced_motion="reduce")
    held: list[Route] = []
    page.route("**/bundles/*.js", lambda route: held.append(route))  # noqa: PLW0108 - a bound method is none to playwright
    page.goto(address, wait_until="commit")
    expect(page.locator("main")).to_have_css("display", "grid", timeout=SOON)  # its styles are there
    before = places(page)
    assert page.locator("[aria-busy]").count() == 1
    assert len(held) == 1
    held[0].continue_()
    expect(page.locator("[aria-busy]")).to_have_count(0, timeout=SOON)
    after = places(page)
    moved = {name: (box, after.get(name)) for name, box in before.items() if not near(box, after.get(name))}
    assert moved == {}
    page.close()


def places(page: Page) -> dict[str, list[int]]:
    """Return where each piece of the page is."""
    found: dict[str, list[int]] = page.evaluate(PLACES, PARTS)
    return found


def near(one: list[int], other: Any) -> bool:
    """Return whether two boxes are the same but for a pixel."""
    return other is not None and all(abs(a - b) <= 1 for a, b in zip(one, other, strict=True))
