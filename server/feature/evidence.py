"""What a feature's records say of the regulation: for each clause that they decide, how much was kept, by one look.

    Evidence(
        "opinions_answered",
        clauses=("R2.2.5", "R6.2.1"),
        counts=N_("Opinions of customers, each answered by its limit"),
        look=opinions_answered,
        to="opinions",
    )

Which clauses there are stands in config/regulation.toml; how a clause stands by its figures: compliance/standing.py.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from server.kernel.languages import N_, Words, words
from server.security.rights import May
from server.store.events import Event
from server.store.hall import HallSnapshot
from server.store.journal import told_between
from server.store.tables import MICROSECOND

NAMELESS: Final = N_("A look without a person")


class Found(StrEnum):
    """How a record stands that is not simply kept."""

    BROKEN = "broken"  # it was not done as the clause says, and is over
    LATE = "late"  # its limit has passed, and it is open still
    SOON = "soon"  # it is open, and its limit is near


@dataclass(frozen=True, slots=True)
class Span:
    """What is looked at: all that happened from `since` to `until`, as it stood then; both moments count."""

    since: datetime
    until: datetime

    @property
    def after(self) -> datetime:
        """The first moment that is not looked at."""
        return self.until + MICROSECOND


@dataclass(frozen=True, slots=True)
class RecordFound:
    """A record behind a figure: what it is, when, how it stands, and where it is seen."""

    how: Found
    at: datetime
    what: Words
    to: str = ""  # below the office of the hall; empty: nowhere


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look found. Of the population, what is in no other figure was kept, or is open in its time."""

    population: int
    broken: int = 0
    late: int = 0
    soon: int = 0
    latest: datetime | None = None  # when the newest of it happened
    records: Sequence[RecordFound] = field(default=())  # those not kept, the newest first; some of them, where many

    @property
    def kept(self) -> int:
        """How many were kept, or are open in their time."""
        return self.population - self.broken - self.late


@dataclass(frozen=True, slots=True)
class Evidence:
    """A look at records that decide clauses."""

    name: str
    clauses: tuple[str, ...]
    counts: str  # what is counted, and when it counts as kept: a text of the catalogue
    look: Callable[[HallSnapshot, Span], Looked]
    to: str = ""  # the page of the office with all of it, below the hall
    may: May = May.READ_REPORTS  # who may open that
    tolerated: float = 0.0  # share of the population that may be broken
    risky: float | None = None  # share of it from which the clause is at risk; none: as soon as it is broken
    now: bool = False  # it can be looked at as of now alone, not as of a day that is over
    quiet: int | None = None  # days on which the hall is open without a record, after which that is at risk


def found(records: Sequence[RecordFound], population: int, latest: datetime | None = None) -> Looked:
    """Return a look from the records that are not kept, and how many there are at all."""
    ways = [one.how for one in records]
    return Looked(
        population,
        broken=ways.count(Found.BROKEN),
        late=ways.count(Found.LATE),
        soon=ways.count(Found.SOON),
        latest=latest,
        records=sorted(records, key=lambda one: one.at, reverse=True),
    )


def by_limit(done: datetime | None, by: datetime, *, until: datetime, near: timedelta = timedelta(0)) -> Found | None:
    """Return how something with a limit stood at a moment; None: it was done in time, or has more time than `near`.

    The limit itself is in time, a microsecond after it is not.
    """
    if done is not None and done <= until:
        return Found.BROKEN if done > by else None
    if until > by:
        return Found.LATE
    return Found.SOON if until > by - near else None


def looks_signed(facts: Sequence[type[Event]]) -> Callable[[HallSnapshot, Span], Looked]:
    """Return a look at looks: each that is written down as one of some facts has a person."""
    names = tuple(fact.__name__ for fact in facts)

    def look(hall: HallSnapshot, span: Span) -> Looked:
        looks = list(told_between(hall.connection, hall.id, names, span.since, span.after))
        nameless = [one for one in looks if not one.actor.startswith("staff:")]
        return found(
            [RecordFound(Found.BROKEN, one.at, words(NAMELESS), "journal") for one in nameless],
            len(looks),
            max((one.at for one in looks), default=None),
        )

    return look
