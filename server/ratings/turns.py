"""Whose turn it is on a counter's tablet: one customer after the other, each until done or silent. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from server.ratings.levels import Way
from server.ratings.reads import LeaveAsked

Shown = Literal["idle", "rate", "thanks"]
SILENCE: Final = timedelta(seconds=60)  # without a touch: whoever stood there has left
GRACE: Final = timedelta(
    seconds=20
)  # the tablet ends its page itself and is heard of a little later than it is touched
LASTS: Final = SILENCE + GRACE
WAITS: Final = SILENCE  # for a turn; then its customer has left, and the phone asks
THANKS: Final = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class TabletTurn:
    """A customer's time at the tablet."""

    asked: LeaveAsked
    begun: datetime
    over: datetime


def turns(leaves: Sequence[LeaveAsked]) -> list[TabletTurn]:
    """Return the turns of those whose services ended at a counter, oldest first; nobody is cut short by the next.

    Whoever would have to wait too long has none, nor who rated elsewhere before it came.
    """
    found: list[TabletTurn] = []
    for one in leaves:
        begun = max(one.served_at, found[-1].over) if found else one.served_at
        if one.rated_at is not None and (one.rated_at < one.served_at or (by_phone(one) and one.rated_at <= begun)):
            continue
        if begun >= one.served_at + WAITS:
            continue
        found.append(TabletTurn(one, begun, over(one, begun)))
    return found


def over(one: LeaveAsked, begun: datetime) -> datetime:
    """Return when a turn ends: its customer is done, here or on the phone, or was silent."""
    silent = max(one.until, begun + LASTS)
    ends = [silent, one.closed_at, one.rated_at if by_phone(one) else None]
    return max(begun, min(end for end in ends if end is not None))


def by_phone(one: LeaveAsked) -> bool:
    """Return whether the rating did not come from the tablet."""
    return one.way is not None and one.way != Way.TABLET


def shown(leaves: Sequence[LeaveAsked], at: datetime) -> tuple[Shown, LeaveAsked | None, datetime | None]:
    """Return what the tablet shows , of whom, and since when it thanks."""
    found = turns(leaves)
    for turn in found:
        if turn.begun <= at < turn.over:
            return "rate" if turn.asked.score is None else "thanks", turn.asked, turn.asked.rated_at
    if found:
        last = found[-1].asked
        if last.score is not None and last.closed_at is not None and at < last.closed_at + THANKS:
            return "thanks", last, last.closed_at
    return "idle", None, None
