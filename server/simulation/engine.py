"""A day, event by event: customers come, clerks call and serve, in the order of time, through the hall's commands."""

import heapq
from collections import Counter
from collections.abc import Callable, Sequence
from random import Random
from typing import Final, Protocol

from server.simulation import days
from server.simulation.customers import Customer, Fate
from server.simulation.desk import ClerkDay
from server.simulation.hands import HallRefused, Hands
from server.simulation.records import CANCELLED, NO_SHOW, SERVED, WAITING, Record
from server.simulation.shifts import Shift

WRAP_UP: Final = (5.0, 25.0)  # seconds between the end of a service and the next call
NOTICES: Final = (2.0, 6.0)  # seconds until an idle clerk sees that somebody came
WAITS_FOR: Final = (55.0, 80.0)  # seconds after which a clerk says by hand that nobody came
BY_HAND: Final = 0.5  # of the no-shows; the others are left to the deadline
AGAIN: Final = 10.0  # seconds until something that was refused is tried again
LOOKS_AGAIN: Final = 30.0  # seconds, for a clerk whose shift is over
AT_MOST: Final = 4 * 3600.0  # after closing time nobody is waited for


class Tempo(Protocol):
    """How the day's time passes."""

    def go_to(self, seconds: float) -> None:
        """Let everything happen that is due by a moment (seconds since midnight), and return then."""


class Engine:
    """One day being played. `no_show_after` is when the hall ends a call by itself; None: clerks say it by hand."""

    def __init__(
        self,
        hands: Hands,
        tempo: Tempo,
        *,
        customers: Sequence[Customer],
        shifts: Sequence[Shift],
        random: Random,
        no_show_after: float | None,
    ) -> None:
        self.hands, self.tempo, self.random, self.no_show_after = hands, tempo, random, no_show_after
        self.desks = {shift.counter: ClerkDay(shift) for shift in shifts}
        self.records: dict[int, Record] = {}
        self.calls = 0
        self.refused: Counter[str] = Counter()  # what the hall declined, by code
        self.turned_away = 0
        self.away: set[int] = set()  # held, or missed and coming back
        self.ends = max((shift.closes for shift in shifts), default=0.0) + AT_MOST
        self.events: list[tuple[float, int, Callable[[], None]]] = []
        self.planned = 0
        self.now = 0.0
        for customer in customers:
            self.at(customer.at, lambda customer=customer: self.arrives(customer))  # type: ignore[misc]  # the loop's value, bound
        for shift in shifts:
            self.at(shift.opens, lambda code=shift.counter: self.sits_down(code))  # type: ignore[misc]  # likewise
            self.at(shift.closes, self.wake)

    def at(self, when: float, act: Callable[[], None]) -> None:
        """Plan something."""
        self.planned += 1
        heapq.heappush(self.events, (when, self.planned, act))

    def after(self, seconds: float, act: Callable[[], None]) -> None:
        """Plan something in some seconds."""
        self.at(self.now + seconds, act)

    def at_desk(self, code: str, seconds: float, act: Callable[[], None]) -> None:
        """Plan something with a desk's ticket; where the hall declines it, the desk is free again."""

        def attempt() -> None:
            try:
                act()
            except HallRefused:
                self.free(code)
                raise

        self.after(seconds, attempt)

    def run(self, progress: Callable[[float], None] = lambda _now: None) -> None:
        """Play until everybody has left."""
        while self.events:
            self.now, _, act = heapq.heappop(self.events)
            self.tempo.go_to(self.now)
            progress(self.now)
            try:
                act()
            except HallRefused as declined:
                self.refused[declined.code] += 1

    # Customers

    def arrives(self, customer: Customer) -> None:
        """Somebody takes a number."""
        try:
            taken = self.hands.issue(customer)
        except HallRefused:
            self.turned_away += 1
            raise
        record = self.records[taken.ticket] = Record(customer, taken, customer.service, customer.seconds)
        if customer.patience is not None:
            self.after(customer.patience, lambda: self.gives_up(taken.ticket))
        if customer.later is not None:
            self.after(customer.later[0], lambda: self.asks_later(taken.ticket, record))
        self.noticed()

    def gives_up(self, ticket: int) -> None:
        """Somebody has waited long enough."""
        record = self.records[ticket]
        if not record.gone:
            self.hands.cancel(ticket)
            self.ended(record, CANCELLED)

    def asks_later(self, ticket: int, record: Record) -> None:
        """Somebody asks by phone to be called later."""
        if not record.gone and record.customer.later is not None:
            minutes = record.customer.later[1]
            self.hands.later(ticket, minutes)
            record.asked_later = True
            self.after(minutes * 60 + 1, self.wake)

    def comes_back(self, ticket: int) -> None:
        """Somebody who missed the call is back."""
        self.away.discard(ticket)
        self.hands.come_back(ticket)
        record = self.records[ticket]
        record.came_back, record.gone, record.outcome, record.ended = True, False, WAITING, None
        self.noticed()

    def ended(self, record: Record, outcome: str) -> None:
        """A ticket's day is over."""
        record.gone, record.outcome, record.ended = True, outcome, self.now

    # Clerks

    def sits_down(self, code: str) -> None:
        """A clerk opens the counter, in the morning or after a pause; one where somebody else sits is left to them."""
        try:
            self.hands.open(code)
        except HallRefused:
            self.desks[code].left = True
            raise
        self.desks[code].idle_since = self.now
        self.after(self.random.uniform(*NOTICES), lambda: self.calls_next(code))

    def noticed(self) -> None:
        """Somebody joined the line: idle clerks see it in a moment."""
        if any(desk.idle for desk in self.desks.values()):
            self.after(self.random.uniform(*NOTICES), self.wake)

    def wake(self) -> None:
        """Idle clerks look whether there is somebody: who serves least first, then who has been idle longest."""
        idle = [desk for desk in self.desks.values() if desk.idle]
        for desk in sorted(idle, key=lambda one: (len(one.services), one.idle_since or 0.0, one.code)):
            self.calls_next(desk.code)

    def free(self, code: str) -> None:
        """A counter has no ticket any more; the clerk wraps up."""
        desk = self.desks[code]
        desk.ticket, desk.idle_since = None, None
        self.after(self.random.uniform(*WRAP_UP), lambda: self.calls_next(code))

    def calls_next(self, code: str) -> None:
        """A free clerk pauses, calls, leaves, or sees that nobody is there."""
        desk = self.desks[code]
        if desk.busy or desk.left:
            return
        pause = desk.pause_due(self.now)
        if pause is not None:
            self.hands.pause(code, pause.reason, pause.minutes)
            desk.pauses_until(self.now + pause.minutes * 60)
            self.at(desk.paused_until + self.random.uniform(-30, 60), lambda: self.returns(code))
            return
        try:
            self.calls_somebody(desk)
        except HallRefused as declined:
            if declined.code != "nobody_waiting":
                self.after(AGAIN, lambda: self.calls_next(code))
                raise
            desk.idle_since = desk.idle_since or self.now
            self.leaves(desk)

    def returns(self, code: str) -> None:
        """A clerk comes back from a pause."""
        self.desks[code].paused_until = 0.0
        self.sits_down(code)

    def calls_somebody(self, desk: ClerkDay) -> None:
        """Call the next person, or now and then somebody out of order."""
        named = self.out_of_turn(desk) if self.random.random() < days.OUT_OF_ORDER else None
        called = self.hands.call(desk.code, named)
        self.calls += 1
        record = self.records.get(called.ticket)
        desk.ticket, desk.idle_since = called.ticket, None
        if record is None:  # a real person's, where a running hall is played with
            self.at_desk(desk.code, 20, lambda: self.begins(desk.code, called.ticket))
            return
        first = record.called is None
        record.gone = True
        record.out_of_order |= called.out_of_order
        if first:
            record.called, record.counter = self.now, desk.code
        if record.customer.fate is Fate.COMES or record.came_back or not first:
            self.at_desk(desk.code, record.customer.walk, lambda: self.begins(desk.code, called.ticket))
            return
        patience = self.random.uniform(*WAITS_FOR)
        by_hand = self.no_show_after is None or (patience < self.no_show_after and self.random.random() < BY_HAND)
        seconds = patience if by_hand or self.no_show_after is None else self.no_show_after + 1
        self.at_desk(desk.code, seconds, lambda: self.missed(desk.code, called.ticket, by_hand=by_hand))

    def out_of_turn(self, desk: ClerkDay) -> int | None:
        """Choose whom a clerk calls out of order."""
        waiting = [
            ticket for ticket, record in self.records.items() if not record.gone and record.service in desk.services
        ]
        return self.random.choice(waiting) if waiting else None

    def missed(self, code: str, ticket: int, *, by_hand: bool) -> None:
        """Nobody came."""
        if by_hand:
            self.hands.no_show(code)
        record = self.records[ticket]
        self.ended(record, NO_SHOW)
        if record.customer.fate is Fate.COMES_BACK:
            self.away.add(ticket)
            self.after(record.customer.back_after, lambda: self.comes_back(ticket))
        self.free(code)

    def begins(self, code: str, ticket: int) -> None:
        """The customer is there."""
        self.hands.start(code)
        record = self.records.get(ticket)
        if record is None:
            self.at_desk(code, 300, lambda: self.finishes(code, ticket))
            return
        record.started = self.now if record.started is None else record.started
        share = 1.0
        act = self.finishes
        if record.customer.held and record.left == record.customer.seconds:
            share, act = 0.4, self.sets_aside
        elif record.customer.onward is not None and record.service == record.customer.service:
            share, act = 0.6, self.sends_on
        seconds = record.left * share
        record.left -= seconds
        self.at_desk(code, seconds * self.desks[code].shift.speed, lambda: act(code, ticket))

    def finishes(self, code: str, ticket: int) -> None:
        """The service is over."""
        self.hands.finish(code)
        if ticket in self.records:
            self.ended(self.records[ticket], SERVED)
        self.free(code)

    def sets_aside(self, code: str, ticket: int) -> None:
        """The customer fetches a paper and is back later."""
        self.hands.hold(code)
        self.away.add(ticket)
        self.after(self.records[ticket].customer.back_after, lambda: self.is_back(code, ticket))
        self.free(code)

    def is_back(self, code: str, ticket: int) -> None:
        """A held customer is back; any clerk who sits puts the ticket into the line again."""
        sitting = [desk.code for desk in self.desks.values() if desk.sits(self.now)]
        if not sitting:
            self.after(AGAIN, lambda: self.is_back(code, ticket))
            return
        self.hands.bring_back(code if code in sitting else sitting[0], ticket)
        self.away.discard(ticket)
        self.records[ticket].gone = False
        self.noticed()

    def sends_on(self, code: str, ticket: int) -> None:
        """The customer goes on to another service."""
        record = self.records[ticket]
        onward = record.customer.onward
        if onward is not None:
            self.hands.transfer(code, onward.service, keep_place=onward.keeps_place)
            record.service, record.left, record.gone = onward.service, onward.seconds, False
        self.free(code)
        self.noticed()

    def leaves(self, desk: ClerkDay) -> None:
        """A clerk for whom nobody waits goes home after the shift, once nobody in the hall may need the counter."""
        if self.now < desk.shift.closes:
            return
        if self.now < self.ends and any(self.may_need(desk, ticket, record) for ticket, record in self.records.items()):
            self.after(LOOKS_AGAIN, lambda: self.calls_next(desk.code))
            return
        self.hands.close(desk.code)
        desk.left = True

    def may_need(self, desk: ClerkDay, ticket: int, record: Record) -> bool:
        """Return whether a ticket that has not ended may come to a desk."""
        if record.ended is not None and ticket not in self.away:
            return False
        onward = record.customer.onward
        return record.service in desk.services or (onward is not None and onward.service in desk.services)
