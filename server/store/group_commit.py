"""Several commands in one transaction: each behind a savepoint, all acknowledged by one commit.

A commit waits for the disk, and with one process everything waits with it: 0.2 ms on a good disk, 5 ms on a plain one.
So whoever has finished its block does not commit at once but lets those who are ready go on first; they join the same
transaction, of whatever hall they are. Nobody returns before the commit, not even with a refusal or a kept answer:
either may rest on what another one wrote.

On PostgreSQL such a transaction holds the locks of several halls, so it must never wait for one: it takes what is free,
and whoever finds its hall's lock held goes into a transaction of that hall alone, which waits while it holds nothing.
Where there are several server processes, the halls are divided into as many shares; one process at a time writes for a
share, and who waits for that holds nothing either.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue
from typing import Any, Final

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import TimeoutError as PoolTimeout

from server.store.pipeline import sending_of

PATIENCE: Final = 30  # seconds until a command gives up waiting for its turn
MOST: Final = 32  # members after which nobody else is waited for
SHARES: Final = 7_316_225  # first half of the advisory locks of the shares; any number, the same in all processes
MINE: Final = "SAVEPOINT member"


class SharedTransaction:
    """One transaction and whoever takes part in it."""

    def __init__(self, engine: Engine, share: int | None) -> None:
        self.engine = engine
        self.connection = engine.connect()
        try:
            self.transaction = self.connection.begin()
        except BaseException:
            self.connection.close()
            raise
        self.driver: Any = self.connection.connection.driver_connection
        self.errors: type[Exception] = engine.dialect.loaded_dbapi.Error
        self.sending = sending_of(self.connection)
        if self.sending is not None and share is not None:
            values = {"shares": SHARES, "share": share}
            self.sending.add("SELECT pg_advisory_xact_lock(%(shares)s, %(share)s)", values)
        self.members = 0
        self.ended = threading.Event()
        self.error: BaseException | None = None

    @contextmanager
    def member(self) -> Iterator[Connection]:
        """Give one command the connection; when it fails, only its own changes are taken back."""
        if self.error is not None:
            raise self.error
        self.members += 1
        self.tell(MINE)
        try:
            yield self.connection
        except BaseException:
            if self.sending is None or not self.sending.take_out(MINE):  # else nothing of it was sent
                if self.sending is not None:
                    self.sending.forget()
                self.tell("ROLLBACK TO member", at_once=True)
                self.tell("RELEASE member")
            raise
        self.tell("RELEASE member")

    def tell(self, words: str, *, at_once: bool = False) -> None:
        """Tell the database by its driver; where it gave the whole transaction up (disk full), all have failed."""
        if self.error is not None:
            return
        try:
            if self.sending is None:
                self.driver.execute(words)
                return
            self.sending.add(words)
            if at_once:
                self.sending.send()
        except self.errors as error:
            self.error = error
            raise

    def end(self) -> None:
        """Commit for all."""
        try:
            if self.error is None:
                if self.sending is not None:
                    self.sending.send()
                self.transaction.commit()
            else:
                self.transaction.rollback()
        except BaseException as error:  # noqa: BLE001 - it is raised for every member
            self.error = error
            with suppress(self.errors):
                self.driver.rollback()  # else a commit that failed leaves it open, and the pool keeps it so
        finally:
            try:
                self.let_go()
            finally:
                self.ended.set()  # whatever happens: everybody in the round waits for this

    def let_go(self) -> None:
        """Give the connection back; where the database went away, whatever the pool still holds is dead too."""
        gone = self.sending is not None and self.sending.driver.closed
        try:
            self.connection.close()
        except self.errors:
            gone = True
        if gone:
            self.engine.dispose()


class GroupCommit:
    """The one writer of a SQLite file; on PostgreSQL that of a share of the halls, or of one hall, in this process."""

    def __init__(self, engine: Engine, share: int | None = None) -> None:
        self.engine, self.share = engine, share
        self.turns: SimpleQueue[None] = SimpleQueue()  # holds one: who takes it has the turn; first come, first served
        self.turns.put(None)
        self.round: SharedTransaction | None = None

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection in a transaction that others may share; return when it is committed."""
        own: SharedTransaction | None = None
        joined: SharedTransaction | None = None
        try:
            with self.turn():
                if self.round is None:
                    self.round = own = SharedTransaction(self.engine, self.share)
                joined = self.round
                with joined.member() as connection:
                    yield connection
        finally:
            if own is not None:
                self.lead(own)
            if joined is not None:
                joined.ended.wait()
                if joined.error is not None:
                    raise joined.error

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for the turn, in the order of asking."""
        try:
            self.turns.get(timeout=PATIENCE)
        except Empty:
            raise PoolTimeout("the writer did not come free") from None
        try:
            yield
        finally:
            self.turns.put(None)

    def lead(self, own: SharedTransaction) -> None:
        """Let those who are ready join, until nobody more comes, and commit."""
        try:
            seen = 0
            while seen != own.members < MOST:
                seen = own.members
                time.sleep(0)  # under gevent: whoever is ready goes on
                time.sleep(0)  # and whoever that was, as far as its command
        finally:
            with self.turn():
                self.round = None
                own.end()
