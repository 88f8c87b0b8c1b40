"""A set-up hall is made once in a test run and copied: setting one up takes longer than most tests."""

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from server.kernel.clock import Clock
from server.kernel.settings import Settings
from server.preparing import prepare
from server.store.engine import Database
from server.store.hall import Store

MADE: dict[tuple[str, str], Path] = {}


def copied(folder: Path, config: Path, clock: Clock, at: str = "") -> None:
    """Put the database of a configuration's halls into an empty folder, as `prepare` makes it at a moment."""
    if (folder / "floor.db").exists():
        return
    key = (config.read_text(encoding="utf-8"), at)
    if key not in MADE:
        MADE[key] = made(config, clock)
    for file in MADE[key].iterdir():
        shutil.copy2(file, folder / file.name)


def made(config: Path, clock: Clock) -> Path:
    """Set the halls up in a folder of their own, and return it."""
    folder = Path(tempfile.mkdtemp(prefix="ready-made-"))
    settings = Settings(database_url=f"sqlite:///{folder}/floor.db", data=folder, config=config)
    store = Store(Database(settings.database_url), clock)
    prepare(settings, store)
    store.database.close()
    return folder


def usable(environment: Mapping[str, str], database: str, folder: Path) -> bool:
    """Return whether a server of these settings begins with what `prepare` alone would make."""
    own = {name for name in environment if name.startswith("FLOOR_")} - {"FLOOR_DATABASE_URL", "FLOOR_DATA"}
    return database == f"sqlite:///{folder / 'floor.db'}" and own == {"FLOOR_CONFIG"}
