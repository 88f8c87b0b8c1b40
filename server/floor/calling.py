"""Who is called next.

Everyone is called in order of arrival; who has priority counts as having arrived earlier, by the credit of their
class; every counter takes the earliest person it can serve. The key never changes while one waits (Jackson 1960,
dynamic priority with fixed credits), so two screens never disagree and nobody is passed by anyone who comes later than
the credit allows. What an appointment counts from is said by the feature that books it (`appointments/rule.py`); then
it is a number like any.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from server.floor.states import Reason
from server.floor.visit import callable_for

Working = Mapping[str, Collection[str]]  # counters where somebody works → what they serve today
NOBODY: Working = {}


class Waiting(NamedTuple):
    """A waiting ticket, as the rule sees it."""

    id: int
    number: str
    service: str
    priority: bool
    issued_at: datetime
    counts_from: datetime
    not_before: datetime | None = None  # the customer asked to be called later
    keeps: str | None = None  # the counter that it comes back to first
    came_back: bool = False
    appointment: int | None = None  # which one it keeps
    further: str | None = None  # the other services of its visit, still to come
    in_order: bool = False  # its customer wants them one after the other
    priority_class: str | None = None
    away: bool = False  # the number was taken from elsewhere, and its customer has not said that they are there


class PutOff(Protocol):
    """Whoever may have asked to be called later, or is not there yet."""

    @property
    def not_before(self) -> datetime | None:
        """Before which nobody calls them."""

    @property
    def away(self) -> bool:
        """Whether they are not there yet."""


@dataclass(frozen=True, slots=True)
class CounterOffer:
    """A counter, as the rule sees it."""

    code: str
    services: frozenset[str]
    primary: frozenset[str] = frozenset()
    primary_first: timedelta = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Choice:
    """Who is next, why, and whom it passes: tickets that count from earlier and could have been called here."""

    ticket: Waiting
    reason: Reason
    passed: tuple[int, ...] = ()


def counts_from(arrival: datetime, *, class_credit: timedelta, service_credit: timedelta) -> datetime:
    """Return what a ticket counts from: arrival − credit(class) − credit(service)."""
    return arrival - class_credit - service_credit


def order(line: Sequence[Waiting], desk: CounterOffer, *, at: datetime, working: Working = NOBODY) -> list[Waiting]:
    """Return whom the desk can call at a moment, the next one first.

    `working` are the counters where somebody works: a ticket that is kept for one of them is left to it.
    """
    able = [ticket for ticket in line if may_take(ticket, desk, working) and not is_later(ticket, at)]
    return sorted(able, key=lambda ticket: key(ticket, desk))


def later(line: Sequence[Waiting], desk: CounterOffer, *, at: datetime, working: Working = NOBODY) -> list[Waiting]:
    """Return whom the desk could call, had they not asked to be called later; whose time comes first, first."""
    found = [ticket for ticket in line if may_take(ticket, desk, working) and is_later(ticket, at)]
    return sorted(found, key=lambda ticket: (ticket.not_before or at, key(ticket, desk)))


def may_take(ticket: Waiting, desk: CounterOffer, working: Working) -> bool:
    """Return whether a desk serves a ticket, and the ticket is not left to another one."""
    free = ticket.keeps == desk.code or not is_left_to(ticket.keeps, ticket.service, working)
    return free and wanted(ticket, desk.services) is not None


def wanted(ticket: Waiting, served: Collection[str]) -> str | None:
    """Return for which of its services a ticket can be called where some are served: the first of its visit."""
    if ticket.service in served:
        return ticket.service
    if ticket.further is None:
        return None
    able = callable_for(ticket.service, ticket.further, in_order=ticket.in_order)
    return next((code for code in able if code in served), None)


def is_left_to(counter: str | None, service: str, working: Working) -> bool:
    """Return whether what is kept for a counter waits for it: somebody works there, and it serves that service today.

    Else any counter takes it. Nothing is written down of it: with the service, or the clerk, back it is theirs again.
    """
    return counter is not None and service in working.get(counter, ())


def is_later(ticket: "PutOff", at: datetime) -> bool:
    """Return whether its customer asked to be called later than at a moment, or is not there yet."""
    return ticket.away or (ticket.not_before is not None and ticket.not_before > at)


def here_already(line: Sequence[Waiting], ticket: int) -> list[Waiting]:
    """Return the line as if the customer of a ticket had not asked to be called later: they stand at the desk."""
    return [one._replace(not_before=None, away=False) if one.id == ticket else one for one in line]


def key(ticket: Waiting, desk: CounterOffer) -> tuple[bool, datetime, int, str, int]:
    """Return what a desk orders by: kept for it first, then what it counts from, later for services not primary here.

    Ties go by number, A999 before A1001.
    """
    late = desk.primary_first if desk.primary and wanted(ticket, desk.services) not in desk.primary else timedelta()
    return ticket.keeps != desk.code, ticket.counts_from + late, len(ticket.number), ticket.number, ticket.id


def next_ticket(
    line: Sequence[Waiting], desk: CounterOffer, *, at: datetime, working: Working = NOBODY
) -> Choice | None:
    """Choose whom the desk calls next; None where there is nobody."""
    return choice_of(order(line, desk, at=at, working=working), desk)


def choice_of(able: Sequence[Waiting], desk: CounterOffer) -> Choice | None:
    """Choose of those whom the desk can call, in its order."""
    if not able:
        return None
    first = able[0]
    return Choice(first, reason(first, able, desk), passed_by(first, able))


def passed_by(chosen: Waiting, able: Sequence[Waiting]) -> tuple[int, ...]:
    """Return the ids of those who count from earlier than the chosen one."""
    return tuple(ticket.id for ticket in able if ticket.counts_from < chosen.counts_from)


def reason(first: Waiting, able: Sequence[Waiting], desk: CounterOffer) -> Reason:
    """Say why the first is first; what its sentence claims holds against everybody whom the desk could call."""
    if first.keeps == desk.code:
        return Reason.HELD_HERE
    if passed_by(first, able):
        return Reason.PRIMARY
    if first.came_back:
        return Reason.CAME_BACK
    if not any(ticket.issued_at < first.issued_at for ticket in able):
        return Reason.EARLIEST
    if first.appointment is not None:
        return Reason.APPOINTMENT
    return Reason.PRIORITY if first.priority else Reason.COUNTS
