"""What simulated customers and clerks can do to a hall: the same commands that kiosks, terminals and phones send."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, Protocol

from server.floor.commands import call, counters, issue, pool, serve
from server.floor.commands.counters import SIMULATED
from server.floor.intake import Intake
from server.floor.reads.halls import all_counters, all_services
from server.floor.reads.tickets import Ticket, line, promise_of
from server.floor.reads.turns import desks_of, learned_last
from server.floor.states import Outcome, PauseReason, Reason
from server.kernel.refusals import Refusal
from server.ratings import rating
from server.security.actors import Actor, ActorKind
from server.security.rights import DeviceKind, Role
from server.simulation.customers import Customer
from server.store.hall import HallSnapshot, Store, UnitOfWork

KIOSK: Final = 1_000_000_000  # the simulated kiosk's number; no enrolled device comes so far


class HallRefused(Exception):
    """The hall refused; `code` says why, as in a problem's answer."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Taken:
    """A number that was given out, with what was announced (waits in seconds)."""

    ticket: int
    ahead: int
    naive: int | None = None
    low: int | None = None
    likely: int | None = None
    high: int | None = None
    secret: str = ""
    shared: float | None = None  # by the shared-counter formula


@dataclass(frozen=True, slots=True)
class Summoned:
    """Who was called."""

    ticket: int
    service: str
    out_of_order: bool = False


class Hands(Protocol):
    """What can be done; each raises `HallRefused` where the hall refuses."""

    def issue(self, customer: Customer) -> Taken:
        """Take a number at the kiosk."""

    def open(self, counter: str) -> None:
        """Sit down at a counter, or come back to it."""

    def pause(self, counter: str, reason: PauseReason, minutes: int) -> None:
        """Leave a counter for some minutes."""

    def close(self, counter: str) -> None:
        """Leave a counter for good."""

    def call(self, counter: str, ticket: int | None = None) -> Summoned:
        """Call the next person, or a certain one out of order."""

    def start(self, counter: str) -> None:
        """Begin to serve."""

    def no_show(self, counter: str) -> None:
        """Say that nobody came."""

    def hold(self, counter: str) -> None:
        """Set the ticket aside."""

    def bring_back(self, counter: str, ticket: int) -> None:
        """Put a held ticket back into the line."""

    def transfer(self, counter: str, service: str, *, keep_place: bool) -> None:
        """Send the ticket on."""

    def finish(self, counter: str) -> None:
        """End the service."""

    def cancel(self, ticket: int) -> None:
        """Give a number back."""

    def later(self, ticket: int, minutes: int) -> None:
        """Ask to be called later."""

    def come_back(self, ticket: int) -> None:
        """Come back after a missed call."""


class InHouse:
    """Hands inside this process: commands in a store."""

    def __init__(self, store: Store, hall_id: int, codes: list[str]) -> None:
        self.store, self.hall_id = store, hall_id
        self.halls = frozenset({hall_id})
        self.kiosk = Actor(ActorKind.DEVICE, KIOSK, DeviceKind.KIOSK, self.halls)
        self.clerks = {
            code: Actor(ActorKind.STAFF, SIMULATED + nth, Role.CLERK, self.halls)
            for nth, code in enumerate(codes, start=1)
        }

    @contextmanager
    def work(self, actor: Actor) -> Iterator[UnitOfWork]:
        """Give the hall to a command; tell a refusal by its code."""
        try:
            with self.store.hall(self.hall_id, actor) as hall:
                yield hall
        except Refusal as refusal:
            raise HallRefused(refusal.code) from refusal

    def holder(self, ticket: int) -> Actor:
        """Return the customer who holds a ticket."""
        return Actor(ActorKind.TICKET, ticket, halls=self.halls)

    def issue(self, customer: Customer) -> Taken:
        """Take a number at the kiosk."""
        with self.work(self.kiosk) as hall:
            issued = issue.issue(hall, service=customer.service, secret=new_secret, intake=Intake.of(customer))
            promise = promise_of(hall, issued.ticket.id)
            shared = shared_counters(hall, issued.ticket)
        if promise is None:
            return Taken(issued.ticket.id, issued.place.ahead)
        wait = promise.naive, promise.low, promise.likely, promise.high
        return Taken(issued.ticket.id, promise.ahead, *wait, shared=shared)

    def open(self, counter: str) -> None:
        """Sit down at a counter, or come back to it."""
        with self.work(self.clerks[counter]) as hall:
            counters.open_counter(hall, counter=counter)

    def pause(self, counter: str, reason: PauseReason, minutes: int) -> None:
        """Leave a counter for some minutes."""
        with self.work(self.clerks[counter]) as hall:
            counters.pause_counter(hall, counter=counter, reason=reason, minutes=minutes)

    def close(self, counter: str) -> None:
        """Leave a counter for good."""
        with self.work(self.clerks[counter]) as hall:
            counters.close_counter(hall, counter=counter)

    def call(self, counter: str, ticket: int | None = None) -> Summoned:
        """Call the next person, or a certain one out of order."""
        with self.work(self.clerks[counter]) as hall:
            if ticket is None:
                called = call.call_next(hall, counter=counter)
            else:
                called = call.call_ticket(hall, counter=counter, ticket=ticket, reason="simulated")
        return Summoned(called.ticket.id, called.ticket.service, called.reason is Reason.OUT_OF_ORDER)

    def start(self, counter: str) -> None:
        """Begin to serve."""
        with self.work(self.clerks[counter]) as hall:
            serve.start(hall, counter=counter)

    def no_show(self, counter: str) -> None:
        """Say that nobody came."""
        with self.work(self.clerks[counter]) as hall:
            call.no_show(hall, counter=counter)

    def hold(self, counter: str) -> None:
        """Set the ticket aside."""
        with self.work(self.clerks[counter]) as hall:
            pool.hold(hall, counter=counter)

    def bring_back(self, counter: str, ticket: int) -> None:
        """Put a held ticket back into the line."""
        with self.work(self.clerks[counter]) as hall:
            serve.bring_back(hall, counter=counter, ticket=ticket)

    def transfer(self, counter: str, service: str, *, keep_place: bool) -> None:
        """Send the ticket on."""
        with self.work(self.clerks[counter]) as hall:
            serve.transfer(hall, counter=counter, service=service, to_counter=None, keep_place=keep_place)

    def finish(self, counter: str) -> None:
        """End the service."""
        with self.work(self.clerks[counter]) as hall:
            serve.finish(hall, counter=counter, outcome=Outcome.DONE)

    def cancel(self, ticket: int) -> None:
        """Give a number back."""
        with self.work(self.holder(ticket)) as hall:
            issue.cancel(hall, ticket=ticket)

    def later(self, ticket: int, minutes: int) -> None:
        """Ask to be called later."""
        with self.work(self.holder(ticket)) as hall:
            issue.come_later(hall, ticket=ticket, minutes=minutes)

    def come_back(self, ticket: int) -> None:
        """Come back after a missed call."""
        with self.work(self.holder(ticket)) as hall:
            issue.come_back(hall, ticket=ticket)

    def rate(self, ticket: int, score: int, reasons: list[str]) -> None:
        """Say by phone how it was."""
        with self.work(self.holder(ticket)) as hall:
            rating.rate_by_phone(hall, ticket=ticket, score=score, said=rating.Said(reasons))


def new_secret(hall: int) -> str:
    """Return the secret of a slip that nobody holds."""
    return f"{hall}.{secrets.token_urlsafe(16)}"


def shared_counters(hall: HallSnapshot, ticket: Ticket) -> float | None:
    """Return the wait in seconds by the shared-counter formula: the part of the work ahead that falls to one's own.

    Each who is before one is served by all open counters that serve them alike. None where no counter serves one.
    """
    times, desks = (
        learned_last(hall).times,
        {code: set(desks_of(code, all_counters(hall))) for code in all_services(hall)},
    )
    mine, work = desks[ticket.service], 0.0
    for one in line(hall):
        if (one.counts_from, one.id) < (ticket.counts_from, ticket.id) and desks[one.service]:
            work += times[one.service].mean * len(desks[one.service] & mine) / len(desks[one.service])
    return work / len(mine) if mine else None
