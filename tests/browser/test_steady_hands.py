"""Trembling, impatient and resting hands: on each page of kiosk and tablet many presses are one, a palm is none."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from server.security.rights import DeviceKind
from tests.alone import opened
from tests.hall import Clerk, Kiosk, Server
from tests.kiosk_drawn import large_hall, usual_hall

pytestmark = pytest.mark.xdist_group("browser")

Contexts = Callable[..., BrowserContext]
MOUNT = (Path(__file__).parents[1] / "kiosk_mounted.js").read_text(encoding="utf-8").partition("*/")[2].strip()
FRESH = 600  # ms after which what is on the screen takes a press
BEGINS = "2026-11-25T10:00:00+08:00"
FINGERS = {"six quick taps": [120] * 5, "two slow taps": [400]}  # ms between them
PALM = [(0, 0), (60, 10), (30, -40)]  # px: where a hand rests beside its first point
LANGUAGE, PRIORITY, LARGER = (
    ".langs button >> nth=2",
    ".keys .act:not([data-booked]) >> nth=0",
    ".keys .act:not([data-booked]) >> nth=1",
)
LOW, TELL = ".keys .act:not([data-booked]) >> nth=2", "[data-tell]"
SERVICE, ONE, YES = "[data-service=A]", ".pad .act >> nth=0", ".answer .main"
KIOSK: dict[str, tuple[str, list[str], str]] = {  # the hall, what leads to the page, the key that is pressed there
    "a service": ("usual", [], SERVICE),
    "a language": ("usual", [], LANGUAGE),
    "priority": ("usual", [], PRIORITY),
    "larger type": ("usual", [], LARGER),
    "move down": ("usual", [], LOW),
    "move up": ("usual", [LOW], LOW),
    "a service, low": ("usual", [LOW], SERVICE),
    "yes, priority": ("usual", [PRIORITY], YES),
    "a group": ("large", [], "[data-group=g0]"),
    "more services": ("large", ["[data-group=g0]"], ".sheets .act >> nth=-1"),
    "back to the groups": ("large", ["[data-group=g0]"], ".sheets .act >> nth=0"),
    "how many": ("usual", [SERVICE], ONE),
    "not how many": ("usual", [SERVICE], ".pad .word"),
    "done": ("usual", [SERVICE, ONE], ".done .act >> nth=-1"),
    "an opinion": ("usual", [], TELL),
    "a phrase": ("usual", [TELL], ".phrases .act >> nth=0"),
    "a kind": ("usual", [TELL], ".kinds .act >> nth=0"),
    "send": ("usual", [TELL, ".phrases .act >> nth=0"], ".send .main"),
    "not now": ("usual", [TELL], ".send .act >> nth=0"),
    "thanks": ("usual", [TELL, ".phrases .act >> nth=0", ".send .main"], YES),
}  # fmt: skip


TABLET = [("[data-score='2']", ".why h1"), ("[data-reason=unclear]", "[data-reason=unclear][aria-pressed=true]")]


def stands(page: Page) -> Any:
    """Return what is on the kiosk's screen and what its agent was asked, once all stands still."""
    page.clock.run_for(FRESH)
    while page.locator("html[data-fresh]").count():  # words of a language came meanwhile
        page.clock.run_for(FRESH)
    return page.evaluate("""() => [document.querySelector("#kiosk").innerText.replace(/\\d+ s\\b|[\\d:]{5}/g, ""),
      document.documentElement.className, document.documentElement.lang, asked.map(([what]) => what),
      [...document.querySelectorAll("[aria-pressed=true]")].map((one) => one.innerText)]""")


@pytest.fixture
def kiosk(context: Contexts) -> Callable[[str], Page]:
    """Open the kiosk on one of its pages."""
    touched = context(1080, 1920, "en-US", has_touch=True)

    def at(name: str) -> Page:
        hall, path, _ = KIOSK[name]
        page = touched.new_page()
        page.clock.install(time=BEGINS)
        opened(page, "kiosk/page")
        page.clock.pause_at("2026-11-25T11:00:00+08:00")
        view = usual_hall() if hall == "usual" else large_hall()
        page.evaluate(MOUNT, {"view": view, "printer": {"kind": "usb", "state": "ready"}})
        expect(page.locator("h1")).to_have_text("請選擇要辦的事")  # its words are there
        for key in path:
            stands(page)
            page.locator(key).tap()
        stands(page)
        return page

    return at


def middle(page: Page, key: str) -> tuple[float, float]:
    """Return where a key is pressed."""
    box = page.locator(key).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def taps(page: Page, at: tuple[float, float], between: list[int]) -> None:
    """Tap one place several times."""
    page.touchscreen.tap(*at)
    for pause in between:
        page.clock.run_for(pause)
        page.touchscreen.tap(*at)


def rests(page: Page, at: tuple[float, float]) -> None:
    """Lay a hand on the screen: several touches at once, lifted together."""
    points = [{"x": at[0] + dx, "y": at[1] + dy, "id": n} for n, (dx, dy) in enumerate(PALM)]
    session = page.context.new_cdp_session(page)
    for n in range(len(points)):
        session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points[: n + 1]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.mark.parametrize("name", KIOSK)
def test_on_the_kiosk(kiosk: Callable[[str], Page], name: str) -> None:
    """What follows from several taps is what follows from one; nothing follows from a palm."""
    key = KIOSK[name][2]
    once = kiosk(name)
    before = stands(once)
    rests(once, middle(once, key))
    assert stands(once) == before, "a palm"
    taps(once, middle(once, key), [])
    after = stands(once)
    assert after != before
    for fingers, between in FINGERS.items():
        page = kiosk(name)
        taps(page, middle(page, key), between)
        assert stands(page) == after, fingers


@pytest.fixture
def rated(server: Server, context: Contexts) -> Callable[[], Page]:
    """Serve a customer to the end, whose tablet then asks."""
    giver = Kiosk(server, server.enrol(DeviceKind.KIOSK))
    clerk = Clerk(server, "clerk3", "3")
    assert clerk.does("open").ok
    page = context(1280, 800, "en-US", has_touch=True).new_page()
    page.clock.install()
    page.goto(f"{server.url}/tablet/main/3")
    expect(page.locator(".quiet")).to_be_visible()

    def serve() -> Page:
        giver.takes("A", language="en")
        for act in ("call", "start", "finish"):
            assert clerk.does(act).ok, act
        page.wait_for_selector(".five button")
        page.clock.pause_at(datetime.now(UTC) + timedelta(seconds=5))
        return page

    return serve


@pytest.mark.parametrize("fingers", [*FINGERS, "a palm"])
def test_on_the_tablet(rated: Callable[[], Page], fingers: str) -> None:
    """On the faces, on the reasons and on what ends them: a press begins nothing that its hand did not mean."""
    page = rated()
    palm = fingers == "a palm"
    for key, then in TABLET:
        page.clock.run_for(FRESH)
        if palm:
            rests(page, middle(page, key))
            assert page.locator(then).count() == 0
            page.locator(key).tap()
        else:
            taps(page, middle(page, key), FINGERS[fingers])
        expect(page.locator(then)).to_be_visible()
    assert page.locator(".chip[aria-pressed=true]").count() == 1
    expect(page.locator(".why h1")).to_be_visible()
