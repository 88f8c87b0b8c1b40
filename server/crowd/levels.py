"""How full a hall is: pure functions of persons, floor and posted capacity.

Levels follow Fruin's queueing levels of service (1971), turned into m² of waiting floor a person: from 0.9 m² busy,
from 0.7 crowded, from 0.5 dangerous; the posted capacity bounds them.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import floor
from typing import Final

BUSY, CROWDED, DANGEROUS = 0.9, 0.7, 0.5  # m² a person
OF_CAPACITY: Final = 0.9  # of the posted capacity, from which a hall is crowded
STAYS: Final = 0.95  # of a threshold, under which a level is left: who swings around it changes nothing
IMPOSSIBLE: Final = 10  # times the dangerous number: no count of people
NOWHERE: Final = 100_000  # persons that no hall holds: the bound where a hall says neither floor nor capacity


class Level(StrEnum):
    """How full."""

    CALM = "calm"
    BUSY = "busy"
    CROWDED = "crowded"
    DANGEROUS = "dangerous"


ORDER: Final = tuple(Level)


@dataclass(frozen=True, slots=True)
class Limits:
    """Persons from which a level begins."""

    busy: int
    crowded: int
    dangerous: int

    def of(self, level: Level) -> int:
        """Return the persons from which a level begins; 0 for calm."""
        return {Level.BUSY: self.busy, Level.CROWDED: self.crowded, Level.DANGEROUS: self.dangerous}.get(level, 0)


def limits_of(area: float | None, capacity: int | None) -> Limits | None:
    """Return a hall's limits from its waiting floor in m² and its posted capacity; None where neither is known."""
    if area is None and capacity is None:
        return None
    by_floor = (area / CROWDED, area / DANGEROUS) if area is not None else (float("inf"), float("inf"))
    by_post = (capacity * OF_CAPACITY, float(capacity)) if capacity is not None else (float("inf"), float("inf"))
    crowded, dangerous = floor(min(by_floor[0], by_post[0])), floor(min(by_floor[1], by_post[1]))
    busy = area / BUSY if area is not None else crowded * CROWDED / BUSY
    return Limits(min(floor(busy + 1e-9), crowded - 1), crowded, max(dangerous, crowded + 1))


def level_of(people: float, limits: Limits, before: Level = Level.CALM) -> Level:
    """Return the level of so many people; the level before is left only under 95 % of where it begins."""
    reached = [level for level in ORDER if people >= limits.of(level)][-1]
    while reached is not before and ORDER.index(before) > ORDER.index(reached):
        if people >= STAYS * limits.of(before):
            return before
        before = ORDER[ORDER.index(before) - 1]
    return reached


def can_be(people: int, limits: Limits | None) -> bool:
    """Return whether so many people can be in a hall, or come and go between two counts."""
    return 0 <= people <= (IMPOSSIBLE * limits.dangerous if limits is not None else NOWHERE)
