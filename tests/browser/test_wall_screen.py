"""A new screen on the wall is a page of thirty lines: all that walls share comes with `wallScreen`."""

import re
from collections.abc import Callable, Iterator
from typing import Final

import pytest
from playwright.sync_api import BrowserContext, Page, Route, WebSocketRoute, expect

from server.security.rights import DeviceKind
from tests.hall import Clerk, Kiosk, Server, quiet_config

pytestmark = pytest.mark.xdist_group("browser")
Contexts = Callable[..., BrowserContext]

INDEX: Final = """<!doctype html>
<html lang="zh-Hant-TW" translate="no" data-theme="dark" data-alone>
<meta charset="utf-8">
<title>Open counters</title>
<link rel="stylesheet" href="/static/theme.css">
<link rel="stylesheet" href="/pages/display/wall/wall.css">
<script type="module" src="/static/broken.js"></script>
<script type="module" src="/toy/main.js"></script>
<body></body>
</html>
"""
MAIN: Final = """import {html} from "/vendor/lit-html.js";
import {time} from "/pages/display/wall/clock.js";
import {number} from "/pages/display/wall/signs.js";
import {turn} from "/pages/display/wall/turns.js";
import {wallScreen} from "/pages/display/wall/wall.js";
import {pick} from "/static/words.js";

await wallScreen({
  device: {kind: "display", hall: "main"},
  view: "display",
  title: view => pick(view.hall.name),
  page: screen => html`<main>${time(screen)}
    <h1>${screen.say.both(language => pick.in(language, turn(screen.view.waiting, screen.at).name))}</h1>
    ${screen.view.calls.map(call => number(call.number))}</main>`,
});
"""
WITHIN: Final = 20_000  # ms: a line that is lost and comes back
SLEEPS: Final = """
  window.kept = 0;
  Object.defineProperty(navigator, "wakeLock", {value: {request: async () => { window.kept += 1; }}});
"""
IN_DANGER: Final = """async () => {  // what a page of its own draws while everyone is to leave
  const [{plain}, {speech}] = await Promise.all([
    import("/pages/display/wall/plain.js"), import("/pages/display/wall/speech.js")]);
  const hall = {languages: ["en"], timezone: "Asia/Taipei"}, emergency = {id: 1, text: {en: "Leave now"}, way: "left"};
  const screen = {view: {hall, emergency}, link: {online: false}, at: 0, say: await speech(["en"])};
  const wall = document.body.appendChild(document.createElement("section"));
  plain(() => "what it shows else")(wall, screen);
}"""


class Line:
    """The wire between page and server: it can be cut, and the program behind it be another."""

    def __init__(self, page: Page) -> None:
        self.program, self.told = "", 0
        self.open: WebSocketRoute | None = None
        page.route_web_socket(re.compile("/socket.io/"), self.connect)

    def connect(self, browser: WebSocketRoute) -> None:
        """Hand all on, and in what the server says its program's mark as the test wants it."""
        server = browser.connect_to_server()
        self.open = browser

        def told(message: str | bytes) -> None:
            other = re.sub(r'"program":"\w+"', f'"program":"{self.program}"', str(message))
            self.told += '"program"' in other
            browser.send(other if self.program else message)

        server.on_message(told)

    def cut(self) -> None:
        """End the connection; the page makes a new one."""
        assert self.open is not None
        self.open.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A hall in which A001 is called at counter 3."""
    folder = tmp_path_factory.mktemp("walls")
    made = Server(folder, config=quiet_config(folder))
    try:
        made.start()
        Kiosk(made, made.enrol(DeviceKind.KIOSK)).takes("A")
        clerk = Clerk(made, "clerk3", "3")
        clerk.does("open")
        clerk.does("call")
        yield made
    finally:
        made.kill()


def hung(page: Page, server: Server) -> Line:
    """Put the toy's two files beside those of the server, and hang it where a supervisor must let it in."""
    files = {"/toy/": ("text/html", INDEX), "/toy/main.js": ("text/javascript", MAIN)}

    def toy(route: Route) -> None:
        kind, text = files[route.request.url.removeprefix(server.url)]
        route.fulfill(content_type=kind, body=text)

    def ask(route: Route) -> None:
        route.fulfill(json={"code": "K7P2M4", "secret": "nobody", "state": "waiting"}, status=201)

    page.context.grant_permissions(["local-network-access"])  # the browser does not know where the toy came from
    line = Line(page)
    page.route(re.compile(f"{server.url}/toy/"), toy)
    page.route(f"{server.url}/api/v1/pairing", ask, times=1)
    page.goto(f"{server.url}/toy/")
    return line


def test_it_is_thirty_lines() -> None:
    """Both of its files together."""
    assert len((INDEX + MAIN).splitlines()) <= 30


def test_all_that_walls_share_comes_with_it(server: Server, context: Contexts) -> None:
    """Let in by a code, in the hall's words and colour, awake, filling its screen; cut off it says so."""
    page = context(960, 540).new_page()
    page.add_init_script(SLEEPS)
    hung(page, server)
    expect(page.locator(".waiting .code")).to_have_text("K7P2M4")
    expect(page.locator(".waiting h1")).to_contain_text("A supervisor enters this code")
    expect(page.locator(".room b")).to_have_text("A001", timeout=WITHIN)
    assert page.title() == "中央服務大廳"
    assert page.evaluate("document.documentElement.style.getPropertyValue('--hall')") == "#0b4f5c"
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "5px"  # half of what it is drawn for
    expect(page.locator("h1 .p")).to_have_text(re.compile("[一-龥]"))
    assert page.evaluate("window.kept") == 1
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert page.evaluate("window.kept") == 2
    page.locator("h1").click()
    page.wait_for_function("document.fullscreenElement !== null")
    server.kill()
    expect(page.locator(".stale")).to_contain_text(re.compile(r"No connection since \d\d:\d\d"), timeout=WITHIN)
    expect(page.locator(".room b")).to_have_text("A001")
    server.start()
    expect(page.locator(".stale")).to_have_count(0, timeout=WITHIN)
    page.evaluate(IN_DANGER)
    expect(page.locator("section .alarm .h1")).to_have_text("Leave now")
    expect(page.locator("section")).not_to_contain_text("what it shows else")


def test_it_is_loaded_again_when_the_program_is_another(server: Server, context: Contexts) -> None:
    """Not by a line that was cut and is back; by one behind which another program answers."""
    page = context(960, 540).new_page()
    line = hung(page, server)
    expect(page.locator(".room b")).to_have_text("A001", timeout=WITHIN)
    page.evaluate("window.first = true")
    line.cut()
    while line.told < 2:  # the same program, told anew
        page.wait_for_timeout(50)
    assert page.evaluate("window.first")
    line.program = "another"
    with page.expect_navigation(timeout=WITHIN):
        line.cut()
    expect(page.locator(".room b")).to_have_text("A001", timeout=WITHIN)
    assert page.evaluate("window.first === undefined")
