"""The hall's line as a list on paper: what a terminal keeps at hand, should the server go."""

from datetime import datetime

from pydantic import BaseModel, Field

from server.floor.calling import is_later
from server.floor.reads.halls import all_services, hall_now
from server.floor.reads.tickets import Ticket, in_state
from server.floor.states import LIVE, TicketState
from server.screens.parts import Words
from server.security.rights import May
from server.security.web import Api
from server.store.hall import HallSnapshot

api = Api("Counters")


class PaperTicket(BaseModel):
    """A row of the list."""

    number: str = Field(description="empty for a walk-in")
    service: str
    state: TicketState
    priority: bool
    party: int
    issued_at: datetime = Field(description="when its customer came")
    counter: str | None = Field(description="where it was called, is served or kept")
    later: bool = Field(description="asked to be called later, or is not there yet")


class PaperService(BaseModel):
    """A service by its letter."""

    code: str
    name: Words


class PaperLine(BaseModel):
    """The whole line in the order of the rule, with those who are called, served or kept before it."""

    at: datetime
    hall: Words
    timezone: str
    services: list[PaperService]
    tickets: list[PaperTicket]


@api.read("/halls/<hall>/line", may=May.SEE_COUNTER)
def line_on_paper(hall: HallSnapshot) -> PaperLine:
    """Read the hall's line as a list to print; terminals keep it, and print it when the server does not answer."""
    settings = hall_now(hall).settings
    states = sorted(LIVE, key=lambda one: (one is TicketState.WAITING, one is TicketState.HELD))
    return PaperLine(
        at=hall.at,
        hall=settings.name,
        timezone=settings.timezone,
        services=[PaperService(code=code, name=one.name) for code, one in all_services(hall).items()],
        tickets=[row(ticket, hall.at) for state in states for ticket in in_state(hall, state)],
    )


def row(ticket: Ticket, at: datetime) -> PaperTicket:
    """Return a row of the list."""
    return PaperTicket(
        number=ticket.number or "",
        service=ticket.service,
        state=ticket.state,
        priority=ticket.priority,
        party=ticket.party,
        issued_at=ticket.issued_at,
        counter=ticket.counter,
        later=is_later(ticket, at),
    )
