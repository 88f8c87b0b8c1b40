"""A second start on the same file, a newer database, a mistake in the configuration: refused, untouched, explained."""

import sqlite3
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from tests.hall import ROOT, Server, free_port, quiet_config


def start(server: Server, **settings: str) -> subprocess.CompletedProcess[str]:
    """Start another server with the same settings, which must end by itself."""
    return subprocess.run(
        [sys.executable, "-m", "server.serve", "--port", str(free_port())],
        cwd=ROOT, env=server.environment | settings, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def test_a_second_start_names_the_first(server: Server) -> None:
    """One server a file: the second names the process that has it, and the first goes on."""
    assert server.process is not None
    second = start(server)
    assert (second.returncode, str(server.process.pid) in second.stderr) == (1, True), second.stderr
    assert "FLOOR_DATABASE_URL" in second.stderr
    assert server.floor("verify").returncode == 0


def test_a_newer_database_is_left_alone(tmp_path: Path) -> None:
    """A database of a version that this program does not know: refused, byte for byte as it was."""
    server = Server(tmp_path, config=quiet_config(tmp_path)).start()
    server.end()
    file = tmp_path / "floor.db"
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = sha256(file.read_bytes()).hexdigest()
    refused = start(server)
    assert refused.returncode == 1
    assert "newer version (9999)" in refused.stderr
    assert sha256(file.read_bytes()).hexdigest() == before


def test_a_mistake_in_the_file(tmp_path: Path) -> None:
    """The server does not start, makes no database, and names file and line, not our code."""
    config = quiet_config(tmp_path)
    config.write_text(config.read_text(encoding="utf-8").replace("area = 140", "area = -3", 1), encoding="utf-8")
    refused = start(Server(tmp_path, config=config))
    assert refused.returncode == 1
    assert f"{config}, line " in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not (tmp_path / "floor.db").exists()
