"""What customers said in a period: ratings by service, counter and week; opinions.

Read from the ratings each time, never kept with a day's figures: a day's services are rated until a day later.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from pydantic import BaseModel, Field

from server.floor.opening import midnight_after
from server.floor.reads.halls import hall_now
from server.ratings.figures import OpinionCount, RatingCount, opinion_counts, rating_counts
from server.reports.reads import noon_of
from server.store.hall import HallSnapshot

WEEK: Final = timedelta(days=7)


class Rated(BaseModel):
    """Ratings of a group of services; not rated is its own value, never counted as satisfied."""

    scores: dict[int, int] = Field(description="1 very dissatisfied … 5 very satisfied: how many")
    rated: int
    not_rated: int
    satisfied: float | None = Field(description="share of those who rated that was satisfied or very satisfied")
    response: float | None = Field(description="share of the services that was rated")


class RatedOf(Rated):
    """Ratings of one service, counter or week."""

    of: str = Field(description="the service's letter, the counter's number, or the week's first day")


class OpinionFigures(BaseModel):
    """Opinions of a period."""

    given: int
    by_kind: dict[str, int] = Field(description="praise · idea · problem · question")
    answered: int
    late: int = Field(description="not answered by their limit")


class FeedbackFigures(BaseModel):
    """What customers said in a period."""

    total: Rated
    services: list[RatedOf]
    counters: list[RatedOf]
    weeks: list[RatedOf] = Field(description="Monday to Sunday, as far as they are in the period")
    opinions: OpinionFigures


def feedback(hall: HallSnapshot, since: date, until: date) -> FeedbackFigures:
    """Return what customers said of the days from one to another, both counted."""
    whole = bounds(hall, since, until)
    found = rating_counts(hall, *whole)
    return FeedbackFigures(
        total=Rated(**values_of(found.total)),
        services=list(each(found.by_service)),
        counters=list(each(dict(sorted(found.by_counter.items(), key=lambda one: (len(one[0]), one[0]))))),
        weeks=[
            RatedOf(of=first.isoformat(), **values_of(rating_counts(hall, *bounds(hall, first, last)).total))
            for first, last in weeks_of(since, until)
        ],
        opinions=said(opinion_counts(hall, *whole)),
    )


def bounds(hall: HallSnapshot, since: date, until: date) -> tuple[datetime, datetime]:
    """Return when the first day begins and the last one ends."""
    settings = hall_now(hall).settings
    first, last = noon_of(settings, since.isoformat()), noon_of(settings, until.isoformat())
    return midnight_after(settings, first - timedelta(days=1)), midnight_after(settings, last)


def weeks_of(since: date, until: date) -> Iterator[tuple[date, date]]:
    """Yield the weeks of a period, the first and the last as far as they are in it."""
    first = since
    while first <= until:
        sunday = first + timedelta(days=6 - first.weekday())
        yield first, min(sunday, until)
        first = sunday + timedelta(days=1)


def each(found: Mapping[str, RatingCount]) -> Iterator[RatedOf]:
    """Yield the ratings of each, but of services that were given at no counter."""
    for of, count in found.items():
        if of:
            yield RatedOf(of=of, **values_of(count))


def values_of(count: RatingCount) -> dict[str, Any]:
    """Return a count's values."""
    return {
        "scores": count.scores,
        "rated": count.rated,
        "not_rated": count.not_rated,
        "satisfied": count.satisfied,
        "response": count.response,
    }


def said(count: OpinionCount) -> OpinionFigures:
    """Return how many opinions came and were answered."""
    return OpinionFigures(given=count.given, by_kind=count.by_kind, answered=count.answered, late=count.late)
