"""How somebody's own services were rated: for themselves, of weeks that are over, and not of few.

Whoever looked after each customer would know who had said what, and so would whoever has three ratings a month.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, func, select

from server.floor.opening import midnight_after
from server.floor.reads.halls import hall_now
from server.ratings.figures import RatingCount, count_of
from server.ratings.tables import rating_leaves, ratings
from server.store.hall import HallSnapshot

WEEKS: Final = 4
LEAST: Final = 10  # ratings
SCORES: Final = (
    select(ratings.c.score, func.count())
    .where(
        ratings.c.hall_id == bindparam("hall"),
        ratings.c.clerk == bindparam("clerk"),
        ratings.c.served_at >= bindparam("since", type_=ratings.c.served_at.type),
        ratings.c.served_at < bindparam("until", type_=ratings.c.served_at.type),
    )
    .group_by(ratings.c.score)
)
SERVED: Final = select(func.count()).where(
    rating_leaves.c.hall_id == bindparam("hall"),
    rating_leaves.c.clerk == bindparam("clerk"),
    rating_leaves.c.served_at >= bindparam("since", type_=rating_leaves.c.served_at.type),
    rating_leaves.c.served_at < bindparam("until", type_=rating_leaves.c.served_at.type),
)


@dataclass(frozen=True, slots=True)
class ClerkRatings:
    """How somebody's services were rated in some weeks."""

    since: date
    until: date  # the last day
    rated: int
    count: RatingCount | None  # none: too few were rated


def clerk_ratings(hall: HallSnapshot, clerk: int) -> ClerkRatings:
    """Return how somebody's services of the last four full weeks were rated; whoever asks has the right of theirs."""
    settings = hall_now(hall).settings
    today = hall.at.astimezone(settings.zone).date()
    last = today - timedelta(days=today.isoweekday())  # the last Sunday
    first = last - timedelta(days=7 * WEEKS - 1)
    noon = [datetime(day.year, day.month, day.day, 12, tzinfo=settings.zone) for day in (first, last)]
    asked = {
        "hall": hall.id,
        "clerk": clerk,
        "since": midnight_after(settings, noon[0] - timedelta(days=1)),
        "until": midnight_after(settings, noon[1]),
    }
    scores = [(row[0], row[1]) for row in hall.connection.execute(SCORES, asked)]
    served = int(hall.connection.execute(SERVED, asked).scalar_one())
    rated = sum(n for _, n in scores)
    return ClerkRatings(first, last, rated, count_of(scores, served) if rated >= LEAST else None)
