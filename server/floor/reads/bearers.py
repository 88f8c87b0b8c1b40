"""Who bears a number now, and where its customer is to go: what reception says."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import bindparam, select

from server.floor.reads.halls import all_counters
from server.floor.reads.tickets import COLUMNS, HERE, Ticket, line, ticket_row
from server.floor.reads.turns import turns
from server.floor.refusals import NoSuchNumber
from server.floor.states import TicketState
from server.floor.tables import tickets
from server.floor.telling import Place
from server.store.hall import HallSnapshot

LAST: Final = 1
BY_NUMBER: Final = (
    select(*COLUMNS)
    .where(HERE, tickets.c.number == bindparam("number"))
    .order_by(tickets.c.ended_at.is_not(None), tickets.c.issued_at.desc())
    .limit(LAST)
)


@dataclass(frozen=True, slots=True)
class Bearer:
    """A number's ticket, its turn while it waits, and the counters where it is called, or may be."""

    ticket: Ticket
    place: Place | None
    counters: tuple[str, ...]


def bearer_of(hall: HallSnapshot, number: str) -> Bearer:
    """Return who bears a number; where nobody does any more, who bore it last. Small letters and blanks do as well."""
    asked = "".join(number.upper().split())
    row = hall.connection.execute(BY_NUMBER, {"hall": hall.id, "number": asked}).first()
    if row is None:
        raise NoSuchNumber(number=asked)
    ticket = ticket_row(row)
    if ticket.state is not TicketState.WAITING:
        known = ticket.ended_at is None and ticket.counter in all_counters(hall)
        return Bearer(ticket, None, (ticket.counter,) if known and ticket.counter else ())
    now = turns(hall)
    waiting = next((one for one in line(hall) if one.id == ticket.id), None)
    return Bearer(ticket, now.line.get(ticket.id), () if waiting is None else tuple(now.desks_of(waiting)))
