"""A screen that nobody stands before: it shows the server's time, and a page that broke comes back by itself."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.alone import HALL, HOST, opened
from tests.kiosk_side import eventually

pytestmark = pytest.mark.xdist_group("browser")
Contexts = Callable[..., BrowserContext]
ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "config" / "units" / "servicefloor-browser"
CHROMIUM = Path("/usr/bin/chromium")
WATCHED = '<script type="module" src="/static/broken.js"></script>\n<script type="module" src="/pages/'
ALONE = ["counter/tablet", "display/hall", "display/sign"]
REJECTED = "() => { void Promise.reject(new Error('ours')); }"
NO_SCRIPT = """() => document.head.append(Object.assign(
  document.createElement("script"), {type: "module", src: "/static/nowhere.js"}))"""


def test_a_browser_shows_the_servers_offset(context: Contexts) -> None:
    """The server says that the zone moved its clock an hour at noon; the browser's own table knows nothing of it."""
    page = opened(context(1280, 720).new_page(), "display/hall")
    noon = 1_795_579_200  # 12:00 in Taipei, 2026-11-25
    told = HALL | {"offsets": [[0, 480], [noon, 540]]}
    shown = page.evaluate(
        """async ({hall, noon}) => {
          const {clock, daysBetween, keepZone, weekday} = await import("/static/clock.js");
          const before = clock(noon * 1000, hall.timezone);
          keepZone(hall);
          const at = [noon - 60, noon, noon + 11 * 3600].map(second => second * 1000);
          return [before, ...at.map(one => clock(one, hall.timezone)), weekday(at[2], hall.timezone, "en"),
            daysBetween(at[1], at[2], hall.timezone)];
        }""",
        {"hall": told, "noon": noon},
    )
    assert shown == ["12:00", "11:59", "13:00", "00:00", "Thursday", 1]


def broken(context: Contexts, folder: str) -> Page:
    """Open a page with what watches over it, under a clock that the test moves."""
    page = opened(context(1280, 720).new_page(), folder)
    page.clock.install()
    page.evaluate("async () => { window.first = true; await import('/static/broken.js'); }")
    return page


def test_every_page_is_watched_over() -> None:
    """Each page of ours begins with it; those on walls and counters say that nobody stands before them."""
    pages = {
        str(path.parent.relative_to(ROOT)): path.read_text(encoding="utf-8")
        for folder in ("counter", "display", "server/pages", "kiosk/phone")
        for path in (ROOT / folder).rglob("index.html")
    }
    of_phone = (ROOT / "kiosk/phone/main.js").read_text(encoding="utf-8")
    assert 'import "/static/broken.js";' in of_phone
    assert {name for name, text in pages.items() if WATCHED not in text} == {"kiosk/phone"}  # it comes in one script
    assert {name for name, text in pages.items() if " data-alone>" in text} == {*ALONE}


@pytest.mark.parametrize("folder", ALONE)
@pytest.mark.parametrize("fault", [REJECTED, NO_SCRIPT])
def test_a_wall_in_which_something_failed_loads_itself_again(context: Contexts, folder: str, fault: str) -> None:
    """A fault of ours, or a script that did not come; a picture that did not come, or a line that is cut, is none."""
    page = broken(context, folder)
    page.evaluate("() => { const one = new Image(); one.src = '/nothing.png'; document.body.append(one); }")
    page.evaluate("() => { void Promise.reject(new TypeError('Failed to fetch')); }")
    page.clock.run_for(70_000)
    assert page.evaluate("window.first")
    page.evaluate(fault)
    with page.expect_navigation():
        page.clock.run_for(70_000)
    assert page.evaluate("window.first === undefined")
    assert page.locator(".broken").count() == 0


@pytest.mark.parametrize("folder", ["display/board", "display/incident", "counter/terminal", "kiosk/phone"])
def test_a_page_that_somebody_uses_says_it_first(context: Contexts, folder: str) -> None:
    """What was written stays while somebody is there; their press loads the page again, or a minute without them."""
    page = broken(context, folder)
    page.evaluate("() => document.body.append(Object.assign(document.createElement('textarea'), {id: 'own'}))")
    page.evaluate(REJECTED)
    expect(page.get_by_role("alert")).to_contain_text("這個頁面出了問題，畫面上的內容可能不是最新的。")
    page.locator("#own").fill("half a sentence")
    page.clock.run_for(150_000)
    assert page.evaluate("window.first")
    page.locator("#own").fill("")
    with page.expect_navigation():
        page.clock.run_for(70_000)
    page.evaluate("async () => { await import('/static/broken.js'); }")
    page.evaluate(REJECTED)
    with page.expect_navigation():
        page.get_by_role("button", name="重新載入").click()


def test_it_waits_for_a_server_that_is_away(context: Contexts) -> None:
    """Loaded without one, the wall would show a page of the browser's own until somebody came."""
    page = broken(context, ALONE[0])
    page.route(f"{HOST}/", lambda route: route.abort())
    page.evaluate(REJECTED)
    page.clock.run_for(70_000)
    page.clock.run_for(10_000)
    assert page.evaluate("window.first")
    page.unroute(f"{HOST}/")
    with page.expect_navigation():
        page.clock.run_for(10_000)


def test_a_browser_whose_page_crashed_begins_anew(tmp_path: Path) -> None:
    """The page's process dies, the browser goes on with a sad face: the script ends, and its unit starts it anew."""
    environment = os.environ | {
        "MORE": "--headless --no-sandbox --disable-gpu", "PROFILE": str(tmp_path / "profile"), "LOOK": "1",
        "PAGE": "data:text/html,<p>a page", "CHROMIUM": str(CHROMIUM),
    }  # fmt: skip
    log = tmp_path / "log"
    with log.open("w") as said:
        script = subprocess.Popen([str(SCRIPT)], env=environment, stdout=said, stderr=said, start_new_session=True)
    try:
        eventually(lambda: bool(renderers(script.pid)), "the page's process", 60)
        time_to_settle = time.monotonic() + 3
        eventually(lambda: time.monotonic() > time_to_settle, "a look or two")
        assert script.poll() is None
        for process in renderers(script.pid):
            os.kill(process, signal.SIGKILL)
        assert script.wait(timeout=60) == 1
        assert "begins anew" in log.read_text()
        eventually(lambda: not below(script.pid), "nothing of it is left")
    finally:
        if script.poll() is None:
            os.killpg(script.pid, signal.SIGKILL)


def below(process: int) -> dict[int, str]:
    """Return the processes of a session, by number, with their words."""
    listed = subprocess.run(["ps", "-s", str(process), "-o", "pid=,args="], capture_output=True, text=True, check=False)
    rows = [line.split(None, 1) for line in listed.stdout.splitlines()]
    return {int(row[0]): row[1] for row in rows if len(row) == 2 and "<defunct>" not in row[1]}


def renderers(process: int) -> list[int]:
    """Return the processes that draw pages."""
    return [number for number, words in below(process).items() if "--type=renderer" in words]
