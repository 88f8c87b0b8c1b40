"""Calls: a counter asks a ticket to come, again, in vain, by mistake."""

from datetime import datetime
from typing import ClassVar

from server.floor.states import Act, CounterState, TicketState
from server.floor.tables import counters, tickets, totals
from server.floor.visit import joined
from server.kernel.languages import N_
from server.store.events import Event
from server.store.rows import Rows

RECALL, NO_SHOW = "recall", "no_show"


class TicketCalled(Event):
    """Written when a counter asked a ticket to come."""

    says = N_("{ticket} was called to counter {counter}.")
    alone: ClassVar[str] = N_("{ticket} was called to counter {counter}, by itself.")
    words = frozenset({"why"})

    ticket: int
    counter: str
    reason: str
    why: str = ""
    passed: tuple[int, ...] = ()
    recall_at: datetime | None = None
    no_show_at: datetime
    visit: tuple[str, ...] = ()  # called for another service of its visit than the first: all of them, that one first
    by_itself: bool = False  # by the server, when the counter was free and its clerk wanted it

    def sentence(self) -> str:
        """Say whether somebody pressed a key."""
        return self.alone if self.by_itself else self.says

    def apply(self, rows: Rows) -> None:
        """The ticket is called, the counter is calling, the no-show is due."""
        rows.move(
            tickets,
            self.ticket,
            expect={"state": TicketState.WAITING},
            state=TicketState.CALLED,
            counter=self.counter,
            called_at=rows.at,
            recalled_at=None,
            recalls=0,
            **visited(self.visit),
            away=False,
        )
        rows.move(
            counters,
            self.counter,
            expect={"state": CounterState.OPEN},
            state=CounterState.CALLING,
            since=rows.at,
            ticket=self.ticket,
            **last(rows, Act.CALLED, self.ticket),
        )
        rows.due(NO_SHOW, self.ticket, self.no_show_at)
        if self.recall_at is not None:
            rows.due(RECALL, self.ticket, self.recall_at)


class CallUndone(Event):
    """Written when a call was taken back within ten seconds."""

    says = N_("The call of {ticket} to counter {counter} was taken back.")

    ticket: int
    counter: str

    def apply(self, rows: Rows) -> None:
        """The ticket waits where it was; the counter is open."""
        rows.move(
            tickets,
            self.ticket,
            expect={"state": TicketState.CALLED, "counter": self.counter},
            state=TicketState.WAITING,
            counter=None,
            called_at=None,
            recalled_at=None,
            recalls=0,
        )
        free(rows, self.counter, CounterState.CALLING, self.ticket, Act.UNDONE)
        no_longer_due(rows, self.ticket)


class CallDeferred(Event):
    """Written when a called customer asked to be called later; the counter is free for the next."""

    says = N_("{ticket} asked to be called later, not before {not_before}; counter {counter} is free.")

    ticket: int
    counter: str
    not_before: datetime
    laters: int

    def apply(self, rows: Rows) -> None:
        """The ticket waits in its place, and is not called earlier; the counter is open."""
        rows.move(
            tickets,
            self.ticket,
            expect={"state": TicketState.CALLED, "counter": self.counter},
            state=TicketState.WAITING,
            counter=None,
            called_at=None,
            recalled_at=None,
            recalls=0,
            not_before=self.not_before,
            laters=self.laters,
        )
        free(rows, self.counter, CounterState.CALLING, self.ticket, Act.DEFERRED)
        no_longer_due(rows, self.ticket)


class TicketRecalled(Event):
    """Written when a call was repeated, by the clerk or by itself after some seconds."""

    says = N_("{ticket} was called again to counter {counter}.")

    ticket: int
    counter: str
    before: int
    by_itself: bool
    recall_at: datetime | None

    def apply(self, rows: Rows) -> None:
        """The call counts as new on the display; when it counts as not come stays."""
        rows.move(
            tickets,
            self.ticket,
            expect={"state": TicketState.CALLED, "recalls": self.before},
            recalls=self.before + 1,
            recalled_at=rows.at,
        )
        if self.by_itself:
            rows.settled(RECALL, self.ticket)
            if self.recall_at is not None:
                rows.due(RECALL, self.ticket, self.recall_at)
        else:
            rows.move(counters, self.counter, expect={"ticket": self.ticket}, **last(rows, Act.RECALLED, self.ticket))


class TicketStarted(Event):
    """Written when the called customer came and the service began."""

    says = N_("{ticket} came to counter {counter}; the service began.")

    ticket: int
    counter: str

    def apply(self, rows: Rows) -> None:
        """Both are serving; the no-show is off."""
        rows.move(
            tickets,
            self.ticket,
            expect={"state": TicketState.CALLED, "counter": self.counter},
            state=TicketState.SERVING,
            started_at=rows.at,
        )
        rows.move(
            counters,
            self.counter,
            expect={"state": CounterState.CALLING, "ticket": self.ticket},
            state=CounterState.SERVING,
            since=rows.at,
            **last(rows, Act.STARTED, self.ticket),
        )
        no_longer_due(rows, self.ticket)


class TicketMissed(Event):
    """Written when nobody came to a call."""

    says = N_("Nobody came for {ticket} at counter {counter}.")

    ticket: int
    counter: str
    day: str
    service: str
    by_itself: bool

    def apply(self, rows: Rows) -> None:
        """The ticket is a no-show, the counter open."""
        rows.move(
            tickets,
            self.ticket,
            expect={"state": TicketState.CALLED, "counter": self.counter},
            state=TicketState.NO_SHOW,
            ended_at=rows.at,
        )
        free(rows, self.counter, CounterState.CALLING, self.ticket, Act.NO_SHOW)
        no_longer_due(rows, self.ticket)
        rows.count(totals, (self.day, self.counter, self.service), no_shows=1)


class NoShowUndone(Event):
    """Written when a no-show was taken back within ten seconds."""

    says = N_("That nobody came for {ticket} at counter {counter} was taken back; it is called again.")

    ticket: int
    counter: str
    no_show_at: datetime
    day: str
    service: str

    def apply(self, rows: Rows) -> None:
        """It is called again, with a fresh time to come."""
        rows.move(
            tickets,
            self.ticket,
            expect={"state": TicketState.NO_SHOW, "counter": self.counter},
            state=TicketState.CALLED,
            ended_at=None,
        )
        rows.move(
            counters,
            self.counter,
            expect={"state": CounterState.OPEN, "ticket": None},
            state=CounterState.CALLING,
            since=rows.at,
            ticket=self.ticket,
            **last(rows, Act.UNDONE, self.ticket),
        )
        rows.due(NO_SHOW, self.ticket, self.no_show_at)
        rows.count(totals, (self.day, self.counter, self.service), no_shows=-1)


def last(rows: Rows, act: Act, ticket: int | None) -> dict[str, object]:
    """Return the columns that say what was done last."""
    return {"last_act": act, "last_ticket": ticket, "last_at": rows.at}


def visited(visit: tuple[str, ...]) -> dict[str, object]:
    """Return the columns of a visit's services; none where they stay as they are."""
    return {"service": visit[0], "further": joined(visit[1:])} if visit else {}


def free(rows: Rows, counter: str, before: CounterState, ticket: int, act: Act) -> None:
    """Open a counter that had this ticket."""
    rows.move(
        counters,
        counter,
        expect={"state": before, "ticket": ticket},
        state=CounterState.OPEN,
        since=rows.at,
        ticket=None,
        **last(rows, act, ticket),
    )


def at_counter(ticket: TicketState) -> CounterState:
    """Return what a counter does while its ticket is in a state."""
    return CounterState.CALLING if ticket is TicketState.CALLED else CounterState.SERVING


def no_longer_due(rows: Rows, ticket: int) -> None:
    """Take back what would have happened had the customer not come."""
    rows.settled(RECALL, ticket)
    rows.settled(NO_SHOW, ticket)
