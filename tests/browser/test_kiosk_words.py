"""The kiosk's words: spoken, typed by keys of its own, said before a number is taken, and taken back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.alone import opened
from tests.kiosk_drawn import usual_hall

pytestmark = pytest.mark.xdist_group("browser")

Contexts = Callable[..., BrowserContext]
MOUNT = (Path(__file__).parents[1] / "kiosk_mounted.js").read_text(encoding="utf-8").partition("*/")[2].strip()
READY, NO_PAPER = {"kind": "usb", "state": "ready"}, {"kind": "usb", "state": "paper_out"}
# The machine's voices and its sockets for headphones, outside of the page.
VOICES = """
window.said = [];
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, "speechSynthesis", {value: {
  getVoices: () => [{lang: "zh-TW"}, {lang: "en-US"}], cancel() {}, addEventListener() {},
  speak(words) { window.said.push([words.lang, words.text]); },
}});
window.sockets = ["speaker"];
const devices = new EventTarget();
devices.enumerateDevices = async () => window.sockets.map((label) => ({kind: "audiooutput", label}));
Object.defineProperty(navigator, "mediaDevices", {value: devices});
"""


def kiosk(context: Contexts, *, printer: dict[str, Any] = READY, voices: bool = True) -> Page:
    """Open the kiosk in English, over a list of what its agent was asked."""
    page = context(1080, 1920, "en-US", has_touch=True).new_page()
    if voices:
        page.add_init_script(VOICES)
    opened(page, "kiosk/page")
    page.evaluate(MOUNT, {"view": usual_hall(), "printer": printer})
    page.locator(".langs button[lang|=en]").tap()
    expect(page.locator("h1")).to_have_text("Choose a service")
    return page


def asked(page: Page) -> list[list[Any]]:
    """Return what the agent was asked."""
    found: list[list[Any]] = page.evaluate("asked")
    return found


def last_said(page: Page) -> list[str]:
    """Return the voice's last language and words."""
    found: list[str] = page.evaluate("said.at(-1) ?? []")
    return found


def test_it_reads_aloud_what_it_shows(context: Contexts) -> None:
    """By its own key: each page in its reader's language, and each key that the arrows come to; until it is stopped."""
    page = kiosk(context)
    page.locator("[data-aloud]").tap()
    language, words = last_said(page)
    assert language == "en-US"
    for part in ("Choose a service", "Household registration", "12–25 min", "I need priority", "Stop reading"):
        assert part in words
    page.locator("[data-service=A]").tap()
    expect(page.locator(".pad")).to_be_visible()
    assert "How many of you are here?" in last_said(page)[1]
    assert "Household registration" in last_said(page)[1]
    page.locator(".pad .act").first.focus()
    assert last_said(page)[1] == "1"
    page.locator(".pad .word").tap()
    page.locator(".langs button[lang|=zh-Hant]").tap()
    expect(page.locator("h1")).to_have_text("請選擇要辦的事")
    assert last_said(page)[0] == "zh-TW"
    page.locator("[data-aloud]").tap()
    count = page.evaluate("said.length")
    page.locator("[data-service=A]").tap()
    expect(page.locator(".pad")).to_be_visible()
    assert page.evaluate("said.length") == count


def test_headphones_begin_it(context: Contexts) -> None:
    """Plugged in, the page is read without a key; pulled out, it falls silent."""
    page = kiosk(context)
    page.evaluate("sockets.push('headphones'), navigator.mediaDevices.dispatchEvent(new Event('devicechange'))")
    expect(page.locator("[data-aloud]")).to_have_attribute("aria-pressed", "true")
    assert "Choose a service" in last_said(page)[1]
    page.evaluate("sockets.pop(), navigator.mediaDevices.dispatchEvent(new Event('devicechange'))")
    expect(page.locator("[data-aloud]")).to_have_attribute("aria-pressed", "false")


def test_without_a_voice_there_is_no_key(context: Contexts) -> None:
    """A machine that can't speak doesn't offer it."""
    assert kiosk(context, voices=False).locator("[data-aloud]").count() == 0


def test_text_is_typed_by_keys_of_its_own(context: Contexts) -> None:
    """A contact, without any keyboard but the screen's; quick presses of one key are as many letters."""
    page = kiosk(context)
    page.locator("[data-tell]").tap()
    page.locator(".own input").tap()
    for key in "lin7@x.twww":
        page.locator(f"[data-key='{key}']").tap()
    page.locator("[data-key=back]").tap()
    page.locator("[data-key=back]").tap()
    expect(page.locator(".own input")).to_have_value("lin7@x.tw")
    page.locator("[data-key=done]").tap()
    expect(page.locator(".typing")).to_have_count(0)
    page.locator(".phrases .act").first.tap()
    page.locator(".send .main").tap()
    expect(page.locator(".thanks")).to_be_visible()
    (opinion,) = [one[2] for one in asked(page) if one[0] == "opine"]
    assert (opinion["words"], opinion["contact"]) == ("More seats, please.", "lin7@x.tw")


def test_no_paper_is_said_before_a_number_is_taken(context: Contexts) -> None:
    """On the first page and on the next one; not where there is paper."""
    page = kiosk(context, printer=NO_PAPER)
    expect(page.locator(".notes")).to_contain_text("No paper slips just now")
    page.locator("[data-service=A]").tap()
    expect(page.locator(".pad")).to_be_visible()
    expect(page.locator(".notes")).to_contain_text("No paper slips just now")
    expect(kiosk(context).locator(".notes")).to_have_text("")


def test_a_wrong_choice_is_taken_back(context: Contexts) -> None:
    """The page of the number prints it again, changes it, and gives it back after a question; the larger type stays."""
    page = kiosk(context)
    page.get_by_role("button", name="Larger type").tap()
    page.locator("[data-service=A]").tap()
    expect(page.locator(".for")).to_contain_text("Household registration")
    page.locator(".pad .act").first.tap()
    expect(page.locator(".plate.huge")).to_have_text("A001")
    page.evaluate("tells({id: asked[0][1], state: 'printed'})")
    page.get_by_role("button", name="Print again").tap()
    page.get_by_role("button", name="Wrong choice").tap()
    expect(page.locator("h1")).to_have_text("Another service for A001?")
    page.get_by_role("button", name="Keep A001").tap()
    expect(page.locator(".plate.huge")).to_have_text("A001")
    page.get_by_role("button", name="Wrong choice").tap()
    page.get_by_role("button", name="Choose another service").tap()
    expect(page.locator("h1")).to_have_text("Which service did you mean?")
    page.locator("[data-service=C]").tap()
    expect(page.locator(".number .what")).to_contain_text("C ")
    expect(page.locator(".plate.huge")).to_have_text("A001")
    page.get_by_role("button", name="Wrong choice").tap()
    page.get_by_role("button", name="Choose another service").tap()
    page.get_by_role("button", name="Give it back").tap()
    expect(page.locator("h1")).to_have_text("Choose a service")
    expect(page.locator(".notes")).to_contain_text("A001 was given back")
    assert page.evaluate("document.documentElement.classList.contains('larger')")
    number = asked(page)[0][1]
    assert [one[:2] for one in asked(page)] == [
        ["take", number],
        ["copy", number],
        ["change", number],
        ["cancel", number],
    ]
