"""What tablet and phone show of ratings: the levels, the reasons, an own rating, own opinions."""

from datetime import datetime
from functools import cache

from pydantic import Field

from server.floor.reads.tickets import Ticket, ticket_of
from server.kernel.languages import words
from server.ratings.levels import BETTER, GOOD, LEVELS
from server.ratings.rating import PHONE_RATES_FOR, what_was_served
from server.ratings.reads import Rating, opinions_of_ticket, rating_of
from server.screens.parts import Part, Words
from server.store.hall import HallSnapshot


class ScoreLevel(Part):
    """One of five answers."""

    score: int
    name: Words


class ReasonSign(Part):
    """A reason that can be touched."""

    code: str
    name: Words


class Choices(Part):
    """All that can be touched."""

    levels: list[ScoreLevel] = Field(description="the best first")
    better: list[ReasonSign] = Field(description="what could be better")
    good: list[ReasonSign] = Field(description="what was good")


class OwnRating(Part):
    """How the holder of a slip rated."""

    score: int
    name: Words
    explained: bool = Field(description="nothing more can be added")


class OwnOpinion(Part):
    """What the holder of a slip wrote, and the answer."""

    kind: str
    words: str
    given_at: datetime
    answer: str | None
    answered_at: datetime | None


class Feedback(Part):
    """What the holder of a slip can say of the visit, and has said."""

    may_rate: bool
    rating: OwnRating | None
    choices: Choices | None = Field(description="where there is something to rate or to add")
    opinions: list[OwnOpinion]


@cache
def choices() -> Choices:
    """Return all that can be touched, in every language."""
    return Choices(
        levels=[ScoreLevel(score=score, name=words(text)) for score, text in LEVELS.items()],
        better=[ReasonSign(code=code, name=words(text)) for code, text in BETTER.items()],
        good=[ReasonSign(code=code, name=words(text)) for code, text in GOOD.items()],
    )


def own_rating(rating: Rating) -> OwnRating:
    """Return a rating as its giver sees it."""
    return OwnRating(score=rating.score, name=words(LEVELS[rating.score]), explained=rating.explained)


def visit_view(hall: HallSnapshot, ticket: str) -> Feedback:
    """Return what all phones of a ticket show of its visit."""
    return feedback(hall, ticket_of(hall, int(ticket)))


def feedback(hall: HallSnapshot, ticket: Ticket) -> Feedback:
    """Return what the holder of a ticket can say, and has said."""
    found = rating_of(hall, ticket.id)
    in_time = ticket.ended_at is not None and hall.at <= ticket.ended_at + PHONE_RATES_FOR
    may_rate = found is None and in_time and what_was_served(hall, ticket) is not None
    return Feedback(
        may_rate=may_rate,
        rating=None if found is None else own_rating(found),
        choices=choices() if may_rate or (found is not None and not found.explained) else None,
        opinions=[
            OwnOpinion(
                kind=one.kind,
                words=one.words or "",
                given_at=one.given_at,
                answer=one.answer,
                answered_at=one.answered_at,
            )
            for one in opinions_of_ticket(hall, ticket.id)
        ],
    )
