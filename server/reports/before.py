"""Who was called before a ticket since it came, and by which rule: read for its holder, and for the office."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select

from server.floor.events.calls import CallDeferred, CallUndone, TicketCalled
from server.floor.events.services import TicketReturned, TicketTransferred
from server.floor.events.tickets import TicketCameBack, TicketDelayed
from server.floor.reads.halls import all_counters
from server.floor.reads.tickets import Ticket, ticket_of, tickets_of
from server.floor.states import TicketState
from server.floor.why_not import Asking, CalledBefore, OtherCall, explained
from server.joining.events import TicketArrived
from server.reports.courses import FactTold
from server.store.events import EVENTS, Event
from server.store.hall import HallSnapshot
from server.store.tables import journal

MOST: Final = 2000  # facts that one answer is made of
CALLS: Final = (TicketCalled, CallUndone, CallDeferred)
MINE: Final = (TicketDelayed, TicketCameBack, TicketReturned, TicketTransferred, TicketArrived)
SINCE: Final = (
    select(journal.c.seq, journal.c.at, journal.c.actor, journal.c.event, journal.c.data)
    .where(
        journal.c.hall_id == bindparam("hall"), journal.c.seq > bindparam("ticket"),
        journal.c.event.in_([one.__name__ for one in (*CALLS, *MINE)]),
        journal.c.at <= bindparam("until", type_=journal.c.at.type),
    )
    .order_by(journal.c.seq)
    .limit(MOST)
)  # fmt: skip


@dataclass
class Absences:
    """When nobody would have called a ticket: it was put off, away, called itself or set aside."""

    spans: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    since: datetime | None = None
    ends: datetime | None = None

    def begin(self, at: datetime, ends: datetime | None = None) -> None:
        """It is not to be called from a moment on, until another one or until something ends it."""
        self.over(at)
        self.since, self.ends = at, ends

    def over(self, at: datetime) -> None:
        """It waits again from a moment on."""
        if self.since is not None:
            self.spans.append((self.since, at if self.ends is None else min(at, self.ends)))
        self.since = self.ends = None

    def all(self) -> tuple[tuple[datetime, datetime | None], ...]:
        """Return the spans; the last one may have no end yet."""
        last = [] if self.since is None else [(self.since, self.ends)]
        return (*self.spans, *last)

    def take(self, at: datetime, fact: Event) -> None:
        """Take in a fact about the ticket."""
        match fact:
            case TicketCalled():
                self.begin(at)
            case TicketDelayed(not_before=later) | CallDeferred(not_before=later):
                if later is None:
                    self.over(at)
                else:
                    self.begin(at, later)
            case CallUndone() | TicketCameBack() | TicketReturned() | TicketTransferred() | TicketArrived():
                self.over(at)


def called_before(hall: HallSnapshot, ticket: int) -> list[CalledBefore]:
    """Return each call of another number since a ticket came until it was called itself, with its rule; oldest first.

    `ticket` is refused where the hall does not have it. Of counters is taken what they serve now.
    """
    mine = ticket_of(hall, ticket)
    waits = mine.state is TicketState.WAITING
    until = hall.at if waits or mine.called_at is None else mine.called_at
    told = list(facts_since(hall, mine, until))
    absences = Absences(since=mine.issued_at if mine.away else None)
    for one in told:
        if getattr(one.fact, "ticket", 0) == ticket:
            absences.take(one.at, one.fact)
    asking = Asking(ticket, mine.issued_at, mine.counts_from, absences.all(), mine.keeps)
    serving = {code for code, one in all_counters(hall).items() if set(mine.visit) & set(one.settings.services)}
    return explained(asking, list(other_calls(hall, told, ticket)), serving)


def facts_since(hall: HallSnapshot, mine: Ticket, until: datetime) -> Iterator[FactTold]:
    """Yield what happened since a ticket came, as far as it is about calls."""
    asked = {"hall": hall.id, "ticket": mine.id, "until": until}
    for seq, at, actor, event, data in hall.connection.execute(SINCE, asked):
        yield FactTold(seq, at, actor, EVENTS[event].from_json(data))


def other_calls(hall: HallSnapshot, told: Iterable[FactTold], mine: int) -> Iterator[OtherCall]:
    """Yield the calls of other numbers that stood: one that was taken back, or put off by its customer, is none."""
    standing: list[tuple[datetime, TicketCalled]] = []
    for one in told:
        match one.fact:
            case TicketCalled(ticket=ticket) if ticket != mine:
                standing.append((one.at, one.fact))
            case CallUndone(ticket=ticket) | CallDeferred(ticket=ticket):
                place = next((nth for nth in reversed(range(len(standing))) if standing[nth][1].ticket == ticket), None)
                standing = standing if place is None else standing[:place] + standing[place + 1 :]
    known = {one.id: one for one in tickets_of(hall, list({fact.ticket for _, fact in standing}))}
    for at, fact in standing:
        other = known.get(fact.ticket)
        if other is None or other.number is None:
            continue
        yield OtherCall(
            at, other.number, fact.counter, fact.reason, other.issued_at, other.counts_from, tuple(fact.passed),
            priority=other.priority or other.priority_class is not None, appointment=other.appointment is not None,
        )  # fmt: skip
