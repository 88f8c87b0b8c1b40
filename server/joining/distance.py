"""From how far somebody may join, and when the turn of somebody who is not there has come: pure."""

from collections.abc import Sequence
from datetime import datetime

from server.floor.calibration import Range
from server.floor.calling import CounterOffer, Waiting, Working, here_already, may_take, next_ticket
from server.joining.refusals import TooLongToJoin, TooNearToJoin, WaitUnknown
from server.joining.settings import JoiningSettings
from server.kernel.refusals import Conflict


def too_near_or_far(wait: Range | None, settings: JoiningSettings) -> type[Conflict] | None:
    """Say why nobody joins from elsewhere for a wait; None where they may."""
    if wait is None:
        return WaitUnknown
    minutes = wait.likely / 60
    if minutes < settings.home_least:
        return TooNearToJoin
    return TooLongToJoin if settings.home_most and minutes > settings.home_most else None


def turn_has_come(
    one: Waiting, line: Sequence[Waiting], desks: Sequence[CounterOffer], called: datetime | None,
    *, at: datetime, working: Working,
) -> bool:  # fmt: skip
    """Return whether it was the turn of somebody who is not there: somebody later was called, or a desk would now.

    `desks`: that are free; `called`: what the latest of those counts from who were called since at its counters.
    """
    if called is not None and called > one.counts_from:
        return True
    there = here_already(line, one.id)
    free = [desk for desk in desks if may_take(one, desk, working)]
    return any(
        (choice := next_ticket(there, desk, at=at, working=working)) is not None and choice.ticket.id == one.id
        for desk in free
    )
