"""What happens between a counter and a ticket: from the call to the end of the service."""

from datetime import datetime

from server.floor.states import Act, CounterState, Outcome, PauseReason, TicketState
from server.floor.tables import counters, tickets, totals
from server.store.events import Event
from server.store.rows import Rows

RECALL, NO_SHOW = "recall", "no_show"


class TicketCalled(Event):
    """Written when a counter asked a ticket to come."""

    ticket: int
    counter: str
    reason: str
    why: str = ""
    passed: tuple[int, ...] = ()
    recall_at: datetime | None = None
    no_show_at: datetime

    def apply(self, rows: Rows) -> None:
        """The ticket is called, the counter is calling, the no-show is due."""
        rows.move(
            tickets, self.ticket, expect={"state": TicketState.WAITING},
            state=TicketState.CALLED, counter=self.counter, called_at=rows.at, recalled_at=None, recalls=0,
        )
        rows.move(
            counters, self.counter, expect={"state": CounterState.OPEN}, state=CounterState.CALLING, since=rows.at, ticket=self.ticket,
            **last(rows, Act.CALLED, self.ticket),
        )
        rows.due(NO_SHOW, self.ticket, self.no_show_at)
        if self.recall_at is not None:
            rows.due(RECALL, self.ticket, self.recall_at)


class CallUndone(Event):
    """Written when a call was taken back within ten seconds."""

    ticket: int
    counter: str

    def apply(self, rows: Rows) -> None:
        """The ticket waits where it was; the counter is open."""
        rows.move(
            tickets, self.ticket, expect={"state": TicketState.CALLED, "counter": self.counter},
            state=TicketState.WAITING, counter=None, called_at=None, recalled_at=None, recalls=0,
        )
        free(rows, self.counter, CounterState.CALLING, self.ticket, Act.UNDONE)
        no_longer_due(rows, self.ticket)


class TicketRecalled(Event):
    """Written when a call was repeated, by the clerk or by itself after some seconds."""

    ticket: int
    counter: str
    before: int
    by_itself: bool
    recall_at: datetime | None

    def apply(self, rows: Rows) -> None:
        """The call counts as new on the display; when it counts as not come stays."""
        rows.move(
            tickets, self.ticket, expect={"state": TicketState.CALLED, "recalls": self.before}, recalls=self.before + 1, recalled_at=rows.at
        )
        if self.by_itself:
            rows.settled(RECALL, self.ticket)
            if self.recall_at is not None:
                rows.due(RECALL, self.ticket, self.recall_at)
        else:
            rows.move(counters, self.counter, expect={"ticket": self.ticket}, **last(rows, Act.RECALLED, self.ticket))


class TicketStarted(Event):
    """Written when the called customer came and the service began."""

    ticket: int
    counter: str

    def apply(self, rows: Rows) -> None:
        """Both are serving; the no-show is off."""
        rows.move(
            tickets, self.ticket, expect={"state": TicketState.CALLED, "counter": self.counter}, state=TicketState.SERVING, started_at=rows.at
        )
        rows.move(
            counters, self.counter, expect={"state": CounterState.CALLING, "ticket": self.ticket},
            state=CounterState.SERVING, since=rows.at, **last(rows, Act.STARTED, self.ticket),
        )
        no_longer_due(rows, self.ticket)


class WalkInServed(Event):
    """Written when somebody without a ticket is served at once."""

    counter: str
    day: str
    service: str
    priority: bool
    party: int
    language: str

    def apply(self, rows: Rows) -> None:
        """A ticket without a number is being served."""
        rows.add(
            tickets, id=rows.seq, day=self.day, number=None, service=self.service, priority=self.priority, party=self.party,
            language=self.language, state=TicketState.SERVING, issued_at=rows.at, counts_from=rows.at, counter=self.counter,
            called_at=rows.at, started_at=rows.at, recalls=0, came_back=False, laters=0, transfers=0,
        )
        rows.move(
            counters, self.counter, expect={"state": CounterState.OPEN}, state=CounterState.SERVING, since=rows.at, ticket=rows.seq,
            **last(rows, Act.SERVED, rows.seq),
        )


class TicketFinished(Event):
    """Written when a service ended."""

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
            tickets, self.ticket, expect={"state": TicketState.SERVING, "counter": self.counter},
            state=TicketState.DONE, ended_at=rows.at, outcome=self.outcome,
        )
        free(rows, self.counter, CounterState.SERVING, self.ticket, Act.FINISHED)
        rows.count(totals, (self.day, self.counter, self.service), served=1, seconds=self.seconds, waited=self.waited)


class FinishUndone(Event):
    """Written when the end of a service was taken back within ten seconds."""

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
            tickets, self.ticket, expect={"state": TicketState.DONE, "counter": self.counter}, state=TicketState.SERVING, ended_at=None, outcome=None
        )
        rows.move(
            counters, self.counter, expect={"state": CounterState.OPEN, "ticket": None}, state=CounterState.SERVING, since=self.started_at,
            ticket=self.ticket, **last(rows, Act.UNDONE, self.ticket),
        )
        rows.count(totals, (self.day, self.counter, self.service), served=-1, seconds=-self.seconds, waited=-self.waited)


class TicketMissed(Event):
    """Written when nobody came to a call."""

    ticket: int
    counter: str
    day: str
    service: str
    by_itself: bool

    def apply(self, rows: Rows) -> None:
        """The ticket is a no-show, the counter open."""
        rows.move(
            tickets, self.ticket, expect={"state": TicketState.CALLED, "counter": self.counter}, state=TicketState.NO_SHOW, ended_at=rows.at
        )
        free(rows, self.counter, CounterState.CALLING, self.ticket, Act.NO_SHOW)
        no_longer_due(rows, self.ticket)
        rows.count(totals, (self.day, self.counter, self.service), no_shows=1)


class NoShowUndone(Event):
    """Written when a no-show was taken back within ten seconds."""

    ticket: int
    counter: str
    no_show_at: datetime
    day: str
    service: str

    def apply(self, rows: Rows) -> None:
        """It is called again, with a fresh time to come."""
        rows.move(
            tickets, self.ticket, expect={"state": TicketState.NO_SHOW, "counter": self.counter}, state=TicketState.CALLED, ended_at=None
        )
        rows.move(
            counters, self.counter, expect={"state": CounterState.OPEN, "ticket": None}, state=CounterState.CALLING, since=rows.at,
            ticket=self.ticket, **last(rows, Act.UNDONE, self.ticket),
        )
        rows.due(NO_SHOW, self.ticket, self.no_show_at)
        rows.count(totals, (self.day, self.counter, self.service), no_shows=-1)


class TicketHeld(Event):
    """Written when a clerk set a ticket aside: the customer fills in a form, fetches a paper."""

    ticket: int
    counter: str
    before: TicketState

    def apply(self, rows: Rows) -> None:
        """It comes back to this counter first."""
        rows.move(tickets, self.ticket, expect={"state": self.before, "counter": self.counter}, state=TicketState.HELD)
        free(rows, self.counter, at_counter(self.before), self.ticket, Act.HELD)
        no_longer_due(rows, self.ticket)


class TicketReturned(Event):
    """Written when a held ticket waits again."""

    ticket: int
    counter: str
    held_at: str | None

    def apply(self, rows: Rows) -> None:
        """It waits for the counter that held it; another one may take it only if nobody works there."""
        rows.move(
            tickets, self.ticket, expect={"state": TicketState.HELD, "counter": self.held_at},
            state=TicketState.WAITING, keeps=self.held_at, counter=None, called_at=None, started_at=None, recalls=0,
        )
        rows.move(counters, self.counter, expect={}, **last(rows, Act.RETURNED, self.ticket))


class TicketTransferred(Event):
    """Written when a clerk sent a ticket on, to another service or counter; a new leg of the same number."""

    ticket: int
    counter: str
    before: TicketState
    service: str
    to_counter: str | None
    counts_from: datetime
    transfers: int

    def apply(self, rows: Rows) -> None:
        """It waits again, with its place or from now."""
        rows.move(
            tickets, self.ticket, expect={"state": self.before, "counter": self.counter, "transfers": self.transfers - 1},
            state=TicketState.WAITING, service=self.service, keeps=self.to_counter, counter=None, counts_from=self.counts_from,
            called_at=None, started_at=None, recalls=0, transfers=self.transfers,
        )
        free(rows, self.counter, at_counter(self.before), self.ticket, Act.TRANSFERRED)
        no_longer_due(rows, self.ticket)


class CounterOpened(Event):
    """Written when a clerk sat down at a counter, came back to it, or took it over."""

    counter: str
    clerk: int
    before: CounterState
    clerk_before: int | None

    def apply(self, rows: Rows) -> None:
        """It can call; what it was calling or serving goes on under the new clerk."""
        goes_on = self.before in {CounterState.CALLING, CounterState.SERVING}
        change = {} if goes_on else {"state": CounterState.OPEN, "since": rows.at}
        rows.move(
            counters, self.counter, expect={"state": self.before, "clerk": self.clerk_before}, clerk=self.clerk, pause_reason=None, pause_until=None,
            **change, **({} if goes_on else last(rows, Act.OPENED, None)),
        )


class CounterPaused(Event):
    """Written when a clerk left a counter for a while."""

    counter: str
    reason: PauseReason
    until: datetime | None

    def apply(self, rows: Rows) -> None:
        """Nothing is called there meanwhile."""
        rows.move(
            counters, self.counter, expect={"state": CounterState.OPEN, "ticket": None}, state=CounterState.PAUSED, since=rows.at,
            pause_reason=self.reason, pause_until=self.until, **last(rows, Act.PAUSED, None),
        )


class CounterClosed(Event):
    """Written when a clerk left a counter for good."""

    counter: str
    before: CounterState
    clerk: int | None

    def apply(self, rows: Rows) -> None:
        """Nobody sits there."""
        rows.move(
            counters, self.counter, expect={"state": self.before, "ticket": None}, state=CounterState.CLOSED, since=rows.at, clerk=None,
            pause_reason=None, pause_until=None, **last(rows, Act.CLOSED, None),
        )


def last(rows: Rows, act: Act, ticket: int | None) -> dict[str, object]:
    """Return the columns that say what was done last."""
    return {"last_act": act, "last_ticket": ticket, "last_at": rows.at}


def free(rows: Rows, counter: str, before: CounterState, ticket: int, act: Act) -> None:
    """Open a counter that had this ticket."""
    rows.move(counters, counter, expect={"state": before, "ticket": ticket}, state=CounterState.OPEN, since=rows.at, ticket=None, **last(rows, act, ticket))


def at_counter(ticket: TicketState) -> CounterState:
    """Return what a counter does while its ticket is in a state."""
    return CounterState.CALLING if ticket is TicketState.CALLED else CounterState.SERVING


def no_longer_due(rows: Rows, ticket: int) -> None:
    """Take back what would have happened had the customer not come."""
    rows.settled(RECALL, ticket)
    rows.settled(NO_SHOW, ticket)
