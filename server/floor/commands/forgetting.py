"""Forgetting: a slip opens nothing two days after the visit, and after two years the ticket itself is erased."""

from typing import Any, Final

from sqlalchemy import String, bindparam, cast, delete, func, literal, select, update

from server.floor.events.tickets import TicketsForgotten
from server.floor.opening import day_of
from server.floor.reads.halls import hall_now
from server.floor.reads.tickets import SECRET_OPENS
from server.floor.tables import slips, tickets
from server.store.hall import UnitOfWork

MONTHS: Final = 24
CLOSED: Final = "closed "  # and the ticket's number: no hash begins so
HERE: Any = bindparam("hall")
OVER = select(tickets.c.id).where(tickets.c.hall_id == HERE, tickets.c.ended_at < bindparam("before"))
CLOSE = (
    update(slips)
    .where(slips.c.hall_id == HERE, slips.c.secret_hash.not_like(f"{CLOSED}%"), slips.c.ticket.in_(OVER))
    .values(secret_hash=literal(CLOSED).concat(cast(slips.c.ticket, String)))
)
OLD = select(tickets.c.id).where(tickets.c.hall_id == HERE, tickets.c.day < bindparam("day"))
DROP_SLIPS = delete(slips).where(slips.c.hall_id == HERE, slips.c.ticket.in_(OLD))
OLDEST = select(func.min(tickets.c.day)).where(tickets.c.hall_id == HERE)


def forget_tickets(hall: UnitOfWork) -> None:
    """Close the slips of visits that are over, and erase what is two years old."""
    hall.write_unlogged(CLOSE, {"hall": hall.id, "before": hall.at - SECRET_OPENS})
    day = months_before(day_of(hall_now(hall).settings, hall.at), MONTHS)
    oldest = hall.connection.execute(OLDEST, {"hall": hall.id}).scalar()
    if oldest is not None and oldest < day:
        hall.write_unlogged(DROP_SLIPS, {"hall": hall.id, "day": day})
        hall.record(TicketsForgotten(before=day))


def months_before(day: str, months: int) -> str:
    """Return the first day of the month some months before a day: 2026-11-25, 24 → 2024-11-01."""
    year, month = divmod(int(day[:4]) * 12 + int(day[5:7]) - 1 - months, 12)
    return f"{year:04d}-{month + 1:02d}-01"
