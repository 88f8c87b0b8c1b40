"""Coming back with a notice: a number in the line that belongs to the case, so that the counter has it at once."""

from collections.abc import Callable
from typing import Final

from server.cases.events import CaseVisited
from server.cases.reads import any_case, visits_of
from server.cases.refusals import HereAlready, NothingToBring
from server.cases.terms import CaseState
from server.floor.commands.issue import Issued, issue
from server.floor.intake import Intake
from server.floor.reads.tickets import tickets_of
from server.floor.states import TicketState
from server.store.hall import UnitOfWork

COMES_AGAIN: Final = (CaseState.DRAFT, CaseState.NOTICE_GIVEN)
HERE: Final = (TicketState.WAITING, TicketState.CALLED, TicketState.SERVING, TicketState.HELD)


def come_again(hall: UnitOfWork, *, case: int, secret: Callable[[int], str]) -> Issued:
    """Give a number to the customer of a case that waits for something; one at a time."""
    found = any_case(hall, case)
    if found.state not in COMES_AGAIN:
        raise NothingToBring
    present = [one for one in tickets_of(hall, visits_of(hall, case)) if one.state in HERE]
    if present:
        raise HereAlready(number=present[0].number or "")
    issued = issue(hall, service=found.service, secret=secret, intake=Intake(language=found.language))
    hall.record(CaseVisited(case=case, ticket=issued.ticket.id))
    return issued
