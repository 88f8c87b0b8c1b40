"""The database: SQLite with one writer in the process, or PostgreSQL.

SQLite: a pool of one connection is the fair queue in which writers wait cooperatively; behind it `BEGIN IMMEDIATE`,
since with the driver's default two counters could call the same ticket. Readers have connections of their own and
never lock. In a server, commands that come at the same time share a transaction: group_commit.py. What they
write to PostgreSQL goes over the wire in one trip: pipeline.py.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError

from server.kernel.private import made
from server.kernel.refusals import Fault
from server.store.group_commit import GroupCommit
from server.store.pipeline import gather, sent

READERS = 8
CONNECTIONS = 24  # of one process to PostgreSQL
REACHED_WITHIN = 10  # seconds until a PostgreSQL that says nothing counts as out of reach
BUSY = 10.0  # seconds that a write waits for another program: beside the server only short commands write
AGAIN = 0.02  # seconds until it is tried again; meanwhile the others of this process go on
GLANCE_MS = 200  # of a reader: in write-ahead mode nobody keeps one waiting, but for a moment at start and end
LOG_BYTES = 64 * 1024 * 1024  # what the write-ahead log keeps of the disk, once a long read let it grow


class Database:
    """Where everything is kept: `writing()` and `reading()` give a connection inside a transaction."""

    def __init__(self, url: str) -> None:
        self.url: URL = read_url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self.processes = 1
        self.together: dict[tuple[str, int], GroupCommit] | None = None
        if self.sqlite:
            self.writer, self.reader = sqlite_engines(self.url)
        elif self.url.get_backend_name() == "postgresql":
            self.writer = create_engine(
                self.url, pool_size=CONNECTIONS, max_overflow=0, connect_args=patience(self.url), hide_parameters=True
            )
            gather(self.writer)
            self.reader = self.writer.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        else:
            raise Fault(
                f"FLOOR_DATABASE_URL: {self.url.get_backend_name()} is not supported; use sqlite:///PATH or postgresql+psycopg://…"
            )

    @property
    def file(self) -> Path | None:
        """The file of SQLite; None on PostgreSQL."""
        return Path(self.url.database).absolute() if self.sqlite and self.url.database else None

    @property
    def shown(self) -> str:
        """The address as a person may read it: without a password, and the whole path."""
        return f"sqlite:///{self.file}" if self.file else self.url.render_as_string(hide_password=True)

    def make_file(self) -> None:
        """Make SQLite's file where there is none: whoever only looks or writes finds it, and makes none."""
        if self.file is not None:
            made(self.file)

    def reach(self) -> None:
        """Make SQLite's file, or raise the driver's error where PostgreSQL does not answer."""
        self.make_file()
        with self.reading():
            return

    @contextmanager
    def writing(self, hall: int | None = None, *, alone: bool = False) -> Iterator[Connection]:
        """Give a connection in a transaction; commit when the block ends well, roll back otherwise.

        In a server commands share a transaction; `alone`: on PostgreSQL only those of the same hall.
        """
        with self.transaction(hall, alone=alone) as connection:
            yield connection
            sent(connection)

    def transaction(self, hall: int | None, *, alone: bool) -> AbstractContextManager[Connection]:
        """Return a transaction of one's own, or one that commands share."""
        if self.together is None or (hall is None and not self.sqlite):
            return self.writer.begin()
        if self.sqlite or hall is None:
            group, share = ("all", 0), None
        elif alone:
            group, share = ("hall", hall), None
        else:
            number = hall % self.processes
            group, share = ("share", number), number if self.processes > 1 else None
        return self.together.setdefault(group, GroupCommit(self.writer, share)).writing()

    @property
    def shares_locks(self) -> bool:
        """Whether a transaction may hold the locks of several halls, so that it must not wait for one."""
        return self.together is not None and not self.sqlite

    def work_together(self, processes: int = 1) -> None:
        """Have commands that come at the same time share transactions from now on: in a server, when its loop runs.

        `processes`: of this server, all of which are told the same number.
        """
        self.processes, self.together = processes, {}

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


def read_url(url: str) -> URL:
    """Return a database's address; refuse what is none."""
    try:
        found = make_url(url)
        found.get_dialect()
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise Fault(
            "FLOOR_DATABASE_URL: this is no database's address; write sqlite:///PATH or postgresql+psycopg://…"
        ) from error
    return found


def patience(url: URL) -> dict[str, Any]:
    """Return how long a connection to PostgreSQL is waited for, where the address says nothing of it."""
    return {} if "connect_timeout" in url.query else {"connect_timeout": REACHED_WITHIN}


def sqlite_engines(url: URL) -> tuple[Engine, Engine]:
    """Make the writer (one connection) and the readers of a SQLite file."""
    if not url.database or url.database == ":memory:":
        raise Fault("FLOOR_DATABASE_URL: name a file, sqlite:///PATH; a database in memory would lose every ticket")
    address = f"file:{quote(str(Path(url.database).absolute()))}?mode=rw"  # a look must not make a file

    def opened() -> sqlite3.Connection:
        return sqlite3.connect(address, uri=True, check_same_thread=False)

    options: dict[str, Any] = {"poolclass": QueuePool, "max_overflow": 0, "pool_timeout": 30, "creator": opened}
    options["hide_parameters"] = True  # an error's text goes into the log; a row's values stay out of it
    writer = create_engine(url, pool_size=1, **options)
    reader = create_engine(url, pool_size=READERS, **options)
    event.listen(writer, "connect", prepare_writer)
    event.listen(reader, "connect", prepare_reader)
    event.listen(writer, "begin", begin_writing)
    event.listen(reader, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return writer, reader


def prepare_writer(connection: sqlite3.Connection, _record: object) -> None:
    """Set a writing connection up: write-ahead log, every commit on disk before it is acknowledged."""
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout={GLANCE_MS}")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute(f"PRAGMA journal_size_limit={LOG_BYTES}")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA temp_store=MEMORY")
    connection.execute("PRAGMA busy_timeout=0")  # who waits, waits in begin_writing


def begin_writing(connection: Connection) -> None:
    """Begin to write when no other program does: waited for here, so that this process serves others meanwhile.

    SQLite's own wait (busy_timeout) holds the whole process: a shell with an open transaction stopped every screen.
    """
    until = time.monotonic() + BUSY
    while True:
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        except OperationalError as error:
            busy = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY
            if not busy or time.monotonic() > until:
                raise
            time.sleep(AGAIN)
        else:
            return


def prepare_reader(connection: sqlite3.Connection, _record: object) -> None:
    """Set a reading connection up: it cannot write."""
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout={GLANCE_MS}")
    connection.execute("PRAGMA query_only=ON")
