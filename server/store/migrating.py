"""Migrations: from the first table on. A database of a newer version than the program is refused, untouched."""

from functools import cache
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from server.kernel.refusals import Fault
from server.store.engine import Database

SCRIPTS: Final = Path(__file__).parent / "migrations"


def config_for(connection: Connection | None = None) -> Config:
    """Return Alembic's configuration; it works on the connection it is given."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    return config


@cache
def scripts() -> ScriptDirectory:
    """Return the migrations; they are read once."""
    return ScriptDirectory.from_config(config_for())


def head_version() -> str:
    """Return the version that this program's databases have."""
    return str(scripts().get_current_head())


def upgrade(database: Database) -> bool:
    """Bring the database to the program's version, in one transaction; return whether anything was done."""
    database.make_file()
    with database.writing() as connection:
        present = MigrationContext.configure(connection).get_current_revision()
        if present == head_version():
            return False
        if present is not None and present not in {script.revision for script in scripts().walk_revisions()}:
            raise Fault(
                f"the database is of a newer version ({present}) than this program knows; nothing was touched. "
                "Install the newer program, or restore a backup made with this one."
            )
        command.upgrade(config_for(connection), "head")
    return True
