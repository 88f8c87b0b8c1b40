"""Visits for several services: one goes on to the next, is planned otherwise, is changed to what was meant."""

from datetime import datetime

from server.floor.events.calls import free, last
from server.floor.states import Act, CounterState, Outcome, TicketState
from server.floor.tables import counters, tickets, totals, visit_legs
from server.floor.visit import joined
from server.kernel.languages import N_
from server.store.events import Event
from server.store.rows import Rows


class VisitWentOn(Event):
    """Written when a service of a visit ended and others are still to come; a new leg of the same number."""

    says = N_("{ticket}: {service} at counter {counter} ended after {seconds}, {outcome}; still to come: {visit}.")

    ticket: int
    counter: str
    outcome: Outcome
    day: str
    service: str
    seconds: int
    waited: int
    called_at: datetime | None
    started_at: datetime
    visit: tuple[str, ...]  # what is left of it, the next one first
    counted_from: datetime
    counts_from: datetime
    leg: int  # which one ended, from 1
    stays: bool = False  # the rule has it next at this very counter: it goes on there, and nobody is called

    def apply(self, rows: Rows) -> None:
        """The leg is kept; the ticket waits with its arrival, or is served on; the day's totals grow."""
        rows.add(
            visit_legs,
            ticket=self.ticket,
            nth=self.leg,
            day=self.day,
            service=self.service,
            counter=self.counter,
            counts_from=self.counted_from,
            called_at=self.called_at,
            started_at=self.started_at,
            ended_at=rows.at,
            outcome=self.outcome,
        )
        rows.move(
            tickets,
            self.ticket,
            expect={"state": TicketState.SERVING, "counter": self.counter, "transfers": self.leg - 1},
            state=TicketState.SERVING if self.stays else TicketState.WAITING,
            service=self.visit[0],
            further=joined(self.visit[1:]),
            counter=self.counter if self.stays else None,
            started_at=rows.at if self.stays else None,
            called_at=None,
            recalled_at=None,
            recalls=0,
            keeps=None,
            counts_from=self.counts_from,
            transfers=self.leg,
        )
        if self.stays:
            rows.move(
                counters,
                self.counter,
                expect={"state": CounterState.SERVING, "ticket": self.ticket},
                since=rows.at,
                **last(rows, Act.WENT_ON, self.ticket),
            )
        else:
            free(rows, self.counter, CounterState.SERVING, self.ticket, Act.WENT_ON)
        rows.count(totals, (self.day, self.counter, self.service), served=1, seconds=self.seconds, waited=self.waited)


class GoingOnUndone(Event):
    """Written when the end of a visit's service was taken back within ten seconds."""

    says = N_("That {service} of {ticket} at counter {counter} ended was taken back.")

    ticket: int
    counter: str
    day: str
    service: str
    seconds: int
    waited: int
    called_at: datetime | None
    started_at: datetime
    visit: tuple[str, ...]  # as it was: what is served again first
    counts_from: datetime
    leg: int
    stayed: bool

    def apply(self, rows: Rows) -> None:
        """It is served again, since when it was."""
        rows.drop(visit_legs, (self.ticket, self.leg))
        rows.move(
            tickets,
            self.ticket,
            expect={"state": TicketState.SERVING if self.stayed else TicketState.WAITING, "transfers": self.leg},
            state=TicketState.SERVING,
            service=self.visit[0],
            further=joined(self.visit[1:]),
            counter=self.counter,
            started_at=self.started_at,
            called_at=self.called_at,
            counts_from=self.counts_from,
            transfers=self.leg - 1,
        )
        rows.move(
            counters,
            self.counter,
            expect={
                "state": CounterState.SERVING if self.stayed else CounterState.OPEN,
                "ticket": self.ticket if self.stayed else None,
            },
            state=CounterState.SERVING,
            since=self.started_at,
            ticket=self.ticket,
            **last(rows, Act.UNDONE, self.ticket),
        )
        rows.count(
            totals, (self.day, self.counter, self.service), served=-1, seconds=-self.seconds, waited=-self.waited
        )


class VisitPlanned(Event):
    """Written when services were added to a visit, or left out, or put into another order."""

    says = N_("The services of {ticket} are now {after}; they were {before}.")

    ticket: int
    state: TicketState
    before: tuple[str, ...]  # of what is left, the first one first
    after: tuple[str, ...]
    in_order: bool
    counts_from: datetime

    def apply(self, rows: Rows) -> None:
        """Its place is that of its arrival in each line."""
        rows.move(
            tickets,
            self.ticket,
            expect={"state": self.state, "service": self.before[0], "further": joined(self.before[1:])},
            service=self.after[0],
            further=joined(self.after[1:]),
            in_order=self.in_order,
            counts_from=self.counts_from,
        )


class ServiceChanged(Event):
    """Written when a ticket had been taken for another service than was meant; its hour of arrival stays."""

    says = N_("{ticket} was changed from service {before} to {service}; it keeps its hour of arrival.")

    ticket: int
    state: TicketState
    before: str
    service: str
    counts_from: datetime

    def apply(self, rows: Rows) -> None:
        """It stands in the other line."""
        rows.move(
            tickets,
            self.ticket,
            expect={"state": self.state, "service": self.before},
            service=self.service,
            counts_from=self.counts_from,
        )
