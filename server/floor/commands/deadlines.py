"""What happens in a hall because time passed: recalls, no-shows, closing. One handler a kind."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from server.floor.commands.call import recall_moments
from server.floor.events.calls import NO_SHOW, RECALL, TicketMissed, TicketRecalled
from server.floor.events.settings import IssueResumed
from server.floor.events.tickets import DayClosed, DayEnded, TicketExpired
from server.floor.hallfile import HallOnly
from server.floor.opening import closing_at, midnight_after
from server.floor.reads.halls import hall_now
from server.floor.reads.tickets import in_state, ticket_of
from server.floor.states import TicketState
from server.store.hall import HallWork

SERVED_FOR: Final = timedelta(hours=4)  # at most, after a closing late in the evening
Handler = Callable[[HallWork, int], None]


def recall_by_itself(hall: HallWork, ticket: int) -> None:
    """Repeat a call after 30 and 60 seconds."""
    found = ticket_of(hall, ticket)
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


def no_show_by_itself(hall: HallWork, ticket: int) -> None:
    """Count a called ticket as not come."""
    found = ticket_of(hall, ticket)
    hall.record(
        TicketMissed(ticket=ticket, counter=found.counter or "", day=found.day, service=found.service, by_itself=True)
    )


def close_day(hall: HallWork, number: int) -> None:
    """Come to closing time: end who waits, or have them served until the day ends, as the hall says."""
    day, settings = day_text(number), hall_now(hall).settings
    if settings.at_closing == "cancel":
        expire(hall, day, TicketState.WAITING, TicketState.HELD)
    hall.record(DayClosed(day=day, ends_at=day_ends(settings, day)))


def day_ends(settings: HallOnly, day: str) -> datetime:
    """Return when nobody of a day is served any more: of that day, however late its closing is come to."""
    noon = datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=settings.zone)
    return max(midnight_after(settings, noon), (closing_at(settings, noon) or noon) + SERVED_FOR)


def end_day(hall: HallWork, number: int) -> None:
    """End whoever was never served."""
    expire(hall, day_text(number), TicketState.WAITING, TicketState.HELD)
    hall.record(DayEnded(day=day_text(number)))


def expire(hall: HallWork, day: str, *states: TicketState) -> None:
    """End a day's tickets that are in one of some states."""
    for state in states:
        for ticket in in_state(hall, state):
            if ticket.day == day:
                hall.record(TicketExpired(ticket=ticket.id, before=state))


def resume(hall: HallWork, _subject: int) -> None:
    """Give out numbers again when the time is over."""
    hall.record(IssueResumed())


def day_text(number: int) -> str:
    """Return the day of a deadline's subject: 20261125 → 2026-11-25."""
    text = str(number)
    return f"{text[:4]}-{text[4:6]}-{text[6:]}"


HANDLERS: Mapping[str, Handler] = {
    RECALL: recall_by_itself,
    NO_SHOW: no_show_by_itself,
    "closing": close_day,
    "day_end": end_day,
    "issue_resumes": resume,
}
