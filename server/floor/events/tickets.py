"""What happens to a ticket before it is called and after it was served."""

from datetime import datetime
from typing import Any

from server.floor.intake import Intake
from server.floor.states import EXPIRED, PrintState, TicketState
from server.floor.tables import days, series, tickets, visit_legs
from server.floor.visit import joined
from server.kernel.languages import N_
from server.store.events import Event
from server.store.rows import Rows

CLOSING, DAY_END = "closing", "day_end"


class DayBegun(Event):
    """Written when the first ticket of a day is given out; its closing is one deadline, without one its end."""

    says = N_("The day {day} began; it closes at {closing_at}.")

    day: str
    closing_at: datetime | None
    ends_at: datetime

    def apply(self, rows: Rows) -> None:
        """Open the day."""
        rows.add(days, day=self.day, closing_at=self.closing_at)
        if self.closing_at is not None:
            rows.due(CLOSING, day_number(self.day), self.closing_at)
        else:
            rows.due(DAY_END, day_number(self.day), self.ends_at)


class DayPlanned(Event):
    """Written when a day that had begun closes or ends at another time, since the hours, days off or zone changed."""

    says = N_("The day {day} now closes at {closing_at}.")

    day: str
    before: datetime | None
    closing_at: datetime | None
    ends_at: datetime
    closed: bool

    def apply(self, rows: Rows) -> None:
        """One deadline, of what comes next: its closing or, after it or without one, its end."""
        number = day_number(self.day)
        rows.move(days, self.day, expect={"closing_at": self.before}, closing_at=self.closing_at)
        rows.settled(CLOSING, number)
        rows.settled(DAY_END, number)
        kind, due_at = self.due()
        rows.due(kind, number, due_at)

    def sentence(self) -> str:
        """Return another sentence for a day that closes no more."""
        if self.closed:
            return N_("The day {day} now ends at {ends_at}.")
        return self.says if self.closing_at else N_("The day {day} now closes at no time.")

    def due(self) -> tuple[str, datetime]:
        """Return what comes next, and when."""
        if self.closing_at is None or self.closed:
            return DAY_END, self.ends_at
        return CLOSING, self.closing_at


class TicketIssued(Event, Intake):
    """Written when a customer got a number."""

    says = N_("{number} was given out for service {letter}.")

    day: str
    letter: str
    nth: int
    follows: int
    number: str
    counts_from: datetime
    appointment: int | None = None  # which one it keeps
    further: tuple[str, ...] = ()  # the other services of its visit, in order
    in_order: bool = False  # its customer wants them in this order
    away: bool = False  # taken from elsewhere: it is not called before its customer is there

    def apply(self, rows: Rows) -> None:
        """Put it into the line; its number is used up for the day."""
        if self.follows == 0:
            rows.add(series, day=self.day, letter=self.letter, last=self.nth)
        else:
            rows.move(series, (self.day, self.letter), expect={"last": self.follows}, last=self.nth)
        rows.add(tickets, **self.ticket(rows.seq, rows.at))

    def ticket(self, number: int, at: datetime) -> dict[str, Any]:
        """Return the ticket that the entry of a number and a moment makes; what is not named is as in every new one."""
        return {
            "id": number,
            "day": self.day,
            "number": self.number,
            "service": self.letter,
            **self.taken_down(),
            "state": TicketState.WAITING,
            "issued_at": at,
            "counts_from": self.counts_from,
            **({} if self.appointment is None else {"appointment": self.appointment}),
            **({"further": joined(self.further), "in_order": self.in_order} if self.further else {}),
            **({"away": True} if self.away else {}),
        }


class SlipPrinted(Event):
    """Written when a kiosk said what became of a slip."""

    says = N_("The slip of {ticket}: {state}.")

    ticket: int
    state: PrintState
    before: PrintState | None

    def apply(self, rows: Rows) -> None:
        """Keep it with the ticket, so that paper and record can be compared."""
        rows.move(tickets, self.ticket, expect={"print": self.before}, print=self.state)


class TicketCancelled(Event):
    """Written when a customer gave a number back."""

    says = N_("{ticket} was cancelled.")

    ticket: int
    before: TicketState

    def apply(self, rows: Rows) -> None:
        """Take it out of the line."""
        rows.move(tickets, self.ticket, expect={"state": self.before}, state=TicketState.CANCELLED, ended_at=rows.at)


class TicketDelayed(Event):
    """Written when a waiting customer asked to be called later, or took that back."""

    says = N_("{ticket} asked to be called later, not before {not_before}.")

    ticket: int
    before: datetime | None
    not_before: datetime | None
    laters: int

    def apply(self, rows: Rows) -> None:
        """It keeps what it counts from; only nobody calls it earlier."""
        rows.move(
            tickets,
            self.ticket,
            expect={"state": TicketState.WAITING, "not_before": self.before},
            not_before=self.not_before,
            laters=self.laters,
        )


class TicketCameBack(Event):
    """Written when a customer who missed the call is in the line again."""

    says = N_("{ticket} came back into the line.")

    ticket: int
    counts_from: datetime

    def apply(self, rows: Rows) -> None:
        """It waits again, once."""
        rows.move(
            tickets,
            self.ticket,
            expect={"state": TicketState.NO_SHOW, "came_back": False},
            state=TicketState.WAITING,
            came_back=True,
            counts_from=self.counts_from,
            keeps=None,
            counter=None,
            not_before=None,
            ended_at=None,
            called_at=None,
            recalls=0,
        )


class TicketExpired(Event):
    """Written when a day ended and the ticket was never served."""

    says = N_("{ticket} was not served on its day.")

    ticket: int
    before: TicketState

    def apply(self, rows: Rows) -> None:
        """End it."""
        rows.move(
            tickets,
            self.ticket,
            expect={"state": self.before},
            state=TicketState.CANCELLED,
            ended_at=rows.at,
            outcome=EXPIRED,
        )


class TicketKept(Event):
    """Written when a day ended and somebody who still waits keeps their place for the next one."""

    says = N_("{ticket} keeps its place over night, for the day {day}.")

    ticket: int
    was: str  # the day that ended
    day: str
    state: TicketState
    before: datetime | None
    not_before: datetime | None  # when the hall opens again
    laters: int  # the night put it off: its wait says nothing of the line

    def apply(self, rows: Rows) -> None:
        """It is of the next day, with the number that it has and what it counts from."""
        rows.move(
            tickets,
            self.ticket,
            expect={"state": self.state, "day": self.was, "not_before": self.before},
            day=self.day,
            not_before=self.not_before,
            laters=self.laters,
        )


class TicketsForgotten(Event):
    """Written when tickets were two years old: their anonymous history is erased; totals and kept figures stay."""

    says = N_("Numbers of days before {before} were erased: they were two years old.")

    before: str

    def apply(self, rows: Rows) -> None:
        """Erase them."""
        rows.drop_before(tickets, "day", self.before)
        rows.drop_before(series, "day", self.before)
        rows.drop_before(visit_legs, "day", self.before)


class DayClosed(Event):
    """Written when closing time came; `ends_at` is when those who are still served or waiting are ended."""

    says = N_("Closing time of the day {day}.")

    day: str
    ends_at: datetime | None

    def apply(self, rows: Rows) -> None:
        """Settle the closing; who waits is served until the day ends, if the hall wants that."""
        rows.settled(CLOSING, day_number(self.day))
        if self.ends_at is not None:
            rows.due(DAY_END, day_number(self.day), self.ends_at)


class DayEnded(Event):
    """Written when nobody of a day can be served any more."""

    says = N_("The day {day} ended.")

    day: str

    def apply(self, rows: Rows) -> None:
        """Settle it."""
        rows.settled(DAY_END, day_number(self.day))


def day_number(day: str) -> int:
    """Return a day as a number, 20261125, as the subject of its deadlines."""
    return int(day.replace("-", ""))


def day_text(number: int) -> str:
    """Return the day of a deadline's subject: 20261125 → 2026-11-25."""
    text = str(number)
    return f"{text[:4]}-{text[4:6]}-{text[6:]}"
