"""An opinion at the kiosk: by touch or keys into the register; cut off, nothing is kept; nobody finds it afterwards."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.hall import Clerk, Server
from tests.kiosk_side import AgentProcess

pytestmark = pytest.mark.xdist_group("browser")

Contexts = Callable[..., BrowserContext]
RunAgent = Callable[..., AbstractContextManager[AgentProcess]]
SOON = 15_000  # ms
OWN = "The ramp is steep; Ms Lin at desk 2 helped"
DIGITS = {"zh-Hant": "至少六個數字", "zh-Hans": "至少六个数字", "en": "at least six digits"}
SIZES = [(1080, 1920), (1920, 1080)]
OUTSIDE = """() => [...document.querySelectorAll("button, h1, p, textarea, input, label span")].filter((one) => {
  const box = one.getBoundingClientRect();
  const out = box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || box.left < -1 || box.top < -1;
  return box.width > 1 && (out || one.scrollWidth > one.clientWidth + 1 && one.matches("button"));
}).map((one) => `${one.tagName}.${one.className}: ${one.textContent.trim().slice(0, 40)}`)"""
OVERLAP = """() => {
  const all = [...document.querySelectorAll(".screen :is(button, textarea, input, h1, .state-of)")]
    .filter((one) => one.checkVisibility());
  const boxes = all.map((one) => one.getBoundingClientRect());
  return all.flatMap((one, i) => all.slice(i + 1).filter((other, j) => {
    const a = boxes[i], b = boxes[i + 1 + j];
    return a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  }).map((other) => `${one.className} ${one.textContent.trim()} × ${other.className} ${other.textContent.trim()}`));
}"""


def opened(page: Page, agent: AgentProcess, language: str = "en") -> Page:
    """Open the touch page, choose a language, and go to the opinion's screen."""
    page.goto(f"{agent.base}/kiosk/")
    page.locator(f".langs button[lang|={language}]").click()
    page.wait_for_function("code => document.documentElement.lang.startsWith(code)", arg=language)
    page.locator("[data-tell][aria-disabled=false]").click()
    expect(page.locator(".opine h1")).to_be_focused(timeout=SOON)
    return page


def register(server: Server) -> list[dict[str, Any]]:
    """Return the hall's register of opinions."""
    found: list[dict[str, Any]] = Clerk(server, "manager", "3").asks("GET", "/halls/main/opinions").json()["items"]
    return found


def kept(folder: Path, words: str) -> list[str]:
    """Return the files of the agent, its log among them, that hold any of some words."""
    parts = [word.encode() for word in words.split() if len(word) > 4]
    files = [one for one in folder.rglob("*") if one.is_file() and (one.parent.name == "kiosk" or "agent" in one.name)]
    assert files
    return [one.name for one in files if any(part in one.read_bytes() for part in parts)]


def test_by_touch_into_the_register(server: Server, context: Contexts, run_agent: RunAgent, tmp_path: Path) -> None:
    """A ready phrase, own words, where the answer goes: it has its limit, the writer a reference, the next nothing."""
    with run_agent(server, tmp_path) as agent:
        page = opened(context(1080, 1920, has_touch=True).new_page(), agent)
        send = page.get_by_role("button", name="Send")
        expect(send).to_have_attribute("aria-disabled", "true")
        page.locator("[data-kind=problem]").tap()
        phrase = page.locator(".phrases button").first
        phrase.tap()
        expect(phrase).to_have_attribute("aria-pressed", "true")
        phrase.tap()
        expect(page.locator("textarea")).to_have_value("")
        phrase.tap()
        page.locator("textarea").press_sequentially(f"\n{OWN}")
        page.locator(".own input").fill("lin@example.org")
        send.tap()
        expect(page.locator(".thanks h1")).to_have_text("Thank you, we have it", timeout=SOON)
        (one,) = register(server)
        assert (one["kind"], one["way"], one["language"], one["wants_answer"]) == ("problem", "kiosk", "en", True)
        assert one["words"] == f"The wait was too long.\n{OWN}"
        assert (datetime.fromisoformat(one["answer_by"]) - datetime.fromisoformat(one["given_at"])).days >= 4
        expect(page.locator(".thanks .when")).to_have_text(str(one["id"]))
        last = datetime.fromisoformat(one["answer_by"]).astimezone(ZoneInfo("Asia/Taipei")) - timedelta(seconds=1)
        expect(page.locator(".thanks main")).to_contain_text(
            f"We will answer by {last.day} {last:%B}, at the phone number or e-mail address you left."
        )
        page.get_by_role("button", name="Done").tap()
        expect(page.locator("button.row").first).to_be_visible()
        opened(page, agent)
        expect(page.locator("textarea")).to_have_value("")
        expect(page.locator(".own input")).to_have_value("")
        assert kept(tmp_path, f"{OWN} lin@example.org") == []


def test_a_contact_that_reaches_nobody(server: Server, context: Contexts, run_agent: RunAgent, tmp_path: Path) -> None:
    """It is said what is wanted, in each language; nothing that was typed is lost, and then it goes through."""
    with run_agent(server, tmp_path) as agent:
        page = context(*SIZES[0]).new_page()
        for language, wants in DIGITS.items():
            opened(page, agent, language)
            page.locator("textarea").fill(OWN)
            page.locator(".own input").fill("not-a-phone")
            page.locator(".send .main").click()
            expect(page.get_by_role("alert")).to_contain_text(wants, timeout=SOON)
            expect(page.locator(".own input")).to_have_attribute("aria-invalid", "true")
            looks_right(page)
            expect(page.locator("textarea")).to_have_value(OWN)
            expect(page.locator(".own input")).to_have_value("not-a-phone")
            page.locator(".own input").fill("0912 345 678")
            expect(page.get_by_role("alert")).to_have_count(0)
            page.locator(".send .main").click()
            expect(page.locator(".thanks")).to_be_visible(timeout=SOON)
        assert [one["wants_answer"] for one in register(server)] == [True] * 3


def test_by_keys_alone(server: Server, context: Contexts, run_agent: RunAgent, tmp_path: Path) -> None:
    """Arrows go into the fields and out again; a Backspace there takes a letter, not the screen."""
    with run_agent(server, tmp_path) as agent:
        page = opened(context(1080, 1920).new_page(), agent)
        page.keyboard.press("ArrowDown")
        expect(page.locator("textarea")).to_be_focused()
        page.keyboard.type("Goodd")
        page.keyboard.press("Backspace")
        expect(page.locator("textarea")).to_have_value("Good")
        for _ in range(12):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowRight")
        expect(page.locator(".send button").last).to_be_focused()
        expect(page.locator("html:not([data-fresh])")).to_have_count(1)  # what is new takes no press yet
        page.keyboard.press("Enter")
        expect(page.locator(".thanks")).to_contain_text("ask at a counter with this reference", timeout=SOON)
        assert [one["words"] for one in register(server)] == ["Good"]


def test_left_alone_it_is_forgotten(server: Server, context: Contexts, run_agent: RunAgent, tmp_path: Path) -> None:
    """A minute untouched, twenty seconds in which a touch gives time, then home; the next finds an empty screen."""
    with run_agent(server, tmp_path) as agent:
        page = context(1080, 1920).new_page()
        page.clock.install()
        opened(page, agent)
        page.locator("textarea").fill(OWN)
        page.clock.run_for(61_000)
        page.locator("[role=alertdialog] button").first.click()
        expect(page.locator("textarea")).to_have_value(OWN)
        page.clock.run_for(82_000)
        expect(page.locator("button.row[data-service=A]")).to_be_visible(timeout=SOON)
        opened(page, agent)
        expect(page.locator("textarea")).to_have_value("")
        assert register(server) == []


def test_cut_off_it_says_so(server: Server, context: Contexts, run_agent: RunAgent, tmp_path: Path) -> None:
    """What was written stays on the screen and goes nowhere else; when the server is back, it is sent once."""
    with run_agent(server, tmp_path) as agent:
        page = opened(context(1920, 1080).new_page(), agent)
        page.locator("textarea").fill(OWN)
        server.kill()
        page.locator(".send .main").click()  # nobody knows yet
        expect(page.get_by_role("alert")).to_contain_text(re.compile("no answer came|can't be sent"), timeout=SOON)
        expect(page.locator(".stale")).to_contain_text("Cut off since", timeout=30_000)
        expect(page.locator(".send .main")).to_have_attribute("aria-disabled", "true")
        assert kept(tmp_path, OWN) == []
        server.start()
        expect(page.locator(".send .main")).to_have_attribute("aria-disabled", "false", timeout=30_000)
        page.locator(".send .main").click()
        expect(page.locator(".thanks")).to_be_visible(timeout=SOON)
        assert [one["words"] for one in register(server)] == [OWN]


def test_a_lost_answer_makes_no_second_opinion(
    server: Server, context: Contexts, run_agent: RunAgent, tmp_path: Path
) -> None:
    """It came, but nobody heard so: whoever tries again sends the same one."""
    with run_agent(server, tmp_path) as agent:
        page = opened(context(1080, 1920).new_page(), agent)
        page.locator("textarea").fill(OWN)

        def lose(route: Route) -> None:
            assert route.fetch().status == 201
            route.abort()

        page.route("**/agent/opinions", lose)
        page.locator(".send .main").click()
        expect(page.get_by_role("alert")).to_contain_text("no answer came", timeout=SOON)
        page.unroute("**/agent/opinions")
        page.locator(".send .main").click()
        expect(page.locator(".thanks")).to_be_visible(timeout=SOON)
        assert [one["words"] for one in register(server)] == [OWN]


def test_each_language_and_size(server: Server, context: Contexts, run_agent: RunAgent, tmp_path: Path) -> None:
    """Whole at both sizes, also in larger type; axe finds nothing."""
    with run_agent(server, tmp_path) as agent:
        page = context(*SIZES[0]).new_page()
        for language in ("zh-Hant", "zh-Hans", "en"):
            opened(page, agent, language)
            for kind in ("praise", "question", "problem", "idea"):
                page.locator(f"[data-kind={kind}]").click()
                looks_right(page, whole=kind == "idea")
            page.locator(".phrases button").first.click()
            page.locator(".send .main").click()
            expect(page.locator(".thanks h1")).to_be_visible(timeout=SOON)
            looks_right(page)
        for press in (0, 1):
            opened(page, agent)
            page.locator(".send button").first.click()
            page.locator(".keys .act").nth(1 + press).click()
            looks_right(page)
            page.locator("[data-tell]").click()
            looks_right(page)


def looks_right(page: Page, *, whole: bool = True) -> None:
    """Nothing is cut off, covered or outside; with `whole`, axe looks too."""
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
        assert page.evaluate(OUTSIDE) == []
        assert page.evaluate(OVERLAP) == []
        if whole:
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
