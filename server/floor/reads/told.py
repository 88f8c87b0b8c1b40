"""What the simulation of a hall said last of everybody's wait, moved by what happened since.

It is made in a process beside the server (`foresight.py`) and stands for seconds. Between two of them the line is
played once by mean times wherever somebody looks (`turns.py`), and so it was at the moment of the simulation: by as
much as that play has changed, what the simulation said is moved. Where it changed by a lot, it says nothing any more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from server.floor.calibration import Range
from server.floor.forecast import Kind
from server.store.tables import moment_of

STANDS: Final = timedelta(seconds=60)  # longer than it takes to make it anew, if whoever makes it is there
MOVES: Final = (60.0, 0.5)  # seconds, and part of the wait: what moved by more is another situation
Said = Sequence[int]  # what the single play said then, and the three points; seconds


@dataclass(frozen=True, slots=True)
class Told:
    """What was said of a ticket taken then, by service and class (“A”, “A+veteran”), and of the line."""

    at: datetime | None = None
    new: Mapping[str, Said] = field(default_factory=dict)
    line: Mapping[str, Said] = field(default_factory=dict)

    def stands(self, now: datetime) -> bool:
        """Return whether it is of use at a moment."""
        return self.at is not None and timedelta() <= now - self.at <= STANDS

    def of_new(self, kind: Kind, *, played: float) -> Range | None:
        """Return the range for somebody who takes a ticket; `played`: seconds, of the single play now."""
        return moved(self.new.get(new_key(kind)), played)

    def of_ticket(self, ticket: int, kind: Kind, *, played: float) -> Range | None:
        """Return the range for somebody in the line; who came since is told what was said of a new one."""
        said = self.line.get(str(ticket))
        return moved(said, played) if said else self.of_new(kind, played=played)


class Advice(NamedTuple):
    """What opening a counter now would change: percent of those in the line who are called within their target."""

    counter: str
    now: int
    then: int
    low: int  # of nine in ten replications at least
    high: int


class Quarter(NamedTuple):
    """What a quarter of an hour needs."""

    until: int  # microseconds since 1970
    counters: int  # the fewest that keep four of five within their target
    share: int  # per cent of who comes then, called within the target with so many
    comes: int  # persons that are expected
    low: int  # tickets in the hall as it ends, nine of ten times at least
    high: int  # at most


class Staffing(NamedTuple):
    """How many counters the next two hours need."""

    days: int | None  # of the same weekday that arrivals are learned from; None: the last hour stands in
    order: tuple[str, ...]  # in which counters would be opened
    quarters: tuple[Quarter, ...]


class Held(NamedTuple):
    """How many announced ranges held, of how many that came true or not in the last two days."""

    kept: int
    of: int


NOTHING: Final = Told()


def staffing_told(kept: Mapping[str, Any] | None) -> Staffing | None:
    """Return what the next two hours need, from its JSON."""
    if not kept:
        return None
    return Staffing(kept["days"], tuple(kept["order"]), tuple(Quarter(*one) for one in kept["quarters"]))


def new_key(kind: Kind) -> str:
    """Return what a new ticket's range stands under."""
    service, priority_class = kind
    return service if priority_class is None else f"{service}+{priority_class}"


def moved(said: Said | None, played: float) -> Range | None:
    """Return what was said, moved by what the single play has changed; None where that is too much."""
    if said is None:
        return None
    then, low, likely, high = said
    by = played - then
    seconds, part = MOVES
    if abs(by) > seconds + part * then:
        return None
    return Range(max(0, round(low + by)), max(0, round(likely + by)), max(0, round(high + by)))


def told_of(kept: Mapping[str, Any]) -> Told:
    """Return what stands in the JSON of what was learned."""
    said = kept.get("told")
    return NOTHING if not said else Told(moment_of(said["at"]), said["new"], said["line"])
