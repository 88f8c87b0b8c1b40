"""In /metrics: how far the journals were in the last hour; and whether the database takes what is written."""

from collections.abc import Iterator
from typing import Final

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import bindparam, delete, insert
from sqlalchemy.exc import SQLAlchemyError

from server.store.hall import HEAD, Store
from server.store.heads import Head, heads
from server.store.tables import answers

HOUR: Final = 3600.0  # seconds: a hash is a label, and each look with a new one would be a series of its own
BELIEVED: Final = 5.0  # seconds for which a look at the database holds: anybody may ask whether it is ready
AWAY: Final = "the database does not answer"
FULL: Final = "nothing can be written to the database: is there room on its disk?"
NOBODY: Final = "ready"
PUT: Final = insert(answers)
TAKE: Final = delete(answers).where(answers.c.hall_id == HEAD, answers.c.actor == bindparam("of"))


class Heads(Collector):
    """How far the journals are, looked at once an hour."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.known: list[Head] = []
        self.known_at: float | None = None

    def collect(self) -> Iterator[Metric]:
        """Yield them; a database that does not answer leaves them out."""
        now = self.store.clock.passed()
        if self.known_at is None or now - self.known_at >= HOUR:
            try:
                self.known, self.known_at = heads(self.store.database), now
            except SQLAlchemyError:
                return
        reached = GaugeMetricFamily(
            "floor_journal_head", "Last entry's number of each journal, as of the last hour.", labels=["line", "hash"]
        )
        for head in self.known:
            reached.add_metric([head.code, head.hash], head.seq)
        yield reached


class Writable:
    """Whether the database takes what is written: a row is put there and taken away again."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.trouble: str | None = None
        self.looked_at: float | None = None

    def __call__(self) -> str | None:
        """Return what is the matter, for what is written as of at most five seconds ago; None: nothing."""
        now = self.store.clock.passed()
        try:
            with self.store.look(HEAD):
                pass
        except (SQLAlchemyError, self.store.database.errors):
            return AWAY
        if self.looked_at is None or now - self.looked_at >= BELIEVED:
            self.trouble, self.looked_at = self.look(), now
        return self.trouble

    def look(self) -> str | None:
        """Write something, and say what became of it."""
        row = {"hall_id": HEAD, "actor": NOBODY, "key": NOBODY, "body_hash": "", "status": 0, "body": b""}
        try:
            with self.store.database.writing(HEAD) as connection:
                connection.execute(TAKE, {"of": NOBODY})
                connection.execute(PUT, {**row, "at": self.store.clock.now()})
                connection.execute(TAKE, {"of": NOBODY})
        except (SQLAlchemyError, self.store.database.errors):
            return FULL
        return None
