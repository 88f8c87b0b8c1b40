"""A gateway fails a third and the worker is killed twice: nothing is lost, each message goes under one key."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from server.messages.gateways.channel import GatewayChannels
from server.messages.outbox import IN_HAND
from server.messages.outward import Outward
from server.messages.worker import Worker
from tests.bench.outbox import FailsAThird, killed_at, states, working, written
from tests.gateway_service import GatewayService
from tests.inside import Inside

MANY = 240


def killed_twice(folder: Path, database: str = "") -> None:
    """Send some hundred messages, the worker killed after a third and after two; then let another end it."""
    answers = FailsAThird()
    with GatewayService(answers) as gateway:
        hall = Inside(folder, at=datetime.now(UTC), database=database)
        written(hall, gateway.url, MANY)
        for part in (MANY // 6, MANY // 3):
            killed_at(working(folder, database, gateway.url), partial(answers.took, part))
        assert states(hall)["waiting"] > MANY // 3
        rest = Worker(hall.store, {}, GatewayChannels(hall.store, Outward([gateway.url])))
        for _ in range(4):
            rest.once()
            hall.clock.forward(IN_HAND.total_seconds())
        assert states(hall) == {"sent": MANY}
        assert len(answers.taken) == len(set(answers.texts.values())) == MANY
        assert len(answers.refused) == MANY // 3
        assert sum(times - 1 for times in answers.taken.values()) <= 2  # those that were in a killed one's hand
        assert hall.faults() == []
        hall.close()


def test_killed_twice_nothing_is_lost(tmp_path: Path) -> None:
    """On SQLite."""
    killed_twice(tmp_path)


def test_killed_twice_nothing_is_lost_on_postgresql(tmp_path: Path, new_database: str) -> None:
    """On PostgreSQL."""
    killed_twice(tmp_path, new_database)
