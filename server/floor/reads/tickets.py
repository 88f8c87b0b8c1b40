"""Tickets: one, the line, who is called."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, bindparam, func, literal_column, or_, select

from server.floor import calling
from server.floor.events.calls import TicketCalled
from server.floor.hallfile import HallOnly
from server.floor.intake import Intake
from server.floor.opening import day_of
from server.floor.reads.halls import CounterNow
from server.floor.states import LEFT_OPEN, PrintState, TicketState
from server.floor.tables import slips, tickets
from server.floor.visit import parted
from server.security.refusals import UnknownTicket
from server.store.hall import HallSnapshot
from server.store.prepared import Prepared, all_rows
from server.store.tables import deadlines, journal


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket(Intake):
    """A ticket: what was taken down, and what became of it. Its row is read by these names."""

    id: int
    day: str
    number: str | None
    service: str
    state: TicketState
    issued_at: datetime
    counts_from: datetime
    not_before: datetime | None = None
    keeps: str | None = None
    held_for: int | None = None
    held_at: datetime | None = None
    remind_at: datetime | None = None
    counter: str | None = None
    called_at: datetime | None = None
    recalled_at: datetime | None = None
    recalls: int = 0
    started_at: datetime | None = None
    ended_at: datetime | None = None
    outcome: str | None = None
    came_back: bool = False
    laters: int = 0
    transfers: int = 0
    print: str | None = None
    appointment: int | None = None
    further: str | None = None
    in_order: bool = False
    away: bool = False

    @property
    def visit(self) -> tuple[str, ...]:
        """Its services that are not done, the present one first."""
        return (self.service, *parted(self.further))


NAMES: Final = tuple(field.name for field in fields(Ticket))
COLUMNS: Final = [tickets.c[name] for name in NAMES]
MOST_CALLS = 2000  # of a hall while one call stands
WAITING: Final[ColumnElement[str]] = literal_column(f"'{TicketState.WAITING.value}'")
HERE = tickets.c.hall_id == bindparam("hall")
TICKET = select(*COLUMNS).where(HERE, tickets.c.id == bindparam("ticket"))
SOME = select(*COLUMNS).where(HERE, tickets.c.id.in_(bindparam("tickets", expanding=True)))
IN_STATE = (
    select(*COLUMNS)
    .where(HERE, tickets.c.state == bindparam("state"))
    .order_by(tickets.c.counts_from, func.length(tickets.c.number), tickets.c.number, tickets.c.id)
)
LINE = Prepared(
    select(*(tickets.c[name] for name in calling.Waiting._fields))
    .where(HERE, tickets.c.state == WAITING)
    .order_by(tickets.c.counts_from, func.length(tickets.c.number), tickets.c.number, tickets.c.id)
)
DOUBTFUL = (PrintState.FAILED.value, PrintState.UNCONFIRMED.value)
NOT_CONFIRMED = (
    select(tickets.c.number)
    .where(HERE, tickets.c.state == WAITING, tickets.c.print.in_(DOUBTFUL), tickets.c.number.is_not(None))
    .order_by(tickets.c.counts_from, func.length(tickets.c.number), tickets.c.number, tickets.c.id)
)
COUNTS = select(tickets.c.service, func.count()).where(HERE, tickets.c.state == WAITING).group_by(tickets.c.service)
MISSED = (
    select(*COLUMNS)
    .where(
        HERE,
        tickets.c.state == TicketState.NO_SHOW.value,
        tickets.c.ended_at > bindparam("since"),
        tickets.c.came_back.is_(False),
    )
    .order_by(tickets.c.ended_at)
)
FORGOTTEN = (
    select(*COLUMNS)
    .where(HERE, tickets.c.day >= bindparam("first"), tickets.c.outcome == LEFT_OPEN)
    .order_by(tickets.c.ended_at)
)
SLIP = (
    select(slips.c.ticket)
    .join(tickets, (tickets.c.hall_id == slips.c.hall_id) & (tickets.c.id == slips.c.ticket))
    .where(
        slips.c.hall_id == bindparam("hall"),
        slips.c.secret_hash == bindparam("hash"),
        or_(tickets.c.ended_at.is_(None), tickets.c.ended_at > bindparam("since")),
    )
)
SECRET_OPENS: Final = timedelta(hours=48)  # after the visit: it may be rated for a day, and one is late
PROMISE = select(slips.c.ahead, slips.c.low, slips.c.likely, slips.c.high, slips.c.naive).where(
    slips.c.hall_id == bindparam("hall"), slips.c.ticket == bindparam("ticket")
)
DUE = select(deadlines.c.kind, deadlines.c.due_at).where(
    deadlines.c.hall_id == bindparam("hall"), deadlines.c.subject == bindparam("ticket")
)
CALLS = (
    select(journal.c.data)
    .where(
        journal.c.hall_id == bindparam("hall"),
        journal.c.event == TicketCalled.__name__,
        journal.c.seq > bindparam("ticket"),
    )
    .order_by(journal.c.seq.desc())
    .limit(MOST_CALLS)
)
LATEST_CALLS = (
    select(*COLUMNS)
    .where(HERE, tickets.c.called_at > bindparam("since"), tickets.c.number.is_not(None))
    .order_by(func.coalesce(tickets.c.recalled_at, tickets.c.called_at).desc(), tickets.c.id.desc())
    .limit(bindparam("limit"))
)


def ticket_of(hall: HallSnapshot, ticket: int) -> Ticket:
    """Return a ticket; refuse an id that the hall does not have."""
    row = hall.connection.execute(TICKET, {"hall": hall.id, "ticket": ticket}).first()
    if row is None:
        raise UnknownTicket
    return ticket_row(row)


def ticket_row(row: Sequence[Any]) -> Ticket:
    """Return a ticket from its row."""
    values = dict(zip(NAMES, row, strict=True))
    values["state"] = TicketState(values["state"])
    return Ticket(**values)


def tickets_of(hall: HallSnapshot, ids: Sequence[int]) -> list[Ticket]:
    """Return some tickets, in the order of their ids as given; one that was erased is left out."""
    rows = hall.connection.execute(SOME, {"hall": hall.id, "tickets": list(ids)})
    found = {one.id: one for one in map(ticket_row, rows)}
    return [found[ticket] for ticket in ids if ticket in found]


def in_state(hall: HallSnapshot, state: TicketState) -> list[Ticket]:
    """Return all tickets in a live state, in the rule's order."""
    return [ticket_row(row) for row in hall.connection.execute(IN_STATE, {"hall": hall.id, "state": state})]


def missed(hall: HallSnapshot, settings: HallOnly) -> list[Ticket]:
    """Return the tickets that missed their call and may still come back."""
    since = hall.at - timedelta(minutes=settings.back_within)
    return [ticket_row(row) for row in hall.connection.execute(MISSED, {"hall": hall.id, "since": since})]


def left_open(hall: HallSnapshot, settings: HallOnly, days: int) -> list[Ticket]:
    """Return the services of the last days that nobody ended before the day did."""
    first = day_of(settings, hall.at - timedelta(days=days))
    return [ticket_row(row) for row in hall.connection.execute(FORGOTTEN, {"hall": hall.id, "first": first})]


def line(hall: HallSnapshot) -> list[calling.Waiting]:
    """Return who waits, as the calling rule sees them."""
    return hall.once(
        line, lambda: [calling.Waiting._make(row) for row in all_rows(hall.connection, LINE, {"hall": hall.id})]
    )


def not_confirmed(hall: HallSnapshot) -> list[str]:
    """Return the numbers of those who wait and whose slips may never have come out."""
    return [row[0] for row in hall.connection.execute(NOT_CONFIRMED, {"hall": hall.id})]


def waiting_counts(hall: HallSnapshot) -> dict[str, int]:
    """Return service → tickets waiting."""
    return hall.once(
        waiting_counts, lambda: {row[0]: row[1] for row in hall.connection.execute(COUNTS, {"hall": hall.id})}
    )


def latest_calls(hall: HallSnapshot, *, since: datetime, limit: int) -> list[Ticket]:
    """Return the tickets called last, the newest call first."""
    return [
        ticket_row(row)
        for row in hall.connection.execute(LATEST_CALLS, {"hall": hall.id, "since": since, "limit": limit})
    ]


def last_call(hall: HallSnapshot, ticket: Ticket) -> TicketCalled:
    """Return the entry that called a ticket: one of the last, since a call stands for some minutes at most."""
    found = hall.connection.execute(CALLS, {"hall": hall.id, "ticket": ticket.id}).scalars()
    calls = (TicketCalled.from_json(text) for text in found)
    return next(call for call in calls if call.ticket == ticket.id)


def due_of(hall: HallSnapshot, ticket: int) -> dict[str, datetime]:
    """Return what is due for a ticket: kind → when."""
    return {row[0]: row[1] for row in hall.connection.execute(DUE, {"hall": hall.id, "ticket": ticket})}


def secret_hash(secret: str) -> str:
    """Return what is kept of a slip's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def ticket_by_secret(hall: HallSnapshot, secret: str) -> int | None:
    """Return the ticket that a slip's secret opens; two days after the visit it opens nothing."""
    found: int | None = hall.connection.execute(
        SLIP, {"hall": hall.id, "hash": secret_hash(secret), "since": hall.at - SECRET_OPENS}
    ).scalar()
    return found


@dataclass(frozen=True, slots=True)
class Promise:
    """What was announced when the number was taken; seconds."""

    ahead: int
    low: int | None
    likely: int | None
    high: int | None
    naive: int | None


def promise_of(hall: HallSnapshot, ticket: int) -> Promise | None:
    """Return what was announced to a ticket's holder."""
    row = hall.connection.execute(PROMISE, {"hall": hall.id, "ticket": ticket}).first()
    return None if row is None else Promise(*row)


def desk_of(counter: CounterNow, settings: HallOnly) -> calling.CounterOffer:
    """Return a counter as the calling rule sees it."""
    return calling.CounterOffer(
        counter.code,
        frozenset(counter.settings.services),
        frozenset(counter.settings.primary),
        timedelta(minutes=settings.primary_first),
    )
