"""The whole story on six screens at once, then the crowd that becomes an incident and ends; with its times.

Kiosk → phone → display with its spoken text → terminal → tablet → board; a sensor counts → alert → plan → steps, one of
them late → numbers stop, and kiosk and phone say why → recovery → the same numbers are called on in their order.
"""

import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from server.security.rights import DeviceKind
from tests.emergencies import filled
from tests.hall import ROOT, Clerk, Kiosk, Server, Visitor, quiet_config
from tests.kiosk_side import AgentProcess

pytestmark = pytest.mark.xdist_group("browser")

Contexts = Callable[..., BrowserContext]
RunAgent = Callable[..., AbstractContextManager[AgentProcess]]
SOON = 20_000  # ms
READS = 700  # ms: the terminal takes a key as meant only when what it shows has stood a while
LATE = 0.1  # minutes: the limit of one step in this hall's plan, so that it is late within the story
LISTENS = """
window.spoken = [];
window.AudioContext = class { state = "running"; currentTime = 0; destination = {}; async resume() {} };
const ramps = {setValueAtTime() {}, linearRampToValueAtTime() {}, exponentialRampToValueAtTime() {}};
window.OscillatorNode = window.GainNode = class { gain = ramps; connect(to) { return to; } start() {} stop() {} };
HTMLMediaElement.prototype.play = async () => {};
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, "speechSynthesis", {value: {
  getVoices: () => [{lang: "zh-TW"}, {lang: "en-US"}], cancel() {},
  speak(words) { window.spoken.push(words.text); setTimeout(() => words.onend(), 50); },
}});
"""


@dataclass
class Story:
    """The hall and who is in it; each chapter's time is kept."""

    server: Server
    context: Contexts
    begun: float = field(default_factory=time.monotonic)
    times: list[str] = field(default_factory=list)

    def page(self, width: int, height: int, address: str, *, listens: bool = False, touch: bool = False) -> Page:
        """Open one of the screens."""
        context = self.context(width, height, has_touch=touch)
        if listens:
            context.add_init_script(LISTENS)
        page = context.new_page()
        if "/counter/" in address:
            page.clock.install()  # a key counts only when what it shows has stood a while
        page.goto(address)
        return page

    def chapter(self, name: str) -> None:
        """Note when a chapter is over."""
        self.times.append(f"{time.monotonic() - self.begun:6.1f} s  {name}")

    def signed_in(self, username: str) -> Visitor:
        """Return somebody who talks to the API."""
        answer = Visitor(self.server, "").http.post(
            f"{self.server.api}/session", json={"username": username, "password": "demo"}
        )
        return Visitor(self.server, answer.json()["token"])


@pytest.fixture
def story(tmp_path: Path, context: Contexts) -> Iterator[Story]:
    """A hall whose plan for crowding has one step that is late after six seconds."""
    plans = tmp_path / "plans"
    shutil.copytree(ROOT / "config" / "plans", plans)
    file = plans / "crowding.toml"
    text = file.read_text(encoding="utf-8")
    assert "limit = 3\n" in text
    file.write_text(text.replace("limit = 3\n", f"limit = {LATE}\n", 1), encoding="utf-8")
    server = Server(tmp_path, config=quiet_config(tmp_path), FLOOR_PLANS=str(plans)).start()
    made = Story(server, context)
    yield made
    server.kill()
    print("\n" + "\n".join(made.times))


EMPTY = "The guard has seen the hall empty."  # the count is still the sensor's of before


def read(page: Page, place: str, text: str | re.Pattern[str]) -> Locator:
    """Wait until a place on a screen says something."""
    found = page.locator(place).first
    expect(found).to_contain_text(text, timeout=SOON)
    return found


def heard(display: Page, part: str) -> None:
    """Wait until the display has spoken something."""
    display.wait_for_function("part => window.spoken.some(text => text.includes(part))", arg=part, timeout=30_000)


def acts(terminal: Page, key: str, then: str) -> None:
    """Press a key of the terminal and wait for what the big button would do next."""
    terminal.clock.fast_forward(READS)
    terminal.keyboard.press(key)
    expect(terminal.locator("button.big strong")).to_contain_text(then, timeout=SOON)


def test_a_number_and_a_crowd(story: Story, run_agent: RunAgent, tmp_path: Path) -> None:
    """Everything at once, and everything in its order."""
    server = story.server
    with run_agent(server, tmp_path) as agent:
        display = story.page(1920, 1080, f"{server.url}/display/main", listens=True)
        tablet = story.page(1280, 800, f"{server.url}/tablet/main/3", touch=True)
        board = story.page(1920, 1080, f"{server.url}/board/main")
        board.fill("input[name=username]", "supervisor")
        board.fill("input[name=password]", "demo")
        board.keyboard.press("Enter")
        read(board, ".calm0", "Nothing needs doing now.")
        kiosk = story.page(1080, 1920, f"{agent.base}/kiosk/", touch=True)
        served(story, kiosk, display, tablet, board)
        line = [Kiosk(server, server.enrol(DeviceKind.KIOSK)).takes("A").json() for _ in range(4)]
        phone = story.page(390, 844, line[-1]["track_url"])
        crowded(story, kiosk, phone, display, board)
        called_on(story, [one["ticket"]["number"] for one in line])


def served(story: Story, kiosk: Page, display: Page, tablet: Page, board: Page) -> None:
    """A number from the touch to the rating."""
    kiosk.locator("button.row[data-service=A][aria-disabled=false]").tap()
    kiosk.locator(".pad button").first.tap()
    number = "A001"
    read(kiosk, ".screen.photo-of", number)
    kiosk.locator(".screen.photo-of footer .act.main").tap()  # photographed
    read(board, ".lines .cnt", "1")
    terminal = story.page(1366, 768, f"{story.server.url}/counter/?hall=main&counter=3")
    terminal.fill("input[name=username]", "clerk3")
    terminal.fill("input[name=password]", "demo")
    terminal.keyboard.press("Enter")
    expect(terminal.locator(".seat[data-counter='3']")).to_be_enabled(timeout=SOON)
    terminal.keyboard.press("3")
    read(terminal, "button.big strong", f"Call {number}")
    acts(terminal, "Space", "Start serving")
    read(display, ".fresh .room b", number)
    heard(display, "請 A 0 0 1 號到 3 號窗口。")
    heard(display, "Number A 0 0 1, please come to counter 3.")
    read(board, ".d.calling .plate", number)
    acts(terminal, "Space", "Finish")
    acts(terminal, "Space", "Call")
    story.chapter("a number taken, called, spoken and served")
    tablet.locator("[data-score='5']").tap()
    read(board, ".rat li:first-child b", "1")
    story.chapter("rated on the tablet, and seen on the board")


def crowded(story: Story, kiosk: Page, phone: Page, display: Page, board: Page) -> None:
    """From the sensor's count to the end of the incident."""
    server, supervisor = story.server, story.signed_in("supervisor")
    sensor = Visitor(server, server.enrol(DeviceKind.SENSOR))
    assert sensor.asks("POST", "/halls/main/headcount", {"inside": 230}).json() == {"used": True}
    read(board, ".inc", "Crowding")
    read(board, ".loud .what", "Dangerously full")
    story.chapter("counted, alerted, the plan started")
    (head,) = supervisor.asks("GET", "/halls/main/incidents").json()["items"]
    incident = f"/halls/main/incidents/{head['id']}"
    heard(display, "The hall is busy.")
    supervisor.asks("POST", f"{incident}/moves/acknowledge", {})
    step = next(task for task in steps(supervisor, incident) if task["limit"] == round(LATE * 60))
    wrong = story.signed_in("manager").asks("POST", f"{incident}/tasks/{step['id']}/confirm", {})
    assert wrong.status_code == 403
    read(board, ".inc .step.late", "Open the west door")
    late = next(task for task in steps(supervisor, incident) if task["id"] == step["id"])
    assert (late["late"], late["who"], late["holder"]) == (1, "clerk", "supervisor")
    story.chapter("a step was late and went up")
    done = supervisor.asks("POST", f"{incident}/tasks/{step['id']}/confirm", {"fields": filled(late)})
    assert done.status_code == 200, done.text

    stopped = supervisor.asks("POST", f"{incident}/measures", {"code": "no-numbers"})
    if stopped.status_code != 201:  # the second stage took it by itself
        assert any(one["act"] == "stop_issue" for one in stopped_by(supervisor, incident))
    refused = Kiosk(server, server.enrol(DeviceKind.KIOSK)).takes("A")
    assert (refused.status_code, refused.json()["code"]) == (409, "issue_stopped")
    read(kiosk, "body", "大廳已滿")
    read(phone, "body", re.compile("hall is (busy|full)|Numbers already taken are kept|number is kept"))
    story.chapter("numbers stopped; kiosk and phone say why")

    people = {"clerk": story.signed_in("clerk3"), "manager": story.signed_in("manager"), "supervisor": supervisor}
    skipped = supervisor.asks("POST", f"{incident}/moves/stabilise", {})
    assert skipped.status_code == 409  # no step can be skipped
    confirm_all(people, incident)  # under control and recovery are the leader's own steps
    assert supervisor.asks("GET", incident).json()["state"] == "recovering"
    closed = supervisor.asks("POST", f"{incident}/close", {"review": "All went well.", "reason": EMPTY})
    assert closed.status_code == 200, closed.text
    expect(board.locator(".inc")).to_have_count(0, timeout=SOON)
    story.chapter("recovered and closed")


def confirm_all(people: dict[str, Visitor], incident: str) -> None:
    """Have everybody confirm their own steps, until nothing is open."""
    while still := [task for task in steps(people["supervisor"], incident) if task["state"] == "open"]:
        for task in still:
            sent = {"fields": filled(task), "reason": EMPTY}
            answer = people[task["holder"]].asks("POST", f"{incident}/tasks/{task['id']}/confirm", sent)
            assert answer.status_code == 200, (task, answer.text)


def steps(supervisor: Visitor, incident: str) -> list[dict[str, Any]]:
    """Return an incident's steps."""
    found: list[dict[str, Any]] = supervisor.asks("GET", incident).json()["tasks"]
    return found


def stopped_by(supervisor: Visitor, incident: str) -> list[dict[str, Any]]:
    """Return the measures that were taken."""
    found: list[dict[str, Any]] = supervisor.asks("GET", incident).json()["measures"]
    return found


def called_on(story: Story, numbers: list[str]) -> None:
    """The same numbers, in their order, none lost, and new ones behind them."""
    clerk = Clerk(story.server, "clerk2", "2")
    clerk.does("open")
    called = []
    for _ in numbers:
        called.append(clerk.does("call").json()["ticket"]["number"])
        clerk.does("start")
        clerk.does("finish")
    assert called == numbers
    taken = Kiosk(story.server, story.server.enrol(DeviceKind.KIOSK)).takes("A")
    assert taken.json()["ticket"]["number"] == "A006"
    assert story.server.floor("verify").returncode == 0
    story.chapter("the same numbers called on in their order")
