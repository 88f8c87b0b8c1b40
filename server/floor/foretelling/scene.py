"""A hall as it stands, for the play: its counters, its line, who asks, who may still come; and how things go there."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from server.floor.foretelling.survival import Survival


@dataclass(frozen=True, slots=True)
class Clerk:
    """Somebody at a counter; times in seconds from now."""

    code: str
    serves: Mapping[str, float]  # service → how likely it is that this one serves it; 1 where that is set up
    serving: str | None = None  # whom it is at
    since: float = 0.0  # for how long it has been at it; without anybody: its age on the curve `back`
    back: Survival | None = None  # how long until one who has nobody calls, while somebody waits; none: at once
    away: float | None = None  # in how long one who is away is back, where that was said
    pace: float = 1.0  # × service times: its own, as far as that is known
    primary: frozenset[str] = frozenset()
    primary_first: float = 0.0  # so much later do others than its primary services count here
    pauses: tuple[tuple[float, float], ...] = ()  # those that are planned, in order: in how long, for how long
    leaves: float = math.inf


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the line; `counts_from` in seconds from now, negative: in the past."""

    service: str
    counts_from: float
    waited: float = 0.0
    not_before: float = 0.0
    keeps: str | None = None  # the counter that this one comes back to first
    unheeded: tuple[float, float] = (0.0, 0.0)  # so many seconds of credit, and how likely staff do not heed them


@dataclass(frozen=True, slots=True)
class Comer:
    """Somebody who would join the line now: whose wait is asked for, and who keeps nobody waiting."""

    service: str
    counts_from: float


@dataclass(frozen=True, slots=True)
class Stream:
    """Those who come later and count from earlier than some in the line: persons a second, with so much credit."""

    service: str
    credit: float
    rate: float


@dataclass(frozen=True, slots=True)
class Booked:
    """Somebody who booked and is not here yet; seconds from now, negative: in the past."""

    service: str
    at: float  # the time that was booked
    counts_from: float  # if they come in time
    late_from: float  # who comes later counts from then
    comes: float  # how likely one comes who booked


@dataclass(frozen=True, slots=True)
class Coming:
    """Those who come from now on, whose waits are asked for, too: persons a second in each span.

    `credit`: how many seconds earlier than they come they count from.
    """

    service: str
    credit: float
    spans: Sequence[tuple[float, float, float]]  # from, until (seconds from now), rate


@dataclass(frozen=True, slots=True)
class Scene:
    """A hall as it stands."""

    clerks: Sequence[Clerk]
    line: Sequence[Person]
    comers: Sequence[Comer] = ()
    streams: Sequence[Stream] = ()
    booked: Sequence[Booked] = ()
    coming: Sequence[Coming] | None = None  # None: it is not asked who comes
    level: tuple[float, float] = (1.0, 0.0)  # how busy the day is beside `coming`, and the deviation of that


@dataclass(frozen=True, slots=True)
class Manner:
    """How things go in a hall."""

    times: Mapping[str, Sequence[float]]  # service → how long each of the last ones kept its counter, in seconds
    wrap_up: Survival | None = None  # from the end of a service to the next call; none: no time
    patience: Survival | None = None  # how long one waits before giving up; none: for ever
