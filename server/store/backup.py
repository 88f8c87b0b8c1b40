"""Keeping everything in one file, and bringing it back: a SQLite file with all tables, as of one moment.

The file is the same for either database, so a backup also moves a hall from SQLite to PostgreSQL. It is made beside a
running server and holds no lock.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final
from urllib.parse import quote

from sqlalchemy import Connection, create_engine, func, insert, inspect, select, text
from sqlalchemy.exc import DatabaseError

from server.kernel.private import MODE, as_its_folder
from server.kernel.refusals import Fault
from server.store.engine import Database
from server.store.finding import trouble
from server.store.migrating import head_version, upgrade
from server.store.sealed import as_it_stands
from server.store.tables import lines, metadata

BATCH: Final = 1000
VERSION: Final = "SELECT version_num FROM alembic_version"
NAMED: Final = "floor-*.db"
STAMP: Final = "floor-%Y-%m-%dT%H%M%SZ.db"


def backup(database: Database, file: Path, *, more: Callable[[Connection], int] = lambda _copy: 0) -> int:
    """Write everything into a new file and return how many rows it holds; the file appears when it is whole.

    `more` adds to the copy what stands elsewhere.
    """
    with written_whole(file) as unfinished:
        target = create_engine(f"sqlite:///{unfinished}")
        try:
            with database.reading() as source, target.begin() as fresh:
                metadata.create_all(fresh)
                version = source.execute(text(VERSION)).scalar()
                fresh.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
                fresh.execute(text("INSERT INTO alembic_version VALUES (:version)"), {"version": version})
                return copied(source, fresh) + more(fresh)
        except DatabaseError as error:
            said = str(error.orig)
            if "full" in said or "disk I/O" in said:
                raise Fault(f"there is no room for {file} ({said}); make room, or name another place") from error
            raise Fault(trouble(database, error)) from error
        finally:
            target.dispose()


@contextmanager
def written_whole(file: Path) -> Iterator[Path]:
    """Give a file to write, which takes its name when it is whole and on disk; of a broken one nothing stays."""
    if file.exists():
        raise Fault(f"{file} is there already; name a new file")
    if not file.absolute().parent.is_dir():
        raise Fault(f"there is no folder {file.absolute().parent}; make it, or name another")
    unfinished = file.with_name(f".{file.name}.unfinished")
    try:
        unfinished.unlink(missing_ok=True)
        unfinished.touch(mode=MODE)  # it holds names and password hashes
    except OSError as error:
        raise Fault(f"{file} cannot be written ({error.strerror}); give the right to, or name another place") from error
    try:
        yield unfinished
        as_its_folder(unfinished)
        with unfinished.open("rb") as written:
            os.fsync(written.fileno())
        unfinished.rename(file)
    finally:
        for leftover in (unfinished, unfinished.with_name(f"{unfinished.name}-journal")):
            leftover.unlink(missing_ok=True)


def name_for(at: datetime) -> str:
    """Return what a backup of a moment is called in a folder of backups."""
    return at.strftime(STAMP)


def kept_in(folder: Path) -> list[Path]:
    """Return a folder's backups, the newest first."""
    return sorted(folder.glob(NAMED), reverse=True)


def keep_newest(folder: Path, many: int) -> list[Path]:
    """Remove all but so many of a folder's backups; return those that are gone."""
    gone = kept_in(folder)[many:]
    for file in gone:
        file.unlink()
    return gone


def newest(folder: Path) -> Path:
    """Return a folder's newest backup."""
    there = kept_in(folder)
    if not there:
        raise Fault(f"there is no backup in {folder}; floor backup --into {folder} makes one")
    return there[0]


def restore(database: Database, file: Path) -> int:
    """Fill an empty database from a backup and return how many rows came; one that holds something is left alone."""
    if not file.is_file():
        raise Fault(f"{file} is not there; name the file that floor backup wrote")
    source_engine = create_engine(f"sqlite:///file:{quote(str(file.absolute()))}?mode=ro&uri=true")
    try:
        with source_engine.connect() as source:
            of_this_program(source, file)
            with left_as_it_was(database):
                upgrade(database)
                with database.writing() as target:
                    if target.execute(select(func.count()).select_from(lines)).scalar():
                        raise Fault(f"{database.shown} is not empty; restore into a new one, so that nothing is lost")
                    return copied(source, target)
    except DatabaseError as error:
        said = " ".join(str(error.orig).split())
        raise Fault(f"{file} could not be brought back ({said}); nothing was changed, take another backup") from error
    finally:
        source_engine.dispose()


@contextmanager
def left_as_it_was(database: Database) -> Iterator[None]:
    """Take a SQLite file away again that was made for a restore which failed."""
    new = database.file is not None and not database.file.exists()
    try:
        yield
    except BaseException:
        database.close()
        for ending in ("", "-wal", "-shm") if new else ():
            Path(f"{database.file}{ending}").unlink(missing_ok=True)
        raise


def of_this_program(source: Connection, file: Path) -> None:
    """Refuse a file that is no backup, is of another version, or holds no hall."""
    try:
        kept = source.execute(text(VERSION)).scalar() if inspect(source).has_table("alembic_version") else None
    except DatabaseError:
        kept = None
    if kept is None:
        raise Fault(f"{file} is no backup of this program; name the file that floor backup wrote")
    if kept != (present := head_version()):
        raise Fault(f"{file} is of version {kept}, this program of {present}; restore it with that one and upgrade")
    if not source.execute(select(func.count()).select_from(lines)).scalar():
        raise Fault(f"{file} holds no hall; name another backup")


def copied(source: Connection, target: Connection) -> int:
    """Copy all tables, row by row in batches; return how many rows there were."""
    count = 0
    with as_it_stands():
        for table in metadata.sorted_tables:
            add = insert(table)
            for batch in source.execute(select(table)).mappings().partitions(BATCH):
                target.execute(add, [dict(row) for row in batch])
                count += len(batch)
    return count
