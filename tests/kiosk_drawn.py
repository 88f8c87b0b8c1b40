"""The kiosk's page in any of its moments, drawn from a state that the test makes: of a usual hall and a large one."""

from typing import Any, Final

from playwright.sync_api import Page

from server.floor.hallfile import USUAL_CLASS
from tests.alone import HALL
from tests.large_hall import ABOUT, CODES, TAGS, named

NOW: Final = "2026-11-25T10:00+08:00"
LATER: Final = "2026-11-26T08:30+08:00"
WAIT: Final = {"low": 720, "likely": 1080, "high": 1500}
DRAW: Final = """async ({view, language, screen, page, told, left, now}) => {
  const [{render}, {fit}, {START}, {setLanguage}] = await Promise.all([
    import("/pages/kiosk/page/render.js"), import("/pages/kiosk/page/fit.js"),
    import("/pages/kiosk/page/step.js"), import("/static/words.js")]);
  await setLanguage(language, ...view.hall.languages);
  const root = document.querySelector("#kiosk"), at = new Date(now);
  const whole = {view, link: {online: true, since: now}, printer: {kind: "usb", state: "ready"}, now, print: null,
    pairing: null, setup_url: "http://127.0.0.1:8001/setup/", alone: null, ...told};
  const act = new Proxy({}, {get: () => () => null});
  const model = {page: {...START, ...page}, told: whole, screen, left, alive: true, lostAt: 0, now: at, act};
  fit(root);
  render(root, model);
  await document.fonts.ready;
  render(root, model);
}"""
SIZES: Final = """() => {   // each text's size as it is drawn, in px
  const found = {}, walk = document.createTreeWalker(document.querySelector("#kiosk"), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.data.trim(), one = walk.currentNode.parentElement;
    if (!text || !one.checkVisibility()) continue;
    const size = parseFloat(getComputedStyle(one).fontSize);
    found[text] = Math.min(found[text] ?? Infinity, size);
  }
  return found;
}"""


def words(*texts: str) -> dict[str, str]:
    """Return a text in each language."""
    return dict(zip(TAGS, texts, strict=True))


def service(code: str, name: dict[str, str], **more: Any) -> dict[str, Any]:
    """Return a service of the kiosk's view."""
    bring = [words("身分證正本", "身份证原件", "ID card, original"), words("戶口名簿", "户口簿", "Household papers")]
    about, turn = words(*ABOUT), {"ahead": 9, "wait": WAIT}
    first = {"code": code, "name": name, "about": about, "bring": bring, "fee": words("50 元起", "50 元起", "From 50")}
    rest = {"open": True, "opens_at": None, "served": True, "served_at": None, "group": None, "priority": turn}
    return first | turn | rest | more


def view_of(services: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """Return a kiosk's view."""
    none = dict.fromkeys(("opens_at", "until", "why", "slow", "emergency"))
    whole = {
        "hall": HALL,
        "state": "open",
        "services": services,
        "groups": [],
        "classes": [USUAL_CLASS.model_dump(include={"code", "name", "who"})],
        "ask_party": True,
        "back_within": 20.0,
        "announcements": [],
    }
    return whole | none | {"track_base": "", "reachable": True, "books": True} | more


def usual_hall(**more: Any) -> dict[str, Any]:
    """Return the view of a hall with five services, one of which opens tomorrow and one has no counter."""
    names = (
        words("戶籍登記", "户籍登记", "Household registration"), words("證件申辦", "证件申办", "ID and documents"),
        words("稅務服務", "税务服务", "Taxes and fees"), words("社會福利", "社会福利", "Benefits"),
        words("綜合諮詢", "综合咨询", "Enquiries"),
    )  # fmt: skip
    services = [service(chr(65 + n), name) for n, name in enumerate(names)]
    services[1] |= {"open": False, "opens_at": LATER}
    services[2] |= {"wait": None, "served": False, "served_at": "2026-11-25T13:30+08:00"}
    services[3] |= {"ahead": 64, "wait": {"low": 4200, "likely": 9000, "high": 15000}}
    return view_of(services, **more)


def large_hall(*, grouped: bool = True, **more: Any) -> dict[str, Any]:
    """Return the view of a hall with 24 services whose names have forty characters, in four groups or none."""
    groups = [{"code": f"g{n}", "name": named(n)} for n in range(4)] if grouped else []
    services = [
        service(code, named(n), bring=[named(n), named(n + 1)], fee=named(n), group=f"g{n // 6}" if grouped else None)
        for n, code in enumerate(CODES)
    ]
    services[1] |= {"open": False, "opens_at": LATER}
    hall = HALL | {"name": named(0)}
    return view_of(services, groups=groups, hall=hall, **more)


def taken(view: dict[str, Any], number: str = "A888") -> dict[str, Any]:
    """Return a number that was taken with priority."""
    ticket = {"id": 1, "number": number, "service": "A", "priority": True, "party": 3, "issued_at": NOW}
    more = {"track_url": "http://hall.test/t/s", "qr": {"size": 25, "path": "M0 0h25v25H0z"}, "back_within": 20}
    return (
        {"id": "k", "ticket": ticket, "ahead": 12, "wait": WAIT, "secret": "s" * 22}
        | more
        | {"service": view["services"][0]}
    )


LEAVE: Final = {
    "id": 7,
    "text": words(
        "請慢慢由<wbr>西側門離開，<wbr>不要推擠。",
        "请慢慢从<wbr>西侧门离开，<wbr>不要推挤。",
        "Please leave slowly by the west door. Do not push.",
    ),
    "more": words("請跟著工作人員走。", "请跟着工作人员走。", "Follow the staff."),
    "way": "left",
}
PROBLEM: Final = {"status": 409, "detail": "A number is given every 30 seconds just now.", "code": "slow", "errors": []}
RECEIPT: Final = {"id": 1234, "answer_by": LATER, "wants_answer": True}
DRAFT: Final = {"kind": "problem", "words": "The wait was too long.", "contact": "a@b.tw", "id": None, "trouble": None}
NO_PAPER: Final = {"printer": {"kind": "usb", "state": "paper_out"}}
BY_ITSELF: Final = {
    "link": {"online": False, "since": NOW},
    "alone": {"left": dict.fromkeys((*"ADE", *CODES), 38), "unsent": 3},
}  # cut off, and giving numbers of its own
ALONE: Final = {"alone": True, "ahead": None, "wait": None}
MOMENTS: Final[dict[str, dict[str, Any]]] = {  # each page that the kiosk has, by name
    "home": {},
    "home, no paper": {"told": NO_PAPER},
    "home, cut off": {"told": {"link": {"online": False, "since": NOW}}},
    "home, by itself": {"told": BY_ITSELF},
    "low, by itself": {"told": BY_ITSELF, "page": {"low": True}},
    "taken, by itself": {"screen": "taken", "told": BY_ITSELF, "taken": ALONE},
    "photo, by itself": {"screen": "photo", "told": BY_ITSELF | NO_PAPER, "taken": ALONE},
    "low": {"page": {"low": True}},
    "with priority": {"page": {"priority": True}},
    "priority": {"page": {"step": "priority"}},
    "party": {"page": {"step": "party", "service": "A"}},
    "booked": {"page": {"step": "booked", "code": "5099"}},
    "wrong code": {"page": {"step": "booked", "code": "509971", "wrongCode": PROBLEM}},
    "opinion": {"page": {"step": "opinion", "draft": DRAFT}},
    "typing": {"page": {"step": "opinion", "draft": DRAFT, "field": "contact"}},
    "wrong": {"screen": "wrong"},
    "given back": {"page": {"given": "A001"}, "told": NO_PAPER},
    "thanks": {"page": {"step": "thanks", "receipt": RECEIPT}},
    "refused": {"screen": "refused", "page": {"service": "A", "problem": PROBLEM}},
    "taken": {"screen": "taken"},
    "photo": {"screen": "photo", "told": NO_PAPER},
    "unconfirmed": {"screen": "unconfirmed"},
    "closed": {"screen": "closed", "view": {"state": "closed", "opens_at": LATER}},
    "stopped": {"screen": "stopped", "view": {"state": "stopped", "until": LATER}},
    "away": {"screen": "away"},
    "loading": {"screen": "loading"},
    "pairing": {"screen": "pairing", "told": {"pairing": {"code": "K7P2M4"}}},
    "fault": {"screen": "fault"},
    "emergency": {"screen": "emergency", "view": {"emergency": LEAVE}},
    "idle": {"left": {"left": 12, "of": 20, "asking": True}},
}


def draw(page: Page, view: dict[str, Any], language: str, moment: str, **page_state: Any) -> None:
    """Draw a moment of the kiosk."""
    how = MOMENTS[moment]
    state = {**how.get("page", {}), **page_state}
    screen = how.get("screen") or state.get("step", "home")
    left = how.get("left")
    if screen in {"taken", "photo", "unconfirmed", "wrong"}:
        state |= {"taken": taken(view) | how.get("taken", {}), "id": "k"}
        left = {"left": 8, "of": 10, "asking": False}
    page.evaluate(
        DRAW,
        {
            "view": view | how.get("view", {}), "language": language, "screen": screen, "page": state,
            "told": how.get("told", {}), "left": left, "now": NOW,
        },
    )  # fmt: skip
