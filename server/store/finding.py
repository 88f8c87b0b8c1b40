"""Which database a command works on: one that is there, is ours, is of this program's version, and has a hall.

A command that looked at an empty file once said “whole” and “1 row kept” of a hall that lived elsewhere.
"""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from alembic.migration import MigrationContext
from sqlalchemy import inspect
from sqlalchemy.exc import DBAPIError

from server.kernel.refusals import Fault
from server.kernel.settings import Settings
from server.store.directory import all_halls
from server.store.engine import Database
from server.store.hall import HEAD, HallSnapshot
from server.store.migrating import head_version, scripts
from server.store.tables import EPOCH

DEMO_FILE: Final = "demo.db"  # of `make run`, in the folder of FLOOR_DATA
SET_ONE_UP: Final = "`floor run` prints a link to set one up, `floor init --config FILE` takes it from a file"
NAME_IT: Final = "name the one that the server uses in FLOOR_DATABASE_URL"


def found(settings: Settings) -> tuple[Database, dict[str, int]]:
    """Return the database that is meant and its halls, code → number; raise `Fault` where there is none to work on.

    Where nobody named one, the demo's counts too, if the usual one is not there or holds no hall.
    """
    database = Database(settings.database_url)
    if not settings.names_database and holds_no_hall(database):
        demo = Database(f"sqlite:///{settings.data / DEMO_FILE}")
        if not holds_no_hall(demo):
            return demo, halls_of(demo)
    return database, halls_of(database)


def holds_no_hall(database: Database) -> bool:
    """Return whether a file is not there, or has no hall; one that cannot be read may have some."""
    if database.file is not None and not database.file.exists():
        return True
    try:
        return not halls_of(database, wanted=False)
    except Fault:
        return False
    finally:
        database.close()


def halls_of(database: Database, *, wanted: bool = True) -> dict[str, int]:
    """Return a database's halls, code → number; raise `Fault` where it is not usable, or has none and one is wanted."""
    if database.file is not None:
        readable(database.file)
    try:
        with answering(database), database.reading() as connection:
            if inspect(connection).has_table("alembic_version"):
                of_this_version(database, MigrationContext.configure(connection).get_current_revision())
                halls = all_halls(HallSnapshot(connection, HEAD, EPOCH))
            else:
                halls = None
        if not halls and wanted:
            what = "holds nothing of this program" if halls is None else "has no hall"
            raise Fault(f"{database.shown} {what}; {NAME_IT}, or set a hall up: {SET_ONE_UP}")
    except Fault:
        database.close()
        raise
    return halls or {}


@contextmanager
def answering(database: Database) -> Iterator[None]:
    """Raise `Fault` where a database does not answer as one, saying what to do."""
    try:
        yield
    except DBAPIError as error:
        raise Fault(trouble(database, error)) from error


def readable(file: Path) -> None:
    """Raise `Fault` where a file is not there, is none, or is not for us to read."""
    try:
        with file.open("rb"):
            return
    except FileNotFoundError:
        raise Fault(f"there is no database at {file}; {NAME_IT}, or set a hall up: {SET_ONE_UP}") from None
    except IsADirectoryError:
        raise Fault(f"{file} is a folder; {NAME_IT}, with its file's name") from None
    except OSError as error:
        raise Fault(
            f"{file} cannot be read by {getpass.getuser()} ({error.strerror}); run this as the user of the server"
        ) from error


def of_some_version(database: Database) -> None:
    """Raise `Fault` where there is no database of this program, of whatever version."""
    if database.file is not None:
        readable(database.file)
    with answering(database), database.reading() as connection:
        ours = inspect(connection).has_table("alembic_version")
    if not ours:
        raise Fault(f"{database.shown} holds nothing of this program; {NAME_IT}, or set a hall up: {SET_ONE_UP}")


def of_this_version(database: Database, present: str | None) -> None:
    """Raise `Fault` where a database is of another version than this program."""
    head = head_version()
    if present == head:
        return
    if present in {script.revision for script in scripts().walk_revisions()}:
        raise Fault(f"{database.shown} is of version {present}, this program of {head}; floor db upgrade brings it up")
    raise Fault(
        f"{database.shown} is of a newer version ({present}) than this program knows ({head}); "
        "use the newer program, nothing was touched"
    )


def trouble(database: Database, error: DBAPIError) -> str:
    """Say what is the matter with a database that does not answer as one, and what to do."""
    said = " ".join(str(error.orig).split())
    if database.file is None:
        return f"{database.shown} does not answer ({said}); is PostgreSQL running, FLOOR_DATABASE_URL right?"
    if "not a database" in said or "malformed" in said:
        return f"{database.file} is no database, or a damaged one ({said}); {NAME_IT}, or restore a backup"
    if "locked" in said:
        return f"another program keeps {database.file} locked; end it, or try again"
    if "full" in said:
        return f"there is no room left for {database.file}; make room, and try again: nothing was changed"
    return f"{database.file} cannot be used by {getpass.getuser()} ({said}); run this as the user of the server"
