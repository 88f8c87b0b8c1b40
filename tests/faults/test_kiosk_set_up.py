"""The kiosk's set-up page is opened by a code, for ten minutes; what can be chosen there comes from a list."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests

from kiosk.journal import Journal, State
from kiosk.unlocking import MOST_WRONG, OPEN_FOR, Lock, TooManyCodesError
from server.security.tokens import hash_of, setup_code
from tests.hall import free_port
from tests.kiosk_side import AgentProcess, SmallServer

CHOICES = {"printer": None, "width": 576, "languages": [], "font": None}


@pytest.fixture
def agent(tmp_path: Path) -> Iterator[AgentProcess]:
    """An agent that is online, without a printer."""
    with SmallServer() as server:
        agent = AgentProcess(server.url, tmp_path / "data", free_port())
        agent.is_online()
        yield agent
        agent.stop()


def test_nothing_of_it_answers_without_a_code(agent: AgentProcess) -> None:
    """Neither look nor trial nor picture, until the code from the agent's own log was given; it opens once."""
    asked = [
        requests.get(f"{agent.base}/agent/setup", timeout=9),
        requests.get(f"{agent.base}/agent/setup/usb", timeout=9),
        requests.get(f"{agent.base}/agent/setup/slip.png?width=576&language=en", timeout=9),
        requests.put(f"{agent.base}/agent/setup", json=CHOICES, timeout=9),
        agent.post("/agent/setup/try", {"printer": "tcp://127.0.0.1:9"}),
        agent.post("/agent/setup/test", {"printer": "tcp://127.0.0.1:9"}),
    ]
    assert [(one.status_code, one.json()["code"]) for one in asked] == [(403, "locked")] * len(asked)
    code = agent.setup_code()
    assert agent.post("/agent/setup/open", {"code": "0000 0000"}).status_code == 403
    agent.unlock()
    assert agent.browser.get(f"{agent.base}/agent/setup", timeout=9).json()["choices"] == CHOICES
    assert requests.get(f"{agent.base}/agent/setup", timeout=9).status_code == 403, "another program on the machine"
    assert agent.post("/agent/setup/open", {"code": code}).status_code == 403, "it was used"


def test_the_offices_code_opens_it_without_the_server() -> None:
    """It follows from the token and the time on both sides; it runs out, and after five wrong ones none is taken."""
    now = [1_800_000_000.0]
    lock = Lock(lambda: ["d_1_token"], lambda: now[0])
    code, until = setup_code(hash_of("d_1_token"), datetime.fromtimestamp(now[0], UTC))
    assert timedelta() < until - datetime.fromtimestamp(now[0], UTC) <= timedelta(minutes=10)
    proof = lock.try_code(f"{code[:4]} {code[4:]}")
    assert lock.is_open(proof)
    now[0] += OPEN_FOR + 1
    assert not lock.is_open(proof)
    now[0] += 2 * OPEN_FOR
    assert lock.try_code(code) is None
    for _ in range(MOST_WRONG - 1):
        assert lock.try_code("12345") is None
    right, _ = setup_code(hash_of("d_1_token"), datetime.fromtimestamp(now[0], UTC))
    with pytest.raises(TooManyCodesError):
        lock.try_code(right)
    now[0] += OPEN_FOR
    assert lock.try_code(setup_code(hash_of("d_1_token"), datetime.fromtimestamp(now[0], UTC))[0])


def test_only_printers_and_fonts_of_the_list(agent: AgentProcess, tmp_path: Path) -> None:
    """A file, a pipe, a folder's way out: none is a printer here; a font is one that is installed; no request hangs."""
    agent.unlock()
    pipe, letter = tmp_path / "pipe", tmp_path / "letter.txt"
    os.mkfifo(pipe)
    letter.write_text("Dear all,\n")
    for path in (pipe, letter, tmp_path / "new.bin", "/dev/../etc/passwd", "/dev/shm/x"):
        said = agent.post("/agent/setup/try", {"printer": f"file://{path}"})
        assert (said.status_code, said.json()["errors"][0]["field"]) == (422, "printer"), path
        kept = agent.browser.put(f"{agent.base}/agent/setup", json=CHOICES | {"printer": f"file://{path}"}, timeout=9)
        assert kept.status_code == 422, path
    for font in (pipe, letter):
        kept = agent.browser.put(f"{agent.base}/agent/setup", json=CHOICES | {"font": str(font)}, timeout=9)
        assert (kept.status_code, kept.json()["errors"][0]["field"]) == (422, "font")
    picture = f"{agent.base}/agent/setup/slip.png?width=576&language=en&font={pipe}"
    assert agent.browser.get(picture, timeout=9).headers["Content-Type"] == "image/png"
    assert agent.post("/agent/setup/try", {"printer": "file:///dev/null"}).json()["state"] == "unknown"
    assert letter.read_text() == "Dear all,\n"


def test_a_file_that_the_command_line_named_stays_a_printer(tmp_path: Path) -> None:
    """Whoever starts the agent may send slips to a file; the page then may keep it, and choose no other."""
    with SmallServer() as server:
        agent = AgentProcess(server.url, tmp_path / "data", free_port(), printer=f"file://{tmp_path}/slips.bin")
        try:
            agent.is_online()
            agent.unlock()
            for name, status in (("slips.bin", 200), ("other.bin", 422)):
                choices = CHOICES | {"printer": f"file://{tmp_path}/{name}"}
                assert agent.browser.put(f"{agent.base}/agent/setup", json=choices, timeout=9).status_code == status
        finally:
            agent.stop()


def test_secrets_of_slips_are_forgotten_after_a_day(tmp_path: Path) -> None:
    """What opens a ticket's page is gone from the agent's files; an untold slip stays, without its secret."""
    journal = Journal(tmp_path / "kiosk.sqlite3")
    answer = {"ticket": {"id": 1, "number": "A001"}, "track_url": "http://hall/t/secret-of-a-slip"}
    for key in ("told-slip", "untold-slip", "fresh-slip"):
        journal.intend(key, {"service": "A"})
        journal.reserve(key, answer)
    journal.end("told-slip", State.PRINTED)
    journal.sent(1)
    journal.end("untold-slip", State.PRINTED)
    journal.connection.execute("UPDATE slip SET at = '2026-11-20T01:00:00+00:00' WHERE id != 'fresh-slip'")
    assert journal.forget(datetime(2026, 11, 27, tzinfo=UTC)) == 1
    assert journal.find("told-slip") is None
    untold, fresh = journal.find("untold-slip"), journal.find("fresh-slip")
    assert untold is not None
    assert untold.answer == {"ticket": {"id": 1, "number": "A001"}}
    assert journal.unsent() is not None
    assert fresh is not None
    assert fresh.answer == answer
    journal.end("fresh-slip", State.PRINTED)
    journal.forget(datetime(2099, 1, 1, tzinfo=UTC))
    journal.close()
    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"secret-of-a-slip" not in kept
