"""Which of several idle counters calls whom: the one with the fewest skills, then the longest idle. Pure.

The earliest person comes first, as the calling rule has it at each counter; a counter that can serve anything is kept
free for those whom nobody else can. One that is worked by hand keeps whom it is to call for a while, then others may.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.floor.calling import NOBODY, Choice, CounterOffer, Waiting, Working, next_ticket


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
    wants = {code: choice for code, one in free.items() if (choice := calls_of(left, one, at, working, patience))}
    while wants:
        code = min(wants, key=lambda each: precedence(wants[each], free[each]))
        taken = wants.pop(code)
        found[code] = taken
        left = [one for one in left if one.id != taken.ticket.id]
        for other in [each for each, choice in wants.items() if choice.ticket.id == taken.ticket.id]:
            again = calls_of(left, free[other], at, working, patience)
            if again is None:
                del wants[other]
            else:
                wants[other] = again
    return found


def precedence(choice: Choice, counter: IdleCounter) -> tuple[datetime, int, int, datetime, str]:
    """Return what decides: the earliest person, then the fewest skills, then the longest idle."""
    return choice.ticket.counts_from, choice.ticket.id, len(counter.offer.services), counter.since, counter.offer.code


def calls_of(
    line: Sequence[Waiting], counter: IdleCounter, at: datetime, working: Working, patience: timedelta
) -> Choice | None:
    """Return whom a counter is to call of those who are left; None: nobody, or it has not called for too long."""
    choice = next_ticket(line, counter.offer, at=at, working=working)
    if choice is None or not counter.by_hand:
        return choice
    asked = max(counter.since, choice.ticket.issued_at, choice.ticket.not_before or counter.since)
    return choice if at - asked < patience else None


def called_elsewhere(found: Mapping[str, Choice], code: str, ticket: int) -> str | None:
    """Return the other counter that is to call a ticket; None where it is this one, or none."""
    return next((other for other, choice in found.items() if choice.ticket.id == ticket and other != code), None)
