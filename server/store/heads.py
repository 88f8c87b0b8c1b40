"""From when on a line's entries are hashed with the server's key, and how far each line is."""

from dataclasses import dataclass

from sqlalchemy import select

from server.kernel.languages import N_
from server.store.directory import halls
from server.store.engine import Database
from server.store.events import Event
from server.store.hall import HEAD
from server.store.journal import KEYED, entry_of
from server.store.rows import Rows
from server.store.tables import lines

HEAD_NAME = "head"  # the line of the company as a whole, beside the codes of halls


class JournalKeyed(Event):
    """Written when a line's entries began to be hashed with the server's key; it fixes what stands before it, too."""

    says = N_("From here on the journal is hashed with the server's key.")

    def apply(self, rows: Rows) -> None:
        """Nothing follows."""


@dataclass(frozen=True, slots=True)
class Head:
    """How far a line is: the number and hash of its last entry."""

    hall: int
    code: str
    seq: int
    hash: str

    @property
    def keyed(self) -> bool:
        """Whether the line is hashed with a key by now; an empty one will be."""
        return not self.seq or self.hash.startswith(KEYED)

    def __str__(self) -> str:
        """Return it as `floor verify --since` takes it."""
        return f"{self.code}:{self.seq}:{self.hash}"


def heads(database: Database) -> list[Head]:
    """Return how far each line is."""
    query = select(lines.c.hall_id, halls.c.code, lines.c.seq, lines.c.hash)
    query = query.outerjoin(halls, halls.c.id == lines.c.hall_id).order_by(lines.c.hall_id)
    with database.reading() as connection:
        return [
            Head(row[0], HEAD_NAME if row[0] == HEAD else row[1] or str(row[0]), row[2], row[3])
            for row in connection.execute(query)
        ]


def of_another_key(database: Database, head: Head) -> bool:
    """Return whether a line's last entry was hashed with a key that is not known here."""
    with database.reading() as connection:
        last = entry_of(connection, head.hall, head.seq)
    return last is not None and last.keyed and not last.whole()
