"""Numbers over HTTP: what became of the slip, the holder's own ticket; giving them out: numbers.py."""

from pydantic import BaseModel

from server.floor.api.models import (
    Change,
    Later,
    Nothing,
    Plan,
    Print,
    Stop,
    TicketAnswer,
    ticket_answer,
)
from server.floor.commands import issue as commands
from server.floor.commands import visits
from server.floor.reads.halls import hall_now
from server.floor.reads.tickets import ticket_by_secret, ticket_of
from server.security.rights import May
from server.security.web import Api
from server.store.hall import HallSnapshot, Store, UnitOfWork

api = Api("Tickets")


class IssueState(BaseModel):
    """Whether numbers are given out."""

    stopped: bool


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


@api.holder("POST", "/track/<secret>/visit")
def visit(hall: UnitOfWork, ticket: int, body: Plan) -> TicketAnswer:
    """Say what one's visit is for from here on: more services, fewer, or another order."""
    return ticket_answer(visits.plan_own(hall, ticket=ticket, services=body.services, in_order=body.in_order))


@api.holder("POST", "/track/<secret>/change")
def change(hall: UnitOfWork, ticket: int, body: Change) -> TicketAnswer:
    """Change the service after a wrong choice; the number and the hour of arrival stay."""
    return ticket_answer(visits.change_own(hall, ticket=ticket, service=body.service))


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
