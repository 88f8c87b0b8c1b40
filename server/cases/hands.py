"""In whose hand a case is: leased to one person for a while, laid down with the post, taken up by the next."""

from datetime import timedelta
from typing import Final

from server.cases.access import looked
from server.cases.events import CaseLaidDown, CaseSeen, CaseTaken, CaseVisited
from server.cases.reads import Case, any_case, case_of, cases_in_hand, visits_of
from server.cases.refusals import CaseHeld, NotAtYourCounter
from server.cases.settings import SETTINGS
from server.floor.events.counters import CounterClosed, CounterOpened
from server.floor.events.services import ServiceLeftOpen
from server.floor.reads.halls import counter_of
from server.floor.reads.tickets import Ticket, ticket_of
from server.floor.states import TicketState
from server.security import reads as people
from server.security.actors import Actor, staff_number
from server.security.rights import May
from server.store.hall import UnitOfWork

RENEWED: Final = 2  # a case is held anew when less than this part of its time is left


def person(hall: UnitOfWork) -> Actor:
    """Return who acts; only people of the staff, and the system, do anything with a case."""
    actor = hall.actor
    if not isinstance(actor, Actor):
        raise TypeError("a case is handled by somebody")
    return actor


def lease(hall: UnitOfWork) -> timedelta:
    """Return for how long a case stays in a hand that does not touch it."""
    return timedelta(minutes=SETTINGS.of(hall).in_hand)


def hold(hall: UnitOfWork, case: int) -> Case:
    """Return a case that is in the hand of who acts, taken up where it is nobody's; refuse one in another's hand."""
    actor = person(hall)
    actor.must(May.HANDLE_CASE)
    found = case_of(hall, actor, case)
    holder = found.in_hand(hall.at)
    if holder is not None and holder != actor.id:
        member = people.member(hall, holder)
        raise CaseHeld(name=member.name if member else f"#{holder}")
    left = found.held_until - hall.at if holder is not None and found.held_until else timedelta()
    if left < lease(hall) / RENEWED:
        take_up(hall, found)
    return any_case(hall, case)


def take_up(hall: UnitOfWork, found: Case) -> None:
    """Have a case be in the hand of who acts."""
    by = staff_number(hall)
    hall.record(CaseTaken(case=found.id, by=by, was=found.holder, held_until=hall.at + lease(hall)))


def take(hall: UnitOfWork, *, case: int) -> None:
    """Take a case in hand: one that is nobody's; out of another's hand, a supervisor."""
    actor = person(hall)
    found = case_of(hall, actor, case)
    holder = found.in_hand(hall.at)
    if holder not in {None, actor.id} and actor.may(May.HANDLE_CASE) and actor.may(May.DIRECT):
        take_up(hall, found)
    else:
        hold(hall, case)


def lay_down(hall: UnitOfWork, *, case: int) -> None:
    """Let a case go: whoever serves may take it up."""
    actor = person(hall)
    actor.must(May.HANDLE_CASE)
    found = case_of(hall, actor, case)
    if found.holder == actor.id:
        hall.record(CaseLaidDown(case=case, was=actor.id))


def look_into(hall: UnitOfWork, *, case: int) -> None:
    """Look into what was entered for a case; that is written down each time, and lets its reader read for a while."""
    actor = person(hall)
    actor.must(May.LOOK_INTO_CASE)
    case_of(hall, actor, case)
    hall.record(CaseSeen(case=case, by=actor.id, again=looked(hall, actor, case) is not None))


def served_by(hall: UnitOfWork, ticket: int) -> Ticket:
    """Return a number that who acts serves just now; refuse any other."""
    found = ticket_of(hall, ticket)
    if found.state is not TicketState.SERVING or found.counter is None:
        raise NotAtYourCounter
    if counter_of(hall, found.counter).clerk != staff_number(hall):
        raise NotAtYourCounter
    return found


def visit(hall: UnitOfWork, *, case: int, ticket: int) -> None:
    """Have the customer of a case be here again, with the number that who acts serves; the case is in their hand."""
    found = served_by(hall, ticket)
    if found.id not in visits_of(hall, case):
        hall.record(CaseVisited(case=case, ticket=found.id))
    hold(hall, case)


def handed_over(hall: UnitOfWork, fact: CounterOpened) -> None:
    """Have what somebody had in hand at a counter go on in the hand of who took it over."""
    ticket = counter_of(hall, fact.counter).ticket
    if fact.clerk_before in {None, fact.clerk} or ticket is None:
        return
    for one in cases_in_hand(hall, fact.clerk_before or 0):
        if ticket in visits_of(hall, one.id):
            hall.record(CaseTaken(case=one.id, by=fact.clerk, was=one.holder, held_until=hall.at + lease(hall)))


def left(hall: UnitOfWork, fact: CounterClosed | ServiceLeftOpen) -> None:
    """Lay down what somebody had in hand who left their counter."""
    for one in cases_in_hand(hall, fact.clerk or 0):
        hall.record(CaseLaidDown(case=one.id, was=one.holder or 0))
