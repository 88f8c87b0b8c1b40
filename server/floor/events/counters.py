"""What happens at a counter itself: somebody sits down, leaves for a while, leaves for good."""

from datetime import datetime

from server.floor.events.calls import last
from server.floor.states import Act, CounterState, PauseReason
from server.floor.tables import counters
from server.kernel.languages import N_
from server.store.events import Event
from server.store.rows import Rows


class CounterOpened(Event):
    """Written when a clerk sat down at a counter, came back to it, or took it over."""

    says = N_("Counter {counter} was opened by {clerk}.")

    counter: str
    clerk: int
    before: CounterState
    clerk_before: int | None

    def apply(self, rows: Rows) -> None:
        """It can call; what it was calling or serving goes on under the new clerk."""
        goes_on = self.before in {CounterState.CALLING, CounterState.SERVING}
        change = {} if goes_on else {"state": CounterState.OPEN, "since": rows.at}
        rows.move(
            counters,
            self.counter,
            expect={"state": self.before, "clerk": self.clerk_before},
            clerk=self.clerk,
            pause_reason=None,
            pause_until=None,
            **change,
            **({} if goes_on else last(rows, Act.OPENED, None)),
        )


class CounterPaused(Event):
    """Written when a clerk left a counter for a while."""

    says = N_("Counter {counter} paused: {reason}, until {until}.")

    counter: str
    reason: PauseReason
    until: datetime | None

    def apply(self, rows: Rows) -> None:
        """Nothing is called there meanwhile."""
        rows.move(
            counters,
            self.counter,
            expect={"state": CounterState.OPEN, "ticket": None},
            state=CounterState.PAUSED,
            since=rows.at,
            pause_reason=self.reason,
            pause_until=self.until,
            **last(rows, Act.PAUSED, None),
        )


class CounterClosed(Event):
    """Written when a clerk left a counter for good."""

    says = N_("Counter {counter} was closed.")

    counter: str
    before: CounterState
    clerk: int | None

    def apply(self, rows: Rows) -> None:
        """Nobody sits there."""
        rows.move(
            counters,
            self.counter,
            expect={"state": self.before, "ticket": None},
            state=CounterState.CLOSED,
            since=rows.at,
            clerk=None,
            pause_reason=None,
            pause_until=None,
            **last(rows, Act.CLOSED, None),
        )
