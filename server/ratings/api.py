"""Ratings and their follow-ups over HTTP."""

from datetime import datetime, timedelta

from pydantic import Field

from server.floor.api.models import Nothing, Span
from server.floor.opening import midnight_after
from server.floor.reads.halls import hall_now
from server.floor.reads.tickets import tickets_of
from server.kernel.moments import Day
from server.ratings import following, rating
from server.ratings.figures import RatingCount, rating_counts
from server.ratings.models import (
    ClerkRatingsOut,
    ContactAnswer,
    Correction,
    CountOut,
    CountsAnswer,
    Declined,
    Extension,
    FollowUpAnswer,
    FollowUps,
    Here,
    NoteIn,
    NoteOut,
    PhoneCorrection,
    PhoneDetails,
    PhoneRating,
    RatingAnswer,
    TabletDetails,
    TabletRating,
    rating_answer,
)
from server.ratings.own import clerk_ratings
from server.ratings.reads import FollowUp, notes_of, open_follow_ups, past_follow_ups, words_of
from server.security.actors import Actor
from server.security.rights import May
from server.security.web import Api
from server.store.hall import HallSnapshot, UnitOfWork

api = Api("Ratings")


class RatingPeriod(Span):
    """Some days of the hall, both ends counted; today where nothing is said."""

    since: Day | None = Field(default=None, description="the first day; the last one where not said")
    until: Day | None = Field(default=None, description="the last day; the hall's today where not said")


@api.command("/halls/<hall>/ratings", status=201, may=May.RATE)
def rate(hall: UnitOfWork, body: TabletRating) -> RatingAnswer:
    """Rate the service that has just ended at the tablet's counter."""
    found = rating.rate_at_tablet(hall, ticket=body.ticket, token=body.token, score=body.score, said=body.said())
    return rating_answer(found)


@api.command("/halls/<hall>/ratings/<int:ticket>/details", may=May.RATE)
def explain(hall: UnitOfWork, ticket: int, body: TabletDetails) -> RatingAnswer:
    """Add reasons and words to the rating just given on the tablet; an empty one says that there are none."""
    found = rating.explain_at_tablet(hall, ticket=ticket, token=body.token, score=body.score, said=body.said())
    return rating_answer(found)


@api.command("/halls/<hall>/ratings/<int:ticket>/correct", may=May.RATE)
def correct(hall: UnitOfWork, ticket: int, body: Correction) -> RatingAnswer:
    """Correct the level that was just touched by mistake."""
    return rating_answer(rating.correct_at_tablet(hall, ticket=ticket, token=body.token, score=body.score))


@api.command("/halls/<hall>/ratings/decline", status=204, may=May.RATE)
def decline(hall: UnitOfWork, body: Declined) -> None:
    """Say that the customer does not want to rate on the tablet."""
    rating.decline_at_tablet(hall, ticket=body.ticket, token=body.token)


@api.command("/halls/<hall>/ratings/<int:ticket>/here", status=204, may=May.RATE)
def here(hall: UnitOfWork, ticket: int, body: Here) -> None:
    """Say that the tablet is asking, for how long, and whether somebody touches it: it goes on asking then."""
    rating.here(hall, ticket=ticket, token=body.token, stood=body.stood, touched=body.touched)


@api.holder("POST", "/track/<secret>/rating", status=201)
def rate_by_phone(hall: UnitOfWork, ticket: int, body: PhoneRating) -> RatingAnswer:
    """Rate one's own visit."""
    return rating_answer(rating.rate_by_phone(hall, ticket=ticket, score=body.score, said=body.said()))


@api.holder("POST", "/track/<secret>/rating/details")
def explain_by_phone(hall: UnitOfWork, ticket: int, body: PhoneDetails) -> RatingAnswer:
    """Add reasons and words to one's own rating, once."""
    return rating_answer(rating.explain_by_phone(hall, ticket=ticket, score=body.score, said=body.said()))


@api.holder("POST", "/track/<secret>/rating/correct")
def correct_by_phone(hall: UnitOfWork, ticket: int, body: PhoneCorrection) -> RatingAnswer:
    """Correct the level of one's own rating, until reasons were given."""
    return rating_answer(rating.correct_by_phone(hall, ticket=ticket, score=body.score))


@api.read("/halls/<hall>/ratings", may=May.SEE_RATINGS)
def counts(hall: HallSnapshot, query: RatingPeriod) -> CountsAnswer:
    """Read how the services of a period were rated."""
    settings = hall_now(hall).settings
    last = query.until or hall.at.astimezone(settings.zone).date()
    first = query.since or last
    noon = [datetime(day.year, day.month, day.day, 12, tzinfo=settings.zone) for day in (first, last)]
    found = rating_counts(
        hall, midnight_after(settings, noon[0] - timedelta(days=1)), midnight_after(settings, noon[1])
    )
    return CountsAnswer(
        total=count_out(found.total),
        by_service={code: count_out(one) for code, one in found.by_service.items()},
        by_counter={code: count_out(one) for code, one in found.by_counter.items()},
    )


@api.read("/halls/<hall>/ratings/clerks/<int:clerk>", may=May.SEE_CLERK_RATINGS, some=True)
def of_clerk(hall: HallSnapshot, actor: Actor, clerk: int) -> ClerkRatingsOut:
    """Read how somebody's services of the last four full weeks were rated: one's own."""
    actor.must(May.SEE_CLERK_RATINGS, whose=clerk)
    found = clerk_ratings(hall, clerk)
    return ClerkRatingsOut(
        since=found.since,
        until=found.until,
        rated=found.rated,
        count=None if found.count is None else count_out(found.count),
    )


def count_out(count: RatingCount) -> CountOut:
    """Return a count as it is told."""
    return CountOut(scores=count.scores, not_rated=count.not_rated, satisfied=count.satisfied, response=count.response)


@api.read("/halls/<hall>/follow-ups", may=May.SEE_RATINGS)
def follow_ups(hall: HallSnapshot) -> FollowUps:
    """Read what is done about low ratings: the next limit first, then what is over."""
    return FollowUps(items=told(hall, [*open_follow_ups(hall), *past_follow_ups(hall)]))


@api.command("/halls/<hall>/follow-ups/<int:follow_up>/contacted", may=May.FOLLOW_UP)
def contacted(hall: UnitOfWork, follow_up: int, body: NoteIn) -> FollowUpAnswer:
    """Say that the customer was contacted, and what came of it."""
    return told(hall, [following.go_on(hall, follow_up=follow_up, move="contact", note=body.note)])[0]


@api.command("/halls/<hall>/follow-ups/<int:follow_up>/settled", may=May.FOLLOW_UP)
def settled(hall: UnitOfWork, follow_up: int, body: NoteIn) -> FollowUpAnswer:
    """Say that the matter is settled, and how."""
    return told(hall, [following.go_on(hall, follow_up=follow_up, move="settle", note=body.note)])[0]


@api.command("/halls/<hall>/follow-ups/<int:follow_up>/extend", may=May.FOLLOW_UP)
def extend(hall: UnitOfWork, follow_up: int, body: Extension) -> FollowUpAnswer:
    """Take more time to settle it, once."""
    return told(hall, [following.go_on(hall, follow_up=follow_up, move="extend", note=body.reason)])[0]


@api.command("/halls/<hall>/follow-ups/<int:follow_up>/contact", may=May.FOLLOW_UP)
def contact(hall: UnitOfWork, follow_up: int, body: Nothing) -> ContactAnswer:
    """Look up where the customer wants to be reached; who looked is written down."""
    return ContactAnswer(contact=following.reach(hall, follow_up=follow_up))


def told(hall: HallSnapshot, found: list[FollowUp]) -> list[FollowUpAnswer]:
    """Return follow-ups with their numbers, words and notes."""
    numbers = {one.id: one.number for one in tickets_of(hall, sorted({one.ticket for one in found}))}
    words = words_of(hall, [one.ticket for one in found])
    notes = notes_of(hall, [one.id for one in found])
    return [
        FollowUpAnswer(
            id=one.id,
            ticket=one.ticket,
            number=numbers[one.ticket],
            service=one.service,
            counter=one.counter,
            score=one.score,
            reasons=list(one.reasons),
            comment=words.get(one.ticket, (None, False))[0],
            wants_contact=words.get(one.ticket, (None, False))[1],
            state=one.state,
            opened_at=one.opened_at,
            contact_by=one.contact_by,
            settle_by=one.settle_by,
            due=one.due,
            left=int((one.due - hall.at).total_seconds()),
            extended=one.extended,
            contacted_at=one.contacted_at,
            settled_at=one.settled_at,
            late=one.late,
            escalated_at=one.escalated_at,
            notes=[NoteOut(step=note.step, words=note.words, at=note.at) for note in notes.get(one.id, [])],
        )
        for one in found
    ]
