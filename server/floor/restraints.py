"""What holds a line back in an incident: numbers stopped or slowed, calls held; several at once, each with its why."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from pydantic import TypeAdapter

from server.kernel.languages import Words


class Restrains(StrEnum):
    """What is held back."""

    STOP = "stop"
    SLOW = "slow"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Restraint:
    """One thing held back."""

    source: int  # number of the entry that wanted it: who wanted it lifts it
    what: Restrains
    why: Words  # as customers and clerks read it
    seconds: int | None = None  # SLOW: between two numbers of a service


ALL: TypeAdapter[tuple[Restraint, ...]] = TypeAdapter(tuple[Restraint, ...])


@lru_cache(maxsize=256)
def parsed(text: str | None) -> tuple[Restraint, ...]:
    """Return what is held back, from its JSON."""
    return ALL.validate_json(text) if text else ()


def text_of(restraints: Iterable[Restraint]) -> str | None:
    """Return what is held back as JSON; None where nothing is."""
    found = tuple(restraints)
    return ALL.dump_json(found).decode() if found else None


def strongest(restraints: Iterable[Restraint], what: Restrains) -> Restraint | None:
    """Return the restraint of a kind that says most: of several slow ones the slowest, else the first."""
    found = [one for one in restraints if one.what is what]
    return max(found, key=lambda one: one.seconds or 0, default=None)
