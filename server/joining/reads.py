"""Who joined by phone: what a phone has in the line, who is not there yet, and whose turn has come without them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import bindparam, func, select

from server.floor.calling import Waiting, wanted
from server.floor.reads.halls import all_counters, hall_now, working
from server.floor.reads.tickets import desk_of, line
from server.floor.states import LIVE, CounterState, TicketState
from server.floor.tables import tickets
from server.joining.distance import turn_has_come
from server.joining.doors import door_code
from server.joining.events import LAPSE
from server.joining.settings import SETTINGS
from server.joining.tables import joinings
from server.store.hall import HallSnapshot
from server.store.tables import deadlines

_HERE: Final = joinings.c.hall_id == bindparam("hall")
_OF: Final = select(
    *(joinings.c[name] for name in ("ticket", "way", "code", "link")), tickets.c.number, tickets.c.state, tickets.c.away
).join(tickets, (tickets.c.hall_id == joinings.c.hall_id) & (tickets.c.id == joinings.c.ticket))
OF_PHONE: Final = _OF.where(
    _HERE, joinings.c.phone_hash == bindparam("phone"), tickets.c.state.in_([*LIVE, TicketState.NO_SHOW])
).order_by(joinings.c.ticket)
OF_TICKET: Final = _OF.where(_HERE, joinings.c.ticket == bindparam("which"))
PHONE: Final = select(joinings.c.phone_hash).where(_HERE, joinings.c.ticket == bindparam("which"))
BY_CODE: Final = _OF.where(_HERE, joinings.c.code_hash == bindparam("code"))
KEPT: Final = select(deadlines.c.subject).where(deadlines.c.hall_id == bindparam("hall"), deadlines.c.kind == LAPSE)
UNTIL: Final = select(deadlines.c.due_at).where(
    deadlines.c.hall_id == bindparam("hall"), deadlines.c.kind == LAPSE, deadlines.c.subject == bindparam("which")
)
CALLED: Final = select(func.max(tickets.c.counts_from)).where(
    tickets.c.hall_id == bindparam("hall"),
    tickets.c.called_at > bindparam("since", type_=tickets.c.called_at.type),
    tickets.c.counter.in_(bindparam("desks", expanding=True)),
)
SOMEBODY_AWAY: Final = (
    select(tickets.c.id)
    .where(tickets.c.hall_id == bindparam("hall"), tickets.c.state == TicketState.WAITING, tickets.c.away.is_(True))
    .limit(1)
)
RESTS: Final = timedelta(seconds=30)
LOOKS_AGAIN: Final = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Joining:
    """A number that was taken by phone."""

    ticket: int
    way: str
    code: str | None
    link: str
    number: str
    state: str
    away: bool


def of_phone(hall: HallSnapshot, phone: str) -> list[Joining]:
    """Return what a phone has in the line, by the hash of what its browser keeps."""
    rows = hall.connection.execute(OF_PHONE, {"hall": hall.id, "phone": phone})
    return [Joining(*tuple[Any, ...](row)) for row in rows]


def phone_of(hall: HallSnapshot, ticket: int) -> str | None:
    """Return the hash of the phone that took a number; None where no phone did."""
    found: str | None = hall.connection.execute(PHONE, {"hall": hall.id, "which": ticket}).scalar()
    return found


def joining_of(hall: HallSnapshot, ticket: int) -> Joining | None:
    """Return how a number was taken by phone; None where it was not, or a day ago."""
    row = hall.connection.execute(OF_TICKET, {"hall": hall.id, "which": ticket}).first()
    return None if row is None else Joining(*tuple[Any, ...](row))


def by_code(hall: HallSnapshot, code: str) -> Joining | None:
    """Return who says by a code, of which this is the hash, that they are there."""
    row = hall.connection.execute(BY_CODE, {"hall": hall.id, "code": code}).first()
    return None if row is None else Joining(*tuple[Any, ...](row))


def kept_until(hall: HallSnapshot, ticket: int) -> datetime | None:
    """Return until when the place of somebody who was not there at their turn is kept."""
    found: datetime | None = hall.connection.execute(UNTIL, {"hall": hall.id, "which": ticket}).scalar()
    return found


def whose_turn_passed(hall: HallSnapshot) -> list[Waiting] | None:
    """Return who is not there, though their turn has come; None where nobody is."""
    if hall.connection.execute(SOMEBODY_AWAY, {"hall": hall.id}).first() is None:
        return None
    waiting = line(hall)
    away = [one for one in waiting if one.away]
    known = set(hall.connection.execute(KEPT, {"hall": hall.id}).scalars())
    settings, counters = hall_now(hall).settings, all_counters(hall)
    there = working(counters)
    free = [desk_of(one, settings) for one in counters.values() if one.state is CounterState.OPEN]
    found = []
    for one in away:
        desks = [code for code, services in there.items() if wanted(one, services) is not None]
        if one.id in known or not desks:
            continue
        question = {"hall": hall.id, "since": one.issued_at, "desks": desks}
        called = hall.connection.execute(CALLED, question).scalar()
        if turn_has_come(one, waiting, free, called, at=hall.at, working=there):
            found.append(one)
    return found or None


def rests(hall: HallSnapshot) -> timedelta:
    """Return for how long nobody's turn passes by time alone."""
    away = hall.connection.execute(SOMEBODY_AWAY, {"hall": hall.id}).first()
    return RESTS if away is None else LOOKS_AGAIN


def door_address(hall: HallSnapshot, base: str) -> str | None:
    """Return the address in the code at the door, behind the server's own; None where nobody joins by it."""
    settings = SETTINGS.of(hall)
    if not settings.door:
        return None
    return f"{base}/join/{hall_now(hall).settings.code}?d={door_code(hall.id, settings, hall.at)}"
