"""A set-up hall is made once in a test run and copied: setting one up takes longer than most tests."""

import shutil
import tempfile
import uuid
from collections.abc import Mapping
from pathlib import Path

from argon2 import PasswordHasher
from sqlalchemy import create_engine, make_url, text, update

from server.kernel.clock import Clock
from server.kernel.settings import Settings
from server.preparing import prepare
from server.security.setting_up import KEY_FILE
from server.security.tables import people
from server.store.engine import Database
from server.store.hall import Store

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # the real one takes 45 ms, and most tests sign in
MADE: dict[tuple[str, str, str], tuple[Path, str]] = {}  # the folder and, on PostgreSQL, the database's name


def copied(folder: Path, config: Path, clock: Clock, at: str = "", database: str = "") -> None:
    """Put the database of a configuration's halls into an empty folder, as `prepare` makes it at a moment.

    With an address, that of an empty database of PostgreSQL: into this one, and only the key into the folder.
    """
    if (folder / (KEY_FILE if database else "floor.db")).exists():
        return  # it was begun before: a server that starts again
    server = database.rpartition("/")[0]
    key = (config.read_text(encoding="utf-8"), at, server)
    if key not in MADE:
        MADE[key] = made(config, clock, server)
    source, name = MADE[key]
    for file in source.iterdir():
        shutil.copy2(file, folder / file.name)
    if database:
        on_postgresql(server, f"DROP DATABASE {database_name(database)}")
        on_postgresql(server, f"CREATE DATABASE {database_name(database)} TEMPLATE {name}")


def made(config: Path, clock: Clock, server: str = "") -> tuple[Path, str]:
    """Set the halls up in a folder of their own, or in a database of a server of PostgreSQL; return both."""
    folder = Path(tempfile.mkdtemp(prefix="ready-made-"))
    name = f"ready_{uuid.uuid4().hex[:8]}"
    if server:
        on_postgresql(server, f"CREATE DATABASE {name}")
    url = f"{server}/{name}" if server else f"sqlite:///{folder}/floor.db"
    settings = Settings(database_url=url, data=folder, config=config)
    store = Store(Database(settings.database_url), clock)
    prepare(settings, store)
    with store.database.writing() as connection:
        connection.execute(update(people).values(password_hash=QUICK.hash("demo")))
    store.database.close()
    return folder, name


def database_name(url: str) -> str:
    """Return the name in an address."""
    return make_url(url).database or ""


def on_postgresql(server: str, statement: str) -> None:
    """Do something to a server's databases."""
    admin = create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(statement))
    admin.dispose()


def usable(environment: Mapping[str, str], database: str, folder: Path) -> bool:
    """Return whether a server of these settings begins with what `prepare` alone would make."""
    own = {name for name in environment if name.startswith("FLOOR_")} - {"FLOOR_DATABASE_URL", "FLOOR_DATA"}
    return database == f"sqlite:///{folder / 'floor.db'}" and own == {"FLOOR_CONFIG"}
