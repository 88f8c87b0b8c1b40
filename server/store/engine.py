"""The database: SQLite with one writer in the process, or PostgreSQL.

SQLite: a pool of one connection is the fair queue in which writers wait cooperatively; behind it `BEGIN IMMEDIATE`,
since with the driver's default two counters could call the same ticket. Readers have connections of their own and
never lock. In a server, commands that come at the same time share a transaction: together.py.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event, make_url

from server.kernel.refusals import Fault
from server.store.together import Together

READERS = 8
BUSY_MS = 10_000  # beside the server only short commands write: `floor enrol`, `floor staff`


class Database:
    """Where everything is kept: `writing()` and `reading()` give a connection inside a transaction."""

    def __init__(self, url: str) -> None:
        self.url: URL = make_url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self.together: Together | None = None
        if self.sqlite:
            self.writer, self.reader = sqlite_engines(self.url)
        elif self.url.get_backend_name() == "postgresql":
            self.writer = create_engine(self.url, pool_size=24, max_overflow=16, pool_pre_ping=True)
            self.reader = self.writer.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        else:
            raise Fault(
                f"FLOOR_DATABASE_URL: {self.url.get_backend_name()} is not supported; use sqlite:///PATH or postgresql+psycopg://…"
            )

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection in a transaction; commit when the block ends well, roll back otherwise."""
        with self.together.writing() if self.together is not None else self.writer.begin() as connection:
            yield connection

    def work_together(self) -> None:
        """Have SQLite's writers share transactions from now on: in a server, when its loop runs."""
        if self.sqlite:
            self.together = Together(self.writer)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one moment and changes nothing."""
        with self.reader.connect() as connection:
            yield connection

    def close(self) -> None:
        """Close all connections."""
        self.writer.dispose()
        self.reader.dispose()


def sqlite_engines(url: URL) -> tuple[Engine, Engine]:
    """Make the writer (one connection) and the readers of a SQLite file."""
    if not url.database or url.database == ":memory:":
        raise Fault("FLOOR_DATABASE_URL: name a file, sqlite:///PATH; a database in memory would lose every ticket")
    Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    options: dict[str, Any] = {"poolclass": QueuePool, "max_overflow": 0, "pool_timeout": 30}
    writer = create_engine(url, pool_size=1, connect_args={"check_same_thread": False}, **options)
    reader = create_engine(url, pool_size=READERS, connect_args={"check_same_thread": False}, **options)
    event.listen(writer, "connect", prepare_writer)
    event.listen(reader, "connect", prepare_reader)
    event.listen(writer, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    event.listen(reader, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return writer, reader


def prepare_writer(connection: sqlite3.Connection, _record: object) -> None:
    """Set a writing connection up: write-ahead log, every commit on disk before it is acknowledged."""
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA temp_store=MEMORY")


def prepare_reader(connection: sqlite3.Connection, _record: object) -> None:
    """Set a reading connection up: it cannot write."""
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")
    connection.execute("PRAGMA query_only=ON")
