"""Every shared page and the terminal of a large hall, in each language and size: no text crosses another or is cut."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import NamedTuple

import pytest
from playwright.sync_api import BrowserContext, Page

from server.security.rights import DeviceKind
from tests.boxes import faults
from tests.hall import DEMO, Clerk, Kiosk, Server
from tests.kiosk_side import AgentProcess
from tests.large_hall import CODES, WAITING, large_config
from tests.looking import stands

pytestmark = pytest.mark.xdist_group("browser")

Contexts = Callable[..., BrowserContext]
LOCALES = {"zh-Hant": "zh-TW", "zh-Hans": "zh-CN", "en": "en-US"}
CALLING, SERVING, OPEN, PAUSED = "3", "4", "5", "6"  # counters in each state
FREE = "13"  # whose clerk still chooses
BUSY = 12  # counters at which somebody works
PAGES = [
    ("display/main", (1920, 1080)), ("display/main", (1080, 1920)),
    (f"sign/main/{CALLING}", (768, 240)), (f"sign/main/{PAUSED}", (768, 240)),
    (f"tablet/main/{SERVING}", (1280, 800)), ("board/main", (1920, 1080)), ("board/main", (1366, 768)),
    *((f"counter/ {state}", (1366, 768)) for state in (CALLING, SERVING, OPEN, PAUSED)),
    (f"counter/ {CALLING}", (1920, 1080)), (f"counter/ {FREE}", (1366, 768)),
    ("phone", (390, 844)), ("phone", (320, 640)),
]  # fmt: skip
DIALOGS = {f"counter/ {CALLING}": "ht?", f"counter/ {OPEN}": "pwo"}  # keys, each of which asks something
READY = {
    "display": ".room b", "sign": ".board .foot", "tablet": "h1", "board": ".strip .big",
    "counter": ".desk-work h2, .seat", "phone": ".plate:not(.blank)", "kiosk": "button.row",
}  # fmt: skip


CROSSED = {  # each kind of fault, as small as it can be; and what only looks like one
    "runs under": "<style>kbd{margin-left:-60px;display:inline-block;width:60px}</style>"
    "<button style='width:120px;white-space:nowrap'>Call W888 now <kbd class=key>Space</kbd></button>",
    "crosses": "<p style='margin:0'>One line</p><p style='margin:-1em 0 0'>Another line</p>",
    "leaves its box": "<button style='width:40px;white-space:nowrap'>Longer than its key</button>",
    "cut": "<p style='width:60px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap'>Longer than its room</p>",
    "beside the screen": "<p style='white-space:nowrap;margin-left:390px'>Outside</p>",
    "below the screen": "<style>body{overflow:hidden}</style><p style='margin-top:790px'>Deep</p>",
    "lies under": "<p>Hidden words</p><div style='position:fixed;inset:0;background:#fff'></div>",
    "": "<p>One</p><p>Two</p><button>Three <kbd class=key>3</kbd></button>"
    "<div style='overflow:auto;height:20px'>a<br>b<br>c</div>",
}


@pytest.mark.parametrize("kind", CROSSED)
def test_each_kind_of_fault_is_seen(context: Contexts, kind: str) -> None:
    """The check sees what it is for, and nothing where all is well."""
    page = context(400, 800).new_page()
    page.set_content(CROSSED[kind])
    found = faults(page)
    assert (kind in " ".join(found)) if kind else found == []


class Hall(NamedTuple):
    """Where the pages are, and in which language."""

    language: str
    server: Server
    phone: str
    kiosk: str


@pytest.fixture(scope="module", params=list(LOCALES))
def hall(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    run_agent: Callable[..., AbstractContextManager[AgentProcess]],
) -> Iterator[Hall]:
    """The large hall in one language: 300 wait, at twelve counters somebody works, each state is there."""
    folder, language = tmp_path_factory.mktemp("large"), str(request.param)
    languages = sorted(LOCALES, key=lambda one: one != language)
    server = Server(folder, config=large_config(folder, languages, DEMO))
    try:
        server.start()
        token = server.enrol(DeviceKind.KIOSK)
        with ThreadPoolExecutor(4) as crowd:
            turns = range(WAITING + BUSY)
            many = list(crowd.map(lambda n: takes(server, token, n), turns))
        with ThreadPoolExecutor(4) as staff:
            list(staff.map(lambda n: sits(server, str(n)), range(1, BUSY + 1)))
        with run_agent(server, folder) as agent:
            yield Hall(language, server, many[-1], f"{agent.base}/kiosk/")
    finally:
        server.kill()


def takes(server: Server, token: str, turn: int) -> str:
    """Take one number; return its phone page."""
    more = {"priority": turn % 7 == 0, "party": 1 + turn % 3, "language": list(LOCALES)[turn % 3]}
    answer = Kiosk(server, token).takes(CODES[turn % len(CODES)], **more)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["track_url"])


def sits(server: Server, counter: str) -> None:
    """Open a counter, and bring it to the state that it is looked at in."""
    clerk = Clerk(server, f"desk{counter}", counter)
    clerk.does("open")
    if counter == PAUSED:
        clerk.does("pause", reason="break", minutes=15)
    elif counter != OPEN:
        clerk.does("call")
        if counter != CALLING:
            clerk.does("start")


@pytest.mark.parametrize(("name", "size"), PAGES, ids=str)
def test_of_a_large_hall(hall: Hall, context: Contexts, name: str, size: tuple[int, int]) -> None:
    """All 24 services, 30 counters and 300 who wait, under names of forty characters."""
    page = arrived(hall, context(*size, LOCALES[hall.language]), name)
    assert faults(page) == []
    for key in DIALOGS.get(name, ""):
        page.keyboard.press(key)
        page.wait_for_selector("dialog[open]")
        assert faults(page) == [], key
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog", state="detached")


def arrived(hall: Hall, context: BrowserContext, name: str) -> Page:
    """Open a page as its reader would."""
    page = context.new_page()
    kind, _, counter = name.partition("/")
    page.goto(hall.phone if name == "phone" else f"{hall.server.url}/{name.partition(' ')[0]}")
    if kind in {"counter", "board"}:
        page.fill("input[name=username]", f"desk{counter.strip()}" if kind == "counter" else "supervisor")
        page.fill("input[name=password]", "demo")
        page.keyboard.press("Enter")
    page.wait_for_selector(READY[kind])
    stands(page)
    return page
