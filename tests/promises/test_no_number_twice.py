"""Promise 1: no number twice, no ticket called to two counters; many at once, retries, two server processes."""

import json
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from server.security.rights import DeviceKind
from tests.hall import Clerk, Kiosk, Server, quiet_config

KIOSKS, EACH = 32, 6


def take_all(server: Server, tokens: list[str]) -> list[tuple[str, str]]:
    """Have all kiosks take numbers at once, each request sent twice under one key; return (key, answer)."""

    def takes(token: str) -> list[tuple[str, str]]:
        kiosk, said = Kiosk(server, token), []
        for nth in range(EACH):
            key = uuid.uuid4().hex
            service = "ABCDE"[nth % 5]
            with ThreadPoolExecutor(2) as pair:
                twice = [pair.submit(Kiosk(server, token).takes, service, key=key) for _ in range(2)]
                answers = [one.result() for one in twice]
            assert [one.status_code for one in answers] == [201, 201], [one.text for one in answers]
            said += [(key, one.text) for one in [*answers, kiosk.takes(service, key=key)]]
        return said

    with ThreadPoolExecutor(KIOSKS) as pool:
        return [pair for found in pool.map(takes, tokens) for pair in found]


def call_all(server: Server) -> list[int]:
    """Have eight counters call, start and finish at once until nobody waits; return the tickets called."""

    def works(number: int) -> list[int]:
        clerk, called = Clerk(server, f"clerk{number}", str(number)), []
        assert clerk.does("open").status_code == 200
        while (answer := clerk.does("call")).status_code == 200:
            called.append(answer.json()["ticket"]["id"])
            assert clerk.does("start").status_code == 200
            assert clerk.does("finish").status_code == 200
        assert answer.json()["code"] == "nobody_waiting"
        return called

    with ThreadPoolExecutor(8) as pool:
        return [ticket for found in pool.map(works, range(1, 9)) for ticket in found]


def check(server: Server) -> None:
    """Take and call with everybody at once, and look at what came of it."""
    tokens = [server.enrol(DeviceKind.KIOSK) for _ in range(KIOSKS)]
    said = take_all(server, tokens)
    by_key: dict[str, set[str]] = {}
    for key, answer in said:
        by_key.setdefault(key, set()).add(answer)
    assert all(len(answers) == 1 for answers in by_key.values()), "a retry got another answer"
    issued = [json.loads(next(iter(answers)))["ticket"] for answers in by_key.values()]
    assert len(issued) == KIOSKS * EACH
    assert max(Counter(ticket["number"] for ticket in issued).values()) == 1
    called = call_all(server)
    assert sorted(called) == sorted(ticket["id"] for ticket in issued)
    found = server.floor("verify")
    assert found.returncode == 0, found.stdout


def test_on_sqlite(server: Server) -> None:
    """32 kiosks and 8 counters at once."""
    check(server)


@pytest.mark.xdist_group("postgres")
def test_two_processes_on_postgresql(new_database: str, redis: str, tmp_path: Path) -> None:
    """The same with two server processes on one PostgreSQL, joined by Redis."""
    server = Server(
        tmp_path,
        database=new_database,
        config=quiet_config(tmp_path, endless=True),
        FLOOR_WORKERS="2",
        FLOOR_REDIS_URL=redis,
    )
    try:
        check(server.start())
    finally:
        server.kill()
