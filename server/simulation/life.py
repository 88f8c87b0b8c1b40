"""A hall that lives: look at it as it is, and do what the simulated people in it would do now.

Nothing is remembered that the hall itself does not say, but what somebody plans to do next; so real people may come
between at any time. Clerks with numbers below SIMULATED are people: their counters and tickets are never touched. A
number that a real visitor took is called in its turn like any other; only simulated customers stay away or are sent on.
"""

import heapq
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Final

import structlog

from server.floor.commands.counters import SIMULATED
from server.floor.commands.deadlines import HANDLERS, Handler
from server.floor.hallfile import Hall
from server.floor.reads.halls import CounterNow, all_counters
from server.floor.reads.tickets import ticket_of, waiting_counts
from server.floor.states import STAFFED, CounterState, PauseReason
from server.ratings.levels import BETTER, GOOD
from server.simulation.customers import Customer, Fate, draw, mean_seconds, service_seconds, shares
from server.simulation.days import DAYS
from server.simulation.hands import HallRefused, InHouse
from server.store.hall import Store

log = structlog.get_logger()
MOST_WAITING: Final = 60  # then nobody new comes
LOOKS_AGAIN: Final = 2.0  # seconds, for a clerk for whom nobody waits
COMES_BACK_AFTER: Final = 30.0  # seconds after a person closed a counter, until its simulated clerk sits there again
SHORTEST_WALK, SHORTEST_SERVICE = 5.0, 5.0  # seconds, at any pace: a call must be seen
NOT_COME_AFTER: Final = 45.0  # seconds, at any pace, until a clerk says that nobody came
PAUSES: Final = 0.015  # of the moments between two customers
PAUSE_MINUTES: Final = 3
LEAST_STAFFED: Final = 5  # counters at work while somebody pauses
RATES: Final = 0.35  # of the customers
SCORES: Final = {5: 60, 4: 28, 3: 8, 2: 3, 1: 1}  # in a hundred
FAIR: Final = 3  # whoever finds it no better says what could be better
QUIET_LOAD: Final = 0.7  # of what the counters can do, where the day keeps no line


@dataclass(slots=True)
class LifeSettings:
    """How the hall lives: `pace` times real time (0: nobody new comes), the day, whether counters serve alone."""

    pace: int = 1
    day: str = "busy"
    served: bool = True


@dataclass(slots=True)
class ClerkPlan:
    """What a simulated clerk plans next, as long as the counter is as it was."""

    person: bool = False  # a real person sits or sat there
    of: tuple[CounterState, int | None, int | None] | None = None
    due: datetime | None = None
    act: Callable[[str], None] | None = None


@dataclass
class Life:
    """The simulated people of one hall."""

    store: Store
    hall: Hall
    hall_id: int
    random: Random
    settings: LifeSettings = field(default_factory=LifeSettings)
    handlers: Mapping[str, Handler] = field(
        default_factory=lambda: HANDLERS
    )  # of what falls due while it lives quickly

    def __post_init__(self) -> None:
        self.hands = InHouse(self.store, self.hall_id, [counter.code for counter in self.hall.counters])
        self.shares = shares(self.hall)
        self.per_customer = mean_seconds(self.hall)
        self.seats = {counter.code: ClerkPlan() for counter in self.hall.counters}
        self.guests: dict[int, Customer] = {}  # simulated customers who are still in the hall
        self.coming_back: list[tuple[datetime, int, str | None]] = []  # when, ticket, counter where it was held
        self.raters: list[tuple[datetime, int]] = []  # when they say by phone how it was, ticket
        self.next_arrival: datetime | None = None
        self.last_pace = self.settings.pace or 1
        self.acted = False

    @property
    def pace(self) -> int:
        """How much faster than real people clerks work; while nobody new comes, as before."""
        return self.settings.pace or self.last_pace

    def change(self, settings: LifeSettings) -> None:
        """Live on otherwise."""
        self.last_pace = self.settings.pace or self.last_pace
        self.settings = settings
        self.next_arrival = None
        for seat in self.seats.values():
            seat.of = None

    def step(self) -> datetime:
        """Do what is due now; return when something is due next."""
        now = self.store.clock.now()
        with self.store.look(self.hall_id) as sight:
            counters, counts = all_counters(sight), waiting_counts(sight)
        self.acted = False
        self.arrive(now, counters, counts)
        self.come_back(now, counters)
        self.rate(now)
        for counter in counters.values():
            if counter.code in self.seats:
                self.attend(counter, now, counts, working=sum(one.state in STAFFED for one in counters.values()))
        if self.acted:
            return now  # what follows from it is seen at the next look
        dues = [seat.due for seat in self.seats.values() if seat.due is not None]
        dues += [when for when, _, _ in self.coming_back[:1]] + ([self.next_arrival] if self.next_arrival else [])
        dues += [when for when, _ in self.raters[:1]]
        return min(dues, default=now + timedelta(seconds=LOOKS_AGAIN))

    def attempt(self, act: Callable[[], None]) -> bool:
        """Do something that the hall may decline: a person was faster."""
        try:
            act()
        except HallRefused as declined:
            if declined.code != "nobody_waiting":
                log.debug("the hall declined", code=declined.code)
            return False
        self.acted = True
        return True

    # Customers

    def arrive(self, now: datetime, counters: Mapping[str, CounterNow], counts: Mapping[str, int]) -> None:
        """Let customers in: so many that the line keeps about the length that belongs to the day."""
        if self.settings.pace == 0:
            self.next_arrival = None
            return
        waiting = sum(counts.values())
        staffed = max(2, sum(counter.state in STAFFED for counter in counters.values()))
        rate = self.pull(waiting) * staffed * self.settings.pace / self.per_customer
        if self.next_arrival is None:
            self.next_arrival = now + timedelta(seconds=self.random.expovariate(rate))
        if self.next_arrival > now:
            return
        self.next_arrival = now + timedelta(seconds=self.random.expovariate(rate))
        if waiting < MOST_WAITING:
            self.attempt(lambda: self.takes_number(counts))

    def pull(self, waiting: int) -> float:
        """Return how many come for each one that can be served: more while the line is short."""
        day = DAYS[self.settings.day]
        if day.name == "quiet":
            return QUIET_LOAD if waiting < 2 * day.line else 0.1
        return min(3.0, max(0.1, 1 + 2 * (day.line - waiting) / day.line))

    def takes_number(self, counts: Mapping[str, int]) -> None:
        """Somebody takes a number; services with a long line are chosen less."""
        line = DAYS[self.settings.day].line
        liking = [share / (1 + counts.get(code, 0) / max(1.0, line * share)) for code, share in self.shares.items()]
        service = self.random.choices(list(self.shares), liking)[0]
        customer = draw(self.hall, self.random, at=0.0, service=service)
        self.guests[self.hands.issue(customer).ticket] = customer
        while len(self.guests) > 10 * MOST_WAITING:
            del self.guests[next(iter(self.guests))]

    def come_back(self, now: datetime, counters: Mapping[str, CounterNow]) -> None:
        """Bring back who missed a call or was held."""
        while self.coming_back and self.coming_back[0][0] <= now:
            _, ticket, held_at = heapq.heappop(self.coming_back)
            if held_at is None:
                self.attempt(lambda ticket=ticket: self.hands.come_back(ticket))  # type: ignore[misc]  # the loop's value, bound
                continue
            mine = [one.code for one in counters.values() if one.clerk is not None and one.clerk >= SIMULATED]
            if not mine:
                heapq.heappush(self.coming_back, (now + timedelta(seconds=COMES_BACK_AFTER), ticket, held_at))
                return
            code = held_at if held_at in mine else mine[0]
            self.attempt(lambda code=code, ticket=ticket: self.hands.bring_back(code, ticket))  # type: ignore[misc]  # likewise

    def rate(self, now: datetime) -> None:
        """Have those who are on their way home say by phone how it was."""
        while self.raters and self.raters[0][0] <= now:
            _, ticket = heapq.heappop(self.raters)
            score = self.random.choices(list(SCORES), list(SCORES.values()))[0]
            reasons = self.random.sample(list(BETTER if score <= FAIR else GOOD), k=self.random.choice((0, 1, 1, 2)))
            self.attempt(lambda ticket=ticket, score=score, reasons=reasons: self.hands.rate(ticket, score, reasons))  # type: ignore[misc]  # the loop's values, bound

    # Clerks

    def attend(self, counter: CounterNow, now: datetime, counts: Mapping[str, int], *, working: int) -> None:
        """Have a simulated clerk do what is due at a counter; leave a person's counter alone."""
        seat = self.seats[counter.code]
        if counter.clerk is not None and counter.clerk < SIMULATED:
            seat.person, seat.of, seat.due = True, None, None
            return
        of = (counter.state, counter.ticket, counter.clerk)
        if seat.of != of:
            seat.of = of
            seconds, seat.act = self.plan(counter, seat, now, working=working)
            seat.due = None if seat.act is None else now + timedelta(seconds=seconds)
        if seat.due is None or seat.due > now or seat.act is None:
            return
        act = seat.act
        if act == self.call and not any(counts.get(one) for one in counter.settings.services):
            seat.due = now + timedelta(seconds=LOOKS_AGAIN)
            return
        if self.attempt(lambda: act(counter.code)):
            seat.of = seat.due = None  # what comes next is planned when it is seen
        else:
            seat.due = now + timedelta(seconds=LOOKS_AGAIN)

    def plan(
        self, counter: CounterNow, seat: ClerkPlan, now: datetime, *, working: int
    ) -> tuple[float, Callable[[str], None] | None]:
        """Return in how many seconds a clerk does what next."""
        match counter.state:
            case CounterState.CLOSED:
                wait, seat.person = (COMES_BACK_AFTER if seat.person else self.random.uniform(0, 8)), False
                return wait, self.hands.open if self.settings.served else None
            case CounterState.PAUSED:
                until = (counter.pause_until - now).total_seconds() if counter.pause_until else 0.0
                return (max(0.0, until), self.hands.open) if self.settings.served else (0.0, self.hands.close)
            case CounterState.OPEN:
                return self.free(working)
            case CounterState.CALLING:
                return self.awaiting(counter.ticket or 0)
            case CounterState.SERVING:
                return self.serving(counter, now)

    def free(self, working: int) -> tuple[float, Callable[[str], None]]:
        """Return when a free clerk calls, pauses or leaves."""
        if not self.settings.served:
            return 0.0, self.hands.close
        if working > LEAST_STAFFED and self.random.random() < PAUSES:
            return 2.0, lambda code: self.hands.pause(code, PauseReason.BREAK, PAUSE_MINUTES)
        return max(1.0, self.random.uniform(5, 25) / self.pace), self.call

    def call(self, code: str) -> None:
        """Call whoever is next."""
        self.hands.call(code)

    def awaiting(self, ticket: int) -> tuple[float, Callable[[str], None]]:
        """Return how long until the called customer is there, or counts as not come."""
        guest = self.guests.get(ticket)
        if guest is not None and guest.fate is not Fate.COMES:
            return NOT_COME_AFTER, lambda code: self.not_come(code, ticket, guest)
        walk = guest.walk if guest is not None else self.random.uniform(5, 40)
        return max(SHORTEST_WALK, walk / self.pace), self.hands.start

    def not_come(self, code: str, ticket: int, guest: Customer) -> None:
        """Say that nobody came; half of them come back, once."""
        self.hands.no_show(code)
        self.guests.pop(ticket, None)
        if guest.fate is Fate.COMES_BACK:
            when = self.store.clock.now() + timedelta(seconds=max(20.0, guest.back_after / self.pace))
            heapq.heappush(self.coming_back, (when, ticket, None))

    def serving(self, counter: CounterNow, now: datetime) -> tuple[float, Callable[[str], None]]:
        """Return how long a service still takes, and how it ends."""
        ticket = counter.ticket or 0
        guest = self.guests.pop(ticket, None)
        seconds = (guest.seconds if guest is not None else self.usual(ticket)) / self.pace
        gone = (now - counter.since).total_seconds() if counter.since else 0.0
        left = max(SHORTEST_SERVICE - gone, seconds - gone, 0.0)
        if guest is not None and guest.held:
            return left * 0.4, lambda code: self.set_aside(code, ticket, guest)
        if guest is not None and guest.onward is not None:
            onward = guest.onward
            return left * 0.6, lambda code: self.hands.transfer(code, onward.service, keep_place=onward.keeps_place)
        return left, lambda code: self.finish(code, ticket, guest)

    def finish(self, code: str, ticket: int, guest: Customer | None) -> None:
        """End a service; some of the simulated customers rate it soon after."""
        self.hands.finish(code)
        if guest is not None and self.random.random() < RATES:
            heapq.heappush(
                self.raters, (self.store.clock.now() + timedelta(seconds=self.random.uniform(5, 60)), ticket)
            )

    def usual(self, ticket: int) -> float:
        """Draw a service time for somebody who was not drawn."""
        with self.store.look(self.hall_id) as sight:
            service = ticket_of(sight, ticket).service
        found = next((one for one in self.hall.services if one.code == service), self.hall.services[0])
        return service_seconds(found, self.random)

    def set_aside(self, code: str, ticket: int, guest: Customer) -> None:
        """Hold a customer who fetches a paper; they are back later."""
        self.hands.hold(code)
        when = self.store.clock.now() + timedelta(seconds=max(20.0, guest.back_after / self.pace))
        heapq.heappush(self.coming_back, (when, ticket, code))
