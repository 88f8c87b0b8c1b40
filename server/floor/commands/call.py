"""Calling: the next one, again, out of order; no-show; and taking a slip of the hand back."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from server.floor.calling import Choice, Waiting, here_already, later, next_ticket, order, passed_by, wanted
from server.floor.commands.counters import sitting
from server.floor.commands.restrain import must_not_be_held, recall_moments
from server.floor.commands.visits import go_back, lengths
from server.floor.desk_acts import FROM, DeskAct
from server.floor.events.calls import CallUndone, NoShowUndone, TicketCalled, TicketMissed, TicketRecalled
from server.floor.events.services import FinishUndone
from server.floor.hallfile import HallOnly
from server.floor.numbering import UNDONE_WITHIN
from server.floor.opening import time_said
from server.floor.reads.halls import CounterNow, all_counters, hall_now, working
from server.floor.reads.tickets import Ticket, desk_of, last_call, line, ticket_of
from server.floor.reads.visits import legs_of
from server.floor.refusals import (
    CannotServe,
    CounterNotOpen,
    NobodyWaiting,
    NoTicketHere,
    NotWaiting,
    ReasonNeeded,
    StillServing,
    TooLateToUndo,
)
from server.floor.states import Act, CounterState, Reason, TicketState
from server.floor.visit import turned
from server.security.rights import May
from server.store.hall import UnitOfWork

UNDO_WITHIN: Final = UNDONE_WITHIN


@dataclass(frozen=True, slots=True)
class Called:
    """Who was called, and why."""

    ticket: Waiting
    reason: Reason
    said: str = ""  # why the clerk called out of order


def call_next(hall: UnitOfWork, *, counter: str) -> Called:
    """Call the earliest person the counter can serve; pressed again, the same one."""
    hall.actor.must(May.SERVE, at=counter)
    desk = sitting(hall, counter)
    if desk.state is CounterState.CALLING and desk.ticket is not None:
        return called_before(hall, ticket_of(hall, desk.ticket))
    must_be_free(desk)
    now = hall_now(hall)
    must_not_be_held(now)
    settings = now.settings
    rule, there = desk_of(desk, settings), working(all_counters(hall))
    choice = next_ticket(line(hall), rule, at=hall.at, working=there)
    if choice is None:
        put_off = later(line(hall), rule, at=hall.at, working=there)
        if put_off:
            first = put_off[0]
            if first.away:
                raise NobodyWaiting(counter=counter, number=first.number, away=True)
            raise NobodyWaiting(
                counter=counter, number=first.number, time=time_said(settings, first.not_before, hall.at)
            )
        raise NobodyWaiting(counter=counter)
    return record_call(hall, settings, desk, choice)


def call_ticket(hall: UnitOfWork, *, counter: str, ticket: int, reason: str) -> Called:
    """Call a ticket out of order; the reason is listed for supervisor and auditor (R1.3.2).

    Who asked to be called later and stands at the desk already is in order where the rule would have them next.
    """
    hall.actor.must(May.SERVE, at=counter)
    desk = sitting(hall, counter)
    if desk.state is CounterState.CALLING and desk.ticket == ticket:
        return called_before(hall, ticket_of(hall, ticket))
    must_be_free(desk)
    now = hall_now(hall)
    must_not_be_held(now)
    settings = now.settings
    waiting = here_already(line(hall), ticket)
    chosen = next((one for one in waiting if one.id == ticket), None)
    if chosen is None:
        found = ticket_of(hall, ticket)
        raise NotWaiting(number=found.number or "", now={"state": found.state, "counter": found.counter})
    if wanted(chosen, desk.settings.services) is None:
        raise CannotServe(counter=counter, service=chosen.service)
    rule = desk_of(desk, settings)
    there = working(all_counters(hall))
    first = next_ticket(waiting, rule, at=hall.at, working=there)
    if first is not None and first.ticket.id == ticket:
        return record_call(hall, settings, desk, first)
    if not reason.strip():
        raise ReasonNeeded
    passed = passed_by(chosen, order(waiting, rule, at=hall.at, working=there))
    return record_call(hall, settings, desk, Choice(chosen, Reason.OUT_OF_ORDER, passed), said=reason.strip())


def record_call(
    hall: UnitOfWork, settings: HallOnly, desk: CounterNow, choice: Choice, *, said: str = "", by_itself: bool = False
) -> Called:
    """Record a call with its recalls and its no-show due; of a visit, for the service that is served there."""
    recalls = recall_moments(settings, hall.at)
    ticket = choice.ticket
    service = wanted(ticket, desk.settings.services) or ticket.service
    hall.record(
        TicketCalled(
            ticket=ticket.id,
            counter=desk.code,
            reason=choice.reason,
            why=said,
            passed=choice.passed,
            recall_at=recalls[0] if recalls else None,
            no_show_at=hall.at + timedelta(seconds=settings.no_show_after),
            by_itself=by_itself,
            visit=() if service == ticket.service else turned(ticket.service, ticket.further, service),
        )
    )
    return Called(ticket._replace(service=service), choice.reason, said)


def call_for(hall: UnitOfWork, desk: CounterNow, choice: Choice) -> Called:
    """Call by itself whom a free counter is to call (idle.py); who comes before is left to one that serves less."""
    settings = hall_now(hall).settings
    able = order(line(hall), desk_of(desk, settings), at=hall.at, working=working(all_counters(hall)))
    if able[0].id != choice.ticket.id:
        choice = Choice(choice.ticket, Reason.LEFT, passed_by(choice.ticket, able))
    return record_call(hall, settings, desk, choice, by_itself=True)


def called_before(hall: UnitOfWork, ticket: Ticket) -> Called:
    """Return a call that stands already, with the reason that it was given then."""
    waiting = Waiting(
        ticket.id,
        ticket.number or "",
        ticket.service,
        ticket.priority,
        ticket.issued_at,
        ticket.counts_from,
        came_back=ticket.came_back,
        priority_class=ticket.priority_class,
    )
    call = last_call(hall, ticket)
    return Called(waiting, Reason(call.reason), call.why)


def must_be_free(desk: CounterNow) -> None:
    """Refuse a call while the counter is not open or has a ticket."""
    if desk.ticket is not None:
        raise StillServing(now={"state": desk.state, "ticket": desk.ticket})
    if desk.state not in FROM[DeskAct.CALL]:
        raise CounterNotOpen


def with_ticket(desk: CounterNow, act: DeskAct) -> int:
    """Return the counter's ticket; refuse where the act comes at another time."""
    if desk.ticket is None or desk.state not in FROM[act]:
        raise NoTicketHere(now={"state": desk.state, "ticket": desk.ticket})
    return desk.ticket


def recall(hall: UnitOfWork, *, counter: str) -> Ticket:
    """Repeat a call."""
    hall.actor.must(May.SERVE, at=counter)
    ticket = with_ticket(sitting(hall, counter), DeskAct.RECALL)
    must_not_be_held(hall_now(hall))
    before = ticket_of(hall, ticket)
    hall.record(TicketRecalled(ticket=ticket, counter=counter, before=before.recalls, by_itself=False, recall_at=None))
    return ticket_of(hall, ticket)


def no_show(hall: UnitOfWork, *, counter: str) -> Ticket:
    """Say that nobody came."""
    hall.actor.must(May.SERVE, at=counter)
    ticket = ticket_of(hall, with_ticket(sitting(hall, counter), DeskAct.NO_SHOW))
    must_not_be_held(hall_now(hall))
    hall.record(
        TicketMissed(ticket=ticket.id, counter=counter, day=ticket.day, service=ticket.service, by_itself=False)
    )
    return ticket_of(hall, ticket.id)


def undo(hall: UnitOfWork, *, counter: str) -> Ticket:
    """Take back a call, a no-show or a finish, within ten seconds and before anything else was done there."""
    hall.actor.must(May.SERVE, at=counter)
    desk = sitting(hall, counter)
    if desk.last_ticket is None or desk.last_at is None or hall.at - desk.last_at > UNDO_WITHIN:
        raise TooLateToUndo
    ticket = ticket_of(hall, desk.last_ticket)
    if desk.last_act is Act.CALLED and ticket.state is TicketState.CALLED:
        hall.record(CallUndone(ticket=ticket.id, counter=counter))
    elif desk.last_act is Act.NO_SHOW and ticket.state is TicketState.NO_SHOW and desk.state is CounterState.OPEN:
        settings = hall_now(hall).settings
        hall.record(
            NoShowUndone(
                ticket=ticket.id,
                counter=counter,
                no_show_at=hall.at + timedelta(seconds=settings.no_show_after),
                day=ticket.day,
                service=ticket.service,
            )
        )
    elif desk.last_act is Act.FINISHED and ticket.state is TicketState.DONE and desk.state is CounterState.OPEN:
        seconds, waited = lengths(ticket, ticket.ended_at or hall.at, legs_of(hall, ticket))
        hall.record(
            FinishUndone(
                ticket=ticket.id,
                counter=counter,
                started_at=ticket.started_at or hall.at,
                day=ticket.day,
                service=ticket.service,
                seconds=seconds,
                waited=waited,
            )
        )
    elif desk.last_act is not Act.WENT_ON or not go_back(hall, ticket=ticket, desk=desk):
        raise TooLateToUndo
    return ticket_of(hall, ticket.id)
