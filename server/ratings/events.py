"""Facts of ratings, follow-ups and opinions: who was rated how, never what was written."""

from datetime import datetime

from server.kernel.languages import N_
from server.ratings.levels import FollowUpState, Limit, OpinionKind, Way
from server.ratings.tables import follow_ups, opinions, ratings
from server.store.events import Event
from server.store.rows import Rows

CONTACT, SETTLE, ANSWER = "follow_up_contact", "follow_up_settle", "opinion_answer"  # kinds of deadlines


class ServiceRated(Event):
    """Written when a customer said how satisfied they are, by the counter's tablet or by phone."""

    says = N_("{ticket} was rated “{score}” by {way}; {clerk} had served at counter {counter}.")

    ticket: int
    score: int
    way: Way
    reasons: tuple[str, ...]
    service: str
    counter: str | None
    clerk: int | None
    served_at: datetime
    explained: bool

    def apply(self, rows: Rows) -> None:
        """The ticket has its rating, and gets no other."""
        rows.add(
            ratings,
            ticket=self.ticket,
            score=self.score,
            way=self.way,
            reasons=",".join(self.reasons),
            service=self.service,
            counter=self.counter,
            clerk=self.clerk,
            served_at=self.served_at,
            rated_at=rows.at,
            explained=self.explained,
        )


class RatingCorrected(Event):
    """Written when a customer had touched another level than they meant, and said so at once."""

    says = N_("The rating of {ticket} was corrected by the customer: “{score}” instead of “{was}”.")

    ticket: int
    was: int
    score: int

    def apply(self, rows: Rows) -> None:
        """The score is what was meant."""
        rows.move(ratings, self.ticket, expect={"score": self.was, "explained": False}, score=self.score)


class RatingExplained(Event):
    """Written when a customer gave reasons or words to a rating, or passed them over."""

    says = N_("Reasons for the rating of {ticket}: {reasons}; words: {worded}; wants to be contacted: {wants_contact}.")

    ticket: int
    reasons: tuple[str, ...]
    worded: bool
    wants_contact: bool

    def apply(self, rows: Rows) -> None:
        """The rating has its reasons; they come once."""
        rows.move(ratings, self.ticket, expect={"explained": False}, reasons=",".join(self.reasons), explained=True)


class FollowUpOpened(Event):
    """Written when a rating was low: the customer is to be contacted, if they can be, and the matter settled."""

    says = N_("A low rating of {ticket} is followed up: contacted by {contact_by}, settled by {settle_by}.")
    without = N_("A low rating of {ticket}, whose customer left no way to be reached, is settled by {settle_by}.")

    ticket: int
    clerk: int | None
    contact_by: datetime
    settle_by: datetime
    reachable: bool = True  # of a time when it was not asked

    def sentence(self) -> str:
        """Name no limit for what can't be done."""
        return self.says if self.reachable else self.without

    def apply(self, rows: Rows) -> None:
        """It is open, and what can be done is due."""
        rows.add(
            follow_ups,
            id=rows.seq,
            ticket=self.ticket,
            clerk=self.clerk,
            state=FollowUpState.OPEN,
            opened_at=rows.at,
            contact_by=self.contact_by,
            settle_by=self.settle_by,
            extended=False,
            reachable=self.reachable,
        )
        if self.reachable:
            rows.due(CONTACT, rows.seq, self.contact_by)
        rows.due(SETTLE, rows.seq, self.settle_by)


class FollowUpReachable(Event):
    """Written when the customer of a low rating left a way to be reached after it: from then on they are contacted."""

    says = N_("The customer of {ticket} can be reached about the low rating: contacted by {contact_by}.")

    follow_up: int
    ticket: int
    contact_by: datetime

    def apply(self, rows: Rows) -> None:
        """The first limit is due."""
        rows.move(follow_ups, self.follow_up, expect={"reachable": False}, reachable=True)
        rows.due(CONTACT, self.follow_up, self.contact_by)


class FollowUpDropped(Event):
    """Written when a low rating was corrected at once to a better one."""

    says = N_("The follow-up of {ticket} was dropped: its rating was corrected.")

    follow_up: int
    ticket: int

    def apply(self, rows: Rows) -> None:
        """Nothing is due any more."""
        rows.move(follow_ups, self.follow_up, expect={"state": FollowUpState.OPEN}, state=FollowUpState.DROPPED)
        rows.settled(CONTACT, self.follow_up)
        rows.settled(SETTLE, self.follow_up)


class CustomerContacted(Event):
    """Written when somebody spoke with the customer about a low rating."""

    says = N_("{by} has contacted the customer of {ticket} about the low rating.")

    follow_up: int
    ticket: int
    by: int

    def apply(self, rows: Rows) -> None:
        """The first limit is kept, or no longer matters."""
        rows.move(
            follow_ups,
            self.follow_up,
            expect={"state": FollowUpState.OPEN},
            state=FollowUpState.CONTACTED,
            contacted_at=rows.at,
        )
        rows.settled(CONTACT, self.follow_up)


class FollowUpExtended(Event):
    """Written when more time was taken to settle a low rating."""

    says = N_("{by} has taken more time for the low rating of {ticket}: until {settle_by}.")

    follow_up: int
    ticket: int
    by: int
    settle_by: datetime

    def apply(self, rows: Rows) -> None:
        """The second limit is later; once."""
        rows.move(follow_ups, self.follow_up, expect={"extended": False}, extended=True, settle_by=self.settle_by)
        rows.settled(SETTLE, self.follow_up)
        rows.due(SETTLE, self.follow_up, self.settle_by)


class FollowUpSettled(Event):
    """Written when a low rating was settled with the customer."""

    says = N_("{by} has settled the low rating of {ticket}.")

    follow_up: int
    ticket: int
    by: int
    before: FollowUpState

    def apply(self, rows: Rows) -> None:
        """It is over; nothing is due."""
        rows.move(
            follow_ups,
            self.follow_up,
            expect={"state": self.before},
            state=FollowUpState.SETTLED,
            settled_at=rows.at,
        )
        rows.settled(CONTACT, self.follow_up)
        rows.settled(SETTLE, self.follow_up)


class FollowUpLate(Event):
    """Written when a limit of a follow-up passed: contact or settle. It is the manager's from then on."""

    says = N_("The low rating of {ticket} was not followed up in time ({limit}); it is the manager's now.")

    follow_up: int
    ticket: int
    limit: Limit
    escalated_at: datetime

    def apply(self, rows: Rows) -> None:
        """It is marked late, and goes one level up."""
        rows.move(follow_ups, self.follow_up, expect={}, late=self.limit, escalated_at=self.escalated_at)
        rows.settled(CONTACT if self.limit is Limit.CONTACT else SETTLE, self.follow_up)


class OpinionGiven(Event):
    """Written when a customer left an opinion, at the kiosk, on a tablet or by phone."""

    says = N_("An opinion came by {way}: {kind}.")

    kind: OpinionKind
    way: Way
    ticket: int | None
    language: str
    answer_by: datetime | None = None  # none: of a time without a limit

    def apply(self, rows: Rows) -> None:
        """It waits for an answer, until its limit."""
        rows.add(
            opinions,
            id=rows.seq,
            kind=self.kind,
            way=self.way,
            ticket=self.ticket,
            language=self.language,
            given_at=rows.at,
            answer_by=self.answer_by,
        )
        if self.answer_by is not None:
            rows.due(ANSWER, rows.seq, self.answer_by)


class OpinionAnswered(Event):
    """Written when an opinion was answered."""

    says = N_("{by} has answered an opinion.")

    opinion: int
    by: int

    def apply(self, rows: Rows) -> None:
        """It is answered; nothing is due."""
        rows.move(opinions, self.opinion, expect={"answered_at": None}, answered_at=rows.at)
        rows.settled(ANSWER, self.opinion)


class OpinionLate(Event):
    """Written when an opinion was not answered by its limit. It is the manager's from then on."""

    says = N_("An opinion was not answered in time; it is the manager's now.")

    opinion: int

    def apply(self, rows: Rows) -> None:
        """It is marked late."""
        rows.move(opinions, self.opinion, expect={"answered_at": None, "late_at": None}, late_at=rows.at)
        rows.settled(ANSWER, self.opinion)


class WriterContactSeen(Event):
    """Written when somebody looked up where the writer of an opinion wants the answer."""

    says = N_("{by} has looked up how to reach the writer of an opinion.")

    opinion: int
    by: int

    def apply(self, rows: Rows) -> None:
        """Looking changes nothing but the record of who looked."""


class ContactSeen(Event):
    """Written when somebody looked up how a customer wants to be reached."""

    says = N_("{by} has looked up how to reach the customer of {ticket}.")

    ticket: int
    by: int
    follow_up: int | None = None  # of a time when the ticket alone was named

    def apply(self, rows: Rows) -> None:
        """Looking changes nothing but the record of who looked."""
