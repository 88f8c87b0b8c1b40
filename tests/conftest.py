"""What tests share: a server on SQLite, a PostgreSQL and a Redis of the test run's own."""

import gc
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import BINARIES, Postgres, Redis
from tests.hall import Server, free_port, quiet_config
from tests.ready_made import on_postgresql

SERVICES = {"postgres", "redis", "browser"}  # fixtures
STARTERS = {"Server", "AgentProcess", "served"}  # what a file of tests takes to start programs of ours


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that need more than this process: `make quick` leaves them out."""
    for item in items:
        needed = SERVICES & set(getattr(item, "fixturenames", ())) or "postgresql" in item.name
        if needed or STARTERS & vars(getattr(item, "module", None)).keys():
            item.add_marker(pytest.mark.services)


def pytest_collection_finish() -> None:
    """Let the collector of garbage pass over what was imported: looking through it took a fifth of the tests' time."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server of the demo hall on SQLite, in which nothing happens by itself."""
    made = Server(tmp_path, config=quiet_config(tmp_path, endless=True))
    try:
        yield made.start()
    finally:
        made.kill()


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL cluster of this run's own, without a database's name."""
    if not BINARIES:
        pytest.skip("PostgreSQL is not on this machine")  # tests/run.py names it, and in CI that is a failure
    cluster = Postgres(tmp_path_factory.mktemp("postgres"), free_port()).start()
    try:
        yield cluster.url
    finally:
        cluster.stop()


@pytest.fixture
def new_database(postgres: str) -> str:
    """The address of an empty database on the run's PostgreSQL."""
    name = f"floor_{uuid.uuid4().hex[:8]}"
    on_postgresql(postgres, f"CREATE DATABASE {name}")
    return f"{postgres}/{name}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """Where the halls of a test lie that holds on both: empty for SQLite in its folder, or a PostgreSQL of its own."""
    return str(request.getfixturevalue("new_database")) if request.param == "postgresql" else ""


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[str]:
    """The address of a Redis of this test's own."""
    if shutil.which("redis-server") is None:
        pytest.skip("Redis is not on this machine")  # likewise
    made = Redis(tmp_path, free_port()).start()
    try:
        yield made.url
    finally:
        made.kill()
