"""What screens and other features may read of ratings, follow-ups and opinions: typed values, never rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from server.ratings.levels import FollowUpState, NoteSubject, OpinionKind, OpinionState, Way
from server.ratings.refusals import UnknownFollowUp, UnknownOpinion
from server.ratings.tables import (
    follow_up_notes,
    follow_ups,
    opinion_words,
    opinions,
    rating_leaves,
    rating_words,
    ratings,
)
from server.store.hall import HallSnapshot

MOST: int = 500  # in one list
OPEN_STATES = (FollowUpState.OPEN.value, FollowUpState.CONTACTED.value)
_RATING = select(*list(ratings.c)[1:]).where(ratings.c.hall_id == bindparam("hall"))
RATING = _RATING.where(ratings.c.ticket == bindparam("ticket"))
_LEAVE = select(*list(rating_leaves.c)[1:]).where(rating_leaves.c.hall_id == bindparam("hall"))
LEAVE = _LEAVE.where(rating_leaves.c.ticket == bindparam("ticket"))
LAST_LEAVES = (
    select(*list(rating_leaves.c)[1:], ratings.c.score, ratings.c.way, ratings.c.rated_at)
    .select_from(
        rating_leaves.outerjoin(
            ratings, (ratings.c.hall_id == rating_leaves.c.hall_id) & (ratings.c.ticket == rating_leaves.c.ticket)
        )
    )
    .where(rating_leaves.c.hall_id == bindparam("hall"), rating_leaves.c.counter == bindparam("counter"))
    .order_by(rating_leaves.c.served_at.desc(), rating_leaves.c.ticket.desc())
    .limit(8)  # more than can end in the few minutes that any of them stands
)
_FOLLOW_UP = select(*list(follow_ups.c)[1:], ratings.c.score, ratings.c.reasons, ratings.c.service, ratings.c.counter)
_FOLLOW_UPS = _FOLLOW_UP.select_from(
    follow_ups.join(ratings, (ratings.c.hall_id == follow_ups.c.hall_id) & (ratings.c.ticket == follow_ups.c.ticket))
).where(follow_ups.c.hall_id == bindparam("hall"))
FOLLOW_UP = _FOLLOW_UPS.where(follow_ups.c.id == bindparam("follow_up"))
OF_TICKET = _FOLLOW_UPS.where(
    follow_ups.c.ticket == bindparam("ticket"), follow_ups.c.state != FollowUpState.DROPPED.value
)
OPEN_FOLLOW_UPS = _FOLLOW_UPS.where(follow_ups.c.state.in_(OPEN_STATES)).order_by(follow_ups.c.id)
LATEST_FOLLOW_UPS = (
    _FOLLOW_UPS.where(follow_ups.c.state.not_in(OPEN_STATES)).order_by(follow_ups.c.id.desc()).limit(MOST)
)
WORDS = select(rating_words.c.ticket, rating_words.c.words, rating_words.c.contact).where(
    rating_words.c.hall_id == bindparam("hall"), rating_words.c.ticket.in_(bindparam("tickets", expanding=True))
)
NOTES = select(
    follow_up_notes.c.follow_up, follow_up_notes.c.step, follow_up_notes.c.words, follow_up_notes.c.at
).where(
    follow_up_notes.c.hall_id == bindparam("hall"),
    follow_up_notes.c.follow_up.in_(bindparam("follow_ups", expanding=True)),
)
_OPINIONS = (
    select(*list(opinions.c)[1:], opinion_words.c.words, opinion_words.c.answer, opinion_words.c.contact.is_not(None))
    .select_from(
        opinions.outerjoin(
            opinion_words, (opinion_words.c.hall_id == opinions.c.hall_id) & (opinion_words.c.opinion == opinions.c.id)
        )
    )
    .where(opinions.c.hall_id == bindparam("hall"))
)
OPINION = _OPINIONS.where(opinions.c.id == bindparam("opinion"))
OPINIONS = _OPINIONS.order_by(opinions.c.answered_at.is_not(None), opinions.c.id.desc()).limit(MOST)
OPINION_CONTACT = select(opinion_words.c.contact).where(
    opinion_words.c.hall_id == bindparam("hall"), opinion_words.c.opinion == bindparam("opinion")
)
OPINIONS_OF_TICKET = _OPINIONS.where(opinions.c.ticket == bindparam("ticket")).order_by(opinions.c.id)


@dataclass(frozen=True, slots=True)
class Leave:
    """The tablet's leave to rate a service."""

    ticket: int
    counter: str
    clerk: int | None
    token: str
    served_at: datetime
    until: datetime
    closed_at: datetime | None
    tablet: bool
    usable: bool


@dataclass(frozen=True, slots=True)
class LeaveAsked(Leave):
    """A leave with how its ticket was rated, if it was."""

    score: int | None = None
    way: str | None = None
    rated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Rating:
    """How a service was found."""

    ticket: int
    score: int
    way: Way
    reasons: tuple[str, ...]
    service: str
    counter: str | None
    clerk: int | None
    served_at: datetime
    rated_at: datetime
    explained: bool


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What is done about a low rating; its words are read apart."""

    id: int
    ticket: int
    clerk: int | None
    state: FollowUpState
    opened_at: datetime
    contact_by: datetime
    settle_by: datetime
    extended: bool
    contacted_at: datetime | None
    settled_at: datetime | None
    late: str | None
    escalated_at: datetime | None
    reachable: bool
    score: int
    reasons: tuple[str, ...]
    service: str
    counter: str | None

    @property
    def due(self) -> datetime:
        """The next limit: contacted, where that can be done, then settled."""
        return self.contact_by if self.to_contact else self.settle_by

    @property
    def running(self) -> bool:
        """Whether it is not over, so that a limit runs."""
        return self.state.value in OPEN_STATES

    @property
    def to_contact(self) -> bool:
        """Whether the customer is to be contacted, and can be."""
        return self.state is FollowUpState.OPEN and self.reachable


@dataclass(frozen=True, slots=True)
class StaffNote:
    """What staff wrote."""

    step: NoteSubject
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OpinionRead:
    """What a customer said by themselves; no words: they were erased after two years."""

    id: int
    kind: OpinionKind
    way: Way
    ticket: int | None
    language: str
    given_at: datetime
    answered_at: datetime | None
    answer_by: datetime | None
    late_at: datetime | None
    words: str | None
    answer: str | None
    wants_answer: bool

    @property
    def state(self) -> OpinionState:
        """How far it is."""
        return OpinionState.WAITING if self.answered_at is None else OpinionState.ANSWERED


def rating_of(hall: HallSnapshot, ticket: int) -> Rating | None:
    """Return a ticket's rating; none: not rated."""
    row = hall.connection.execute(RATING, {"hall": hall.id, "ticket": ticket}).first()
    return None if row is None else rating_row(row)


def rating_row(row: Sequence[object]) -> Rating:
    """Return a rating from its row."""
    values = list(row)
    values[2:4] = [Way(str(values[2])), codes(values[3])]
    return Rating(*values)  # type: ignore[arg-type]  # columns of these types, in this order


def codes(joined: object) -> tuple[str, ...]:
    """Return the codes of reasons that were joined by commas."""
    return tuple(one for one in str(joined).split(",") if one)


def leave_of(hall: HallSnapshot, ticket: int) -> Leave | None:
    """Return the tablet's leave to rate a ticket."""
    row = hall.connection.execute(LEAVE, {"hall": hall.id, "ticket": ticket}).first()
    return None if row is None else Leave(*row)


def last_leaves(hall: HallSnapshot, counter: str) -> list[LeaveAsked]:
    """Return the leaves of the last services that ended at a counter, oldest first."""
    rows = hall.connection.execute(LAST_LEAVES, {"hall": hall.id, "counter": counter}).all()
    return [LeaveAsked(*row) for row in reversed(rows)]


def follow_up_of(hall: HallSnapshot, follow_up: int) -> FollowUp:
    """Return a follow-up; refuse a number that the hall does not have."""
    row = hall.connection.execute(FOLLOW_UP, {"hall": hall.id, "follow_up": follow_up}).first()
    if row is None:
        raise UnknownFollowUp
    return follow_up_row(row)


def follow_up_row(row: Sequence[object]) -> FollowUp:
    """Return a follow-up from its row."""
    values = list(row)
    values[3] = FollowUpState(str(values[3]))
    values[14] = codes(values[14])
    return FollowUp(*values)  # type: ignore[arg-type]  # columns of these types, in this order


def follow_up_of_ticket(hall: HallSnapshot, ticket: int) -> FollowUp | None:
    """Return what is done about a ticket's low rating."""
    row = hall.connection.execute(OF_TICKET, {"hall": hall.id, "ticket": ticket}).first()
    return None if row is None else follow_up_row(row)


def open_follow_ups(hall: HallSnapshot) -> list[FollowUp]:
    """Return what is not settled yet, the next limit first."""
    return hall.once(open_follow_ups, lambda: sorted(not_settled(hall), key=lambda one: (one.due, one.id)))


def not_settled(hall: HallSnapshot) -> Iterator[FollowUp]:
    """Read what is not settled yet."""
    return (follow_up_row(row) for row in hall.connection.execute(OPEN_FOLLOW_UPS, {"hall": hall.id}))


def past_follow_ups(hall: HallSnapshot) -> list[FollowUp]:
    """Return the last of those that are over, the newest first."""
    return [follow_up_row(row) for row in hall.connection.execute(LATEST_FOLLOW_UPS, {"hall": hall.id})]


def words_of(hall: HallSnapshot, tickets: Sequence[int]) -> dict[int, tuple[str | None, bool]]:
    """Return ticket → what its customer wrote, and whether they want to be contacted."""
    rows = hall.connection.execute(WORDS, {"hall": hall.id, "tickets": list(tickets)})
    return {row[0]: (row[1], row[2] is not None) for row in rows}


def contact_of(hall: HallSnapshot, ticket: int) -> str | None:
    """Return where a customer wants to be reached; whoever asks has recorded it."""
    row = hall.connection.execute(WORDS, {"hall": hall.id, "tickets": [ticket]}).first()
    return None if row is None else row[2]


def notes_of(hall: HallSnapshot, numbers: Sequence[int]) -> dict[int, list[StaffNote]]:
    """Return follow-up → what staff wrote, oldest first."""
    found: dict[int, list[StaffNote]] = {}
    for row in hall.connection.execute(NOTES.order_by(follow_up_notes.c.at), {"hall": hall.id, "follow_ups": numbers}):
        found.setdefault(row[0], []).append(StaffNote(NoteSubject(row[1]), row[2], row[3]))
    return found


def opinion_of(hall: HallSnapshot, opinion: int) -> OpinionRead:
    """Return an opinion; refuse a number that the hall does not have."""
    row = hall.connection.execute(OPINION, {"hall": hall.id, "opinion": opinion}).first()
    if row is None:
        raise UnknownOpinion
    return opinion_row(row)


def opinion_row(row: Sequence[object]) -> OpinionRead:
    """Return an opinion from its row."""
    values = list(row)
    values[1:3] = [OpinionKind(str(values[1])), Way(str(values[2]))]
    values[-1] = bool(values[-1])
    return OpinionRead(*values)  # type: ignore[arg-type]  # columns of these types, in this order


def opinion_contact(hall: HallSnapshot, opinion: int) -> str | None:
    """Return where an opinion's writer wants the answer; whoever asks has recorded it."""
    found: str | None = hall.connection.execute(OPINION_CONTACT, {"hall": hall.id, "opinion": opinion}).scalar()
    return found


def all_opinions(hall: HallSnapshot) -> list[OpinionRead]:
    """Return the last opinions: those without an answer first, then the newest."""
    return [opinion_row(row) for row in hall.connection.execute(OPINIONS, {"hall": hall.id})]


def opinions_of_ticket(hall: HallSnapshot, ticket: int) -> list[OpinionRead]:
    """Return the opinions that came from a ticket's phone."""
    rows = hall.connection.execute(OPINIONS_OF_TICKET, {"hall": hall.id, "ticket": ticket})
    return [opinion_row(row) for row in rows]
