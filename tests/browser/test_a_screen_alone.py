"""A screen that nobody stands before: it shows the server's time, and a page that broke comes back by itself."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from tests.alone import HALL, opened
from tests.kiosk_side import eventually

pytestmark = pytest.mark.xdist_group("browser")
Contexts = Callable[..., BrowserContext]
SCRIPT = Path(__file__).parents[2] / "config" / "units" / "servicefloor-browser"
CHROMIUM = Path("/usr/bin/chromium")


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


def test_a_page_in_which_something_failed_loads_itself_again(context: Contexts) -> None:
    """A fault of ours in a timer or a promise; a picture that did not come is none."""
    page = opened(context(1280, 720).new_page(), "display/hall")
    page.clock.install()
    page.evaluate("""async () => {
      (await import("/pages/display/hall/start.js")).reloadWhenBroken();
      window.first = true;
    }""")
    page.evaluate("() => { const one = new Image(); one.src = '/nothing.png'; document.body.append(one); }")
    page.clock.run_for(70_000)
    assert page.evaluate("window.first")
    page.evaluate("() => { void Promise.reject(new Error('ours')); }")
    with page.expect_navigation():
        page.clock.run_for(70_000)
    assert page.evaluate("window.first === undefined")


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
