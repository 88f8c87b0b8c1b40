"""What happens at a counter itself: somebody sits down, leaves for a while, leaves for good."""

from datetime import datetime
from typing import ClassVar

from server.floor.events.calls import last
from server.floor.states import Act, CounterState, PauseReason
from server.floor.tables import counters
from server.kernel.languages import N_
from server.store.events import Event
from server.store.rows import Rows

SERVICES_BACK = "services_back"


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


class ServicesMoved(Event):
    """Written when a counter got other services for the rest of the day, or (after: none) its own again."""

    says = N_("Counter {counter} serves today: {after}.")
    again: ClassVar[str] = N_("Counter {counter} serves what it is set up for again.")

    counter: str
    before: tuple[str, ...] | None
    after: tuple[str, ...] | None
    until: datetime | None

    def sentence(self) -> str:
        """Say that they are its own again, where none are named."""
        return self.says if self.after else self.again

    def apply(self, rows: Rows) -> None:
        """It serves these until midnight."""
        rows.move(counters, self.counter, expect={"today": joined(self.before)}, today=joined(self.after))
        number = counter_number(self.counter)
        rows.settled(SERVICES_BACK, number)
        if self.until is not None:
            rows.due(SERVICES_BACK, number, self.until)


def joined(services: tuple[str, ...] | None) -> str | None:
    """Return services as they are kept."""
    return ",".join(services) if services else None


def counter_number(code: str) -> int:
    """Return a counter's code as a number, as the subject of its deadline: base 36 behind a 1, so that 01 is not 1."""
    return int(f"1{code}", 36)


def counter_code(number: int) -> str:
    """Return a counter's code from its number."""
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    text = ""
    while number or not text:
        number, last_digit = divmod(number, 36)
        text = digits[last_digit] + text
    return text[1:]


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
