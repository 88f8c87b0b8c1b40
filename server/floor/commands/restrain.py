"""Holding the line back in an incident, and letting it go on where it stopped."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select

from server.floor.events.restraints import CallResumed, CallSuspended, LineReleased, LineRestrained
from server.floor.hallfile import HallOnly
from server.floor.reads.halls import HallNow, hall_now
from server.floor.reads.tickets import Ticket, in_state
from server.floor.refusals import IssueSlowed, LineHeld
from server.floor.restraints import Restrains, Restraint, strongest, text_of
from server.floor.states import TicketState
from server.floor.tables import tickets
from server.kernel.languages import Words
from server.security.rights import May
from server.store.hall import UnitOfWork

LAST_ISSUED = select(func.max(tickets.c.issued_at)).where(
    tickets.c.hall_id == bindparam("hall"),
    tickets.c.day == bindparam("day"),
    tickets.c.service == bindparam("service"),
    tickets.c.number.is_not(None),
)


def restrain(hall: UnitOfWork, *, source: int, what: Restrains, why: Words, seconds: int | None = None) -> None:
    """Hold something back until its source lifts it; whoever may raise an incident may, by its plan."""
    hall.actor.must(May.RAISE_INCIDENT)
    before = hall_now(hall).restraints
    after = (*before, Restraint(source, what, why, seconds))
    hall.record(LineRestrained(source=source, what=what, before=text_of(before), after=text_of(after) or ""))
    if what is Restrains.HOLD and strongest(before, what) is None:
        for ticket in in_state(hall, TicketState.CALLED):
            suspend(hall, ticket)


def release(hall: UnitOfWork, *, source: int) -> None:
    """Lift what a source held back; where it holds nothing, nothing changes."""
    hall.actor.must(May.RAISE_INCIDENT)
    before = hall_now(hall).restraints
    for one in before:
        if one.source == source:
            after = tuple(other for other in before if other != one)
            hall.record(LineReleased(source=source, what=one.what, before=text_of(before) or "", after=text_of(after)))
            before = after
            if one.what is Restrains.HOLD and strongest(after, one.what) is None:
                resume_calls(hall)


def suspend(hall: UnitOfWork, ticket: Ticket) -> None:
    """Have nobody come to a call just now: who is led out of the hall has not missed it."""
    hall.record(CallSuspended(ticket=ticket.id, counter=ticket.counter or ""))


def resume_calls(hall: UnitOfWork) -> None:
    """Call those again who were called when the calls were held; their time to come begins anew."""
    settings = hall_now(hall).settings
    for ticket in in_state(hall, TicketState.CALLED):
        recalls = recall_moments(settings, hall.at)
        hall.record(
            CallResumed(
                ticket=ticket.id,
                counter=ticket.counter or "",
                recall_at=recalls[0] if recalls else None,
                no_show_at=hall.at + timedelta(seconds=settings.no_show_after),
            )
        )


def recall_moments(settings: HallOnly, called_at: datetime) -> list[datetime]:
    """Return when a call is repeated by itself."""
    return [called_at + timedelta(seconds=seconds) for seconds in sorted(settings.recall_after)]


def must_not_be_held(now: HallNow) -> None:
    """Refuse calls of new tickets while the line is held."""
    held = strongest(now.restraints, Restrains.HOLD)
    if held is not None:
        raise LineHeld(why=held.why)


def must_not_be_slowed(hall: UnitOfWork, now: HallNow, *, service: str, day: str) -> None:
    """Refuse a number that comes too soon after the service's last one."""
    slow = strongest(now.restraints, Restrains.SLOW)
    if slow is None:
        return
    last = hall.connection.execute(LAST_ISSUED, {"hall": hall.id, "service": service, "day": day}).scalar()
    again = None if last is None else last + timedelta(seconds=slow.seconds or 0)
    if again is not None and again > hall.at:
        wait = -(-(again - hall.at) // timedelta(seconds=1))
        raise IssueSlowed(retry_at=again, retry_after=wait, why=slow.why)
