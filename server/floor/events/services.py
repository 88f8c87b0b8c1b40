"""Services: how one ends, is set aside, is sent on, or begins without a ticket."""

from datetime import datetime

from server.floor.events.calls import at_counter, free, last, no_longer_due, visited
from server.floor.intake import Intake
from server.floor.states import LEFT_OPEN, Act, CounterState, Outcome, TicketState
from server.floor.tables import counters, tickets, totals
from server.kernel.languages import N_
from server.store.events import Event
from server.store.rows import Rows


class WalkInServed(Event, Intake):
    """Written when somebody without a ticket is served at once."""

    says = N_("Somebody without a number is served at counter {counter}, service {service}.")

    counter: str
    day: str
    service: str

    def apply(self, rows: Rows) -> None:
        """A ticket without a number is being served."""
        rows.add(
            tickets,
            id=rows.seq,
            day=self.day,
            number=None,
            service=self.service,
            **self.taken_down(),
            state=TicketState.SERVING,
            issued_at=rows.at,
            counts_from=rows.at,
            counter=self.counter,
            called_at=rows.at,
            started_at=rows.at,
        )
        rows.move(
            counters,
            self.counter,
            expect={"state": CounterState.OPEN},
            state=CounterState.SERVING,
            since=rows.at,
            ticket=rows.seq,
            **last(rows, Act.SERVED, rows.seq),
        )


class TicketFinished(Event):
    """Written when a service ended."""

    says = N_("{ticket} was finished at counter {counter} after {seconds}, {outcome}; it had waited {waited}.")

    ticket: int
    counter: str
    outcome: Outcome
    day: str
    service: str
    seconds: int
    waited: int

    def apply(self, rows: Rows) -> None:
        """The ticket is done, the counter open; the day's totals grow."""
        rows.move(
            tickets,
            self.ticket,
            expect={"state": TicketState.SERVING, "counter": self.counter},
            state=TicketState.DONE,
            ended_at=rows.at,
            outcome=self.outcome,
        )
        free(rows, self.counter, CounterState.SERVING, self.ticket, Act.FINISHED)
        rows.count(totals, (self.day, self.counter, self.service), served=1, seconds=self.seconds, waited=self.waited)


class FinishUndone(Event):
    """Written when the end of a service was taken back within ten seconds."""

    says = N_("The end of {ticket} at counter {counter} was taken back.")

    ticket: int
    counter: str
    started_at: datetime
    day: str
    service: str
    seconds: int
    waited: int

    def apply(self, rows: Rows) -> None:
        """It is served again, since when it was."""
        rows.move(
            tickets,
            self.ticket,
            expect={"state": TicketState.DONE, "counter": self.counter},
            state=TicketState.SERVING,
            ended_at=None,
            outcome=None,
        )
        rows.move(
            counters,
            self.counter,
            expect={"state": CounterState.OPEN, "ticket": None},
            state=CounterState.SERVING,
            since=self.started_at,
            ticket=self.ticket,
            **last(rows, Act.UNDONE, self.ticket),
        )
        rows.count(
            totals, (self.day, self.counter, self.service), served=-1, seconds=-self.seconds, waited=-self.waited
        )


class ServiceLeftOpen(Event):
    """Written when a day ended and nobody had ended a service: the clerk went home. The counter is closed with it."""

    says = N_("{ticket} was left open at counter {counter}: nobody ended the service.")

    ticket: int
    counter: str
    clerk: int | None

    def apply(self, rows: Rows) -> None:
        """Both end; how long it took, nobody knows, so the day's totals stay."""
        rows.move(
            tickets,
            self.ticket,
            expect={"state": TicketState.SERVING, "counter": self.counter},
            state=TicketState.DONE,
            ended_at=rows.at,
            outcome=LEFT_OPEN,
        )
        rows.move(
            counters,
            self.counter,
            expect={"state": CounterState.SERVING, "ticket": self.ticket, "clerk": self.clerk},
            state=CounterState.CLOSED,
            since=rows.at,
            ticket=None,
            clerk=None,
            **last(rows, Act.LEFT_OPEN, self.ticket),
        )


class TicketHeld(Event):
    """Written when a clerk set a ticket aside: the customer fills in a form, fetches a paper."""

    says = N_("{ticket} was set aside at counter {counter}.")

    ticket: int
    counter: str
    before: TicketState
    clerk: int | None = None  # for whom it is held, wherever they sit
    since: datetime | None = None
    remind_at: datetime | None = None

    def apply(self, rows: Rows) -> None:
        """It comes back to this counter first, or to the clerk."""
        rows.move(
            tickets,
            self.ticket,
            expect={"state": self.before, "counter": self.counter},
            state=TicketState.HELD,
            held_for=self.clerk,
            held_at=self.since,
            remind_at=self.remind_at,
        )
        free(rows, self.counter, at_counter(self.before), self.ticket, Act.HELD)
        no_longer_due(rows, self.ticket)


class TicketReturned(Event):
    """Written when a held ticket waits again."""

    says = N_("{ticket} waits again.")

    ticket: int
    counter: str
    held_at: str | None
    keeps: str | None = None  # the counter that calls it first, where that is another than held it; empty: everybody

    def apply(self, rows: Rows) -> None:
        """It waits for the counter that held it; another one may take it only if nobody works there."""
        rows.move(
            tickets,
            self.ticket,
            expect={"state": TicketState.HELD, "counter": self.held_at},
            state=TicketState.WAITING,
            keeps=self.held_at if self.keeps is None else self.keeps or None,
            counter=None,
            called_at=None,
            started_at=None,
            recalls=0,
        )
        rows.move(counters, self.counter, expect={}, **last(rows, Act.RETURNED, self.ticket))


class TicketTransferred(Event):
    """Written when a clerk sent a ticket on, to another service or counter; a new leg of the same number."""

    says = N_("{ticket} was sent on from counter {counter} to service {service}.")

    ticket: int
    counter: str
    before: TicketState
    service: str
    to_counter: str | None
    counts_from: datetime
    transfers: int
    visit: tuple[str, ...] = ()  # where it is sent on to what its visit wants anyway: what is left, that one first

    def apply(self, rows: Rows) -> None:
        """It waits again, with its place or from now."""
        rows.move(
            tickets,
            self.ticket,
            expect={"state": self.before, "counter": self.counter, "transfers": self.transfers - 1},
            state=TicketState.WAITING,
            keeps=self.to_counter,
            counter=None,
            counts_from=self.counts_from,
            called_at=None,
            started_at=None,
            recalls=0,
            transfers=self.transfers,
            **({"service": self.service} | visited(self.visit)),
        )
        free(rows, self.counter, at_counter(self.before), self.ticket, Act.TRANSFERRED)
        no_longer_due(rows, self.ticket)
