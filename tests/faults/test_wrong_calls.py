"""Calls of `floor` that cannot go well: an exit code, one line with the remedy, no traceback, nothing changed."""

import hashlib
import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from server.admin import main
from server.kernel.clock import SystemClock
from server.kernel.settings import Settings
from server.preparing import prepare
from server.store.backup import backup
from server.store.engine import Database
from server.store.hall import Store
from server.store.migrating import upgrade
from tests.hall import free_port, quiet_config

LONG = "n" * 81


@dataclass(frozen=True)
class Call:
    """A call, where and under which variables it is made, its exit code and what its line says."""

    words: str
    says: str
    code: int = 1
    given: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return " ".join([*(f"{name}={value}" for name, value in self.given.items()), self.words])


def at(file: str) -> dict[str, str]:
    """Return the variable that names a file as the database."""
    return {"FLOOR_DATABASE_URL": f"sqlite:///{{folder}}/{file}"}


HALL = at("hall.db")
WORD = HALL | {"FLOOR_PASSWORD": "long enough"}
SHORT = HALL | {"FLOOR_PASSWORD": "short"}
ELSEWHERE = {"FLOOR_DATABASE_URL": "sqlite:///elsewhere.db"}
AWAY = {"FLOOR_DATABASE_URL": "postgresql+psycopg://floor:s3cret@127.0.0.1:{port}/floor"}
CALLS = [
    # Where there is no hall to work on.
    Call("backup {folder}/kept.db", "there is no database at {folder}/var/floor.db; name the one"),
    Call("verify", "name the one that the server uses in FLOOR_DATABASE_URL"),
    Call("enrol kiosk --hall main --name K", "`floor run` prints a link to set one up"),
    Call("evaluate --log {folder}/log.csv", "log.csv: No such file or directory; nothing was changed"),
    Call("import-history --hall west --log {folder}/log.csv", "there is no hall “west”; this database has", given=HALL),
    Call("import-history --hall main --log {folder}/log.csv", "log.csv: No such file or directory", given=HALL),
    Call("staff add Anna --role clerk --hall main --username anna", "there is no database at"),
    Call("backup {folder}/kept.db", "there is no database at {folder}/elsewhere.db", given=ELSEWHERE),
    Call("db upgrade", "there is no database at", given=ELSEWHERE),
    Call("verify", "has no hall; name the one", given=at("empty.db")),
    Call("backup {folder}/kept.db", "has no hall", given=at("empty.db")),
    Call("verify", "holds nothing of this program", given=at("strange.db")),
    Call("db upgrade", "holds nothing of this program", given=at("strange.db")),
    Call("verify", "is no database, or a damaged one", given=at("letter.txt")),
    Call("verify", "is a folder", given=at("")),
    Call("verify", "newer version (9999)", given=at("newer.db")),
    Call("verify", "is PostgreSQL running", given=AWAY),
    Call("init --config {config}", "is PostgreSQL running", given=AWAY),
    # What the environment says.
    Call("verify", "FLOOR_DATABASE_URL: this is no database's address", given={"FLOOR_DATABASE_URL": "floor.db"}),
    Call("verify", "mysql is not supported", given={"FLOOR_DATABASE_URL": "mysql://floor@127.0.0.1/floor"}),
    Call("verify", "name a file", given={"FLOOR_DATABASE_URL": "sqlite://"}),
    Call("verify", "did you mean FLOOR_DATABASE_URL?", given={"FLOOR_DATABSE_URL": "sqlite:///{folder}/hall.db"}),
    Call("verify", "FLOOR_WORKERS: “two” does not fit", given=HALL | {"FLOOR_WORKERS": "two"}),
    Call("verify", "FLOOR_BEHIND_PROXY: “perhaps” does not fit", given=HALL | {"FLOOR_BEHIND_PROXY": "perhaps"}),
    Call("verify", "FLOOR_PLANS: there is no folder", given=HALL | {"FLOOR_PLANS": "{folder}/plans"}),
    Call("verify", "is no folder; name one", given=HALL | {"FLOOR_DATA": "{folder}/letter.txt"}),
    # Who and what is named.
    Call("verify --hall nrth", "there is no hall “nrth”; this database has main", given=HALL),
    Call("enrol kiosk --hall nrth --name K", "this database has main", given=HALL),
    Call("enrol tablet --hall main --name T --counter 99", "no counter “99”; name one with --counter: 1", given=HALL),
    Call("enrol counter-sign --hall main --name S", "is for a counter; name one", given=HALL),
    Call("enrol kiosk --hall main --name K --counter 3", "belongs to no counter; leave --counter out", given=HALL),
    Call("enrol kiosk --hall main --name " + LONG, "at most 80 characters", given=HALL),
    Call("enrol toaster --hall main --name T", "invalid choice: 'toaster'", 2, HALL),
    Call("enrol kiosk --name K", "required: --hall; floor enrol --help says how", 2, HALL),
    Call("staff add Anna --role clerk --hall nrth --username anna", "there is no hall “nrth”", given=HALL),
    Call("staff add Anna --role chief --hall main", "invalid choice: 'chief'", 2, HALL),
    Call("staff add Anna --role clerk --hall main --username anna", "At least 8 characters", given=SHORT),
    Call("staff add Anna --role clerk --hall main --username 陳", "Write small letters", given=WORD),
    Call("staff add Anna --role clerk --hall main --username clerk1", "Choose another", given=WORD),
    # Files.
    Call("backup {folder}/hall.db", "is there already; name a new file", given=HALL),
    Call("backup {folder}/nowhere/kept.db", "no folder {folder}/nowhere; make it", given=HALL),
    Call("backup --into {folder}/nowhere", "there is no folder", given=HALL),
    Call("backup {folder}/kept.db --keep 3", "goes with --into", given=HALL),
    Call("backup", "floor backup --help says how", 2, HALL),
    Call("restore {folder}/nothing.db", "is not there; name the file", given=at("new.db")),
    Call("restore {folder}/letter.txt", "is no backup of this program", given=at("new.db")),
    Call("restore {folder}/newer.db", "is of version 9999, this program of", given=at("new.db")),
    Call("restore {folder}/empty.db", "holds no hall", given=at("new.db")),
    Call("restore {folder}/torn.db", "could not be brought back", given=at("new.db")),
    Call("restore {folder}/old.db", "is not empty; restore into a new one", given=HALL),
    Call("rehearse {folder}", "there is no backup in"),
    Call("rehearse {folder}/letter.txt", "is no backup of this program"),
    Call("init --config {folder}/nothing.toml", "cannot be read (No such", given=at("new/new.db")),
    Call("init --config {folder}/letter.txt", "line 1: this is not valid TOML", given=at("new/new.db")),
    Call("init --config {config}", "cannot be made", given=at("letter.txt/new.db")),
    Call("simulate --hall nrth --day busy", "no hall “nrth”; it has main", 2),
    Call("simulate --hall main --day merry", "there is no day “merry”; choose", 2),
    Call("simulate --hall main --day quiet --trace {folder}/nowhere/trace.csv", "there is no folder"),
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a hall's database, an empty one, a strange one, a newer one, a torn backup, and a letter."""
    made = tmp_path_factory.mktemp("machine")
    settings = Settings(database_url=f"sqlite:///{made}/hall.db", data=made, config=quiet_config(made))
    with closing(Database(settings.database_url)) as database:
        prepare(settings, Store(database, SystemClock()))
        backup(database, made / "old.db")
    with closing(Database(f"sqlite:///{made}/empty.db")) as database:
        upgrade(database)
    changed(made / "empty.db", "PRAGMA journal_mode=DELETE")
    shutil.copy(made / "old.db", made / "newer.db")
    changed(made / "newer.db", "UPDATE alembic_version SET version_num = '9999'")
    changed(made / "strange.db", "CREATE TABLE birds (name TEXT)")
    with closing(sqlite3.connect(made / "old.db")) as connection:
        ((page, size),) = connection.execute(
            "SELECT rootpage, (SELECT page_size FROM pragma_page_size) FROM sqlite_master WHERE name = 'services'"
        )
    whole = (made / "old.db").read_bytes()
    (made / "torn.db").write_bytes(whole[: (page - 1) * size] + b"?" * size + whole[page * size :])
    (made / "letter.txt").write_text("Dear all,\n", encoding="utf-8")
    return made


def changed(file: Path, statement: str) -> None:
    """Change a database by hand, and leave one file behind."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(statement)
        connection.commit()


def standing(folder: Path) -> dict[str, str]:
    """Return what lies in a folder: each file and its content's hash."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"
        for path in folder.rglob("*")
    }


@pytest.mark.parametrize("call", CALLS, ids=str)
def test_a_wrong_call(
    call: Call, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It ends with its code, says in one line what is wrong and what to do, and leaves all as it was."""
    places = {"folder": folder, "config": folder / "hall.toml", "port": free_port()}
    for name in [name for name in os.environ if name.startswith("FLOOR_")]:
        monkeypatch.delenv(name)
    for name, value in {"FLOOR_DATA": "{folder}/var", **call.given}.items():
        monkeypatch.setenv(name, value.format(**places))
    monkeypatch.chdir(folder)
    before = standing(folder)
    try:
        code = main([word.format(**places) for word in call.words.split()])
    except SystemExit as ended:
        code = ended.code
    said = capsys.readouterr()
    lines = [line for line in said.err.splitlines() if not line.startswith("Database: ")]
    assert (code, len(lines), said.out) == (call.code, 1, ""), said.err + said.out
    assert call.says.format(**places) in lines[0]
    assert "s3cret" not in said.err, "a password in an address is nobody's business"
    assert standing(folder) == before
