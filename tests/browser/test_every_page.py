"""Each page in its languages and sizes: axe finds nothing, the console is empty, nothing comes from elsewhere."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import NamedTuple

import pytest
from playwright.sync_api import BrowserContext, Page

from server.appointments import moments
from server.appointments.settings import Bookable
from server.floor.commands.settings import save_own
from server.joining.doors import door_code
from server.joining.settings import SETTINGS as JOINING
from server.joining.settings import JoiningSettings
from server.security.rights import DeviceKind
from tests.appointments import booked_today, can_be_booked, opened
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
    for_anybody: Mapping[str, str]

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
        for_anybody = pages_for_anybody(server)
        with run_agent(server, folder) as agent:
            yield Hall(server, f"{agent.base}/kiosk/", phone, for_anybody)
    finally:
        server.kill()


def pages_for_anybody(server: Server) -> Mapping[str, str]:
    """Let everything be booked and joined that can be; return the pages by what they show."""
    made = booked_today(server)
    can_be_booked(server, [Bookable(service="A", places=2, minutes=5)], notice=0, change_until=0)
    with opened(server) as hall:
        rules = JoiningSettings(door=True, home=True, home_least=0)
        save_own(hall, JOINING, rules, before=JOINING.text(hall))
        code, at = door_code(hall.id, rules, hall.at), moments.written(made.appointment.at)
    book, join = f"{server.url}/book/main", f"{server.url}/join/main"
    return {
        "what can be booked": book,
        "days and times": f"{book}?service=A",
        "who books": f"{book}?service=A&at={at}",
        "an appointment": f"{server.url}/a/{made.secret}",
        "another time": f"{server.url}/a/{made.secret}/move",
        "no such page": f"{server.url}/a/1.nobody",
        "at the door": f"{join}?d={code}",
        "a service at the door": f"{join}?service=A&d={code}",
        "from home": join,
        "a service from home": f"{join}?service=A",
    }


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


@pytest.mark.parametrize("size", [(320, 640), (1366, 768)], ids=["phone", "desk"])
@pytest.mark.parametrize("locale", LANGUAGES)
def test_pages_for_anybody(hall: Hall, context: Contexts, size: tuple[int, int], locale: str) -> None:
    """Those without a script: booking, step by step, an appointment's own, and joining, at the door and from home."""
    page = context(*size, locale, has_touch=size[0] < 600).new_page()
    watched, wrong = Watched(page), []
    for name, address in hall.for_anybody.items():
        page.goto(address)
        stands(page)
        language = str(page.evaluate("document.documentElement.lang"))
        assert language.startswith(LANGUAGES[locale].partition("-")[0]), name
        said = [one for one in watched.wrong if name != "no such page" or "404" not in one]
        wrong += [f"{name}: {one}" for one in (*said, *watched.cut_off(), *watched.findings())]
        watched.wrong.clear()  # axe writes styles that the policy forbids
    assert wrong == []
    assert watched.elsewhere() == set()


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
