"""Each page in its languages and sizes: axe finds nothing, the console is empty, nothing comes from elsewhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from server.security.rights import DeviceKind
from tests.hall import Clerk, Kiosk, Server, quiet_config

QUIET = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-sync"
)
LANGUAGES = {"zh-TW": "zh-Hant", "zh-CN": "zh-Hans", "en-US": "en"}
PAGES = {
    "start": [(1366, 768), (390, 844)],
    "pair": [(1366, 768)],
    "terminal": [(1366, 768)],
    "phone": [(390, 844), (320, 640)],
    "display": [(1920, 1080), (1080, 1920)],
    "sign": [(768, 240)],
}
CUT_OFF = """() => [...document.querySelectorAll("body *")].filter((one) => {
  const own = [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
  const style = getComputedStyle(one);
  return own && one.checkVisibility() && style.textOverflow !== "ellipsis" && style.display !== "inline"
    && style.position !== "absolute" && one.scrollWidth > one.clientWidth + 1 && style.overflow !== "visible";
}).map((one) => one.textContent.trim().slice(0, 60))"""


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A hall in which A001 is being called at counter 3 and others wait."""
    folder = tmp_path_factory.mktemp("hall")
    server = Server(folder, config=quiet_config(folder)).start()
    kiosk, clerk = Kiosk(server, server.enrol(DeviceKind.KIOSK)), Clerk(server, "clerk3", "3")
    for service in "ABCDE":
        kiosk.takes(service)
    clerk.does("open")
    clerk.does("call")
    try:
        yield server
    finally:
        server.kill()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET.split())
        yield launched
        launched.close()


def address(hall: Server, page: str) -> str:
    """Return a page's address."""
    if page == "phone":
        return str(Kiosk(hall, hall.enrol(DeviceKind.KIOSK)).takes("A").json()["track_url"])
    parts = {"start": "", "pair": "pair/", "terminal": "counter/", "display": "display/main", "sign": "sign/main/3"}
    return f"{hall.url}/{parts[page]}"


@pytest.mark.parametrize("locale", LANGUAGES)
@pytest.mark.parametrize("look", [(name, *size) for name, sizes in PAGES.items() for size in sizes])
def test_page(hall: Server, browser: Browser, look: tuple[str, int, int], locale: str, tmp_path: Path) -> None:
    """Open it as a reader of that language would, and look."""
    page, width, height = look
    context = browser.new_context(viewport={"width": width, "height": height}, locale=locale)
    opened, wrong, hosts = context.new_page(), list[str](), set[str]()
    opened.on("console", lambda said: wrong.append(said.text) if said.type in {"error", "warning"} else None)
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("request", lambda request: hosts.add(request.url.partition("://")[2].partition("/")[0]))
    try:
        opened.goto(address(hall, page))
        opened.wait_for_selector(".num, h1, h2, button, .plate, .desk", timeout=10_000)
        opened.wait_for_timeout(1_200)  # fonts and the first view
        if page in {"display", "sign"}:  # the first time it was refused, paired and let in
            wrong.clear()
            opened.reload()
            opened.wait_for_timeout(1_200)
        opened.screenshot(path=tmp_path / f"{page}-{width}-{locale}.png")
        assert wrong == []  # before axe, which writes styles that the policy forbids
        assert hosts <= {f"127.0.0.1:{hall.port}"}
        check(opened, page, locale)
    finally:
        context.close()


def check(opened: Page, page: str, locale: str) -> None:
    """Look at what stands on the page."""
    if page not in {"display", "sign"}:  # these speak the hall's languages
        assert str(opened.evaluate("document.documentElement.lang")).startswith(LANGUAGES[locale])
    found = Axe().run(opened)
    assert found.violations_count == 0, found.generate_report()
    assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert opened.evaluate(CUT_OFF) == []
