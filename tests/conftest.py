"""What tests share: a server on SQLite, a PostgreSQL and a Redis of the test run's own."""

import os
import shutil
import subprocess
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.hall import Server, free_port, quiet_config

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server of the demo hall on SQLite, in which nothing happens by itself."""
    made = Server(tmp_path, config=quiet_config(tmp_path))
    try:
        yield made.start()
    finally:
        made.kill()


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL cluster of this run's own, without a database's name."""
    if not BINARIES:
        pytest.skip("PostgreSQL is not on this machine")
    binaries, folder, port = BINARIES[-1], tmp_path_factory.mktemp("postgres"), free_port()
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_user:
        for part in [folder, *folder.parents]:
            if part.stat().st_uid == os.geteuid() and part != Path("/") and part != Path("/tmp"):
                part.chmod(0o755)
        shutil.chown(folder, "postgres")
    data = folder / "data"
    run = [*as_user, str(binaries / "initdb"), "--no-sync", "-A", "trust", "-U", "floor", "-D", str(data)]
    subprocess.run(run, check=True, capture_output=True, cwd="/")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200"
    control = [*as_user, str(binaries / "pg_ctl"), "-D", str(data)]
    log = str(folder / "log")
    subprocess.run([*control, "-w", "-o", options, "-l", log, "start"], check=True, stdout=subprocess.DEVNULL, cwd="/")
    try:
        yield f"postgresql+psycopg://floor@127.0.0.1:{port}"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, capture_output=True, cwd="/")


@pytest.fixture
def new_database(postgres: str) -> str:
    """The address of an empty database on the run's PostgreSQL."""
    name = f"floor_{uuid.uuid4().hex[:8]}"
    admin = create_engine(f"{postgres}/postgres", isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return f"{postgres}/{name}"


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[str]:
    """The address of a Redis of this test's own."""
    found = shutil.which("redis-server")
    if found is None:
        pytest.skip("Redis is not on this machine")
    port = free_port()
    process = subprocess.Popen(
        [found, "--port", str(port), "--save", "", "--dir", str(tmp_path)], stdout=subprocess.DEVNULL
    )
    time.sleep(0.3)
    try:
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait(timeout=10)
