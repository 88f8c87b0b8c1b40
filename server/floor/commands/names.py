"""Names that customers give for the screens of a discreet hall: kept sealed beside their ticket, gone with it."""

from typing import Final

from sqlalchemy import bindparam, delete, insert

from server.floor.events.services import ServiceLeftOpen, TicketFinished
from server.floor.events.tickets import TicketCancelled, TicketExpired
from server.floor.reads.halls import hall_now
from server.floor.tables import ticket_names
from server.store.hall import UnitOfWork
from server.store.prepared import Prepared

KEEP: Final = Prepared(insert(ticket_names))
ERASE: Final = Prepared(
    delete(ticket_names).where(ticket_names.c.hall_id == bindparam("hall"), ticket_names.c.ticket == bindparam("ended"))
)
CALLS_BY_NAME: Final = "masked_name"


def keep_name(hall: UnitOfWork, *, ticket: int, name: str) -> None:
    """Keep what a customer is called, where the hall calls by masked names; elsewhere it is forgotten at once."""
    if name.strip() and hall_now(hall).settings.shown_as == CALLS_BY_NAME:
        row = {"hall_id": hall.id, "ticket": ticket, "name": name.strip(), "at": hall.at}
        hall.write_unlogged(KEEP, row)


def erase_name(hall: UnitOfWork, fact: TicketFinished | TicketCancelled | TicketExpired | ServiceLeftOpen) -> None:
    """Erase it: the ticket is over."""
    if hall_now(hall).settings.shown_as == CALLS_BY_NAME:
        hall.write_unlogged(ERASE, {"hall": hall.id, "ended": fact.ticket})


REACTIONS: Final = (
    (TicketFinished, erase_name),
    (TicketCancelled, erase_name),
    (TicketExpired, erase_name),
    (ServiceLeftOpen, erase_name),
)
