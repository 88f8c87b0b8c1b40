"""The database is gone for longer than the hall bears, and comes back: the server says so, and starts the plan."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from server.floor.events.settings import HallSet
from server.floor.tables import hall_settings
from server.security.actors import SYSTEM
from tests.databases import BINARIES, Postgres
from tests.hall import free_port
from tests.inside import Inside
from tests.ready_made import on_postgresql


@pytest.fixture
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A PostgreSQL that may be killed."""
    if not BINARIES:
        pytest.skip("PostgreSQL is not on this machine")  # tests/run.py names it, and in CI that is a failure
    made = Postgres(tmp_path_factory.mktemp("away"), free_port()).start()
    yield made
    made.stop()


@pytest.fixture
def hall(cluster: Postgres, tmp_path: Path) -> Iterator[Inside]:
    """A hall of real people on it."""
    on_postgresql(cluster.url, "CREATE DATABASE away")
    made = Inside(tmp_path, database=f"{cluster.url}/away")
    with made.store.hall(made.hall, SYSTEM) as work:
        before = work.connection.execute(select(hall_settings.c.settings)).scalar_one()
        work.record(HallSet(before=before, after=json.dumps(json.loads(before) | {"demo": False})))
    yield made
    assert made.faults() == []
    made.close()


@pytest.mark.parametrize(("minutes", "told"), [(8, 0), (12, 1)])
def test_it_is_told_once_it_answers(hall: Inside, cluster: Postgres, minutes: int, told: int) -> None:
    """Twelve minutes start the plan, once, and eight do not; the process that led had lost its lead by it."""
    scheduler, passed = hall.floor.scheduler, 0.0

    def goes_on(for_minutes: int) -> None:
        nonlocal passed
        for _ in range(for_minutes):
            passed += 60.0
            hall.clock.forward(60)
            scheduler.once(passed)

    goes_on(1)
    assert scheduler.leads()
    cluster.kill()
    goes_on(minutes)
    assert not scheduler.leads()
    cluster.start()
    goes_on(3)
    assert [hall.journal().count(one) for one in ("OutageBegan", "IncidentRaised", "OutageEnded")] == [told] * 3
    assert hall.asks("kiosk", "POST", "/halls/main/tickets", {"service": "A"}).status_code == 201
