"""What a command writes to PostgreSQL, gathered and sent in one go: a trip over the wire is time under the hall's lock.

A read sends what waits before it, so a command sees what it wrote; the end of the command sends the rest.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from psycopg import Connection, Cursor
from sqlalchemy import Connection as CoreConnection
from sqlalchemy import Engine, event

from server.kernel.refusals import Moved

NAME: Final = "sending"  # in the info of a connection
Values = Mapping[str, Any]


class Pipeline:
    """The statements of one connection that are still to be sent."""

    def __init__(self, driver: Connection[Any]) -> None:
        self.driver = driver
        self.waiting: list[tuple[str, Values | None, bool]] = []

    def add(self, words: str, values: Values | None = None, *, once: bool = False) -> None:
        """Have a statement sent with the next trip; one that must change just `once` raises `Moved` then."""
        self.waiting.append((words, values, once))

    def take_out(self, words: str) -> bool:
        """Drop a statement that waits, with all behind it; return whether it still waited."""
        nth = next((nth for nth in reversed(range(len(self.waiting))) if self.waiting[nth][0] == words), None)
        if nth is None:
            return False
        del self.waiting[nth:]
        return True

    def forget(self) -> None:
        """Drop what waits, since the transaction was given up."""
        self.waiting.clear()

    def send(self, asked: Sequence[tuple[str, Values]] = ()) -> list[Any]:
        """Send what waits, and questions behind it; return each question's first row."""
        if not self.waiting and not asked:
            return []
        waiting, self.waiting = self.waiting, []
        checked: list[Cursor[Any]] = []
        with self.driver.pipeline():
            for words, values, once in waiting:
                cursor = self.driver.execute(words, values)
                if once:
                    checked.append(cursor)
            answers = [self.driver.execute(words, values) for words, values in asked]
        if any(cursor.rowcount != 1 for cursor in checked):
            raise Moved
        return [answer.fetchone() for answer in answers]


def sending_of(connection: CoreConnection) -> Pipeline | None:
    """Return what a connection has still to send; None where the database is in this process."""
    found: Pipeline | None = connection.info.get(NAME)
    return found


def sent(connection: CoreConnection) -> None:
    """Send what a command still has to send, before its block ends."""
    sending = sending_of(connection)
    if sending is not None:
        sending.send()


def gather(engine: Engine) -> None:
    """Have an engine's connections gather what is written."""

    def connected(driver: Any, record: Any) -> None:
        record.info[NAME] = Pipeline(driver)

    def forget(connection: CoreConnection) -> None:
        connection.info[NAME].forget()

    def read(connection: CoreConnection, *_: object) -> None:
        connection.info[NAME].send()

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", forget)
    event.listen(engine, "rollback", forget)
    event.listen(engine, "rollback_savepoint", lambda connection, *_: forget(connection))
    event.listen(engine, "before_cursor_execute", read)
