"""What one's place in the line means: which wait is told, and whether it is time to come."""

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

from server.floor.calibration import Range
from server.floor.forecast import Turn

STEP: Final = 15  # seconds: waits are told in these steps, so that screens do not move for a second's sake
FEW: Final = 3  # people: with so many before one it may be time to come
SOON: Final = 600  # seconds: where it takes longer at least, few people are no reason to come yet
AT_ONCE: Final = 300  # seconds: where it may take less, many people are none to stay away


class Place(NamedTuple):
    """What may be told of one place in the line."""

    ahead: int  # people who are called before, at the counters that could take this one
    wait: Range | None  # none: nobody serves it, or calls are held
    soon: bool  # stay, or come back
    played: float | None = None  # seconds, before what was learned is put upon it


def places(
    turns: Sequence[Turn], ranges: Sequence[Range], *, served: bool, held: bool, opens_in: float = 0.0, fresh: int = 0
) -> list[Place]:
    """Return what may be told of the turns of one service, of their ranges; who is called later is told no shorter one.

    `served`: somebody serves it now, else in so many seconds at the earliest; `held`: nobody is called just now.
    The last `fresh` would only come: each was played alone, stands before whom it would pass, and keeps nobody waiting.
    """
    told: dict[int, Place] = {}
    least = math.ceil(opens_in / STEP) * STEP
    last = Range(least, least, least)
    there = len(turns) - fresh
    for nth in sorted(range(len(turns)), key=lambda nth: (turns[nth], nth < there)):
        wait, ahead = turns[nth]
        low, likely, high = in_steps(ranges[nth])
        if low < last.low or likely < last.likely or high < last.high:
            low, likely, high = max(low, last.low), max(likely, last.likely), max(high, last.high)
        lifted = Range(low, likely, high)
        if nth < there:
            last = lifted
        range_told = None if held else lifted
        told[nth] = Place(ahead, range_told, served and is_soon(ahead, range_told), wait)
    return [told[nth] for nth in range(len(turns))]


def behind(place: Place, more: int, each: float, *, served: bool) -> Place:
    """Return a place behind some more people, each of whom takes some seconds."""
    if not more:
        return place
    wait, later = place.wait, round(more * each)
    moved = None if wait is None else in_steps(Range(wait.low + later, wait.likely + later, wait.high + later))
    played = None if place.played is None else place.played + later
    ahead = place.ahead + more
    return Place(ahead, moved, served and is_soon(ahead, moved), played)


def unserved(turn: Turn) -> Place:
    """Return what may be told of a turn while nobody serves it: who is before, and no more."""
    return Place(turn.ahead, None, soon=False)


def is_soon(ahead: int, wait: Range | None) -> bool:
    """Return whether to stay or to come back: whoever is next; few people and little time; or hardly any time."""
    if ahead == 0:
        return True
    return wait is not None and (wait.low <= AT_ONCE or (ahead <= FEW and wait.low <= SOON))


def in_steps(wait: Range) -> Range:
    """Return a wait in steps, rounded outward."""
    return Range(wait.low // STEP * STEP, round(wait.likely / STEP) * STEP, -(-wait.high // STEP) * STEP)
