"""Keeping everything in one file, and bringing it back: a SQLite file with all tables, as of one moment.

The file is the same for either database, so a backup also moves a hall from SQLite to PostgreSQL. It is made beside a
running server and holds no lock.
"""

import os
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, create_engine, func, insert, inspect, select, text
from sqlalchemy.exc import DatabaseError

from server.kernel.refusals import Fault
from server.store.engine import Database
from server.store.migrating import upgrade
from server.store.sealed import as_it_stands
from server.store.tables import lines, metadata

BATCH: Final = 1000
VERSION = "SELECT version_num FROM alembic_version"


def backup(database: Database, file: Path) -> int:
    """Write everything into a new file and return how many rows it holds; the file appears when it is whole."""
    if file.exists():
        raise Fault(f"{file} is there already; name a new file")
    unfinished = file.with_name(f".{file.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)  # it holds names and password hashes
    target = create_engine(f"sqlite:///{unfinished}")
    try:
        with database.reading() as source, target.begin() as fresh:
            metadata.create_all(fresh)
            version = source.execute(text(VERSION)).scalar()
            fresh.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
            fresh.execute(text("INSERT INTO alembic_version VALUES (:version)"), {"version": version})
            count = copied(source, fresh)
    finally:
        target.dispose()
    with unfinished.open("rb") as written:
        os.fsync(written.fileno())
    unfinished.rename(file)
    return count


def restore(database: Database, file: Path) -> int:
    """Fill an empty database from a backup and return how many rows came; one that holds something is left alone."""
    if not file.is_file():
        raise Fault(f"{file} is not there; name the file that floor backup wrote")
    source_engine = create_engine(f"sqlite:///file:{file}?mode=ro&uri=true")
    try:
        with source_engine.connect() as source:
            if not is_backup(source):
                raise Fault(f"{file} is no backup of this program")
            kept = source.execute(text(VERSION)).scalar()
            upgrade(database)
            with database.writing() as target:
                present = target.execute(text(VERSION)).scalar()
                if kept != present:
                    raise Fault(
                        f"{file} is of version {kept}, this program of {present}; restore it with that one and upgrade"
                    )
                if target.execute(select(func.count()).select_from(lines)).scalar():
                    raise Fault("the database is not empty; restore into a new one, so that nothing is lost")
                return copied(source, target)
    finally:
        source_engine.dispose()


def is_backup(source: Connection) -> bool:
    """Return whether a file is a database of this program."""
    try:
        return inspect(source).has_table("alembic_version")
    except DatabaseError:
        return False


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
