"""Screens that come up seldom, drawn from a view alone: closed hours, an emergency, names longer than any room."""

from collections.abc import Callable
from typing import Any, Final

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.alone import HALL, opened

pytestmark = pytest.mark.xdist_group("browser")

Contexts = Callable[..., BrowserContext]
LANGUAGES: Final = ["zh-Hant", "zh-Hans", "en"]
BEFORE, LUNCH, AFTER = "2026-11-25T06:00+08:00", "2026-11-25T12:30+08:00", "2026-11-25T18:00+08:00"
HOURS: Final = [  # now, when it opens next, what of that is said
    pytest.param(BEFORE, "2026-11-25T08:30+08:00", {"zh": "08:30", "en": "pens {}08:30"}, id="before opening"),
    pytest.param(LUNCH, "2026-11-25T13:30+08:00", {"zh": "13:30", "en": "pens {}13:30"}, id="lunch"),
    pytest.param(AFTER, "2026-11-26T08:30+08:00", {"zh": "明天 08:30", "en": "pens tomorrow {}08:30"}, id="evening"),
    pytest.param(AFTER, "2026-11-30T08:30+08:00", {"zh": "一 08:30", "en": "Monday {}08:30"}, id="before a Sunday"),
]
OUTSIDE: Final = """() => [...document.querySelectorAll("#kiosk :is(button, h1, h2, p, dd, span)")].filter((one) => {
  const box = one.getBoundingClientRect();
  return box.width > 1 && (box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || box.left < -1 || box.top < -1);
}).map((one) => `${one.className}: ${one.textContent.trim().slice(0, 30)}`)"""
COVERED: Final = """() => [...document.querySelectorAll(".lines dd, .photo p")].filter((one) => {
  const a = one.getBoundingClientRect();
  return [...document.querySelectorAll("footer .act, .paper")].map((other) => other.getBoundingClientRect())
    .some((b) => a.left < b.right && b.left < a.right && a.top < b.bottom - 1 && b.top < a.bottom - 1);
}).map((one) => one.textContent.trim())"""
DAY_IS_OVER: Final = ("今天不再", "今天服務結束", "今天服务结束", "尚未開始", "尚未开始", "for today", "Not open yet")
LEAVE: Final[dict[str, Any]] = {
    "id": 7,
    "text": {
        "zh-Hant": "請慢慢由<wbr>西側門離開，<wbr>不要推擠。",
        "zh-Hans": "请慢慢从<wbr>西侧门离开，<wbr>不要推挤。",
        "en": "Please leave slowly by the west door. Do not push.",
    },
    "more": None,
    "way": "left",
}
DISPLAY: Final = """async ({view, at, blocked = false}) => {
  const [{render}, {speech}] = await Promise.all([
    import("/pages/display/hall/render.js"), import("/pages/display/wall/speech.js")]);
  const say = await speech(view.hall.languages);
  await document.fonts.ready;
  const screen = {view, link: {online: true, since: null}, at: Date.parse(at), say};
  render(document.body, screen, {places: [], queue: []}, {speaking: false, blocked});
}"""
UNDER: Final = """() => {
  const bar = document.querySelector(".hush").getBoundingClientRect(), walk = document.createTreeWalker(
    document.querySelector("main"), NodeFilter.SHOW_TEXT), found = [];
  while (walk.nextNode()) {
    const range = new Range();
    range.selectNodeContents(walk.currentNode);
    const box = range.getBoundingClientRect(), unseen = walk.currentNode.parentElement.closest(".unseen");
    const ink = box.top + .2 * box.height; // over it a line of text is empty
    if (box.width && !unseen && ink < bar.bottom) found.push(walk.currentNode.data.trim());
    if (box.width && !unseen && box.bottom > innerHeight + 1) found.push(`below: ${walk.currentNode.data.trim()}`);
  }
  return found.filter(Boolean);
}"""
SIGN: Final = """async ({view}) => {
  const [{render}, {speech}] = await Promise.all([
    import("/pages/display/sign/render.js"), import("/pages/display/wall/speech.js")]);
  const say = await speech(view.hall.languages);
  render(document.body, {view, link: {online: true, since: null}, at: Date.now(), say});
  await document.fonts.ready;
  render(document.body, {view, link: {online: true, since: null}, at: Date.now(), say});
}"""
TABLET: Final = """async ({view, language, online}) => {
  const [{render}, {nobody}, {setLanguage}] = await Promise.all([
    import("/pages/counter/tablet/render.js"), import("/pages/counter/tablet/state.js"), import("/static/words.js")]);
  await setLanguage(language);
  const shown = {view, mine: nobody("t", 0), link: {online, since: null}, at: Date.now()};
  render(document.body, shown, {});
  await document.fonts.ready;
  render(document.body, shown, {});
}"""
KIOSK: Final = """async ({view, language, low, larger, screen = "home", taken = null}) => {
  const [{render}, {fit}, {START}, {setLanguage}] = await Promise.all([
    import("/pages/kiosk/page/render.js"), import("/pages/kiosk/page/fit.js"),
    import("/pages/kiosk/page/step.js"), import("/static/words.js")]);
  await setLanguage(language, ...view.hall.languages);
  const root = document.querySelector("#kiosk"), now = new Date("2026-11-25T10:00+08:00");
  const told = {view, link: {online: true, since: now.toISOString()}, printer: {kind: "none", state: "ready"},
    now: now.toISOString(), print: null, pairing: null, setup_url: ""};
  const page = {...START, low, larger, taken, id: taken?.id};
  const model = {page, told, screen, left: null, alive: true, lostAt: 0, now, act: {}};
  fit(root);
  render(root, model);
  await document.fonts.ready;
  render(root, model);
}"""
LINES: Final = """() => {  // the lines of the instruction as they are drawn
  const walk = document.createTreeWalker(document.querySelector(".order, .emergency h1"), NodeFilter.SHOW_TEXT);
  const lines = new Map();
  while (walk.nextNode()) for (let n = 0; n < walk.currentNode.length; n += 1) {
    const range = new Range();
    range.setStart(walk.currentNode, n);
    range.setEnd(walk.currentNode, n + 1);
    const top = Math.round(range.getBoundingClientRect().bottom);
    lines.set(top, (lines.get(top) ?? "") + walk.currentNode.data[n]);
  }
  return [...lines.values()].map((line) => line.trim()).filter(Boolean);
}"""
BELOW: Final = """() => [...document.querySelectorAll(".row, .board li, .keys, .reach")].flatMap((one) => {
  const box = one.getBoundingClientRect();
  const own = [...one.querySelectorAll(".name, .use, .act")].filter((part) => {
    const inner = part.getBoundingClientRect();
    return inner.width > 0 && (inner.top < box.top - 1 || inner.bottom > box.bottom + 1 || inner.right > box.right + 1);
  });
  return [...own, ...(box.bottom > innerHeight + 1 || box.right > innerWidth + 1 ? [one] : [])];
}).map((one) => `${one.className}: ${one.textContent.trim().slice(0, 30)}`)"""
OVERLAP: Final = """() => {
  const all = [...document.querySelectorAll(".row, .board li, .keys .act, .tell, .langs button, .top, .head")]
    .map((one) => [one, one.getBoundingClientRect()]);
  return all.flatMap(([one, a], i) => all.slice(i + 1).filter(([other, b]) =>
    !one.contains(other) && !other.contains(one)
    && a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)
    .map(([other]) => `${one.className} ${one.textContent.trim().slice(0, 20)} × ${other.className}`));
}"""


def of_a_display(**more: Any) -> dict[str, Any]:
    """Return a hall display's view."""
    hall = HALL | {"languages": more.pop("languages", ["zh-Hant", "en"])}
    told = {"state": "open", "opens_at": None, "until": None, "calls": [], "waiting": [], "counters": [], "notices": []}
    return {
        "hall": hall,
        **told,
        "voice": [],
        "why": None,
        "held": None,
        "announcements": [],
        "emergency": None,
        **more,
    }


def a_call(at: str) -> dict[str, Any]:
    """Return a call that goes on."""
    return {"ticket": 1, "number": "A001", "service": "A", "counter": "3", "at": at, "recalls": 0, "now": True}


@pytest.mark.parametrize("going", [False, True], ids=["empty", "still called"])
@pytest.mark.parametrize(("now", "opens", "said"), HOURS)
def test_outside_hours_it_says_when_it_opens(
    context: Contexts, now: str, opens: str, said: dict[str, str], *, going: bool
) -> None:
    """Before opening, at lunch and in the evening, in each language; never that the day is over."""
    page = opened(context(1920, 1080).new_page(), "display/hall")
    calls = [a_call(now)] if going else []
    for pair in (["zh-Hant", "en"], ["zh-Hans", "en"]):
        view = of_a_display(state="closed", opens_at=opens, calls=calls, languages=pair)
        page.evaluate(DISPLAY, {"view": view, "at": now})
        text = page.locator(".notice" if going else "main").inner_text()
        assert said["zh"] in text
        assert said["en"].format("" if going else "at ") in text
        assert not [word for word in DAY_IS_OVER if word in text]


@pytest.mark.parametrize("size", [(1280, 400), (1920, 1080), (800, 480)], ids=str)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_instruction_is_not_broken_before_its_comma(context: Contexts, size: tuple[int, int], language: str) -> None:
    """On a sign of any shape each line is a whole phrase, and none begins with a mark."""
    page = opened(context(*size).new_page(), "display/sign")
    view = {"hall": HALL | {"languages": [language]}, "counter": "3", "state": "serving", "number": "A001"}
    page.evaluate(SIGN, {"view": {**view, "clerk": None, "post": {}, "until": None, "others": [], "emergency": LEAVE}})
    keeps_its_phrases(page, language)


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920)], ids=str)
def test_the_halls_instruction_is_not_broken_either(context: Contexts, size: tuple[int, int]) -> None:
    """Nor is it on the hall's display."""
    page = opened(context(*size).new_page(), "display/hall")
    page.evaluate(DISPLAY, {"view": of_a_display(emergency=LEAVE, languages=["zh-Hant"]), "at": LUNCH})
    keeps_its_phrases(page, "zh-Hant")


def keeps_its_phrases(page: Page, language: str) -> None:
    """Check that lines of the instruction end where one may pause, and all of it is on the screen."""
    lines = page.evaluate(LINES)
    phrases = LEAVE["text"][language].split("<wbr>")
    assert "".join(lines).replace(" ", "") == "".join(phrases).replace(" ", "")
    if language != "en":
        ends = {"".join(phrases[:n]) for n in range(1, len(phrases) + 1)}
        assert [n for n in range(1, len(lines) + 1) if "".join(lines[:n]) not in ends] == []
    box = page.locator(".order, .emergency h1").bounding_box()
    assert box is not None
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= page.evaluate("innerHeight") + 1


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (1280, 720)], ids=str)
def test_asking_for_a_touch_covers_nothing(context: Contexts, size: tuple[int, int]) -> None:
    """While the browser wants a touch before it sounds, the words that say so lie over no others, whatever is shown."""
    page = opened(context(*size).new_page(), "display/hall")
    row = {"service": "A", "name": HALL["name"], "wait": {"low": 300, "likely": 600, "high": 1200}, "open": True}
    for view in (
        of_a_display(),
        of_a_display(calls=[a_call(LUNCH)], waiting=[{**row, "count": 12}] * 8),
        of_a_display(state="closed", opens_at=AFTER),
        of_a_display(state="stopped", until=AFTER),
        of_a_display(emergency=LEAVE),
    ):
        page.evaluate(DISPLAY, {"view": view, "at": LUNCH, "blocked": True})
        assert page.locator(".hush").is_visible()
        assert page.evaluate(UNDER) == []


@pytest.mark.parametrize("size", [(1280, 800), (800, 1280)], ids=str)
@pytest.mark.parametrize("online", [True, False], ids=["online", "cut off"])
def test_a_tablet_asks_for_no_rating_in_an_emergency(context: Contexts, size: tuple[int, int], *, online: bool) -> None:
    """It shows the instruction in the customer's language and the others; cut off, too."""
    page = opened(context(*size).new_page(), "counter/tablet")
    level = [{"score": n, "name": {"en": str(n)}} for n in range(5, 0, -1)]
    view = {
        "hall": HALL,
        "counter": "3",
        "state": "rate",
        "ticket": 1,
        "token": "t",
        "number": "A001",
        "language": "en",
        "service_name": {"en": "A"},
        "score": None,
        "since": None,
        "clerk": None,
        "post": {"en": "Desk"},
        "choices": {"levels": level, "better": [], "good": []},
    }
    page.evaluate(TABLET, {"view": {**view, "emergency": None}, "language": "en", "online": True})
    assert page.locator(".five button").count() == 5
    for language in LANGUAGES:
        page.evaluate(TABLET, {"view": {**view, "emergency": LEAVE}, "language": language, "online": online})
        assert page.locator("button").count() == 0
        heading = page.locator("h1").inner_text().replace("\n", "")
        assert heading == LEAVE["text"][language].replace("<wbr>", "")
        assert page.locator(".also p").count() == 2
        assert page.evaluate("document.querySelector('.order').scrollHeight <= innerHeight")


LONG: Final = {
    "zh-Hant": "外國人來臺居留證件換發與居住地址變更登記暨"
    "親屬依親居留申請案件補件收件綜合服務櫃檯專用號碼（含線上預約到場取件）",
    "zh-Hans": "外国人来台居留证件换发与居住地址变更登记暨"
    "亲属依亲居留申请案件补件收件综合服务柜台专用号码（含在线预约到场取件）",
    "en": "Residence permits for foreign nationals: renewal, change of address, family applications, missing papers",
}


@pytest.mark.parametrize("size", [(1080, 1920), (1920, 1080)], ids=str)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_name_keeps_to_its_row(context: Contexts, size: tuple[int, int], language: str) -> None:
    """Sixty characters hide neither another row nor the keys, whatever the type, the reach and how many services."""
    page = opened(context(*size).new_page(), "kiosk/page")
    for many in (5, 9):
        view = of_a_kiosk(many)
        for low in (False, True):
            for larger in (False, True):
                page.evaluate(KIOSK, {"view": view, "language": language, "low": low, "larger": larger})
                assert page.evaluate(BELOW) == []
                assert page.evaluate(OVERLAP) == []


def of_a_kiosk(many: int = 5, **more: Any) -> dict[str, Any]:
    """Return a kiosk's view, its services' names sixty characters long; the second opens later."""
    none = dict.fromkeys(("opens_at", "until", "why", "slow", "emergency"))
    wait = {"low": 300, "likely": 600, "high": 1200}
    bring = [{"zh-Hant": "身分證", "zh-Hans": "身份证", "en": "Identity card"}]
    one = {"name": LONG, "about": LONG, "bring": bring, "fee": {"en": "NT$ 20"}, "wait": wait}
    one |= {"served": True, "served_at": None, "priority": {"ahead": 1, "wait": wait}}
    services = [
        {**one, "code": chr(65 + n), "open": n != 1, "opens_at": AFTER if n == 1 else None, "ahead": n}
        for n in range(many)
    ]
    whole = {"hall": HALL, "state": "open", "services": services, "ask_party": False, "announcements": []}
    return whole | none | {"track_base": "", "reachable": True} | more


@pytest.mark.parametrize("size", [(1080, 1920), (1920, 1080)], ids=str)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_name_leaves_the_number_its_room(context: Contexts, size: tuple[int, int], language: str) -> None:
    """On the screens of a number that was taken, too, all of it is on the screen."""
    page = opened(context(*size).new_page(), "kiosk/page")
    ticket = {"id": 1, "number": "A888", "service": "A", "priority": True, "issued_at": LUNCH}
    taken = {"id": "k", "ticket": ticket, "ahead": 12, "wait": {"low": 300, "likely": 600, "high": 1200}}
    taken |= {"track_url": "http://hall.test/t/s", "qr": {"size": 25, "path": "M0 0h25v25H0z"}}
    for screen in ("taken", "photo", "unconfirmed"):
        for larger in (False, True):
            told = {"view": of_a_kiosk(), "language": language, "low": False, "larger": larger}
            page.evaluate(KIOSK, {**told, "screen": screen, "taken": taken})
            assert page.evaluate(OUTSIDE) + page.evaluate(COVERED) == [], f"{screen} {larger}"


@pytest.mark.parametrize("size", [(1080, 1920), (1920, 1080)], ids=str)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_kiosks_instruction_is_not_broken_either(context: Contexts, size: tuple[int, int], language: str) -> None:
    """Nor in larger type."""
    page = opened(context(*size).new_page(), "kiosk/page")
    for larger in (False, True):
        told = {"view": of_a_kiosk(emergency=LEAVE), "language": language, "low": False, "larger": larger}
        page.evaluate(KIOSK, {**told, "screen": "emergency"})
        keeps_its_phrases(page, language)
        assert page.evaluate(OUTSIDE) == []
