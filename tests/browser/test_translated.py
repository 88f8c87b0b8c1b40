"""Pages under a browser's translator, which wraps each text in elements of its own: they go on with the hall."""

from collections.abc import Callable
from typing import Any, Final

import pytest
from playwright.sync_api import BrowserContext, Page

from server.live.pages import ROOT
from tests.alone import HALL, opened
from tests.browser.test_drawn_alone import DISPLAY, KIOSK, LUNCH, SIGN, TABLET, a_call, of_a_display, of_a_kiosk
from tests.browser.test_phone_drawn import DRAW, NOON, SCREENS, TRACK

pytestmark = pytest.mark.xdist_group("browser")

Contexts = Callable[..., BrowserContext]
Draws = list[tuple[str, dict[str, Any]]]
WRAP: Final = {  # as translators have been seen to do it; each text is theirs then
    "replaced": "(text, font) => text.replaceWith(font)",
    "put before, then removed": "(text, font) => { text.before(font); text.remove(); }",
    "put after, then removed": "(text, font) => { text.after(font); text.remove(); }",
    "moved inside": "(text, font) => { text.before(font); font.firstChild.replaceChildren(text); }",
}
TRANSLATE: Final = """() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), texts = [];
  while (walk.nextNode()) texts.push(walk.currentNode);
  const theirs = ({data, parentElement}) => data.trim() && !parentElement.closest("font, textarea, title");
  for (const text of texts.filter(theirs)) {
    const font = document.createElement("font"), inner = document.createElement("font");
    inner.textContent = `⟦${text.data}⟧`;
    font.append(inner);
    font.original = text;
    (WRAP)(text, font);
  }
}"""
ORIGINAL: Final = """() => {
  const outer = document.querySelectorAll("body font:has(> font)");
  for (const [nth, font] of [...outer].entries()) {  // some put the text's own node back, some a new one
    font.replaceWith(nth % 2 ? font.original : font.textContent.replaceAll(/[⟦⟧]/g, ""));
  }
}"""
SHOWN: Final = """() => document.body.textContent.replaceAll(/[⟦⟧]/g, "").replaceAll(/\\s+/g, " ").trim()"""


def goes_on(page: Page, draws: Draws, how: str) -> None:
    """Draw one after the other, each translated; what is shown at the end is what a fresh page shows."""
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    fresh = []
    for script, told in draws:
        page.evaluate(script, told)
        fresh.append(page.evaluate(SHOWN))
    assert len(set(fresh)) > 1, "nothing changes from one to the next"
    for (script, told), wanted in zip(draws, fresh, strict=True):
        page.evaluate(script, told)
        assert page.evaluate(SHOWN) == wanted
        page.evaluate(TRANSLATE.replace("WRAP", WRAP[how]))
        assert page.evaluate(SHOWN) == wanted
        assert page.locator("body font font").count() > 0
        page.evaluate(script, told)  # nothing new: the translation stays
        assert page.locator("body font font").count() > 0
    page.evaluate(ORIGINAL)
    assert page.evaluate(SHOWN) == fresh[-1]
    for (script, told), wanted in zip(reversed(draws), reversed(fresh), strict=True):
        page.evaluate(script, told)
        assert page.evaluate(SHOWN) == wanted
    assert faults == []


@pytest.mark.parametrize("folder", ["kiosk/page", "counter/tablet", "display/hall", "display/sign"])
def test_pages_that_have_their_readers_languages_are_left_alone(folder: str) -> None:
    """A hall's own screens have no reader's browser: nobody wants them translated."""
    assert 'translate="no"' in (ROOT / folder / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(("locale", "translate"), [("vi-VN", True), ("zh-CN", False), ("en-GB", False)])
def test_the_phone_is_left_to_whoever_reads_another_language(
    context: Contexts, locale: str, *, translate: bool
) -> None:
    """A translator is offered where the page does not have the reader's language."""
    page = opened(context(390, 844, locale).new_page(), "kiosk/phone")
    page.evaluate("async () => (await import('/static/reader.js')).mayBeTranslated()")
    assert page.evaluate("document.documentElement.translate") is translate


@pytest.mark.parametrize("how", list(WRAP))
def test_the_phone_goes_on(context: Contexts, how: str) -> None:
    """Through every screen and question; twelve ahead becomes five, then the call."""
    page = opened(context(390, 844, "vi-VN").new_page(), "kiosk/phone")
    told = {"language": "zh-Hant", "noon": NOON}
    screens = [(TRACK, None), (TRACK | {"ahead": 5}, None), *SCREENS[1:]]
    goes_on(page, [(DRAW, {**told, "track": track, "question": question}) for track, question in screens], how)


def test_the_display_goes_on(context: Contexts) -> None:
    """Calls, closing time, an instruction, an announcement."""
    page = opened(context(1920, 1080).new_page(), "display/hall")
    row = {"service": "A", "name": HALL["name"], "wait": {"low": 300, "likely": 600, "high": 1200}, "open": True}
    row |= {"served": True, "served_at": None}
    views = [
        of_a_display(),
        of_a_display(calls=[a_call(LUNCH)], waiting=[{**row, "count": 12}]),
        of_a_display(calls=[{**a_call(LUNCH), "number": "A002", "counter": "12"}], waiting=[{**row, "count": 5}]),
        of_a_display(state="closed", opens_at="2026-11-26T08:30+08:00"),
        of_a_display(state="stopped", until="2026-11-25T13:30+08:00"),
    ]
    goes_on(page, [(DISPLAY, {"view": view, "at": LUNCH}) for view in views], "replaced")


def test_the_sign_goes_on(context: Contexts) -> None:
    """From call to pause."""
    page = opened(context(1280, 400).new_page(), "display/sign")
    none = {"hall": HALL, "counter": "3", "number": None, "clerk": None, "until": None, "others": [], "emergency": None}
    told = none | {"post": {"en": "Desk"}}
    states = [{"state": "called", "number": "A001"}, {"state": "called", "number": "A002"}, {"state": "ready"}]
    states += [{"state": "paused", "others": [{"counter": "4", "services": ["A"]}], "until": NOON}, {"state": "closed"}]
    goes_on(page, [(SIGN, {"view": told | state}) for state in states], "replaced")


def test_the_tablet_goes_on(context: Contexts) -> None:
    """From rest to a rating and to the next customer's."""
    blank = context(1280, 800).new_page()
    blank.clock.set_fixed_time(LUNCH)  # its clock is among what is shown
    page = opened(blank, "counter/tablet")
    levels = [{"score": n, "name": {"en": f"level {n}"}} for n in range(5, 0, -1)]
    reasons = [{"code": "quick", "name": {"en": "Quick"}}]
    none = dict.fromkeys(
        ("ticket", "token", "number", "language", "service_name", "score", "since", "clerk", "emergency")
    )
    told = none | {"hall": HALL, "counter": "3", "post": {"en": "Desk"}, "state": "idle"}
    told |= {"choices": {"levels": levels, "better": reasons, "good": reasons}}
    asked = {"ticket": 1, "token": "t", "number": "A001", "service_name": {"en": "A"}}
    views = [told, told | asked | {"state": "rate"}, told | asked | {"state": "thanks", "score": 2}]
    views += [told | asked | {"state": "rate", "number": "A002"}]
    draws = [(TABLET, {"view": view, "language": "en", "online": True}) for view in views]
    goes_on(page, draws, "replaced")


def few(many: int) -> dict[str, Any]:
    """Return a kiosk's view of services with short names: longer ones turn pages by how long they are translated."""
    view = of_a_kiosk(many)
    short = {"name": HALL["name"], "about": HALL["name"]}
    return view | {"services": [one | short for one in view["services"]]}


def test_the_kiosk_goes_on(context: Contexts) -> None:
    """Its services, closed, and a number that was taken."""
    page = opened(context(1080, 1920).new_page(), "kiosk/page")
    ticket = {"id": 1, "number": "A888", "service": "A", "priority": True, "issued_at": LUNCH}
    taken = {"id": "k", "ticket": ticket, "ahead": 12, "wait": {"low": 300, "likely": 600, "high": 1200}}
    taken |= {"track_url": "http://hall.test/t/s", "qr": {"size": 25, "path": "M0 0h25v25H0z"}}
    told = {"language": "en", "low": False, "larger": False}
    views: list[dict[str, Any]] = [
        {"view": few(2)},
        {"view": few(3)},
        {"view": few(2), "screen": "taken", "taken": taken},
        {"view": few(2), "screen": "taken", "taken": {**taken, "ahead": 5}},
    ]
    goes_on(page, [(KIOSK, told | view) for view in views], "replaced")
