"""Each page of the office in three languages: axe finds nothing, the console is empty, nothing is cut off.

Which pages there are is asked of the office itself: a page that nobody visits here is named by a test of its own.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Final

import pytest
import requests
from playwright.sync_api import Browser, BrowserContext, expect

from server.briefings.commands import brief
from server.checks.commands import record_finding
from server.checks.events import CheckDrawn
from server.coordination.commands import give
from server.coordination.levels import TaskWords
from server.emergency.commands.plans import draft_in_force
from server.features import FEATURES, under
from server.kernel.settings import Settings
from server.office.own_settings import own_settings
from server.office.pages import PREFIX, pages_of
from server.procedures.commands import begin
from server.profiles.commands import save_profile
from server.profiles.model import WorkProfile
from server.security.actors import SYSTEM, Actor, ActorKind
from server.security.reads import colleagues, names
from server.security.rights import DeviceKind, Role
from server.store.directory import hall_number
from server.store.hall import HEAD
from tests.appointments import booked_today
from tests.hall import Clerk, Kiosk, Server, quiet_config
from tests.looking import Watched, stands
from tests.unhappy import unhappy

pytestmark = pytest.mark.xdist_group("browser")
LANGUAGES: Final = ("zh-Hans", "en", "zh-Hant")  # the last one in narrow windows too
WIDE: Final = {"width": 1366, "height": 768}
NARROWER: Final = {"width": 1024, "height": 768}
PHONE: Final = {"width": 390, "height": 844}
ROLES: Final = ("clerk1", "reviewer", "supervisor", "manager", "auditor", "admin")
VISITED: Final[Mapping[str, tuple[str, str]]] = {  # route: who looks, what stands for its parts
    "/sign-in": ("", ""),
    "/new-hall": ("admin", ""),
    "/my-sign-in": ("clerk1", ""),
    "/my-email": ("clerk1", ""),
    "/<hall>/": ("supervisor", ""),
    "/<hall>/find": ("clerk1", ""),
    "/<hall>/hall": ("admin", ""),
    "/<hall>/notices": ("admin", ""),
    "/<hall>/settings/checks": ("admin", ""),
    "/<hall>/settings/crowd": ("admin", ""),
    "/<hall>/settings/appointments": ("admin", ""),
    "/<hall>/appointments": ("clerk1", ""),
    "/<hall>/appointments/week": ("manager", ""),
    "/<hall>/appointments/new": ("clerk1", ""),
    "/<hall>/appointments/<int:which>": ("clerk1", "first"),
    "/<hall>/settings/offline": ("admin", ""),
    "/<hall>/settings/outages": ("admin", ""),
    "/<hall>/settings/news": ("admin", ""),
    "/<hall>/settings/gateways": ("admin", ""),
    "/<hall>/gateways": ("admin", ""),
    "/<hall>/gateways/new": ("admin", ""),
    "/<hall>/settings/autocall": ("admin", ""),
    "/<hall>/settings/joining": ("admin", ""),
    "/<hall>/door-code": ("supervisor", ""),
    "/<hall>/webhooks": ("admin", ""),
    "/<hall>/webhooks/new": ("admin", ""),
    "/<hall>/cut-off": ("supervisor", ""),
    "/<hall>/kept": ("auditor", ""),
    "/<hall>/services": ("admin", ""),
    "/<hall>/services/new": ("admin", ""),
    "/<hall>/services/<code>": ("admin", "A"),
    "/<hall>/counters": ("admin", ""),
    "/<hall>/counters/new": ("admin", ""),
    "/<hall>/counters/<code>": ("admin", "3"),
    "/<hall>/people": ("admin", ""),
    "/<hall>/people/new": ("admin", ""),
    "/<hall>/people/<int:staff>": ("admin", "2"),
    "/<hall>/people/<int:staff>/password": ("admin", "2"),
    "/<hall>/devices": ("supervisor", ""),
    "/<hall>/devices/token": ("supervisor", ""),
    "/<hall>/crowd": ("supervisor", ""),
    "/<hall>/work-profiles": ("supervisor", ""),
    "/<hall>/work-profiles/new": ("admin", ""),
    "/<hall>/work-profiles/<int:which>": ("supervisor", "first"),
    "/<hall>/my-ratings": ("clerk3", ""),
    "/<hall>/follow-ups": ("supervisor", ""),
    "/<hall>/follow-ups/<int:which>": ("supervisor", "first"),
    "/<hall>/opinions": ("supervisor", ""),
    "/<hall>/opinions/<int:which>": ("supervisor", "first"),
    "/<hall>/incidents": ("supervisor", ""),
    "/<hall>/incidents/<int:which>": ("supervisor", "first"),
    "/<hall>/plans": ("admin", ""),
    "/<hall>/plans/make": ("admin", ""),
    "/<hall>/plans/other": ("admin", ""),
    "/<hall>/plans/<kind>": ("manager", "crowding"),
    "/<hall>/plans/<kind>/about": ("supervisor", "crowding"),
    "/<hall>/plans/<kind>/<part>/new": ("supervisor", "crowding/measures"),
    "/<hall>/plans/<kind>/<part>/<int:place>": ("supervisor", "crowding/steps/1"),
    "/<hall>/settings/cases": ("admin", ""),
    "/<hall>/cases": ("supervisor", ""),
    "/<hall>/cases/<int:which>": ("clerk2", "first"),
    "/<hall>/procedures": ("supervisor", ""),
    "/<hall>/procedures/<code>": ("manager", "A"),
    "/<hall>/procedures/<code>/about": ("supervisor", "A"),
    "/<hall>/procedures/<code>/<part>/new": ("supervisor", "A/fields"),
    "/<hall>/procedures/<code>/<part>/<int:place>": ("supervisor", "A/materials/0"),
    "/<hall>/reports": ("manager", ""),
    "/<hall>/reports/<day>": ("manager", "first"),
    "/<hall>/reports/ratings": ("manager", ""),
    "/<hall>/reports/out-of-order": ("manager", ""),
    "/<hall>/reports/visits": ("manager", ""),
    "/<hall>/reports/visits/<int:which>": ("manager", "first"),
    "/<hall>/briefings": ("supervisor", ""),
    "/<hall>/briefings/new": ("supervisor", ""),
    "/<hall>/briefings/<int:which>": ("supervisor", "first"),
    "/<hall>/tasks": ("supervisor", ""),
    "/<hall>/tasks/new": ("supervisor", ""),
    "/<hall>/tasks/<int:which>": ("supervisor", "first"),
    "/<hall>/my-tasks": ("clerk3", ""),
    "/<hall>/my-tasks/<int:which>": ("clerk3", "first"),
    "/<hall>/checks": ("supervisor", ""),
    "/<hall>/checks/<int:which>": ("supervisor", "first"),
    "/<hall>/findings": ("supervisor", ""),
    "/<hall>/findings/new": ("supervisor", ""),
    "/<hall>/findings/<int:which>": ("supervisor", "first"),
    "/<hall>/my-findings": ("clerk3", ""),
    "/<hall>/my-findings/<int:which>": ("clerk3", "first"),
    "/<hall>/regulation": ("manager", ""),
    "/<hall>/regulation/<clause>": ("manager", "R1.3.1"),
    "/<hall>/desks": ("supervisor", ""),
    "/<hall>/groups": ("admin", ""),
    "/<hall>/groups/new": ("admin", ""),
    "/<hall>/classes": ("admin", ""),
    "/<hall>/classes/new": ("admin", ""),
    "/<hall>/holidays": ("admin", ""),
    "/<hall>/holidays/new": ("admin", ""),
    "/<hall>/messages": ("manager", ""),
    "/<hall>/upkeep": ("admin", ""),
    "/<hall>/journal": ("auditor", ""),
    "/<hall>/journal/<int:seq>": ("auditor", "20"),
}
ELSEWHERE: Final = {  # what is no page, or shown by another test here
    "/": "goes on to the first hall",
    "/first/<proof>": "test_the_first_set_up",
    "/<hall>/holidays/<day>": "as a new one",
    "/<hall>/gateways/<int:which>": "as a new one, and a test",
    "/<hall>/webhooks/<int:which>": "as a new one, a test and what was sent",
    "/<hall>/groups/<code>": "as a new one",
    "/<hall>/classes/<code>": "as a new one",
    "/<hall>/reports/days.csv": "a file",
    "/<hall>/regulation/board.csv": "a file",
    "/<hall>/regulation/board.json": "a file",
    "/<hall>/journal.csv": "a file",
    "/<hall>/procedures/file": "a file",
    "/<hall>/cases/<int:which>/files/<int:file>": "a file",
    "/<hall>/cases/<int:which>/notice": "a sheet of paper",
    "/<hall>/reports/days.xlsx": "a file",
    "/<hall>/incidents/<int:which>/photos/<int:photo>": "a file",
    "/<hall>/incidents/<int:which>/photos/<int:photo>/small": "a file",
}


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo's hall with something of everything: people wait, one was unhappy, a drill goes on, a screen asks."""
    folder = tmp_path_factory.mktemp("office")
    server = Server(folder, config=quiet_config(folder))
    try:
        server.start()
        unhappy(server)
        kiosk = Kiosk(server, server.enrol(DeviceKind.KIOSK))
        for service in "ABCD":
            kiosk.takes(service)
        supervisor = Clerk(server, "supervisor", "1")
        drill = supervisor.asks("POST", "/halls/main/incidents", {"kind": "crowding", "drill": True})
        assert drill.status_code == 201, drill.text
        draft(server, "crowding")
        in_hand(server)
        profiled(server)
        checked(server)
        booked_today(server)
        requests.post(f"{server.api}/pairing", json={"kind": "kiosk", "hall": "main", "name": "K2"}, timeout=20)
        yield server
    finally:
        server.kill()


def draft(server: Server, kind: str) -> None:
    """Begin a new version of a plan and a procedure, and leave both unfinished."""
    store = server.store()
    try:
        with store.look(HEAD) as head:
            number = hall_number(head, "main")
            manager = next(one for one in colleagues(head) if one.role is Role.MANAGER)
        actor = Actor(ActorKind.STAFF, manager.id, Role.MANAGER, frozenset({number}))
        with store.hall(number, actor) as hall:
            draft_in_force(hall, kind)
            begin(hall, "A")
    finally:
        store.database.close()


def checked(server: Server) -> None:
    """Draw a spot check of this hour, and record a finding about the clerk of counter 3."""
    store = server.store()
    now = store.clock.now()
    try:
        with store.look(HEAD) as head:
            number = hall_number(head, "main")
            manager = next(one for one in colleagues(head) if one.role is Role.MANAGER)
            clerk = next(number for number, name in names(head).items() if name == "黃淑芬")
        actor = Actor(ActorKind.STAFF, manager.id, Role.MANAGER, frozenset({number}))
        with store.hall(number, actor) as hall:
            until = now + timedelta(hours=1)
            hall.record(CheckDrawn(day="2026-11-25", counter="3", begins_at=now, ends_at=until, entry=1))
            give(
                hall,
                kind="improvement",
                owner=clerk,
                due=now.date() + timedelta(days=3),
                figure="within",
                words={TaskWords.TITLE: "Move the forms nearer to the entrance"},
            )
            brief(hall, title="New cards", text="From Monday the new cards are taken, too.")
            record_finding(hall, clause="R3.2.2", clerk=clerk, words="A private call while people waited.")
    finally:
        store.database.close()


def profiled(server: Server) -> None:
    """Set up a work profile that leaves services out."""
    store = server.store()
    counters = {str(code): {"services": ["A", "B"], "primary": ["A"]} for code in range(1, 9)}
    hours = {day: ["12:00-13:30"] for day in ("mon", "tue", "wed", "thu", "fri")}
    name = {"zh-Hant": "午休", "zh-Hans": "午休", "en": "Lunch"}
    wanted = WorkProfile.model_validate({"name": name, "hours": hours, "counters": counters})
    try:
        with store.look(HEAD) as head:
            number = hall_number(head, "main")
        with store.hall(number, SYSTEM) as hall:
            save_profile(hall, wanted, profile=0, before=None, knowing=True)
    finally:
        store.database.close()


def in_hand(server: Server) -> None:
    """Have somebody be served whose case is open, a paper of it missing."""
    clerk = Clerk(server, "clerk2", "2")
    for act in ("open", "call", "start"):
        assert clerk.does(act).status_code == 200
    ticket = clerk.sees()["ticket"]["id"]
    case = clerk.asks("POST", "/halls/main/cases", {"ticket": ticket}).json()["id"]
    item = clerk.asks("GET", f"/halls/main/cases/{case}").json()["materials"][0]["code"]
    missing = {"item": item, "complete": False}
    assert clerk.asks("POST", f"/halls/main/cases/{case}/checks", missing).status_code == 200


class Windows:
    """A window for each who looks, signed in once."""

    def __init__(self, browser: Browser, server: Server) -> None:
        self.browser, self.server = browser, server
        self.known: dict[str, BrowserContext] = {}

    def of(self, username: str) -> BrowserContext:
        """Return somebody's window."""
        if username not in self.known:
            made = self.browser.new_context(viewport=WIDE)
            made.set_default_timeout(60_000)
            if username:
                sent = {"username": username, "password": "demo"}
                assert made.request.post(f"{self.server.api}/session", data=sent).status == 200
            self.known[username] = made
        return self.known[username]

    def first(self, username: str, listed: str) -> str:
        """Return the address of the first thing in a list's table."""
        page = self.of(username).request.get(f"{self.server.url}{listed}").text()
        rows = re.findall(r'<td[^>]*>\s*<a\s+href="([^"?]+)"', page)
        return next(found for found in rows if found.startswith(listed))


@pytest.fixture(scope="module")
def windows(browser: Browser, hall: Server) -> Iterator[Windows]:
    """Windows onto the hall."""
    made = Windows(browser, hall)
    yield made
    for one in made.known.values():
        one.close()


def test_every_page_is_visited() -> None:
    """A new page gets its line here; one that is gone loses it."""
    listed = [*pages_of(under(Settings(), FEATURES)), own_settings(FEATURES)]
    routes = [route for pages in listed for route in pages.routes]
    there = {route.path for route in routes if route.method == "GET" and not route.linked}
    assert there == {*VISITED, *ELSEWHERE}


@pytest.mark.parametrize("route", VISITED)
def test_page(windows: Windows, route: str) -> None:
    """Look at it in each language, all of it unfolded; in one language in narrow windows too."""
    username, part = VISITED[route]
    address = PREFIX + route.replace("<hall>", "main")
    if part == "first":
        address = windows.first(username, address[: address.rindex("/<")])
    parts = iter(part.split("/"))
    address = re.sub(r"<[^>]+>", lambda _: next(parts), address)
    looked_at(windows.of(username), f"{windows.server.url}{address}")


@pytest.mark.parametrize("username", ROLES)
def test_the_start_page_of_a_role(windows: Windows, username: str) -> None:
    """Each role has its own navigation and things to do."""
    looked_at(windows.of(username), f"{windows.server.url}/office/main/", languages=("zh-Hant",))


@pytest.mark.parametrize(
    ("username", "address", "status"),
    [
        ("clerk1", "/office/main/people", 403),
        ("admin", "/office/main/nothing", 404),
        ("admin", "/office/nowhere/", 404),
    ],
)
def test_what_is_refused(windows: Windows, username: str, address: str, status: int) -> None:
    """A refusal is a page too, in words, with a way back."""
    context = windows.of(username)
    looked_at(context, f"{windows.server.url}{address}", languages=("en",), status=status)
    page = context.new_page()
    page.goto(f"{windows.server.url}{address}")
    page.get_by_role("link", name="To the start of the office").click()
    page.wait_for_url("**/office/main/")
    page.close()


def test_the_first_set_up(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Before anybody administers it: the door says where the link is; then each step, still empty."""
    server = Server(tmp_path_factory.mktemp("bare"))
    del server.environment["FLOOR_CONFIG"]
    context = browser.new_context(viewport=WIDE)
    try:
        server.start()
        looked_at(context, f"{server.url}/office/", languages=("en", "zh-Hant"))
        link = re.findall(r"http://\S+/office/first/\S+", (server.folder / "server.log").read_text())[-1]
        looked_at(context, link)
        page = context.new_page()
        page.goto(f"{link}?lang=en")
        for name, text in {"name": "Ann", "username": "Ann", "password": "a password of mine"}.items():
            page.fill(f"[name={name}]", text)
        page.locator("button.act.main").click()
        page.wait_for_url("**/office/new-hall")
        looked_at(context, f"{server.url}/office/new-hall")
        page.fill("[name=code]", "West")
        page.fill("[name='name.zh-Hant']", "城西服務大廳")
        page.fill("[name='name.en']", "West Hall")
        expect(page.locator("[name='name.zh-Hans']")).to_have_value("城西服务大厅")
        page.locator("button.act.main").click()
        page.wait_for_url("**/office/west/services*")
        for address in ("", "services", "counters", "counters/new", "people", "devices"):
            looked_at(context, f"{server.url}/office/west/{address}", languages=("zh-Hant",))
    finally:
        context.close()
        server.kill()


def looked_at(context: BrowserContext, address: str, languages: tuple[str, ...] = LANGUAGES, status: int = 200) -> None:
    """Open a page in each language and look."""
    for language in languages:
        page = context.new_page()  # one for each: what axe makes the console say comes late
        watched = Watched(page)
        try:
            answer = page.goto(f"{address}?lang={language}")
            assert answer is not None
            assert answer.status == status
            page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
            stands(page)
            assert [said for said in watched.wrong if str(status) not in said] == []
            assert watched.elsewhere() == set()
            assert str(page.get_attribute("html", "lang")).startswith(language)
            assert watched.cut_off() == [], language
            assert watched.findings() == []
            if language == languages[-1]:
                narrow(watched)
        finally:
            page.close()


def narrow(watched: Watched) -> None:
    """Look at the same page in a smaller window, and as a phone shows it."""
    for size in (NARROWER, PHONE):
        watched.page.set_viewport_size(size)  # type: ignore[arg-type]  # a literal of its two sides
        assert watched.cut_off() == [], size
    assert watched.findings() == []
