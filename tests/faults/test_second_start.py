"""A second start on the same file, a newer database, a mistake in the configuration: refused, untouched, explained."""

import sqlite3
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

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


MISTAKES = {
    "a setting that there is not": ('ask_party = true', 'ask_parties = true', "ask_parties: there is no such setting"),
    "a time zone of nowhere": ('"Asia/Taipei"', '"Asia/Taipeh"', "is no IANA time zone"),
    "a language that lacks": (', en = "Central Service Hall"', "", "the text lacks en"),
    "a service that there is not": ('services = ["A", "B"]', 'services = ["A", "Q"]', "is not among the services"),
    "hours that overlap": ('hours = "always"', 'hours = { mon = ["09:00-12:00", "11:00-17:00"] }', "overlap"),
    "no TOML": ('code = "main"', 'code = main', "not valid TOML"),
    "a number out of bounds": ("area = 140", "area = -3", "greater than 0"),
    "a counter twice": ('code = "2"', 'code = "1"', "counter 1 is there twice"),
}  # fmt: skip


@pytest.mark.parametrize("what", MISTAKES)
def test_a_mistake_in_the_file_is_named(tmp_path: Path, what: str) -> None:
    """The server does not start, makes no database, and names file, line and remedy."""
    wrong, by, remedy = MISTAKES[what]
    config = quiet_config(tmp_path)
    text = config.read_text(encoding="utf-8")
    assert wrong in text
    at = text[: text.index(wrong)].count("\n") + 1
    config.write_text(text.replace(wrong, by, 1), encoding="utf-8")
    server = Server(tmp_path, config=config)
    refused = start(server)
    assert refused.returncode == 1
    assert remedy in refused.stderr, refused.stderr
    assert str(config) in refused.stderr
    named = [
        int(word) for word in refused.stderr.replace("line ", "\0").replace(":", "\0").split("\0") if word.isdigit()
    ]
    assert any(abs(line - at) <= 1 for line in named), (at, refused.stderr)
    assert "Traceback" not in refused.stderr
