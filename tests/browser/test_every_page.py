"""Each page in its languages and sizes: axe finds nothing, the console is empty, nothing comes from elsewhere."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import NamedTuple

import pytest
from playwright.sync_api import BrowserContext, Page

from server.security.rights import DeviceKind
from tests.hall import Clerk, Kiosk, Server, quiet_config
from tests.kiosk_side import AgentProcess
from tests.looking import Watched, stands

pytestmark = pytest.mark.xdist_group("browser")

Contexts = Callable[..., BrowserContext]
LANGUAGES = {"zh-TW": "zh-Hant", "zh-CN": "zh-Hans", "en-US": "en"}
PAGES = {
    "start": [(1366, 768), (390, 844)],
    "pair": [(1366, 768)],
    "sign-in": [(1366, 768)],
    "terminal": [(1366, 768)],
    "phone": [(390, 844), (320, 640)],
    "kiosk": [(1080, 1920), (1920, 1080)],
    "display": [(1920, 1080), (1080, 1920)],
    "sign": [(768, 240)],
    "tablet": [(1280, 800)],
    "board": [(1920, 1080), (1366, 768)],
}
SHARED = {"display", "sign", "tablet"}  # these show the hall's languages, whoever looks
LOOKS = [
    pytest.param(page, size, locale, id=f"{page}-{size[0]}x{size[1]}-{LANGUAGES[locale]}")
    for page, sizes in PAGES.items()
    for size in sizes
    for locale in (["en-US"] if page in SHARED else LANGUAGES)
]
READY = {
    "start": "h1",
    "pair": "form.sheet",
    "sign-in": "form.sign-in",
    "terminal": "button.big",
    "phone": ".plate:not(.blank)",
    "kiosk": "button.row",
    "display": ".room b",
    "sign": ".board.called .room b",
    "tablet": ".quiet h1",
    "board": ".strip .big",
}
REFUSED = re.compile(r"the server responded with a status of 40[13]")  # a screen that is not let in yet


class Hall(NamedTuple):
    """Where the pages are."""

    server: Server
    kiosk: str
    phone: str

    def address(self, page: str) -> str:
        """Return a page's address."""
        if page in {"kiosk", "phone"}:
            return self.kiosk if page == "kiosk" else self.phone
        parts = {
            "start": "",
            "pair": "pair/",
            "display": "display/main",
            "sign": "sign/main/3",
            "tablet": "tablet/main/3",
            "board": "board/main",
        }
        return f"{self.server.url}/{parts.get(page, 'counter/')}"


@pytest.fixture(scope="module")
def hall(
    tmp_path_factory: pytest.TempPathFactory, run_agent: Callable[..., AbstractContextManager[AgentProcess]]
) -> Iterator[Hall]:
    """A hall in which A001 is being called at counter 3 and others wait; with a kiosk."""
    folder = tmp_path_factory.mktemp("hall")
    config = quiet_config(folder)
    patient = config.read_text(encoding="utf-8").replace("area = 140", "no_show_after = 900\narea = 140")
    config.write_text(patient, encoding="utf-8")
    server = Server(folder, config=config)
    try:
        server.start()
        kiosk, clerk = Kiosk(server, server.enrol(DeviceKind.KIOSK)), Clerk(server, "clerk3", "3")
        for service in "ABCDE":
            kiosk.takes(service)
        clerk.does("open")
        clerk.does("call")
        phone = str(kiosk.takes("A").json()["track_url"])
        with run_agent(server, folder) as agent:
            yield Hall(server, f"{agent.base}/kiosk/", phone)
    finally:
        server.kill()


@pytest.mark.parametrize(("name", "size", "locale"), LOOKS)
def test_page(hall: Hall, context: Contexts, name: str, size: tuple[int, int], locale: str) -> None:
    """Open it as a reader of that language would, and look."""
    page = context(*size, locale).new_page()
    watched = Watched(page)
    page.goto(hall.address(name))
    arrive(page, name, locale)
    stands(page)
    if name in SHARED:  # the first time it was refused, then paired and let in
        assert [said for said in watched.wrong if not REFUSED.search(said)] == []
        watched.wrong.clear()
        page.reload()
        arrive(page, name, locale)
        stands(page)
    assert watched.wrong == []
    assert watched.elsewhere() == set()
    assert watched.cut_off() == []
    assert watched.findings() == []


def arrive(page: Page, name: str, locale: str) -> None:
    """Go on to what is to be looked at, in the reader's language."""
    if name in {"terminal", "board"}:
        page.fill("input[name=username]", "clerk3" if name == "terminal" else "supervisor")
        page.fill("input[name=password]", "demo")
        page.keyboard.press("Enter")
    page.wait_for_selector(READY[name])
    language = LANGUAGES[locale]
    if name == "kiosk":  # it begins in the hall's first language
        page.locator(f".langs button[lang|='{language}']").click()
        page.wait_for_function("code => document.documentElement.lang.startsWith(code)", arg=language)
    if name not in SHARED:
        assert str(page.evaluate("document.documentElement.lang")).startswith(language)
