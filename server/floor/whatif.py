"""What might be done in a hall, and what would come of it: asked here, played in the process beside the server.

Nothing is changed by asking. `serves` is the way in for whatever gives counters other services at once: a question
about a profile is one about all its counters.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Final

from server.feature.arrivals import ExpectedArrival
from server.floor.reads.halls import all_counters, all_services
from server.floor.refusals import UnknownCounter, UnknownService
from server.store.hall import HallSnapshot
from server.store.tables import EPOCH, MICROSECOND, moment_of

EXTRA: Final = "+"  # a counter that the hall does not have, or that nobody names
PAUSE: Final = 30  # minutes


@dataclass(frozen=True, slots=True)
class Changes:
    """What might be done now."""

    open: tuple[str, ...] = ()  # counters
    pause: tuple[str, ...] = ()  # counters
    minutes: int = PAUSE  # for how long they pause
    more: tuple[str, ...] = ()  # services of one more counter
    serves: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # counter → its services from now on
    stops: datetime | None = None  # from then on no numbers are given out

    def must_fit(self, hall: HallSnapshot) -> None:
        """Refuse counters and services that the hall does not have."""
        counters, services = all_counters(hall), all_services(hall)
        for code in (*self.open, *self.pause, *self.serves):
            if code not in counters:
                raise UnknownCounter(counter=code)
        for code in (*self.more, *(one for its in self.serves.values() for one in its)):
            if code not in services:
                raise UnknownService(service=code)


def to_line(changes: Changes) -> dict[str, Any]:
    """Return changes as they travel to the process beside."""
    return asdict(changes) | {"stops": None if changes.stops is None else micro(changes.stops)}


def from_line(said: Mapping[str, Any]) -> Changes:
    """Return changes as they were."""
    serves = {code: tuple(its) for code, its in said["serves"].items()}
    sets = {name: tuple(said[name]) for name in ("open", "pause", "more")}
    return Changes(**sets, minutes=said["minutes"], serves=serves, stops=moment_of(said["stops"]))


def booked_to_line(expected: Sequence[ExpectedArrival]) -> list[list[Any]]:
    """Return who booked as it travels."""
    return [
        [one.service, micro(one.at), micro(one.counts_from), micro(one.late_from), round(one.comes, 3)]
        for one in expected
    ]


def booked_from_line(said: Sequence[Sequence[Any]]) -> list[ExpectedArrival]:
    """Return who booked as it was."""
    found = []
    for service, *moments, comes in said:
        at, since, late = (moment_of(one) or EPOCH for one in moments)
        found.append(ExpectedArrival(service, at, since, late, comes))
    return found


def micro(moment: datetime) -> int:
    """Return a moment in microseconds since 1970."""
    return (moment - EPOCH) // MICROSECOND
