"""What customers wrote with their ratings, for reports: erased with the ratings' words, two years later."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select

from server.floor.tables import tickets
from server.ratings.reads import codes
from server.ratings.tables import rating_words, ratings
from server.store.hall import HallSnapshot

MOST: Final = 200  # in one list
COMMENTS: Final = (
    select(
        ratings.c.ticket, tickets.c.number, tickets.c.day, ratings.c.score, ratings.c.reasons, ratings.c.service,
        ratings.c.counter, ratings.c.served_at, rating_words.c.words,
    )
    .select_from(
        ratings.join(
            rating_words,
            (rating_words.c.hall_id == ratings.c.hall_id) & (rating_words.c.ticket == ratings.c.ticket),
        ).outerjoin(tickets, (tickets.c.hall_id == ratings.c.hall_id) & (tickets.c.id == ratings.c.ticket))
    )
    .where(
        ratings.c.hall_id == bindparam("hall"),
        ratings.c.served_at >= bindparam("since", type_=ratings.c.served_at.type),
        ratings.c.served_at < bindparam("until", type_=ratings.c.served_at.type),
        rating_words.c.words.is_not(None),
    )
    .order_by(ratings.c.served_at.desc())
    .limit(MOST)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Comment:
    """A rating with words."""

    ticket: int
    number: str | None
    day: str | None
    score: int
    reasons: Sequence[str]
    service: str
    counter: str | None
    served_at: datetime
    words: str


def comments(
    hall: HallSnapshot, since: datetime, until: datetime, *, service: str = "", counter: str = "", score: int = 0
) -> list[Comment]:
    """Return what was written with the ratings of services that ended in a period, the newest first."""
    query = COMMENTS
    if service:
        query = query.where(ratings.c.service == service)
    if counter:
        query = query.where(ratings.c.counter == counter)
    if score:
        query = query.where(ratings.c.score == score)
    rows = hall.connection.execute(query, {"hall": hall.id, "since": since, "until": until})
    return [Comment(*row[:4], codes(row[4]), *row[5:]) for row in rows]
