"""A number that was not meant is given back by the kiosk: at the server, once; its slip is not printed again."""

from pathlib import Path

import pytest

from tests.hall import free_port
from tests.kiosk_side import AgentProcess, SmallServer

KEY = "wrong-choice-001"


@pytest.mark.parametrize("times", [1, 2])
def test_a_number_is_given_back_once(tmp_path: Path, times: int) -> None:
    """The page may ask twice, since it can't know whether the first asking came through."""
    with SmallServer() as server:
        agent = AgentProcess(server.url, tmp_path / "kiosk", free_port())
        try:
            agent.is_online()
            assert agent.take(KEY).status_code == 201
            for _ in range(times):
                assert agent.post(f"/agent/tickets/{KEY}/cancel", {"language": "en"}).json() == {"id": KEY}
            assert server.cancelled == ["secret-of-ticket-001"]
            assert agent.post(f"/agent/tickets/{KEY}/copy", {}).status_code == 404
            assert agent.post("/agent/tickets/never-was-here/cancel", {"language": "en"}).status_code == 404
        finally:
            agent.stop()


def test_without_the_server_it_is_kept(tmp_path: Path) -> None:
    """Nothing is given back that the server does not know of: the customer reads it, and the number counts."""
    with SmallServer() as server:
        agent = AgentProcess(server.url, tmp_path / "kiosk", free_port())
        try:
            agent.is_online()
            assert agent.take(KEY).status_code == 201
            server.mode = "down"
            assert agent.post(f"/agent/tickets/{KEY}/cancel", {"language": "en"}).status_code == 503
            server.mode = "ok"
            assert server.cancelled == []
            assert agent.post(f"/agent/tickets/{KEY}/copy", {}).status_code == 202
        finally:
            agent.stop()
