"""Numbers over HTTP: giving out, what became of the slip, the holder's own ticket."""

import secrets
from typing import Final

from pydantic import BaseModel

from server.floor.api.models import (
    Issue,
    IssuedAnswer,
    Later,
    Nothing,
    Print,
    Stop,
    TicketAnswer,
    ticket_answer,
    wait_answer,
)
from server.floor.commands import issue as commands
from server.floor.intake import Intake
from server.floor.reads.halls import hall_now
from server.floor.reads.tickets import ticket_by_secret, ticket_of
from server.security.authenticator import Authenticator
from server.security.rights import May
from server.security.web import Api, Key
from server.store.hall import HallSnapshot, Store, UnitOfWork

api = Api("Tickets")
SECRET_BYTES: Final = 16


class IssueState(BaseModel):
    """Whether numbers are given out."""

    stopped: bool


def new_secret(hall: int) -> str:
    """Return a slip's secret: 128 random bits behind the hall's number, which says where to look."""
    return f"{hall}.{secrets.token_urlsafe(SECRET_BYTES)}"


@api.command("/halls/<hall>/tickets", key=Key.REQUIRED, status=201, may=May.ISSUE)
def issue(hall: UnitOfWork, body: Issue, authenticator: Authenticator) -> IssuedAnswer:
    """Give out the next number of a service."""
    issued = commands.issue(hall, service=body.service, secret=new_secret, intake=Intake.of(body))
    return IssuedAnswer(
        ticket=ticket_answer(issued.ticket),
        ahead=issued.place.ahead,
        wait=wait_answer(issued.place.wait),
        soon=issued.place.soon,
        served=bool(issued.desks),
        served_at=issued.back,
        track_url=f"{authenticator.public_url}/t/{issued.secret}",
    )


@api.read("/halls/<hall>/tickets/<int:ticket>", may=May.READ_TICKET)
def ticket(hall: HallSnapshot, ticket: int) -> TicketAnswer:
    """Read a ticket."""
    return ticket_answer(ticket_of(hall, ticket))


@api.command("/halls/<hall>/tickets/<int:ticket>/print", may=May.REPORT_PRINT)
def report_print(hall: UnitOfWork, ticket: int, body: Print) -> TicketAnswer:
    """Say what became of a slip: printed, failed, unconfirmed, or shown on a page."""
    commands.report_print(hall, ticket=ticket, state=body.state)
    return ticket_answer(ticket_of(hall, ticket))


@api.command("/halls/<hall>/issue", may=May.STOP_ISSUE)
def stop_issue(hall: UnitOfWork, body: Stop) -> IssueState:
    """Stop giving out numbers, or go on."""
    if body.stopped:
        commands.stop_issue(hall, until=body.until)
    else:
        commands.resume_issue(hall)
    return IssueState(stopped=hall_now(hall).issue_stopped)


@api.holder("POST", "/track/<secret>/cancel")
def cancel(hall: UnitOfWork, ticket: int, body: Nothing) -> TicketAnswer:
    """Give one's number back."""
    commands.cancel(hall, ticket=ticket)
    return ticket_answer(ticket_of(hall, ticket))


@api.holder("POST", "/track/<secret>/later")
def later(hall: UnitOfWork, ticket: int, body: Later) -> TicketAnswer:
    """Ask to be called no earlier than in some minutes."""
    commands.come_later(hall, ticket=ticket, minutes=body.minutes)
    return ticket_answer(ticket_of(hall, ticket))


@api.holder("POST", "/track/<secret>/back")
def back(hall: UnitOfWork, ticket: int, body: Nothing) -> TicketAnswer:
    """Come back after a missed call."""
    commands.come_back(hall, ticket=ticket)
    return ticket_answer(ticket_of(hall, ticket))


def holder_lookup(store: Store, secret: str) -> tuple[int, int] | None:
    """Return (hall, ticket) that a slip's secret opens."""
    number, dot, rest = secret.partition(".")
    if not dot or not rest or not number.isascii() or not number.isdigit() or len(number) > 9:
        return None
    with store.look(int(number)) as hall:
        found = ticket_by_secret(hall, secret)
    return None if found is None else (int(number), found)
