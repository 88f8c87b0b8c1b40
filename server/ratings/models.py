"""What goes in and out of the HTTP calls of ratings, follow-ups and opinions."""

from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from server.floor.api.models import Body, Id, Language
from server.kernel.languages import N_
from server.kernel.refusals import unfit
from server.ratings.levels import FollowUpState, NoteSubject, OpinionKind, Reason, Score, Way
from server.ratings.rating import Said
from server.ratings.reads import OpinionRead, Rating

MOST_REASONS = 12
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)]
Needed = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
LEAST_DIGITS = 6  # of a phone number


def reachable(contact: str) -> str:
    """Refuse what is neither an e-mail address nor a phone number; nothing at all will do."""
    if contact and "@" not in contact and sum(map(str.isdecimal, contact)) < LEAST_DIGITS:
        raise unfit(
            N_("This is no phone number (at least six digits) and no e-mail address (with an @). Please check it.")
        )
    return contact


Contact = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120), AfterValidator(reachable)]
Token = Annotated[str, Field(min_length=1, max_length=64, description="the tablet's leave to rate, from its view")]


class Reasons(Body):
    """What a customer adds to a level."""

    reasons: list[Reason] = Field(default=[], max_length=MOST_REASONS, description="codes from the fixed list")
    comment: Words = Field(default="", description="in the customer's own words")
    contact: Contact = Field(default="", description="phone number or e-mail address, where an answer is wanted")

    def said(self) -> Said:
        """Return it as the command takes it."""
        return Said(self.reasons, self.comment, self.contact)


class PhoneRating(Reasons):
    """A rating by the holder of a slip."""

    score: Score = Field(description="1 very dissatisfied … 5 very satisfied")


class PhoneDetails(Reasons):
    """Reasons and words to a rating, and another level where the first touch was a mistake."""

    score: Score | None = Field(default=None, description="the level that was meant")


class TabletRating(PhoneRating):
    """A rating by a counter's tablet."""

    ticket: Id
    token: Token


class TabletDetails(PhoneDetails):
    """Reasons and words by a counter's tablet; it rests then."""

    token: Token


class PhoneCorrection(Body):
    """The level that was meant."""

    score: Score


class Correction(PhoneCorrection):
    """The level that was meant, by a counter's tablet."""

    token: Token


class Declined(Body):
    """The customer does not want to rate."""

    ticket: Id
    token: Token


class Here(Body):
    """The tablet asks, and how long it has."""

    token: Token
    stood: int = Field(default=0, ge=0, le=86_400, description="seconds that the tablet has been asking so far")
    touched: bool = Field(default=False, description="somebody has touched it since it last told")


class RatingAnswer(BaseModel):
    """A rating as its giver sees it."""

    ticket: int
    score: int
    reasons: list[str]
    rated_at: datetime
    explained: bool = Field(description="nothing more can be added")


class NoteOut(BaseModel):
    """What staff wrote."""

    step: NoteSubject
    words: str
    at: datetime


class FollowUpAnswer(BaseModel):
    """What is done about a low rating."""

    id: int
    ticket: int
    number: str | None
    service: str
    counter: str | None
    score: int
    reasons: list[str]
    comment: str | None
    wants_contact: bool = Field(description="the customer left a way to be reached: POST …/contact tells it")
    state: FollowUpState
    opened_at: datetime
    contact_by: datetime
    settle_by: datetime
    due: datetime = Field(description="the next limit")
    left: int = Field(description="seconds until then; negative: it is late")
    extended: bool
    contacted_at: datetime | None
    settled_at: datetime | None
    late: str | None = Field(description="contact | settle: which limit passed")
    escalated_at: datetime | None = Field(description="since when it is the manager's")
    notes: list[NoteOut]


class FollowUps(BaseModel):
    """Follow-ups, the next limit first; then those that are over."""

    items: list[FollowUpAnswer]
    next: None = None


class ContactAnswer(BaseModel):
    """Where a customer wants to be reached."""

    contact: str | None


class NoteIn(Body):
    """What was done."""

    note: Needed


class Extension(Body):
    """Why more time is needed."""

    reason: Needed


class OpinionIn(Body):
    """An opinion."""

    kind: OpinionKind
    words: Needed
    language: Language = "zh-Hant"


class OpinionInHall(OpinionIn):
    """An opinion at a device of the hall."""

    contact: Contact = Field(default="", description="phone number or e-mail address, where an answer is wanted")


class AnswerIn(Body):
    """What the hall answers."""

    text: Needed


class OpinionReceipt(BaseModel):
    """What a customer keeps of an opinion: nothing of what it says."""

    id: int = Field(description="its reference")
    kind: OpinionKind
    given_at: datetime
    answer_by: datetime | None
    wants_answer: bool = Field(description="the customer left a way to be reached")


class OpinionAnswer(BaseModel):
    """An opinion with its answer."""

    id: int
    kind: OpinionKind
    way: Way
    language: str
    given_at: datetime
    words: str | None = Field(description="null: erased after two years")
    wants_answer: bool = Field(description="the customer left a way to be reached: POST …/contact tells it")
    answer_by: datetime | None = Field(description="until when it is answered; null: no limit")
    late_at: datetime | None = Field(description="since when it is the manager's")
    answered_at: datetime | None
    answer: str | None


class Opinions(BaseModel):
    """Opinions, those without an answer first."""

    items: list[OpinionAnswer]
    next: None = None


class CountOut(BaseModel):
    """Ratings of a group of services."""

    scores: dict[int, int]
    not_rated: int = Field(description="a value of its own, never counted as satisfied")
    satisfied: float | None = Field(description="share of 4 and 5 among those who rated")
    response: float | None = Field(description="share of services that were rated")


class ClerkRatingsOut(BaseModel):
    """How somebody's services of the last four full weeks were rated."""

    since: date
    until: date
    rated: int
    count: CountOut | None = Field(description="null: fewer than ten were rated, of whom each could be recognised")


class CountsAnswer(BaseModel):
    """Ratings of a period."""

    total: CountOut
    by_service: dict[str, CountOut]
    by_counter: dict[str, CountOut]


def rating_answer(rating: Rating) -> RatingAnswer:
    """Return a rating as its giver sees it."""
    return RatingAnswer(
        ticket=rating.ticket,
        score=rating.score,
        reasons=list(rating.reasons),
        rated_at=rating.rated_at,
        explained=rating.explained,
    )


def opinion_receipt(opinion: OpinionRead) -> OpinionReceipt:
    """Return what a customer keeps."""
    return OpinionReceipt.model_validate(opinion, from_attributes=True)


def opinion_answer(opinion: OpinionRead) -> OpinionAnswer:
    """Return an opinion with its answer; which phone it came from is not told."""
    return OpinionAnswer.model_validate(opinion, from_attributes=True)
