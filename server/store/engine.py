"""The database: SQLite with one writer in the process, or PostgreSQL.

SQLite: a pool of one connection is the fair queue in which writers wait cooperatively; behind it `BEGIN IMMEDIATE`,
since with the driver's default two counters could call the same ticket. Readers have connections of their own and
never lock. In a server, commands of a hall that come at the same time share a transaction: together.py. What they
write to PostgreSQL goes over the wire in one trip: sending.py.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event, make_url

from server.kernel.refusals import Fault
from server.store.sending import gather, sent
from server.store.together import Together

READERS = 8
CONNECTIONS = 24  # of one process to PostgreSQL
BUSY_MS = 10_000  # beside the server only short commands write: `floor enrol`, `floor staff`


class Database:
    """Where everything is kept: `writing()` and `reading()` give a connection inside a transaction."""

    def __init__(self, url: str) -> None:
        self.url: URL = make_url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self.together: dict[int, Together] | None = None
        if self.sqlite:
            self.writer, self.reader = sqlite_engines(self.url)
        elif self.url.get_backend_name() == "postgresql":
            self.writer = create_engine(self.url, pool_size=CONNECTIONS, max_overflow=0)
            gather(self.writer)
            self.reader = self.writer.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        else:
            raise Fault(
                f"FLOOR_DATABASE_URL: {self.url.get_backend_name()} is not supported; use sqlite:///PATH or postgresql+psycopg://…"
            )

    @contextmanager
    def writing(self, hall: int | None = None) -> Iterator[Connection]:
        """Give a connection in a transaction; commit when the block ends well, roll back otherwise.

        Commands of one hall share a transaction in a server; on SQLite all do, since there is one writer.
        """
        with self.transaction(hall) as connection:
            yield connection
            sent(connection)

    def transaction(self, hall: int | None) -> AbstractContextManager[Connection]:
        """Return a transaction of one's own, or the one that a hall's commands share."""
        if self.together is None or (hall is None and not self.sqlite):
            return self.writer.begin()
        group = 0 if self.sqlite or hall is None else hall
        return self.together.setdefault(group, Together(self.writer)).writing()

    def work_together(self) -> None:
        """Have commands that come at the same time share transactions from now on: in a server, when its loop runs."""
        self.together = {}

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one moment and changes nothing."""
        with self.reader.connect() as connection:
            yield connection

    @property
    def errors(self) -> type[Exception]:
        """What the driver raises when the database is out of reach or cannot write."""
        found: type[Exception] = self.writer.dialect.loaded_dbapi.OperationalError
        return found

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
