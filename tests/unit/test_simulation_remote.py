"""A day sent to a running server: the same customers and clerks, over HTTP."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.floor.configuration import read_configuration
from server.security.rights import DeviceKind
from server.simulation.days import DAYS, Day
from server.simulation.playing import play
from server.simulation.remote import PASSWORD_FROM, Unreachable, play_remotely
from tests.hall import Server, quiet_config

HALL = read_configuration(Path("config/demo.toml")).halls[0]
SHORT = Day("busy", (0.6,), staffed=1.0, line=7)
SPEED = 400.0  # an hour of the hall in nine seconds


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo's server, in which nothing happens by itself."""
    folder = tmp_path_factory.mktemp("remote")
    running = Server(folder, config=quiet_config(folder, endless=True)).start()
    yield running
    running.end()


def test_a_day_over_http(server: Server) -> None:
    """As many customers as in the database of its own; all called and served by the server, whose history is whole."""
    engine = play_remotely(HALL, SHORT, 1, speed=SPEED, url=server.url, token=server.enrol(DeviceKind.KIOSK))
    alone = play(HALL, SHORT, 1)
    assert len(engine.records) == len(alone.records) > 10
    assert {one.outcome for one in engine.records.values()} <= {"served", "no_show", "cancelled"}
    assert engine.refused.keys() <= {"nobody_waiting"}
    assert server.floor("verify").returncode == 0


def test_who_is_not_let_in_is_told(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong password, a server that is not there: one sentence, nothing played."""
    monkeypatch.setenv(PASSWORD_FROM, "wrong")
    with pytest.raises(Unreachable, match="clerk1 may not sign in"):
        play_remotely(HALL, DAYS["quiet"], 1, speed=1, url=server.url, token="d1_x")
    with pytest.raises(Unreachable, match="no answer"):
        play_remotely(HALL, DAYS["quiet"], 1, speed=1, url="http://127.0.0.1:9", token="d1_x")
