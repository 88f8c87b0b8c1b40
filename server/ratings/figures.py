"""Ratings in figures. Not rated is a value of its own: it counts neither as satisfied nor as anything else."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, func, select

from server.floor.reads.figures import served_between
from server.ratings.levels import KINDS, LEVELS
from server.ratings.tables import opinions, ratings
from server.store.hall import HallSnapshot

SATISFIED: Final = frozenset({4, 5})
COUNTS: Final = (
    select(ratings.c.service, ratings.c.counter, ratings.c.score, func.count())
    .where(
        ratings.c.hall_id == bindparam("hall"),
        ratings.c.served_at >= bindparam("since", type_=ratings.c.served_at.type),
        ratings.c.served_at < bindparam("until", type_=ratings.c.served_at.type),
    )
    .group_by(ratings.c.service, ratings.c.counter, ratings.c.score)
)
_ANSWERED: Final = opinions.c.answered_at.is_not(None)
_LATE: Final = opinions.c.late_at.is_not(None)
OPINIONS: Final = (
    select(opinions.c.kind, _ANSWERED, _LATE, func.count())
    .where(
        opinions.c.hall_id == bindparam("hall"),
        opinions.c.given_at >= bindparam("since", type_=opinions.c.given_at.type),
        opinions.c.given_at < bindparam("until", type_=opinions.c.given_at.type),
    )
    .group_by(opinions.c.kind, _ANSWERED, _LATE)
)


@dataclass(frozen=True, slots=True)
class RatingCount:
    """Ratings of a group of services that ended in a period."""

    scores: dict[int, int]  # 1 … 5, each there
    not_rated: int

    @property
    def rated(self) -> int:
        """How many were rated."""
        return sum(self.scores.values())

    @property
    def satisfied(self) -> float | None:
        """Share of those who rated that was satisfied or very satisfied; none where nobody rated."""
        return sum(self.scores[score] for score in SATISFIED) / self.rated if self.rated else None

    @property
    def response(self) -> float | None:
        """Share of the services that was rated; none where none ended."""
        served = self.rated + self.not_rated
        return self.rated / served if served else None


@dataclass(frozen=True, slots=True)
class RatingCounts:
    """Ratings of a period: of all, and by what for and where."""

    total: RatingCount
    by_service: dict[str, RatingCount]
    by_counter: dict[str, RatingCount]


def rating_counts(hall: HallSnapshot, since: datetime, until: datetime) -> RatingCounts:
    """Return how the services were rated that ended from one moment to before another."""
    rows = hall.connection.execute(COUNTS, {"hall": hall.id, "since": since, "until": until}).all()
    rated = [(row[0], row[1] or "", row[2], row[3]) for row in rows]
    served = [(service, counter or "", n) for service, counter, n in served_between(hall, since, until)]
    return RatingCounts(
        total=count_of([row[2:] for row in rated], sum(n for *_, n in served)),
        by_service={
            code: count_of([row[2:] for row in rated if row[0] == code], sum(n for one, _, n in served if one == code))
            for code in sorted({row[0] for row in rated} | {row[0] for row in served})
        },
        by_counter={
            code: count_of([row[2:] for row in rated if row[1] == code], sum(n for _, one, n in served if one == code))
            for code in sorted({row[1] for row in rated} | {row[1] for row in served})
        },
    )


def count_of(rated: list[tuple[int, int]], served: int) -> RatingCount:
    """Return one group's count from (score, how many) and how many services ended."""
    found: Counter[int] = Counter()
    for score, n in rated:
        found[score] += n
    return RatingCount({score: found[score] for score in sorted(LEVELS)}, max(0, served - found.total()))


@dataclass(frozen=True, slots=True)
class OpinionCount:
    """Opinions of a period: by what they are, and how many were answered, in time or not."""

    by_kind: dict[str, int]
    answered: int
    late: int  # answered after the limit, or not yet and the limit is over

    @property
    def given(self) -> int:
        """How many came."""
        return sum(self.by_kind.values())


def opinion_counts(hall: HallSnapshot, since: datetime, until: datetime) -> OpinionCount:
    """Return which opinions came from one moment to before another."""
    rows = hall.connection.execute(OPINIONS, {"hall": hall.id, "since": since, "until": until}).all()
    return OpinionCount(
        by_kind={kind.value: sum(n for one, _, _, n in rows if one == kind) for kind in KINDS},
        answered=sum(n for _, answered, _, n in rows if answered),
        late=sum(n for *_, late, n in rows if late),
    )
