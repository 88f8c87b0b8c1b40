"""Which halls there are: a hall's code and its number, in the company's own line of history."""

from sqlalchemy import Column, Index, Integer, String, Table, select

from server.kernel.languages import N_
from server.kernel.refusals import UnknownHall
from server.store.events import Event
from server.store.hall import HEAD, HallSnapshot, UnitOfWork
from server.store.rows import Rows
from server.store.tables import hall_id, metadata

halls = Table(
    "halls",
    metadata,
    hall_id(),
    Column("id", Integer, primary_key=True, autoincrement=False, comment="the hall's number: hall_id everywhere else"),
    Column("code", String(20), nullable=False, comment="as it stands in addresses: main"),
    Index("halls_code", "hall_id", "code", unique=True),
    info={"kind": "history"},
    comment="all halls; in head's line",
)
ALL = select(halls.c.id, halls.c.code).where(halls.c.hall_id == HEAD).order_by(halls.c.id)


class HallOpened(Event):
    """Written when a hall was set up for the first time; its number is this entry's."""

    says = N_("The hall “{code}” was opened.")

    code: str

    def apply(self, rows: Rows) -> None:
        """Enter it into the directory."""
        rows.add(halls, id=rows.seq, code=self.code)


def open_hall(head: UnitOfWork, *, code: str) -> int:
    """Enter a hall into the directory and return its number; one that is there keeps its own."""
    found = all_halls(head).get(code)
    if found is not None:
        return found
    return head.record(HallOpened(code=code)).number


def all_halls(head: HallSnapshot) -> dict[str, int]:
    """Return code → number of all halls."""
    return {row.code: row.id for row in head.connection.execute(ALL)}


def hall_number(head: HallSnapshot, code: str) -> int:
    """Return a hall's number; refuse an unknown code."""
    found = all_halls(head).get(code)
    if found is None:
        raise UnknownHall(hall=code)
    return found
