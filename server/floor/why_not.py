"""Why somebody else was called before a ticket: for each call since it came exactly one rule. Pure.

The calling rule says of the one who is called why they are the next; here one of those who were not asks. What is
answered holds by itself: of what a call claims, each part is looked at again.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from server.floor.states import Reason
from server.kernel.languages import N_


class Rule(StrEnum):
    """Why another number was called before mine."""

    OUT_OF_ORDER = "out_of_order"  # a member of staff decided it, with a reason that is in the records
    OTHER_COUNTER = "other_counter"  # to a counter that does not serve what I came for
    LATER = "later"  # I had asked to be called later, was not there, or was called or set aside myself
    KEPT_MINE = "kept_mine"  # mine was kept for one counter, and this was another
    KEPT = "kept"  # that counter had begun with it
    CAME_BACK = "came_back"
    EARLIER = "earlier"
    APPOINTMENT = "appointment"
    CLASS = "class"  # its class has a credit
    SERVICE = "service"  # its service has a credit
    FIRST_HERE = "first_here"  # that counter takes its service first, for some minutes
    UNKNOWN = "unknown"  # what the records do not explain


SENTENCES: Final = {
    Rule.OUT_OF_ORDER: N_("Our staff called it out of turn; the reason is in the records, and is looked at."),
    Rule.OTHER_COUNTER: N_("It was called to a counter that does not serve what you came for."),
    Rule.LATER: N_("You were not to be called just then: you had asked for later, were away, or were called yourself."),
    Rule.KEPT_MINE: N_("Your number was kept for another counter."),
    Rule.KEPT: N_("That counter had begun with it before, or it was sent there."),
    Rule.CAME_BACK: N_("It had been called before, missed it and came back."),
    Rule.EARLIER: N_("It came before you."),
    Rule.APPOINTMENT: N_("It has an appointment."),
    Rule.CLASS: N_("It has priority, and counts as having come earlier."),
    Rule.SERVICE: N_("Its service counts as having come earlier, by a rule of this hall."),
    Rule.FIRST_HERE: N_("That counter takes its service first, for some minutes at most."),
    Rule.UNKNOWN: N_("The records do not say why. Please ask our staff."),
}
OF_IT: Final = {  # the same in few words, for staff
    Rule.OUT_OF_ORDER: N_("called out of order"),
    Rule.OTHER_COUNTER: N_("a counter that does not serve this number's service"),
    Rule.LATER: N_("this number was put off, away, or called itself"),
    Rule.KEPT_MINE: N_("this number was kept for another counter"),
    Rule.KEPT: N_("kept for that counter, or sent there"),
    Rule.CAME_BACK: N_("came back after a missed call"),
    Rule.EARLIER: N_("came earlier"),
    Rule.APPOINTMENT: N_("has an appointment"),
    Rule.CLASS: N_("credit of its class"),
    Rule.SERVICE: N_("credit of its service"),
    Rule.FIRST_HERE: N_("taken first at that counter"),
    Rule.UNKNOWN: N_("not explained by the records"),
}


@dataclass(frozen=True, slots=True)
class OtherCall:
    """Another number's call to a counter, as the records have it."""

    at: datetime
    number: str
    counter: str
    reason: str
    issued_at: datetime
    counts_from: datetime
    passed: tuple[int, ...] = ()  # who counts from earlier, and could have been called there
    priority: bool = False
    appointment: bool = False


@dataclass(frozen=True, slots=True)
class Asking:
    """The ticket that asks. `absent`: spans in which nobody would have called it, open ones without an end."""

    id: int
    issued_at: datetime
    counts_from: datetime
    absent: tuple[tuple[datetime, datetime | None], ...] = ()
    keeps: str | None = None


@dataclass(frozen=True, slots=True)
class CalledBefore:
    """A call before mine, and why."""

    at: datetime
    number: str
    counter: str
    rule: Rule


def explained(mine: Asking, calls: Sequence[OtherCall], counters: Collection[str]) -> list[CalledBefore]:
    """Return why each was called before mine; `counters` are those that serve what I came for."""
    return [CalledBefore(one.at, one.number, one.counter, rule_of(mine, one, counters)) for one in calls]


def rule_of(mine: Asking, one: OtherCall, counters: Collection[str]) -> Rule:
    """Return why one was called before mine: by what it is, by what it counts from, else by what was so with mine."""
    if one.reason == Reason.OUT_OF_ORDER:
        return Rule.OUT_OF_ORDER
    if one.counter not in counters and mine.id not in one.passed:
        return Rule.OTHER_COUNTER
    if one.reason in {Reason.HELD_HERE, Reason.LEFT}:
        return Rule.KEPT
    return by_arrival(mine, one) if one.counts_from <= mine.counts_from else though_later(mine, one)


def by_arrival(mine: Asking, one: OtherCall) -> Rule:
    """Return by which part of what they count from one comes before mine."""
    if one.reason == Reason.CAME_BACK:
        return Rule.CAME_BACK
    if one.issued_at <= mine.issued_at:
        return Rule.EARLIER
    if one.appointment:
        return Rule.APPOINTMENT
    return Rule.CLASS if one.priority else Rule.SERVICE


def though_later(mine: Asking, one: OtherCall) -> Rule:
    """Return why one was called that counts from later than mine."""
    if any(begun <= one.at and (ended is None or one.at < ended) for begun, ended in mine.absent):
        return Rule.LATER
    if mine.keeps is not None and mine.keeps != one.counter and mine.id not in one.passed:
        return Rule.KEPT_MINE
    if one.reason == Reason.PRIMARY:
        return Rule.FIRST_HERE
    return Rule.EARLIER if one.issued_at <= mine.issued_at else Rule.UNKNOWN  # it was sent on, or missed, since then
