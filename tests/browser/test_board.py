"""The supervisor's board by keyboard: two presses, undo, an alert taken note of, what is old is never shown as new."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from server.security.rights import DeviceKind
from tests.hall import Clerk, Kiosk, Server, Visitor, quiet_config
from tests.looking import stands

pytestmark = pytest.mark.xdist_group("browser")

Contexts = Callable[..., BrowserContext]
SOON = 15_000  # ms
CUT = """() => [document.documentElement, ...document.querySelectorAll(".todo, .dev, .rat, .lines, .iv p, .therm em")]
  .filter((one) => one.tagName !== "EM" && (one.scrollHeight > one.clientHeight || one.scrollWidth > one.clientWidth))
  .map((one) => one.className || one.tagName)
  .concat([...document.querySelectorAll(".therm em")].filter((one, nth, all) => nth > 0
    && one.getBoundingClientRect().left < all[nth - 1].getBoundingClientRect().right).map((one) => one.textContent))"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A hall that can be too full."""
    made = Server(tmp_path, config=quiet_config(tmp_path)).start()
    yield made
    made.kill()


@pytest.fixture
def board(server: Server, context: Contexts) -> Iterator[Page]:
    """The supervisor's board, opened and signed in by keyboard only, in English."""
    page = context(1920, 1080).new_page()
    page.goto(f"{server.url}/board/main")
    expect(page.locator("input[name=username]")).to_be_focused(timeout=SOON)
    page.keyboard.type("supervisor")
    page.keyboard.press("Tab")
    page.keyboard.type("demo")
    page.keyboard.press("Enter")
    expect(page.locator(".strip .big")).to_be_visible(timeout=SOON)
    return page


def issues(server: Server) -> int:
    """Ask for a number and return the status of the answer."""
    return Kiosk(server, server.enrol(DeviceKind.KIOSK)).takes("A").status_code


def test_a_calm_hall_says_so(board: Page) -> None:
    """Nothing waits to be done, and it is said in words."""
    expect(board.locator(".calm0")).to_have_text("Nothing needs doing now.")
    expect(board.locator(".nobody")).to_have_text("Nobody is waiting.")


def test_people_are_counted_by_hand(board: Page) -> None:
    """By keys alone; digits that are typed press nothing, and what is no number is said and stays."""
    board.keyboard.press("c")
    field = board.locator("#inside")
    expect(field).to_be_focused()
    board.keyboard.type("3s")
    board.keyboard.press("Enter")
    expect(board.locator(".iv .fault")).to_contain_text("in digits")
    field.fill("37")
    board.keyboard.press("Enter")
    expect(board.locator(".strip .big")).to_have_text("37", timeout=SOON)
    expect(field).to_have_count(0)
    expect(board.locator(".iv .noted")).to_have_text("37 people were entered.")
    assert board.evaluate(CUT) == []


def test_the_hall_is_seen(server: Server, board: Page) -> None:
    """Lines, counters, and a service that nobody serves."""
    kiosk, clerk = Kiosk(server, server.enrol(DeviceKind.KIOSK)), Clerk(server, "clerk3", "3")
    for service in "AAD":
        kiosk.takes(service, party=2)
    expect(board.locator(".adv .what").first).to_have_text("Nobody serves A Household registration", timeout=SOON)
    clerk.does("open")
    clerk.does("call")
    expect(board.locator(".d.calling .plate")).to_have_text("A001", timeout=SOON)
    expect(board.locator(".lines .cnt")).to_have_text(["1", "0", "0", "1", "0"], timeout=SOON)
    expect(board.locator(".strip .big")).to_have_text("6", timeout=SOON)
    expect(board.locator(".adv .what").first).to_have_text("Nobody serves D Benefits")


def test_what_if_is_asked_by_keys_and_changes_nothing(server: Server, board: Page) -> None:
    """W opens it, a counter is chosen by typing, the answer stands beside the present one; Escape leaves, keys rest."""
    kiosk, clerk = Kiosk(server, server.enrol(DeviceKind.KIOSK)), Clerk(server, "clerk3", "3")
    clerk.does("open")
    for _ in range(9):
        kiosk.takes("B")
    expect(board.locator(".lines .cnt").nth(1)).to_have_text("9", timeout=SOON)
    board.keyboard.press("w")
    sheet = board.locator("dialog.whatif")
    expect(sheet.locator(".share")).to_contain_text("no difference", timeout=SOON)
    expect(sheet.locator("select[name=open]")).to_be_focused()
    board.keyboard.type("4")
    expect(sheet.locator("select[name=open]")).to_have_value("4")
    expect(sheet.locator(".better")).to_contain_text("points", timeout=SOON)
    expect(sheet.locator("tr.other")).to_contain_text(["B"])
    expect(sheet.locator("input[name=services]:checked")).to_have_count(2)
    with_both = sheet.locator(".share").inner_text()
    sheet.locator("input[value=B]").uncheck()
    expect(sheet.locator(".share")).not_to_have_text(with_both, use_inner_text=True, timeout=SOON)
    assert Axe().run(board).response["violations"] == []
    board.keyboard.press("s")  # what is behind it is not pressed
    board.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(board.locator(".iv .armed")).to_have_count(0)
    expect(board.locator(".d.closed")).to_have_count(7)


def test_stopping_wants_two_presses_and_can_be_taken_back(server: Server, board: Page) -> None:
    """S arms, S stops, U takes it back; Escape disarms."""
    board.keyboard.press("s")
    expect(board.locator(".iv .armed")).to_contain_text("Press again to stop")
    board.keyboard.press("Escape")
    expect(board.locator(".iv .armed")).to_have_count(0)
    assert issues(server) == 201
    board.keyboard.press("s")
    board.keyboard.press("s")
    expect(board.locator(".noted")).to_have_text("No numbers are given out.", timeout=SOON)
    expect(board.locator(".adv .what").first).to_have_text("No numbers are given out", timeout=SOON)
    assert issues(server) == 409
    board.keyboard.press("u")
    expect(board.locator(".noted")).to_have_text("Undone.", timeout=SOON)
    assert issues(server) == 201


def test_a_second_press_never_does_what_was_not_armed(server: Server, board: Page) -> None:
    """Somebody else stops the issue between the presses: the key that would have stopped it does not resume it."""
    board.keyboard.press("s")
    expect(board.locator(".iv .armed")).to_contain_text("Press again to stop")
    other = Clerk(server, "supervisor", "1")
    assert other.asks("POST", "/halls/main/issue", {"stopped": True}).status_code < 300
    expect(board.locator(".adv .what").first).to_have_text("No numbers are given out", timeout=SOON)
    expect(board.locator(".iv .armed")).to_have_count(0)
    board.keyboard.press("s")
    expect(board.locator(".iv .armed")).to_contain_text("Press again to go on")
    assert issues(server) == 409


def test_what_an_incident_stopped_goes_on_and_back(server: Server, board: Page) -> None:
    """Numbers that a plan stopped are given again from the board, in two presses, and U stops them as before."""
    leader = Clerk(server, "supervisor", "1")
    raised = leader.asks("POST", "/halls/main/incidents", {"kind": "system_failure"}).json()["id"]
    leader.asks("POST", f"/halls/main/incidents/{raised}/measures", {"code": "no-numbers"})
    expect(board.locator(".of-stopped .s")).to_contain_text("An incident stopped them.", timeout=SOON)
    assert issues(server) == 409
    board.keyboard.press("s")
    board.keyboard.press("s")
    expect(board.locator(".noted")).to_have_text("The incident no longer stops them.", timeout=SOON)
    expect(board.locator(".of-stopped")).to_have_count(0, timeout=SOON)
    assert issues(server) == 201
    board.keyboard.press("u")
    expect(board.locator(".noted")).to_have_text("Undone.", timeout=SOON)
    expect(board.locator(".of-stopped .s")).to_contain_text("An incident stopped them.", timeout=SOON)
    assert issues(server) == 409


def test_numbers_do_not_come_again_from_the_board_while_there_is_no_room(server: Server, board: Page) -> None:
    """230 inside of 198: the key leads to the incident room, where the criteria stand and a reason is asked for."""
    sensor = Visitor(server, server.enrol(DeviceKind.SENSOR))
    sensor.asks("POST", "/halls/main/headcount", {"inside": 230})
    expect(board.locator(".of-stopped .s")).to_contain_text("There is no room yet", timeout=SOON)
    board.keyboard.press("s")
    board.keyboard.press("s")
    board.wait_for_url("**/incident/*")
    assert issues(server) == 409
    expect(board.locator("h1")).to_have_text("Crowding", timeout=SOON)
    end = board.locator(".ann li", has=board.locator("b", has_text="Stop the numbers")).get_by_role("button")
    end.click()
    expect(board.locator(".crit .unmet").first).to_contain_text("230 people; fewer than 149 for 5 min are wanted")
    board.keyboard.type("Fire brigade lets them in again")
    board.keyboard.press("Enter")
    expect(board.locator(".log")).to_contain_text("Fire brigade lets them in again", timeout=SOON)
    assert issues(server) == 201


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1920, 1080), (390, 844)])
def test_the_alert_and_what_to_do_are_in_view(server: Server, context: Contexts, width: int, height: int) -> None:
    """At each size that the board is made for: alarm, alert and their act, and the first rows, without scrolling."""
    sensor = Visitor(server, server.enrol(DeviceKind.SENSOR))
    sensor.asks("POST", "/halls/main/headcount", {"inside": 230})
    clerk = Clerk(server, "clerk3", "3")
    clerk.does("open")
    page = context(width, height).new_page()
    page.request.post(f"{server.api}/session", data={"username": "supervisor", "password": "demo"})
    page.goto(f"{server.url}/board/main")
    expect(page.locator(".loud .what")).to_contain_text("Dangerously full: 230 people", timeout=SOON)
    for seen in (".loud .what", ".loud .act", ".todo h2", ".inc .head", ".strip .big"):
        expect(page.locator(seen).first).to_be_in_viewport(ratio=1)
    assert clerk.asks("POST", "/halls/main/incidents", {"kind": "threat", "silent": True}).status_code == 201
    expect(page.locator(".loud .what")).to_have_text("Threat at counter 3: silent alarm", timeout=SOON)
    expect(page.locator(".loud .act")).to_be_in_viewport(ratio=1)
    assert "Threat" in page.title()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if width > 1000:
        expect(page.locator(".d.alarm .desk")).to_have_text("3")
        assert page.evaluate(CUT) == []


def test_a_key_does_only_what_is_seen(server: Server, board: Page) -> None:
    """Of the things to do six are shown, in a lower window as many as fit; the key of the seventh leads nowhere."""
    kiosk = Kiosk(server, server.enrol(DeviceKind.KIOSK))
    for service in "ABCDE":
        kiosk.takes(service)
    failed = kiosk.takes("A").json()["ticket"]["id"]
    kiosk.asks("POST", f"/halls/main/tickets/{failed}/print", {"state": "failed"})
    sensor = Visitor(server, server.enrol(DeviceKind.SENSOR))
    sensor.asks("POST", "/halls/main/headcount", {"inside": -1})
    expect(board.locator(".adv")).to_have_count(6, timeout=SOON)
    board.keyboard.press("7")
    stands(board)
    assert board.url.endswith("/board/main")
    expect(board.locator(".adv")).to_have_count(6)
    hidden = int(board.locator(".todo .head a").inner_text().split()[0])
    board.set_viewport_size({"width": 1920, "height": 850})
    expect(board.locator(".adv")).not_to_have_count(6, timeout=SOON)
    shown = board.locator(".adv").count()
    assert board.evaluate(CUT) == []
    assert board.evaluate("(list => list.scrollHeight - list.clientHeight)(document.querySelector('.todo'))") == 0
    expect(board.locator(".todo .head")).to_contain_text(f"{hidden + 6 - shown} more in the office")


def test_an_incident_leads_to_its_page(server: Server, board: Page) -> None:
    """What goes on is shown with its steps, and its link leads to where they are confirmed."""
    Clerk(server, "supervisor", "1").asks("POST", "/halls/main/incidents", {"kind": "crowding"})
    expect(board.locator(".inc .step")).not_to_have_count(0, timeout=SOON)
    with board.expect_navigation() as gone:
        board.locator(".inc a.act").press("Enter")
    assert gone.value is not None
    assert gone.value.status == 200
    expect(board.locator("h1")).to_be_visible()


def test_the_board_in_a_crisis_can_be_read(server: Server, board: Page) -> None:
    """Crowded, two incidents, nobody serving: light and dark, nothing scrolls or is cut off, axe finds nothing."""
    kiosk = Kiosk(server, server.enrol(DeviceKind.KIOSK))
    for service in "ABCDE":
        kiosk.takes(service)
    sensor = Visitor(server, server.enrol(DeviceKind.SENSOR))
    sensor.asks("POST", "/halls/main/headcount", {"inside": 230})
    expect(board.locator(".inc .step")).to_have_count(4, timeout=SOON)
    expect(board.locator(".adv")).to_have_count(4)
    assert board.evaluate(CUT) == []
    Clerk(server, "supervisor", "1").asks("POST", "/halls/main/incidents", {"kind": "system_failure"})
    expect(board.locator(".inc")).to_have_count(2, timeout=SOON)
    for theme in ("dark", "light"):
        board.keyboard.press("t")
        expect(board.locator(f"html[data-theme={theme}]")).to_have_count(1)
        assert board.evaluate(CUT) == []
        found = Axe().run(board)
        assert found.violations_count == 0, found.generate_report()


def test_an_alert_is_taken_note_of(server: Server, board: Page) -> None:
    """A sensor counts far too many: the board says so first; the key beside it takes the lead, and so takes note."""
    sensor = Visitor(server, server.enrol(DeviceKind.SENSOR))
    assert sensor.asks("POST", "/halls/main/headcount", {"inside": 230}).json() == {"used": True}
    first = board.locator(".loud .what")
    expect(first).to_have_text("Dangerously full: 230 people, from 220 on it is dangerous", timeout=SOON)
    expect(board.locator(".strip .state").first).to_have_text("Dangerous")
    board.keyboard.press("1")
    board.keyboard.press("1")
    board.wait_for_url("**/incident/*")
    expect(board.locator("header")).to_contain_text("led by 許文傑", timeout=SOON)
    board.goto(f"{server.url}/board/main")
    expect(board.locator(".strip")).to_contain_text("noted", timeout=SOON)
    expect(board.locator(".loud")).to_have_count(0, timeout=SOON)


def test_a_cut_line_is_said(server: Server, board: Page) -> None:
    """The server dies: since when is said, nothing can be pressed; it comes back, and the board is the present."""
    server.kill()
    expect(board.locator(".cut")).to_contain_text("Cut off", timeout=30_000)
    expect(board.locator(".iv .act")).to_be_disabled()
    server.start()
    expect(board.locator(".cut")).to_have_count(0, timeout=30_000)
    expect(board.locator(".iv .act")).to_be_enabled()


def test_an_auditor_looks_and_a_clerk_does_not(server: Server, context: Contexts) -> None:
    """Whoever only reads has no buttons; whoever may not see it is told."""
    for username, sees in (("auditor", True), ("clerk1", False)):
        page = context(1920, 1080).new_page()
        page.goto(f"{server.url}/board/main")
        page.fill("input[name=username]", username)
        page.fill("input[name=password]", "demo")
        page.keyboard.press("Enter")
        if sees:
            expect(page.locator(".iv")).to_contain_text("You can look; a supervisor acts.", timeout=SOON)
            expect(page.locator(".iv .act")).to_have_count(0)
        else:
            expect(page.locator("main.alone")).to_contain_text("does not allow this", timeout=SOON)
