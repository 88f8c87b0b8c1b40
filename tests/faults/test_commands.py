"""Commands as programs of their own: what they say of themselves, refuse to start, and which database they find."""

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from server.arguments import PARSERS
from server.cli import PROGRAMS
from tests.hall import ROOT, Server, free_port, quiet_config

FLOOR = [sys.executable, "-m", "server.cli"]
IN_USE = "is in use; "


def floor(*words: str, folder: Path = ROOT, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, under these variables alone."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("FLOOR_")}
    environment = clean | {"PYTHONPATH": str(ROOT)} | settings
    return subprocess.run(
        [*FLOOR, *words], cwd=folder, env=environment, capture_output=True, text=True, check=False, umask=0o022
    )


def test_the_program_says_which_it_is_and_what_it_can() -> None:
    """`--version`, `--help` of all, a guess where a command is mistyped."""
    assert re.fullmatch(r"servicefloor \d+\.\d+\.\d+\n", floor("--version").stdout)
    said = floor("--help").stdout
    assert [name for name in PROGRAMS if f"\n  {name} " not in said] == []
    wrong = floor("bakup")
    assert (wrong.returncode, wrong.stderr) == (
        2, "floor: there is no command “bakup”; did you mean backup? floor --help lists them\n",
    )  # fmt: skip


@pytest.mark.parametrize("command", PROGRAMS)
def test_each_command_explains_itself(command: str) -> None:
    """A sentence, each option with its words and its default, and the exit codes."""
    said = PARSERS[command]().format_help() if command in PARSERS else floor(command, "--help").stdout
    assert re.search(r"^[A-Z][^.]+\.", said.partition("\n\n")[2]), said
    assert "Exit codes: 0 " in said.replace("\n", " ")
    options = re.findall(r"^  (--[a-z-]+|[a-z]+|\{[^}]*\})(?: [A-Z]+)?(.*(?:\n {10,}.*)?)", said, re.MULTILINE)
    assert [name for name, words in options if not words.strip()] == []
    assert "--port" not in said or "(default: 8" in said


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("run --port {taken}", IN_USE),
        ("demo --port {taken}", IN_USE),
        ("kiosk --server http://127.0.0.1:9 --data {folder}/kiosk --port {taken}", IN_USE),
        ("run --port 70000", "there is no port 70000; choose another one with --port"),
        ("run --host nowhere.invalid", "is no address of this machine; name one with --host"),
        ("run --host 192.0.2.1", "is no address of this machine; name one with --host"),
        ("run --config {folder}/nothing.toml --port {free}", "name another file with --config"),
        ("kiosk --server hall.example.org --data {folder}/kiosk", "--server https://hall.example.org is one"),
        ("kiosk --server http://127.0.0.1:9 --printer lp0 --data {folder}/kiosk", "tcp://HOST:9100"),
        ("kiosk --server http://127.0.0.1:9 --port {free} --data {folder}/letter.txt", "choose another with --data"),
        ("kiosk --port {free}", "required: --server; floor kiosk --help says how"),
    ],
)
def test_what_cannot_start(words: str, says: str, tmp_path: Path) -> None:
    """One line with the remedy, and nothing is made: no database, no link to a set-up that another server would get."""
    (tmp_path / "letter.txt").write_text("Dear all,\n", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as other:
        places = {"taken": other.getsockname()[1], "free": free_port(), "folder": tmp_path}
        ended = floor(*words.format(**places).split(), folder=tmp_path, FLOOR_DATA=str(tmp_path / "var"))
    assert (ended.returncode in {1, 2}, ended.stdout, len(ended.stderr.splitlines())) == (True, "", 1), ended.stderr
    assert says in ended.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_the_demos_database_is_found_beside_the_demo(tmp_path: Path) -> None:
    """Nobody named a database, and only the demo's has a hall: commands take it and say so."""
    data = str(tmp_path)
    there = {"FLOOR_DATABASE_URL": f"sqlite:///{tmp_path}/demo.db", "FLOOR_DATA": data}
    made = floor("init", "--config", str(quiet_config(tmp_path)), **there)
    assert made.returncode == 0, made.stderr
    found = floor("verify", FLOOR_DATA=data)
    assert (found.returncode, f"Database: sqlite:///{tmp_path}/demo.db (with main)\n" in found.stderr) == (0, True)
    token = floor("enrol", "kiosk", "--hall", "main", "--name", "K", FLOOR_DATA=data)
    assert re.match(r"d_\d+_", token.stdout), token.stderr
    named = floor("verify", FLOOR_DATA=data, FLOOR_DATABASE_URL=f"sqlite:///{tmp_path}/floor.db")
    assert (named.returncode, "there is no database at" in named.stderr) == (1, True)
    assert not (tmp_path / "floor.db").exists()


def test_backups_in_a_folder_and_their_rehearsal(tmp_path: Path) -> None:
    """`--into` names a file by its moment, `--keep` bounds them, `rehearse` brings the newest back and looks at it."""
    where = {"FLOOR_DATABASE_URL": f"sqlite:///{tmp_path}/floor.db", "FLOOR_DATA": str(tmp_path / "data")}
    assert floor("init", "--config", str(quiet_config(tmp_path)), **where).returncode == 0
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "floor-2026-11-01T030000Z.db").write_text("an old one")
    (kept / "letter.txt").write_text("not ours")
    done = floor("backup", "--into", str(kept), "--keep", "1", **where)
    assert (done.returncode, "1 older removed" in done.stdout) == (0, True), done.stderr
    (backup,) = kept.glob("floor-*.db")
    assert (backup.stat().st_mode & 0o777, (kept / "letter.txt").exists()) == (0o600, True)
    rehearsed = floor("rehearse", str(kept), **where)
    assert (rehearsed.returncode, "main: " in rehearsed.stdout, "whole" in rehearsed.stdout) == (0, True, True)
    assert (tmp_path / "data" / "last-backup.json").exists()
    changed = bytearray(backup.read_bytes())
    at = changed.index(b"HallOpened")
    changed[at : at + 10] = b"HallClosed"
    backup.write_bytes(changed)
    refused = floor("rehearse", str(kept), **where)
    assert (refused.returncode, "was changed" in refused.stdout) == (1, True), refused.stdout


def test_what_root_makes_belongs_to_whoever_owns_the_folder(tmp_path: Path) -> None:
    """A restore in a root shell with the habit 022: the service may write its files, and nobody else reads them."""
    folder = tmp_path / "service"
    folder.mkdir()
    if os.geteuid() == 0:  # anybody else owns it already
        shutil.chown(folder, 1, 1)
    where = {"FLOOR_DATABASE_URL": f"sqlite:///{folder}/floor.db", "FLOOR_DATA": str(folder)}
    assert floor("init", "--config", str(quiet_config(tmp_path)), **where).returncode == 0
    assert floor("backup", str(folder / "kept.db"), **where).returncode == 0
    new = where | {"FLOOR_DATABASE_URL": f"sqlite:///{folder}/new.db"}
    assert floor("restore", str(folder / "kept.db"), **new).returncode == 0
    owner = folder.stat()
    for file in folder.iterdir():
        made = file.stat()
        assert (made.st_uid, made.st_gid, made.st_mode & 0o077) == (owner.st_uid, owner.st_gid, 0), file


def test_a_server_without_a_units_umask(tmp_path: Path) -> None:
    """Started from a shell with the habit 022: nothing of it is for others, and what was is closed to them."""
    config = quiet_config(tmp_path)
    data = tmp_path / "data"
    data.mkdir()
    server = Server(data, config=config)
    habit = os.umask(0o022)
    try:
        server.start().end()
        (data / "floor.db").chmod(0o644)
        server.start()
        open_ones = [file.name for file in data.iterdir() if file.stat().st_mode & 0o007]
        assert open_ones == ["server.log"]  # the test's own
    finally:
        os.umask(habit)
        server.kill()
