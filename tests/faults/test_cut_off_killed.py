"""A kiosk that is cut off, and a server, killed with `kill -9` and started again: every slip is in the line once."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from server.offline.ranges import range_of
from server.security.rights import DeviceKind
from tests.hall import Clerk, Server, free_port
from tests.kiosk_side import AgentProcess, eventually
from tests.receivers import Receiver


@pytest.fixture
def printer() -> Iterator[Receiver]:
    """A printer that works."""
    with Receiver() as receiver:
        yield receiver


@pytest.fixture
def agent(server: Server, printer: Receiver, tmp_path: Path) -> Iterator[AgentProcess]:
    """A kiosk with numbers of its own."""
    token = server.enrol(DeviceKind.KIOSK)
    agent = AgentProcess(server.url, tmp_path / "kiosk", free_port(), printer=printer.url, token=token)
    agent.is_granted()
    yield agent
    agent.stop()


def test_every_slip_is_in_the_line_once(server: Server, agent: AgentProcess, printer: Receiver) -> None:
    """Killed before and behind the paper, started without the server; the server, too, while it takes them in."""
    numbers = [agent.take("touch-number-0").json()["ticket"]["number"]]
    server.kill()
    for n in (1, 2, 3):
        taken = agent.take(f"touch-number-{n}")
        numbers.append(taken.json()["ticket"]["number"])
        if n != 2:
            agent.shows("printed")
        else:
            printer.mode = "hung"  # nobody knows whether this one came out
        agent.kill()
        printer.mode = "ok"
        agent.start()
        assert agent.take(f"touch-number-{n}").json()["ticket"]["number"] == numbers[-1], "the same touch"
    today = datetime.now(ZoneInfo("Asia/Taipei")).date().isoformat()
    own = range_of(today, outlived=True).first  # the demo's hall never closes
    assert numbers == ["A001", *(f"A{own + nth}" for nth in range(3))]
    for _ in range(2):
        server.start()
        server.kill()
    server.start()
    clerk = Clerk(server, "clerk3", "3")
    eventually(lambda: [row["number"] for row in clerk.sees()["line"]] == numbers, "all are in the line", 60)
    agent.kill()
    agent.start()
    agent.is_online()
    assert agent.take("touch-number-4").json()["ticket"]["number"] == "A002"
    eventually(lambda: [row["number"] for row in clerk.sees()["line"]] == [*numbers, "A002"], "in its place", 60)
    verified = server.floor("verify")
    assert verified.returncode == 0, verified.stdout
