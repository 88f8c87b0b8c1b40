"""What happens in a hall because time passed: recalls, no-shows, closing. One handler a kind."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from server.floor.commands.days import begin_day, day_ends, end_later
from server.floor.commands.restrain import recall_moments, suspend
from server.floor.events.calls import NO_SHOW, RECALL, TicketMissed, TicketRecalled
from server.floor.events.counters import SERVICES_BACK, ServicesMoved, counter_code
from server.floor.events.services import ServiceLeftOpen
from server.floor.events.settings import IssueResumed
from server.floor.events.tickets import CLOSING, DAY_END, DayClosed, DayEnded, TicketExpired, TicketKept, day_text
from server.floor.opening import day_of, is_open, opens_at
from server.floor.reads.halls import counter_of, hall_now
from server.floor.reads.tickets import in_state, ticket_of
from server.floor.restraints import Restrains
from server.floor.states import TicketState
from server.store.hall import UnitOfWork

STILL_SERVED: Final = timedelta(hours=1)  # a service that began since is no forgotten one
Handler = Callable[[UnitOfWork, int], None]


def recall_by_itself(hall: UnitOfWork, ticket: int) -> None:
    """Repeat a call after 30 and 60 seconds; while calls are held it rests."""
    found = ticket_of(hall, ticket)
    if hall_now(hall).holds(Restrains.HOLD) is not None:
        suspend(hall, found)
        return
    later = [
        moment for moment in recall_moments(hall_now(hall).settings, found.called_at or hall.at) if moment > hall.at
    ]
    hall.record(
        TicketRecalled(
            ticket=ticket,
            counter=found.counter or "",
            before=found.recalls,
            by_itself=True,
            recall_at=later[0] if later else None,
        )
    )


def no_show_by_itself(hall: UnitOfWork, ticket: int) -> None:
    """Count a called ticket as not come; while calls are held nobody has to come."""
    found = ticket_of(hall, ticket)
    if hall_now(hall).holds(Restrains.HOLD) is not None:
        suspend(hall, found)
        return
    hall.record(
        TicketMissed(ticket=ticket, counter=found.counter or "", day=found.day, service=found.service, by_itself=True)
    )


def close_day(hall: UnitOfWork, number: int) -> None:
    """Come to closing time: end who waits, or have them served until the day ends, as the hall says."""
    day, settings = day_text(number), hall_now(hall).settings
    if settings.at_closing == "cancel":
        expire(hall, day, TicketState.WAITING, TicketState.HELD)
    hall.record(DayClosed(day=day, ends_at=day_ends(settings, day)))


def end_day(hall: UnitOfWork, number: int) -> None:
    """End whoever was never served, and services that nobody ended; one that began lately keeps the day for an hour."""
    day = day_text(number)
    keep_or_expire(hall, day)
    lately = False
    for ticket in in_state(hall, TicketState.SERVING):
        if ticket.day != day or ticket.counter is None:
            continue
        if ticket.started_at is not None and hall.at - ticket.started_at < STILL_SERVED:
            lately = True
        else:
            clerk = counter_of(hall, ticket.counter).clerk
            hall.record(ServiceLeftOpen(ticket=ticket.id, counter=ticket.counter, clerk=clerk))
    if lately:
        end_later(hall, day, hall.at + STILL_SERVED)
    else:
        hall.record(DayEnded(day=day))


def keep_or_expire(hall: UnitOfWork, day: str) -> None:
    """Have whoever of a day still waits keep their place for the next opening, where the hall keeps its line."""
    settings = hall_now(hall).settings
    opens = hall.at if is_open(settings, hall.at) else opens_at(settings, hall.at)
    if settings.at_closing != "keep" or opens is None:
        expire(hall, day, TicketState.WAITING, TicketState.HELD)
        return
    until = opens if opens > hall.at else None
    kept = [one for state in (TicketState.WAITING, TicketState.HELD) for one in in_state(hall, state) if one.day == day]
    then = day_of(settings, opens)
    if kept:
        begin_day(hall, settings, then)
    for ticket in kept:
        later = max(filter(None, (until, ticket.not_before)), default=None)
        hall.record(
            TicketKept(
                ticket=ticket.id, was=day, day=then, state=ticket.state, before=ticket.not_before, not_before=later,
                laters=ticket.laters + 1,
            )
        )  # fmt: skip


def expire(hall: UnitOfWork, day: str, *states: TicketState) -> None:
    """End a day's tickets that are in one of some states."""
    for state in states:
        for ticket in in_state(hall, state):
            if ticket.day == day:
                hall.record(TicketExpired(ticket=ticket.id, before=state))


def resume(hall: UnitOfWork, _subject: int) -> None:
    """Give out numbers again when the time is over."""
    hall.record(IssueResumed())


def services_back(hall: UnitOfWork, number: int) -> None:
    """Have a counter serve what it is set up for again: the day is over."""
    counter = counter_code(number)
    hall.record(ServicesMoved(counter=counter, before=counter_of(hall, counter).today, after=None, until=None))


HANDLERS: Mapping[str, Handler] = {
    RECALL: recall_by_itself,
    NO_SHOW: no_show_by_itself,
    CLOSING: close_day,
    DAY_END: end_day,
    "issue_resumes": resume,
    SERVICES_BACK: services_back,
}
