"""The phone's screens drawn from a view alone, on narrow phones: no mark of punctuation begins a line."""

from collections.abc import Callable
from typing import Any, Final

import pytest
from playwright.sync_api import BrowserContext

from kiosk.slip import Wait
from server.floor.calibration import Range
from server.floor.todos import wait_said
from tests.alone import HALL, STRANDED, opened

pytestmark = pytest.mark.xdist_group("browser")

Contexts = Callable[..., BrowserContext]
NOON: Final = "2026-11-25T12:00+08:00"
DRAW: Final = """async ({track, language, question, noon, told = null, gone = false, early = false}) => {
  const [{render}, {nothingSaid}, {setLanguage}] = await Promise.all([
    import("/pages/kiosk/phone/render.js"), import("/pages/kiosk/phone/saying.js"), import("/static/words.js")]);
  await setLanguage(language);
  const link = {online: true, since: new Date()};
  render(document.body, {track, question, link, at: new Date(noon), said: nothingSaid(), gone, early, told,
    qr: null, trouble: null, wrong: null, busy: false, bell: "off"}, {});
  await document.fonts.ready;
}"""
NOTHING: Final = dict.fromkeys(
    ("counter", "clerk", "called_at", "started_at", "ended_at", "call_until", "back_until", "not_before")
)
NAMED: Final = {"zh-Hant": "戶籍登記與謄本", "zh-Hans": "户籍登记与誊本", "en": "Household registration"}
TRACK: Final[dict[str, Any]] = {
    **NOTHING,
    "hall": HALL,
    "ticket": 1,
    "number": "A888",
    "service": "A",
    "state": "waiting",
    "ahead": 12,
    "soon": False,
    "next": False,
    "served_at": None,
    "closed_for": None,
    "bring": [],
    "service_name": {"zh-Hant": "戶籍登記", "zh-Hans": "户籍登记"},
    "wait": {"low": 300, "likely": 600, "high": 1200},
    "said": {"low": 300, "likely": 600, "high": 1200},
    "issued_at": NOON,
    "may_later": True,
    "may_cancel": True,
    "may_back": False,
    "desks": ["1", "3", "6"],
    "visit": [{"service": "A", "name": NAMED, "state": "now"}],
    "in_order": False,
    "may_plan": True,
    "may_change": True,
    "offered": [{"code": "B", "name": NAMED}],
    "feedback": {"may_rate": False, "rating": None, "choices": None, "opinions": []},
}
VISIT: Final = [
    {"service": "C", "name": NAMED, "state": "done", "ended_at": NOON, "counter": "3"},
    {"service": "A", "name": NAMED, "state": "now"},
    {"service": "B", "name": NAMED, "state": "to_come", "begins": NOON, "latest": "2026-11-25T12:30+08:00"},
]
SCREENS: Final[list[tuple[dict[str, Any], str | None]]] = [
    *((TRACK, question) for question in (None, "cancel", "later", "second")),
    (TRACK | {"ahead": 0, "soon": True, "next": True}, None),
    (TRACK | {"ahead": 2, "soon": True}, None),
    (TRACK | {"ahead": 0, "wait": None, "desks": [], "served_at": "2026-11-25T13:30+08:00"}, None),
    (
        TRACK
        | {"wait": None, "desks": [], "served_at": "2026-11-26T09:00+08:00"}
        | {"closed_for": {"zh-Hant": "國慶日", "zh-Hans": "国庆日", "en": "National Day"}},
        None,
    ),
    (TRACK | {"ahead": 9, "wait": {"low": 4740, "likely": 9000, "high": 15180}}, None),
    *((TRACK | {"state": state, "counter": "3"}, None) for state in ("called", "serving", "held", "done", "cancelled")),
    (TRACK | {"state": "no_show", "may_back": True, "back_until": "2026-11-25T12:10+08:00"}, None),
    (TRACK | {"state": "no_show", "called_at": NOON}, None),
    (TRACK | {"state": "done"}, "opinion"),
    *((TRACK | {"visit": VISIT, "state": state, "counter": "3"}, None) for state in ("waiting", "serving", "done")),
    (TRACK | {"visit": VISIT, "ahead": 0, "next": True}, None),
    *((TRACK | {"visit": visit}, "visit") for visit in (VISIT, VISIT[1:2])),
]


@pytest.mark.parametrize("width", [320, 360, 390])
@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans"])
def test_no_line_begins_with_a_mark(context: Contexts, language: str, width: int) -> None:
    """A question mark alone on a line of its own looks like a fault."""
    page = opened(context(width, 640).new_page(), "kiosk/phone")
    for track, question in SCREENS:
        page.evaluate(DRAW, {"track": track, "language": language, "question": question, "noon": NOON})
        assert page.locator("h1").count() == 1
        assert page.evaluate(STRANDED) == []


OUTSIDE: Final = {"text": {"en": "The hall is busy: you may wait outside."}, "kind": "news"}
HELD: Final = {"text": {"en": "Calls rest for a moment."}, "kind": "held"}
LEAVE: Final = {"text": {"en": "Please leave by the west door."}, "kind": "order"}
NEXT: Final = TRACK | {"ahead": 0, "soon": True, "next": True}
CALLED: Final = TRACK | {"state": "called", "counter": "3"}


@pytest.mark.parametrize(
    ("track", "told", "shown", "never"),
    [
        (TRACK, OUTSIDE, "you may wait outside", "Please come back"),
        (TRACK | {"ahead": 2, "soon": True}, OUTSIDE, "Please come back", "you may wait outside"),
        (NEXT, OUTSIDE, "You are next", "you may wait outside"),
        (CALLED, OUTSIDE, "Please go to", "you may wait outside"),
        (NEXT, HELD, "Calls rest", "you may wait outside"),
        (CALLED, HELD, "Please go to", "Calls rest"),
        (NEXT, LEAVE, "Please leave by the west door.", "near counter"),
        (CALLED, LEAVE, "Please leave by the west door.", "Please go to"),
    ],
)
def test_nobody_who_is_to_come_is_told_where_one_may_wait(
    context: Contexts, track: dict[str, Any], told: dict[str, Any], shown: str, never: str
) -> None:
    """What everyone in the hall is told stands above what it does not contradict."""
    page = opened(context(390, 844).new_page(), "kiosk/phone")
    page.evaluate(DRAW, {"track": track, "language": "en", "question": None, "noon": NOON, "told": told})
    assert shown in page.locator("body").inner_text()
    assert never not in page.locator("body").inner_text()


def test_a_wait_is_said_alike_by_every_program(context: Contexts) -> None:
    """Pages, server and slip each put a range into words: the same ones."""
    page = opened(context(390, 844).new_page(), "kiosk/phone")
    ranges = [(low, low + more) for low in range(0, 16_000, 410) for more in (30, 700, 2_500, 9_000)]
    said = page.evaluate(
        """async (ranges) => {
          const {waitWords} = await import("/static/range.js"), {setLanguage} = await import("/static/words.js");
          await setLanguage("en");
          return ranges.map(([low, high]) => waitWords({low, likely: low, high}));
        }""",
        ranges,
    )
    assert said == [wait_said(Range(low, low, high))["en"] for low, high in ranges]
    slips = [Wait(low, low, high).span() for low, high in ranges]
    assert said == [f"{low}–{high} {unit}" for unit, low, high in slips]


def test_a_number_that_is_not_handed_in_yet(context: Contexts) -> None:
    """Its kiosk is cut off: the number counts, and the page says so; any other that is not found is not found."""
    page = opened(context(390, 844).new_page(), "kiosk/phone")
    for early, heading in ((True, "您的號碼有效"), (False, "找不到這個號碼")):
        values = {"track": None, "language": "zh-Hant", "question": None, "noon": NOON, "gone": True, "early": early}
        page.evaluate(DRAW, values)
        assert page.locator("h1").inner_text() == heading
        assert page.evaluate(STRANDED) == []
