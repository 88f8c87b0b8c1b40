"""What the other side calls a message that it took: for questions to it, some weeks long."""

from typing import Final

from sqlalchemy import bindparam, insert, select

from server.messages.tables import receipts
from server.store.hall import HallSnapshot, UnitOfWork

KEEP: Final = insert(receipts)
LISTED: Final = select(receipts.c.message, receipts.c.reference).where(
    receipts.c.hall_id == bindparam("hall"), receipts.c.message.in_(bindparam("which", expanding=True))
)


def keep(hall: UnitOfWork, message: int, reference: str) -> None:
    """Keep what the other side calls a message, where it calls it anything."""
    if reference:
        hall.write_unlogged(
            KEEP, {"hall_id": hall.id, "message": message, "reference": reference, "at": hall.at}, shown=False
        )


def references(hall: HallSnapshot, which: list[int]) -> dict[int, str]:
    """Return message → what the other side calls it."""
    return {row[0]: row[1] for row in hall.connection.execute(LISTED, {"hall": hall.id, "which": which})}
