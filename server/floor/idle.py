"""Which of several idle counters calls whom: the one with the fewest skills, then the longest idle. Pure.

The earliest person comes first, as the calling rule has it at each counter; a counter that can serve anything is kept
free for those whom nobody else can. One that is worked by hand keeps whom it is to call for a while, then others may.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.floor.calling import (
    NOBODY,
    Choice,
    CounterOffer,
    Waiting,
    Working,
    choice_of,
    is_later,
    key,
    may_take,
    order,
)


@dataclass(frozen=True, slots=True)
class IdleCounter:
    """A counter that is open and has nobody."""

    offer: CounterOffer
    since: datetime  # idle
    by_hand: bool = False  # somebody has to press a key there


def spread(
    line: Sequence[Waiting],
    idle: Iterable[IdleCounter],
    *,
    at: datetime,
    working: Working = NOBODY,
    patience: timedelta = timedelta.max,
) -> dict[str, Choice]:
    """Return counter → whom it calls, the earliest person first; each of them once, each counter one at most.

    `patience`: for how long a counter that is worked by hand keeps whom it is to call.
    """
    left, found = list(line), dict[str, Choice]()
    free = {one.offer.code: one for one in idle}
    wants = {code: first for code, one in free.items() if (first := calls_of(left, one, at, working, patience))}
    while wants:
        code = min(wants, key=lambda each: precedence(wants[each], free[each]))
        taken = wants.pop(code)
        offer = free[code].offer
        choice = choice_of(order(left, offer, at=at, working=working), offer)
        if choice is not None:
            found[code] = choice
        left = [one for one in left if one.id != taken.id]
        for other in [each for each, first in wants.items() if first.id == taken.id]:
            again = calls_of(left, free[other], at, working, patience)
            if again is None:
                del wants[other]
            else:
                wants[other] = again
    return found


def precedence(first: Waiting, counter: IdleCounter) -> tuple[datetime, int, int, datetime, str]:
    """Return what decides: the earliest person, then the fewest skills, then the longest idle."""
    return first.counts_from, first.id, len(counter.offer.services), counter.since, counter.offer.code


def calls_of(
    line: Sequence[Waiting], counter: IdleCounter, at: datetime, working: Working, patience: timedelta
) -> Waiting | None:
    """Return whom a counter is to call of those who are left; None: nobody, or it has not called for too long."""
    able = (one for one in line if may_take(one, counter.offer, working) and not is_later(one, at))
    first = min(able, key=lambda one: key(one, counter.offer), default=None)
    if first is None or not counter.by_hand:
        return first
    asked = max(counter.since, first.issued_at, first.not_before or counter.since)
    return first if at - asked < patience else None


def called_elsewhere(found: Mapping[str, Choice], code: str, ticket: int) -> str | None:
    """Return the other counter that is to call a ticket; None where it is this one, or none."""
    return next((other for other, choice in found.items() if choice.ticket.id == ticket and other != code), None)
