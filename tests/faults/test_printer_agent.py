"""The kiosk's agent as a process: killed, cut off, with a bad printer. No number is lost, none is in the air."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
import zxingcpp

from tests.kiosk_side import AgentProcess, SmallServer, eventually
from tests.receivers import Receiver

KEY = "a-touch-of-the-page"


@pytest.fixture
def server() -> Iterator[SmallServer]:
    """A server that knows the kiosk."""
    with SmallServer() as server:
        yield server


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A printer that works."""
    with Receiver() as receiver:
        yield receiver


@pytest.fixture
def agent(server: SmallServer, receiver: Receiver, tmp_path: Path) -> Iterator[AgentProcess]:
    """An agent that is online."""
    agent = AgentProcess(server.url, tmp_path / "data", free_port(), printer=receiver.url)
    agent.is_online()
    yield agent
    agent.stop()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as place:
        port: int = place.getsockname()[1]
        return port


def test_a_touch_becomes_a_slip(server: SmallServer, receiver: Receiver, agent: AgentProcess) -> None:
    """The answer comes before the print; the slip leads to the ticket; the server hears that it was printed."""
    taken = agent.take(KEY).json()
    assert taken["ticket"]["number"] == "A001"
    assert taken["qr"]["size"] >= 21
    agent.shows("printed")
    (slip,) = receiver.waits_for(1)
    assert [found.text for found in zxingcpp.read_barcodes(slip)] == [taken["track_url"]]
    eventually(lambda: server.prints == [(1, "printed")], "the server hears of it")
    assert agent.take(KEY).json()["ticket"] == taken["ticket"]  # the page asked again
    agent.post(f"/agent/tickets/{KEY}/copy", {})
    first, second = receiver.waits_for(2)
    assert second.height > first.height  # the copy came next: the second touch printed nothing


def test_copies_come_one_after_the_other(receiver: Receiver, agent: AgentProcess) -> None:
    """One job at a time, however often it is pressed."""
    agent.take(KEY)
    for _ in range(4):
        assert agent.post(f"/agent/tickets/{KEY}/copy", {}).status_code == 202
    slips = receiver.waits_for(5)
    assert len(slips) == 5
    assert slips[1].height > slips[0].height  # it says "copy"
    assert receiver.most_at_once == 1


def test_killed_while_printing(server: SmallServer, receiver: Receiver, agent: AgentProcess) -> None:
    """A slip may be in the hand: the number stays the customer's, and the server hears that nobody knows."""
    receiver.mode = "hung"
    number = agent.take(KEY).json()["ticket"]["number"]
    agent.shows("printing")
    agent.kill()
    agent.start()
    eventually(lambda: server.prints == [(1, "unconfirmed")], "the server hears of it")
    assert agent.take(KEY).json()["ticket"]["number"] == number
    assert len(server.tickets) == 1


def test_killed_between_question_and_answer(server: SmallServer, agent: AgentProcess) -> None:
    """The number that came when nobody waited any more is abandoned, not left waiting in the line."""
    server.mode = "mute"
    with pytest.raises(requests.RequestException):
        requests.post(f"{agent.base}/agent/tickets", json={"id": KEY, "service": "A", "language": "en"}, timeout=0.3)
    agent.kill()
    server.mode = "ok"
    assert len(server.tickets) == 1
    agent.start()
    eventually(lambda: [one["kind"] for one in server.taken_in] == ["abandoned"], "the number is abandoned")
    assert server.taken_in[0]["uid"] == KEY
    assert len(server.tickets) == 1


def test_cut_off_is_said_in_time(server: SmallServer, agent: AgentProcess) -> None:
    """A server that answers too late, with a fault, or not at all: the customer knows within two seconds."""
    for step, mode in enumerate(("mute", "down")):
        server.mode = mode
        answer = agent.take(f"touch-number-{step}")
        assert (answer.status_code, answer.json()["code"]) == (503, "cut_off")
        assert answer.elapsed.total_seconds() < 2.9  # the mute one answers after three


def test_cut_off_it_gives_numbers_of_its_own(server: SmallServer, receiver: Receiver, tmp_path: Path) -> None:
    """In time, each once, also started anew without the server; they are handed in afterwards, in their order."""
    server.grants(801, 803)
    agent = AgentProcess(server.url, tmp_path / "data", free_port(), printer=receiver.url)
    try:
        agent.is_granted()
        server.mode = "mute"
        first = agent.take("touch-number-1")
        assert (first.status_code, first.json()["ticket"]["number"], first.json()["wait"]) == (201, "A801", None)
        assert first.elapsed.total_seconds() < 2.9  # the mute one answers after three
        agent.shows("printed")
        server.mode = "down"
        agent.kill()
        agent.start()
        eventually(lambda: (agent.told()["alone"] or {}).get("left") == {"A": 2}, "it knows what it may do")
        assert agent.told()["view"]["services"][0]["code"] == "A"
        assert agent.take("touch-number-1").json()["ticket"]["number"] == "A801", "the same touch"
        for n in (2, 3):
            assert agent.take(f"touch-number-{n}").json()["ticket"]["number"] == f"A80{n}"
        assert agent.take("touch-number-4").status_code == 503
        slips = receiver.waits_for(3)
        codes = [code.text for slip in slips for code in zxingcpp.read_barcodes(slip)]
        assert [code.partition("/t/")[2][:4] for code in codes] == ["1.k."] * 3
        server.mode = "ok"
        eventually(lambda: [one["kind"] for one in server.taken_in].count("printed") == 3, "handed in", 30)
        assert [one["kind"] for one in server.taken_in if one["kind"] != "printed"] == HANDED
        assert [one["number"] for one in server.taken_in if "number" in one] == ["A801", "A802", "A803"]
    finally:
        agent.stop()


HANDED = ["abandoned", "reserved", "reserved", "reserved"]


def test_what_the_server_refuses_is_passed_on(server: SmallServer, agent: AgentProcess) -> None:
    """The page gets the server's own words."""
    server.mode = "closed"
    answer = agent.take(KEY, language="zh-Hans")
    assert answer.status_code == 409
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank", "status": 409, "title": "Closed", "detail": "zh-Hans",
        "code": "hall_closed", "opens_at": "2026-11-26T00:30:00+00:00",
    }  # fmt: skip
    server.mode = "ok"
    assert agent.take("another-touch").json()["ticket"]["number"] == "A001"


def test_reports_wait_for_the_server(server: SmallServer, agent: AgentProcess) -> None:
    """What was printed while the server was away is told afterwards, also after a restart."""
    agent.take(KEY)
    server.mode = "down"
    agent.shows("printed")
    agent.stop()
    told = len(server.prints)
    agent.start()
    server.mode = "ok"
    eventually(lambda: server.prints == [(1, "printed")], "the server hears of it")
    assert told <= 1


def test_the_customer_says_whether_it_was_printed(server: SmallServer, receiver: Receiver, agent: AgentProcess) -> None:
    """A printer that says nothing: the customer is asked, and the record says what they said."""
    receiver.mode = "hung"
    agent.take(KEY)
    agent.shows("unconfirmed")
    assert agent.post(f"/agent/tickets/{KEY}/seen", {"printed": True}).json()["state"] == "printed"
    eventually(lambda: server.prints == [(1, "unconfirmed"), (1, "printed")], "the server hears of both")


def test_a_server_that_goes_and_comes(tmp_path: Path) -> None:
    """The page is told that the link is lost and since when, keeps what it showed, and is told when it is back."""
    first = SmallServer().__enter__()
    agent = AgentProcess(first.url, tmp_path / "data", free_port())
    try:
        agent.is_online()
        first.goes()
        eventually(lambda: not agent.told()["link"]["online"], "offline")
        assert agent.told()["view"]["hall"]["code"] == "main"
        with SmallServer(first.port):
            eventually(lambda: agent.told()["link"]["online"], "online again")
    finally:
        agent.stop()


def test_only_its_own_pages_are_served(agent: AgentProcess) -> None:
    """Another page in the same browser, or a name that points here, gets nothing."""
    order = {"id": KEY, "service": "A", "language": "en"}
    assert agent.post("/agent/tickets", order, Origin="http://evil.example").status_code == 403
    assert agent.post("/agent/tickets", order, Host="evil.example").status_code == 421
    assert requests.post(f"{agent.base}/agent/tickets", data="id=1", timeout=5).status_code == 415
    page = requests.get(f"{agent.base}/kiosk/", timeout=5)
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    for path in (
        "/pages/kiosk/agent.py",
        "/pages/kiosk/page/../agent.py",
        "/static/../../pyproject.toml",
        "/static/languages/en.po",
        "/vendor/fonts/noto-sans-tc/package.json",
        "/vendor/../package.json",
    ):
        assert requests.get(agent.base + path, timeout=5).status_code == 404, path


def test_pairing_brings_the_token(server: SmallServer, tmp_path: Path) -> None:
    """Without a token the page shows a code; once approved, the token is kept for its owner only."""
    agent = AgentProcess(server.url, tmp_path / "data", free_port(), token="")
    try:
        eventually(lambda: agent.told()["pairing"] == {"code": "K7P2M4"}, "the code")
        server.approved = True
        agent.is_online()
        assert agent.told()["pairing"] is None
        token = tmp_path / "data" / "token"
        assert (token.read_text(), token.stat().st_mode & 0o777) == ("new", 0o600)
        taken = agent.take(KEY).json()
        agent.shows("shown")  # there is no printer
        assert taken["ticket"]["number"] == "A001"
    finally:
        agent.stop()


def test_a_server_without_the_hall_is_no_server_out_of_reach(server: SmallServer, tmp_path: Path) -> None:
    """It answers, and has no such hall: the page is told that, with the hall, and nothing of a cut line."""
    why = {"title": "Not found", "detail": "There is no hall “nort”."}
    server.turns_away = {"status": 404, "code": "unknown_hall", **why}
    agent = AgentProcess(server.url, tmp_path / "data", free_port(), token="", hall="nort")
    try:
        eventually(lambda: agent.told()["refusal"] is not None, "the refusal")
        told = agent.told()
        assert told["refusal"] == {"code": "unknown_hall", "detail": "There is no hall “nort”.", "hall": "nort"}
        assert (told["reached"], told["pairing"]) == (True, None)
        server.turns_away = None
        eventually(lambda: agent.told()["pairing"] == {"code": "K7P2M4"}, "the code", 30)
        assert agent.told()["refusal"] is None
    finally:
        agent.stop()


def test_set_up_is_tried_kept_and_used(agent: AgentProcess) -> None:
    """Another printer and paper: tried, kept over a restart, used for the next slip; what does not fit is named."""
    agent.unlock()
    with Receiver("paper_out") as empty, Receiver() as other:
        trial = {"printer": empty.url, "width": 384, "language": "en"}
        assert agent.post("/agent/setup/try", {"printer": empty.url}).json()["state"] == "paper_out"
        assert agent.post("/agent/setup/test", trial).json()["outcome"] == "failed"
        assert agent.post("/agent/setup/test", trial | {"printer": other.url}).json()["outcome"] == "printed"
        assert [slip.width for slip in other.slips] == [384]
        choices = {"printer": other.url, "width": 512, "languages": ["en", "zh-Hant"], "font": None}
        assert agent.browser.put(f"{agent.base}/agent/setup", json=choices, timeout=9).json()["choices"] == choices
        assert agent.told()["view"]["hall"]["languages"] == ["en", "zh-Hant"]
        agent.take(KEY)
        assert other.waits_for(2)[1].width == 512
        wrong = agent.browser.put(f"{agent.base}/agent/setup", json=choices | {"width": 100}, timeout=9)
        assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "width")
        agent.stop()
        agent.options = agent.options[:-2]  # without the printer of the command line
        agent.start()
        agent.unlock()
        assert agent.browser.get(f"{agent.base}/agent/setup", timeout=9).json()["choices"] == choices


def test_a_printer_with_one_place(server: SmallServer, tmp_path: Path) -> None:
    """It takes one connection, and the next one half a minute after that ended: looks and slips share the one line."""
    with Receiver("one_place", seconds=30) as printer:
        agent = AgentProcess(server.url, tmp_path / "data", free_port(), printer=printer.url)
        try:
            agent.is_online()
            eventually(lambda: agent.told()["printer"]["state"] == "ready", "the look")
            for key in ("first-touch", "second-touch"):
                agent.take(key)
                agent.shows("printed")
            assert (len(printer.slips), printer.turned_away, len(printer.jobs)) == (2, 0, 1)
        finally:
            agent.stop()


def test_a_slip_that_is_refused_a_connection_is_tried_again(server: SmallServer, tmp_path: Path) -> None:
    """Another program has the printer's one place for two seconds: the slip waits for it, and comes once."""
    with Receiver("one_place", seconds=2) as printer:
        agent = AgentProcess(server.url, tmp_path / "data", free_port(), printer=printer.url)
        try:
            agent.is_online()
            eventually(lambda: agent.told()["printer"]["state"] == "ready", "the look")
            printer.hangs_up()
            agent.take(KEY)
            agent.shows("printed", 30)
            assert printer.turned_away > 0
            assert len(printer.slips) == 1
        finally:
            agent.stop()


def test_a_kiosk_with_a_full_disk(server: SmallServer, tmp_path: Path) -> None:
    """It takes no number that it could not keep, says so in the customer's language, tells the server, and goes on."""
    agent = AgentProcess(server.url, tmp_path / "data", free_port())
    try:
        agent.is_online()
        agent.may_write("0:unlimited")
        said = agent.take(KEY)
        assert (said.status_code, said.json()["code"]) == (507, "cannot_keep")
        assert said.json()["detail"] == "請到別台機器取號，或洽服務人員；系統已通知他們。"
        assert server.tickets == {}
        eventually(lambda: server.reports[-1:] == ["disk_full"], "the server hears of it")
        agent.may_write("unlimited:unlimited")
        assert agent.take(KEY).json()["ticket"]["number"] == "A001"
        eventually(lambda: server.reports[-1:] == ["none"], "the server hears that it is over")
    finally:
        agent.stop()
