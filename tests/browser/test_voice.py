"""The announcements as they reach the speech interface: in order, one at a time, none lost, none too old; and told."""

import time
import wave
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from server.security.rights import DeviceKind
from tests.hall import Clerk, Kiosk, Server, Visitor, quiet_config
from tests.looking import stands

STUBS = """
window.spoken = [];
window.voices = VOICES;
window.AudioContext = class { state = "STATE"; currentTime = 0; destination = {}; async resume() {} };
const ramps = {setValueAtTime() {}, linearRampToValueAtTime() {}, exponentialRampToValueAtTime() {}};
const part = class { constructor() { this.gain = ramps; }
  connect(to) { return to; } start() { window.spoken.push({what: "tone", begun: performance.now()}); } stop() {} };
window.OscillatorNode = window.GainNode = part;
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
window.fails = {};  // a voice's language → what it does instead
window.listening = [];
Object.defineProperty(window, "speechSynthesis", {value: {
  getVoices: () => window.voices.map(lang => ({lang, name: lang, localService: true})), cancel() {},
  addEventListener: (_, tell) => window.listening.push(tell),
  speak(words) {
    const one = {what: words.text, lang: words.lang, begun: performance.now(), ended: null};
    window.spoken.push(one);
    if (window.fails[words.lang] === "network") return setTimeout(() => words.onerror({error: "network"}), 20);
    if (window.fails[words.lang] === "endless") return;
    if (window.fails[words.lang] === "start") return setTimeout(() => words.onstart(), 20);
    if (window.fails[words.lang] === "boundary") return setTimeout(() => words.onboundary(), 20);
    setTimeout(() => { one.ended = performance.now(); words.onend(); }, 300);
  },
}});
HTMLMediaElement.prototype.play = async function() {
  if (window.refuse) throw new DOMException("no", "NotAllowedError");
  if (this.src.endsWith("silence.wav")) return;
  const one = {what: new URL(this.src).pathname, begun: performance.now(), ended: null};
  window.spoken.push(one);
  const answer = await fetch(this.src);
  one.type = answer.headers.get("content-type");
  one.bytes = (await answer.arrayBuffer()).byteLength;
  setTimeout(() => { one.ended = performance.now(); this.onended(); }, 100);
};
"""
Opens = Callable[..., Page]


@pytest.fixture
def opens(server: Server, browser: Browser) -> Iterator[Opens]:
    """Open the hall display in a browser whose speech interface is listened to."""
    contexts = []

    def open_one(voices: str = '["zh-TW", "en-US"]', state: str = "running") -> Page:
        context = browser.new_context(viewport={"width": 1920, "height": 1080})
        contexts.append(context)
        context.add_init_script(STUBS.replace("VOICES", voices).replace("STATE", state))
        page = context.new_page()
        page.goto(f"{server.url}/display/main")
        expect(page.locator("main:not(.waiting) > h1")).to_be_attached(timeout=15_000)
        return page

    yield open_one
    for context in contexts:
        context.close()


def called(server: Server, *counters: str) -> list[str]:
    """Take a number for each counter and call them all at once; return the numbers in the order of their calls."""
    kiosk = Kiosk(server, server.enrol(DeviceKind.KIOSK))
    clerks = {counter: Clerk(server, f"clerk{counter}", counter) for counter in counters}
    for clerk in clerks.values():
        kiosk.takes("A")
        clerk.does("open")
    return [clerk.does("call").json()["ticket"]["number"] for clerk in clerks.values()]


def speech(page: Page, many: int) -> list[dict[str, Any]]:
    """Wait until so many sentences or recordings were spoken to their end, and return them."""
    page.wait_for_function("many => window.spoken.filter(one => one.ended).length >= many", arg=many, timeout=25_000)
    found: list[dict[str, Any]] = page.evaluate("window.spoken.filter(one => one.what !== 'tone')")
    return found


def health(server: Server) -> dict[str, Any]:
    """Return how the display does, as the supervisor reads it."""
    supervisor = signed_in(server)
    (display,) = [
        one for one in supervisor.asks("GET", "/halls/main/devices/health").json()["items"] if one["kind"] == "display"
    ]
    return dict(display)


def signed_in(server: Server) -> Visitor:
    """Return the supervisor."""
    answer = Visitor(server, "").http.post(f"{server.api}/session", json={"username": "supervisor", "password": "demo"})
    return Visitor(server, answer.json()["token"])


def eventually(holds: Callable[[], bool]) -> None:
    """Ask until it is so."""
    until = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.1)


def test_three_calls_at_once_are_all_spoken_in_order(server: Server, opens: Opens) -> None:
    """Each in both languages, none over another; and the server knows the last that was heard."""
    page = opens()
    numbers = called(server, "2", "3", "4")
    found = speech(page, 6)
    wanted = [
        sentence
        for number, counter in zip(numbers, "234", strict=True)
        for sentence in (
            f"請 {' '.join(number)} 號到 {counter} 號窗口。",
            f"Number {' '.join(number)}, please come to counter {counter}.",
        )
    ]
    assert [one["what"] for one in found] == wanted
    assert [one["lang"] for one in found] == ["zh-TW", "en-US"] * 3
    assert all(before["ended"] <= after["begun"] for before, after in pairwise(found))
    assert page.evaluate("window.spoken.filter(one => one.what === 'tone').length") == 6
    eventually(lambda: health(server)["sound"] == "ok")


def test_a_recall_is_spoken_again(server: Server, opens: Opens) -> None:
    """And what was spoken is not spoken again by a push that changes nothing of it."""
    page = opens()
    called(server, "3")
    speech(page, 2)
    Kiosk(server, server.enrol(DeviceKind.KIOSK)).takes("B")
    Clerk(server, "clerk3", "3").does("recall")
    assert len({one["what"] for one in speech(page, 4)}) == 2


def test_nothing_of_before_is_spoken(server: Server, opens: Opens) -> None:
    """A display that is switched on speaks no call that was made before it was there."""
    called(server, "3")
    page = opens()
    (number,) = called(server, "4")
    assert [" ".join(number) in one["what"] for one in speech(page, 2)] == [True, True]


def test_the_server_speaks_where_the_browser_cannot(server: Server, opens: Opens) -> None:
    """No voice in the browser: speech made by the server, a sound file for each language."""
    page = opens(voices="[]")
    called(server, "3")
    found = speech(page, 2)
    assert [one["what"].split("/")[-2] for one in found] == ["zh-Hant", "en"]
    assert [(one["type"], one["bytes"] > 10_000) for one in found] == [("audio/wav", True)] * 2


def names(found: list[dict[str, Any]]) -> list[str]:
    """Say what spoke, one after the other: a browser's language, or the server's."""
    return [one.get("lang") or f"server {one['what'].split('/')[-2]}" for one in found]


def test_a_voice_that_fails_hands_on_and_rests(server: Server, opens: Opens) -> None:
    """Within the same call, in the same language; the other language follows; after two failures it is not asked."""
    page = opens()
    page.evaluate("window.fails['zh-TW'] = 'network'")
    for counter in "234":
        called(server, counter)
        page.wait_for_function(
            "many => window.spoken.filter(one => one.lang === 'en-US' && one.ended).length >= many",
            arg=int(counter) - 1,
            timeout=25_000,
        )
    found = page.evaluate("window.spoken.filter(one => one.what !== 'tone')")
    call = ["zh-TW", "server zh-Hant", "en-US"]
    assert names(found) == [*call, *call, *call[1:]]
    eventually(lambda: (health(server)["sound"], health(server)["why"]) == ("no_browser", "no_browser"))


WATCHED = """async () => {
  const {say} = await import("/pages/display/hall/voice/player.js");
  const {longest, inTurn, noted, whatRests, REST} = await import("/pages/display/hall/voice/rests.js");
  window.fails["zh-TW"] = "endless";
  const given_up = await say("請", {lang: "zh-TW"}, 30, 1).then(() => "ended", ({message}) => message);
  const heard = [];
  for (const sign of ["start", "boundary"]) {
    window.fails["zh-TW"] = sign;
    heard.push(await say("請", {lang: "zh-TW"}, 5000, 50).then(() => "ended", ({message}) => message));
  }
  const rests = new Map(), browser = {name: "browser zh", kind: "browser"}, own = {name: "server zh", kind: "server"};
  const order = (at) => inTurn(rests, [browser, own], at).map(({kind}) => kind);
  const steps = [[order(0), whatRests(rests, 0)]];
  for (const [well, at] of [[false, 1], [true, 2], [false, 3], [false, 4]]) {
    noted(rests, browser, well, at);
    steps.push([order(at), whatRests(rests, at)]);
  }
  steps.push([order(4 + REST), whatRests(rests, 4 + REST)]);
  const calls = ["請 A 0 0 1 號到 3 號窗口。", "Number A 0 0 1, please come to counter 3."];
  return {given_up, heard, steps, longest: calls.map(longest)};
}"""


def test_each_source_has_its_own_watch(server: Server, opens: Opens) -> None:
    """By the length of its text, in seconds and not a minute; two failures in a row rest it for some minutes."""
    told = opens().evaluate(WATCHED)
    assert (told["given_up"], told["heard"]) == ("failed", ["ended", "ended"])
    usual, rested = ["browser", "server"], ["server", "browser"]
    assert told["steps"] == [[usual, None]] * 4 + [[rested, "browser"], [usual, None]]
    assert all(5_000 < limit < 12_000 for limit in told["longest"])


def test_a_voice_whose_end_is_never_told_is_not_heard_twice(server: Server, opens: Opens) -> None:
    """It began, and its text's time is over: it spoke. The other language follows, and nothing says it again."""
    page = opens()
    page.evaluate("window.fails['zh-TW'] = 'start'")
    called(server, "3")
    speech(page, 1)
    assert names(page.evaluate("window.spoken.filter(one => one.what !== 'tone')")) == ["zh-TW", "en-US"]
    eventually(lambda: health(server)["sound"] == "ok")


def test_voices_that_are_listed_late_are_waited_for(server: Server, opens: Opens) -> None:
    """A browser that lists its voices a moment after the first call speaks it."""
    page = opens(voices="[]")
    called(server, "3")
    page.wait_for_function("() => window.spoken.length >= 2")  # the tones
    page.evaluate("window.voices = ['zh-TW', 'en-US']; window.listening.forEach(tell => tell())")
    assert names(speech(page, 2)) == ["zh-TW", "en-US"]


def test_recordings_go_before_all(server: Server, opens: Opens) -> None:
    """The hall's own recordings of English are played in their order; Mandarin has none and is spoken."""
    folder = server.folder / "voice" / "main" / "en"
    folder.mkdir(parents=True)
    for name in ("before", "between", "A", *"0123456789"):
        with wave.open(str(folder / f"{name}.wav"), "wb") as recording:
            recording.setparams((1, 2, 8000, 0, "NONE", ""))
            recording.writeframes(bytes(800))
    (folder / "notes.txt").write_text("no recording")
    page = opens()
    (number,) = called(server, "3")
    found = speech(page, 8)
    assert found[0]["what"].startswith("請 A")
    clips = [one["what"].rpartition("/")[2] for one in found[1:]]
    assert clips == ["before", *number, "between", "3"]


@pytest.mark.parametrize(("state", "refuse"), [("suspended", False), ("running", True)])
def test_sound_that_is_blocked_is_told(server: Server, opens: Opens, state: str, refuse: bool) -> None:
    """The page asks for a touch, the hall goes on, and the supervisor reads that the display is silent."""
    page = opens(voices="[]", state=state)
    page.evaluate("refuse => { window.refuse = refuse; }", refuse)
    called(server, "3")
    expect(page.locator(".hush")).to_contain_text("請觸碰螢幕以開啟聲音", timeout=15_000)
    eventually(lambda: (health(server)["sound"], health(server)["state"]) == ("blocked", "attention"))
    page.evaluate("window.refuse = false; AudioContext.prototype.state = 'running'")
    expect(page.locator(".fresh, .last").first).to_be_visible(timeout=15_000)


def test_a_quiet_hall(tmp_path: Path, browser: Browser) -> None:
    """A hall without voice: nothing sounds, and nothing is wrong."""
    config = quiet_config(tmp_path)
    config.write_text(config.read_text(encoding="utf-8").replace("ask_party = true", "voice = false"), encoding="utf-8")
    server = Server(tmp_path, config=config).start()
    context = browser.new_context()
    try:
        context.add_init_script(STUBS.replace("VOICES", '["zh-TW", "en-US"]').replace("STATE", "running"))
        page = context.new_page()
        page.clock.install()
        page.goto(f"{server.url}/display/main")
        expect(page.locator("aside.side")).to_be_visible()
        (number,) = called(server, "3")
        expect(page.locator("main")).to_contain_text(number)
        page.clock.fast_forward(30_000)
        stands(page)
        assert page.evaluate("window.spoken") == []
    finally:
        context.close()
        server.kill()
