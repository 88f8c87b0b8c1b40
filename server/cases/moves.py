"""Facts of a case moving on: each of them is written by one move of its workflow, and by nothing else."""

from datetime import datetime

from server.cases.tables import case_notices, case_stops, cases
from server.cases.terms import CaseState
from server.kernel.languages import N_
from server.store.events import Event
from server.store.rows import Rows

NOTICE_OVER, LIMIT_OVER, ANSWER_OVER = "case_notice_over", "case_limit_over", "case_answer_over"  # kinds of deadlines
STOP_OVER = "case_stop_over"
FREE = {"escalated_by": None}  # nobody waits for the supervisor


def moved(rows: Rows, case: int, before: str, after: CaseState, **values: object) -> None:
    """Move a case from the state that is expected, unless it waits for the supervisor."""
    rows.move(cases, case, expect={"state": before, **FREE}, state=after, moved_at=rows.at, **values)


def limited(rows: Rows, case: int, due_at: datetime | None) -> None:
    """Watch a case's time limit from now on."""
    rows.settled(LIMIT_OVER, case)
    if due_at is not None:
        rows.due(LIMIT_OVER, case, due_at)


class NoticeGiven(Event):
    """Written when everything that is missing or wrong was told the customer at once, in one list."""

    says = N_("Case {case}: notice of what is missing.")

    case: int
    before: str
    items: tuple[str, ...]  # part:name:fault
    looked: tuple[str, ...]  # part:name:look
    proof: str
    until: datetime

    def apply(self, rows: Rows) -> None:
        """The case waits for what was missing."""
        moved(rows, self.case, self.before, CaseState.NOTICE_GIVEN, notices=1, notice_until=self.until)
        told(rows, self.case, self.items, self.looked, self.proof, breach=False)
        rows.due(NOTICE_OVER, self.case, self.until)


class SecondNoticeGiven(Event):
    """Written when a supervisor let a further list be given; what the first could have named makes it a breach."""

    says = N_("Case {case}: a further notice, {notice}.")

    case: int
    items: tuple[str, ...]
    looked: tuple[str, ...]
    proof: str
    until: datetime
    notice: int  # which one it is
    new: tuple[str, ...]  # of the items, those that an earlier notice could have named

    def apply(self, rows: Rows) -> None:
        """It stands beside the first."""
        rows.move(
            cases,
            self.case,
            expect={"state": CaseState.NOTICE_GIVEN, "notices": self.notice - 1, **FREE},
            notices=self.notice,
            notice_until=self.until,
        )
        told(rows, self.case, self.items, self.looked, self.proof, breach=bool(self.new))
        rows.settled(NOTICE_OVER, self.case)
        rows.due(NOTICE_OVER, self.case, self.until)


def told(rows: Rows, case: int, items: tuple[str, ...], looked: tuple[str, ...], proof: str, *, breach: bool) -> None:
    """Keep a list that was given."""
    rows.add(
        case_notices, id=rows.seq, case=case, items=",".join(items), looked=",".join(looked), proof=proof,
        breach=breach, at=rows.at,
    )  # fmt: skip


class CaseAccepted(Event):
    """Written when a case was accepted: everything was looked at, nothing is missing; the time limit begins."""

    says = N_("Case {case} was accepted.")

    case: int
    before: str
    by: int
    due_at: datetime | None

    def apply(self, rows: Rows) -> None:
        """The time runs from now."""
        moved(
            rows, self.case, self.before, CaseState.ACCEPTED, accepted_at=rows.at, due_at=self.due_at, notice_until=None
        )
        rows.settled(NOTICE_OVER, self.case)
        limited(rows, self.case, self.due_at)


class CaseAcceptedOnPromise(Event):
    """Written when a case was accepted though secondary materials are missing: they were promised until a moment."""

    says = N_("Case {case} was accepted; promised until {until}: {promised}.")

    case: int
    before: str
    by: int
    promised: tuple[str, ...]
    until: datetime
    due_at: datetime | None

    def apply(self, rows: Rows) -> None:
        """The time runs from now; what was promised is awaited."""
        moved(
            rows, self.case, self.before, CaseState.ACCEPTED, accepted_at=rows.at, due_at=self.due_at,
            notice_until=self.until,
        )  # fmt: skip
        rows.settled(NOTICE_OVER, self.case)
        rows.due(NOTICE_OVER, self.case, self.until)
        limited(rows, self.case, self.due_at)


class NoticeRanOut(Event):
    """Written when what was missing did not come by the day that the notice, or the promise, named."""

    says = N_("Case {case}: what was missing did not come in time.")

    case: int

    def apply(self, rows: Rows) -> None:
        """Whoever handles it sees it; nothing is decided by it."""
        rows.settled(NOTICE_OVER, self.case)


class CaseBegun(Event):
    """Written when the work on an accepted case began."""

    says = N_("Case {case}: the work began.")

    case: int
    by: int

    def apply(self, rows: Rows) -> None:
        """It is being worked on."""
        moved(rows, self.case, CaseState.ACCEPTED, CaseState.IN_PROGRESS)


class CaseHandedIn(Event):
    """Written when the work on a case was handed in for its review."""

    says = N_("Case {case} was handed in for review.")

    case: int
    by: int

    def apply(self, rows: Rows) -> None:
        """Somebody else looks through it."""
        moved(rows, self.case, CaseState.IN_PROGRESS, CaseState.IN_REVIEW, to_review=True)


class CaseReleased(Event):
    """Written when a case was done whose procedure wants no review of it: by value, or not drawn for the sample."""

    says = N_("Case {case} was released without a review: {why}.")

    case: int
    by: int
    why: str  # sample · by_value
    head: str  # hash of the journal's entry from which the sample was drawn

    def apply(self, rows: Rows) -> None:
        """It is decided."""
        moved(rows, self.case, CaseState.IN_PROGRESS, CaseState.APPROVED, due_at=None)
        limited(rows, self.case, None)


class CaseApproved(Event):
    """Written when a review found a case accurate, complete and compliant."""

    says = N_("Case {case} was approved by its review.")

    case: int
    by: int

    def apply(self, rows: Rows) -> None:
        """It is decided."""
        moved(rows, self.case, CaseState.IN_REVIEW, CaseState.APPROVED, reviewed_by=self.by, due_at=None)
        limited(rows, self.case, None)


class CaseReturned(Event):
    """Written when a review sent a case back: which marks failed, which fields want something; why stands elsewhere."""

    says = N_("Case {case} was returned by its review.")

    case: int
    by: int
    accurate: bool
    complete: bool
    compliant: bool
    fields: tuple[str, ...]

    def apply(self, rows: Rows) -> None:
        """Whoever handled it does it again."""
        moved(rows, self.case, CaseState.IN_REVIEW, CaseState.RETURNED, reviewed_by=self.by)


class CaseRedone(Event):
    """Written when a case that was returned is worked on again."""

    says = N_("Case {case} is worked on again.")

    case: int
    by: int

    def apply(self, rows: Rows) -> None:
        """It is in progress."""
        moved(rows, self.case, CaseState.RETURNED, CaseState.IN_PROGRESS)


class CaseWithdrawn(Event):
    """Written when the customer took a case back."""

    says = N_("Case {case} was withdrawn.")

    case: int
    before: str
    by: int

    def apply(self, rows: Rows) -> None:
        """It is over, and nothing is awaited."""
        moved(rows, self.case, self.before, CaseState.WITHDRAWN, due_at=None, holder=None, held_until=None)
        rows.settled(NOTICE_OVER, self.case)
        limited(rows, self.case, None)


class CaseEscalated(Event):
    """Written when a clerk asked the supervisor about a hard case: it is locked until that is answered."""

    says = N_("Case {case} went to the supervisor.")

    case: int
    by: int
    answer_by: datetime

    def apply(self, rows: Rows) -> None:
        """Nothing of it moves until the answer."""
        rows.move(cases, self.case, expect=FREE, escalated_by=self.by, answer_by=self.answer_by)
        rows.due(ANSWER_OVER, self.case, self.answer_by)


class EscalationAnswered(Event):
    """Written when the supervisor answered what a clerk had asked about a case."""

    says = N_("Case {case}: the supervisor answered.")

    case: int
    by: int
    asked_by: int

    def apply(self, rows: Rows) -> None:
        """It goes on."""
        rows.move(cases, self.case, expect={"escalated_by": self.asked_by}, escalated_by=None, answer_by=None)
        rows.settled(ANSWER_OVER, self.case)


class EscalationLate(Event):
    """Written when nobody answered an escalated case in time."""

    says = N_("Case {case}: the supervisor did not answer in time.")

    case: int

    def apply(self, rows: Rows) -> None:
        """It is the manager's to see."""
        rows.settled(ANSWER_OVER, self.case)


class CaseStopped(Event):
    """Written when the time limit of a case stands still: the customer was told why, and until when at most."""

    says = N_("Case {case}: the time stands still, until {until} at most.")

    case: int
    by: int
    until: datetime

    def apply(self, rows: Rows) -> None:
        """No limit runs out meanwhile."""
        rows.move(cases, self.case, expect={"stopped_at": None, **FREE}, stopped_at=rows.at, due_at=None)
        rows.add(case_stops, id=rows.seq, case=self.case, since=rows.at)
        limited(rows, self.case, None)
        rows.due(STOP_OVER, self.case, self.until)


class CaseGoesOn(Event):
    """Written when the time limit of a case runs again: by hand, or since it stood still for as long as it may."""

    says = N_("Case {case}: the time runs again, until {due_at}.")

    case: int
    stop: int  # the entry since when it stood still
    since: datetime
    due_at: datetime | None

    def apply(self, rows: Rows) -> None:
        """The limit is later by the working days on which it did not run."""
        rows.move(cases, self.case, expect={"stopped_at": self.since}, stopped_at=None, due_at=self.due_at)
        rows.move(case_stops, self.stop, expect={"until": None}, until=rows.at)
        rows.settled(STOP_OVER, self.case)
        limited(rows, self.case, self.due_at)


class CaseExtended(Event):
    """Written when the time limit of a case was extended, once, with a reason that the customer was told."""

    says = N_("Case {case}: extended until {due_at}.")

    case: int
    by: int
    due_at: datetime

    def apply(self, rows: Rows) -> None:
        """It runs longer."""
        rows.move(cases, self.case, expect={"extended": False, **FREE}, extended=True, due_at=self.due_at)
        limited(rows, self.case, self.due_at)


class CaseLate(Event):
    """Written when a case was not decided within its time limit."""

    says = N_("Case {case} is past its time limit.")

    case: int

    def apply(self, rows: Rows) -> None:
        """It is the supervisor's to see."""
        rows.settled(LIMIT_OVER, self.case)
