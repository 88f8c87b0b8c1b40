"""The incident room by keys alone: steps confirmed by digit or left out with a reason, measures in two presses."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from server.security.rights import DeviceKind
from tests.hall import Clerk, Kiosk, Server, quiet_config

pytestmark = pytest.mark.xdist_group("browser")
Contexts = Callable[..., BrowserContext]


@pytest.fixture
def quiet(tmp_path: Path) -> Iterator[Server]:
    """A hall in which nothing happens by itself."""
    server = Server(tmp_path, config=quiet_config(tmp_path)).start()
    yield server
    server.kill()


def raised(server: Server, kind: str = "crowding", *, drill: bool = False) -> int:
    """Have a clerk start a plan."""
    answer = Clerk(server, "clerk1", "1").asks("POST", "/halls/main/incidents", {"kind": kind, "drill": drill})
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


def opened(server: Server, context: Contexts, incident: int, locale: str = "en-US", width: int = 1920) -> Page:
    """Sign in as the supervisor and open the room of an incident."""
    page = context(width, 1080 if width == 1920 else 768, locale).new_page()
    page.request.post(f"{server.api}/session", data={"username": "supervisor", "password": "demo"})
    page.goto(f"{server.url}/board/main/incident/{incident}")
    page.wait_for_selector(".steps .st")
    return page


def known(server: Server, incident: int) -> dict[str, Any]:
    """Return what the server knows of an incident."""
    found: dict[str, Any] = Clerk(server, "supervisor", "3").asks("GET", f"/halls/main/incidents/{incident}").json()
    return found


def step(page: Page, words: str) -> Any:
    """Return the row of a step."""
    return page.locator(".st", has_text=words)


@pytest.mark.parametrize(("locale", "width"), [("zh-TW", 1920), ("zh-CN", 1366), ("en-US", 1366)])
def test_it_reads_well(quiet: Server, context: Contexts, locale: str, width: int) -> None:
    """In each language and size: axe finds nothing, nothing is wider than the screen, the console is empty."""
    page = opened(quiet, context, raised(quiet, drill=True), locale, width)
    wrong = list[str]()
    page.on("console", lambda said: wrong.append(said.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.reload()
    page.wait_for_selector(".steps .st")
    expect(page.locator(".drill")).to_be_visible()
    assert wrong == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_from_the_alert_to_the_review_by_keys(quiet: Server, context: Contexts) -> None:
    """A crowding is led through all of its states without a mouse; numbers stop and go on."""
    incident = raised(quiet)
    kiosk = Kiosk(quiet, quiet.enrol(DeviceKind.KIOSK))
    page = opened(quiet, context, incident)
    digit(page)
    page.keyboard.press("1")
    expect(step(page, "Acknowledge the incident")).to_have_class("st done ")
    page.keyboard.press("1")
    expect(page.locator("footer")).to_contain_text("The digits have just moved")
    expect(page.locator(".why")).to_have_count(0)
    expect(step(page, "Size up")).to_have_class("st open ")
    expect(page.locator("header")).to_contain_text("led by 許文傑")
    measures_and_stages(page, kiosk)
    page.locator(".log input").focus()
    page.keyboard.type("3 people at the west door, 1 in a wheelchair")
    page.keyboard.press("Enter")
    expect(page.locator(".log li").first).to_contain_text("1 in a wheelchair")
    assert known(quiet, incident)["state"] == "active", "digits in a note confirm nothing"
    page.keyboard.press("Shift+Tab")
    size_up(page)
    page.keyboard.press("z")
    expect(step(page, "Size up")).to_have_class("st open ")
    size_up(page)
    leave_out(page)
    for words in ("Say that it is under control", "Begin recovery"):
        digit(page)
        page.keyboard.press("1")
        expect(step(page, words).locator(".crit .unmet").first).to_contain_text("of 5 min")
        page.keyboard.type("Seen to by hand")
        page.keyboard.press("Enter")
        expect(step(page, words)).to_have_class("st done ")
    expect(page.locator(".log")).to_contain_text("Seen to by hand")
    assert known(quiet, incident)["state"] == "recovering"
    finish(page)
    assert known(quiet, incident)["state"] == "reviewed"
    assert known(quiet, incident)["reviewed_at"] is not None
    assert kiosk.takes("A").status_code == 201


def measures_and_stages(page: Page, kiosk: Kiosk) -> None:
    """Stop the numbers in two presses, go a stage up and, after a look, down again."""
    stop = page.locator(".ann li", has=page.locator("b", has_text="Stop the numbers")).get_by_role("button")
    stop.focus()
    page.keyboard.press("Enter")
    expect(stop).to_have_text("Press again")
    assert kiosk.takes("A").status_code == 201, "one press does nothing yet"
    page.keyboard.press("Enter")
    expect(stop).to_have_text("End it")
    assert kiosk.takes("A").status_code == 409
    page.keyboard.press("u")
    page.keyboard.press("u")
    expect(page.locator("header .state.danger")).to_contain_text("Dangerous")
    page.keyboard.press("d")
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    expect(page.get_by_role("button", name="Press again")).to_be_visible()
    page.keyboard.press("d")
    expect(page.locator("header .state.crowded")).to_contain_text("Crowded")


def size_up(page: Page) -> None:
    """Fill in the three fields of sizing up, by the keyboard."""
    digit(page)
    page.keyboard.press("1")
    expect(page.locator("input[name='fields.people']")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    expect(step(page, "Size up")).to_have_class("st done ")
    expect(step(page, "Size up")).to_contain_text("exits clear")


def digit(page: Page) -> None:
    """Wait until the first step's digit has stood a while."""
    page.wait_for_selector(".digit:not(.moved) >> text=1")


def leave_out(page: Page) -> None:
    """Leave out every step that is somebody's now, by the keyboard, each with its reason."""
    skips = page.get_by_role("button", name="Not needed: ")
    while skips.count():
        name = skips.first.get_attribute("aria-label")
        skips.first.focus()
        page.keyboard.press("Enter")
        expect(page.locator("input[name=why]")).to_be_focused()
        page.keyboard.type("not this time")
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name=str(name), exact=True)).to_have_count(0)


def finish(page: Page) -> None:
    """Leave out what is left, close it and write the review."""
    leave_out(page)
    page.locator(".rec input[name=reason]").focus()
    page.keyboard.type("The announcement ends with it.")
    page.locator("input[name=review]").focus()
    page.keyboard.type("Twelve minutes, nobody hurt.")
    page.keyboard.press("Enter")
    page.locator("textarea[name=findings]").focus()
    page.keyboard.type("The west door was opened late.")
    page.keyboard.press("Tab")
    page.keyboard.type("A key of the west door at the desk.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("footer")).to_contain_text("The review is written.")


def test_what_is_not_ones_own_is_not_shown(quiet: Server, context: Contexts) -> None:
    """An unknown incident says so; a clerk has no button to lead one, nor is let into the room."""
    page = context(1366, 768).new_page()
    page.request.post(f"{quiet.api}/session", data={"username": "supervisor", "password": "demo"})
    page.goto(f"{quiet.url}/board/main/incident/999")
    expect(page.get_by_role("status")).to_contain_text("There is no such incident")
    page.request.post(f"{quiet.api}/session", data={"username": "clerk2", "password": "demo"})
    page.goto(f"{quiet.url}/board/main/incident/{raised(quiet)}")
    expect(page.get_by_role("status")).to_contain_text("There is no such incident, or you may not see it")
    assert page.locator("button").count() == 0


def test_a_drill_is_begun_in_the_office(quiet: Server, context: Contexts) -> None:
    """It is found under incidents, led in the room, and touches no real line."""
    page = context(1366, 768).new_page()
    page.request.post(f"{quiet.api}/session", data={"username": "supervisor", "password": "demo"})
    page.goto(f"{quiet.url}/office/main/incidents")
    assert Axe().run(page).violations_count == 0
    page.get_by_role("button", name="As a drill Crowding").click()
    page.get_by_role("link", name="To the incident room").click()
    expect(page.locator(".drill")).to_contain_text("DRILL")
    stop = page.locator(".ann li", has=page.locator("b", has_text="Stop the numbers")).get_by_role("button")
    stop.click()
    stop.click()
    expect(stop).to_have_text("End it")
    assert Kiosk(quiet, quiet.enrol(DeviceKind.KIOSK)).takes("A").status_code == 201
    page.request.post(f"{quiet.api}/session", data={"username": "auditor", "password": "demo"})
    page.goto(f"{quiet.url}/office/main/journal")
    for sentence in (
        "Incident Crowding: the plan started.",
        "Step “Exits and aisles clear”, for Safety",
        "Measure (numbers stopped)",
    ):
        expect(page.locator("tbody")).to_contain_text(sentence)


def test_a_silent_alarm_says_where(quiet: Server, context: Contexts) -> None:
    """The clerk sits at counter 2: the board and the room name it, and it stands before a crowding."""
    clerk = Clerk(quiet, "clerk2", "2")
    assert clerk.does("open").ok
    silent = clerk.asks("POST", "/halls/main/incidents", {"kind": "threat", "silent": True})
    assert silent.status_code == 201, silent.text
    raised(quiet)
    page = opened(quiet, context, int(silent.json()["id"]))
    expect(page.locator("header .at .desk")).to_have_text("2")
    page.goto(f"{quiet.url}/board/main")
    expect(page.locator(".inc").first.locator(".desk")).to_have_text("2")
