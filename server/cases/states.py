"""What may follow on what in a case, as a table: who may, who never, what must be so before. No step can be skipped."""

from typing import Final

from server.cases.checking import Wrong, promisable
from server.cases.moves import (
    CaseAccepted,
    CaseAcceptedOnPromise,
    CaseApproved,
    CaseBegun,
    CaseEscalated,
    CaseExtended,
    CaseGoesOn,
    CaseHandedIn,
    CaseRedone,
    CaseReleased,
    CaseReturned,
    CaseStopped,
    CaseWithdrawn,
    EscalationAnswered,
    NoticeGiven,
    SecondNoticeGiven,
)
from server.cases.reads import CaseNow
from server.cases.refusals import (
    CaseLocked,
    NoLimitRuns,
    NoPromise,
    NotForReview,
    NothingWrong,
    NotLookedAt,
    OwnCase,
    OwnQuestion,
    SaidOnce,
    SomethingWrong,
)
from server.cases.terms import CaseState
from server.kernel.languages import N_, Words, words
from server.security.rights import May
from server.store.workflow import Guard, Move, Need, Separation, Workflow

DRAFT, NOTICE, ACCEPTED, PROGRESS, REVIEW, RETURNED, APPROVED, WITHDRAWN = CaseState
HANDLES, REVIEWS, ANSWERS, ALLOWS = May.HANDLE_CASE, May.REVIEW_CASE, May.ANSWER_CASE, May.ALLOW_NOTICE
FORM: Final = words(N_("the form"))


def names(now: CaseNow, codes: list[str]) -> list[Words]:
    """Return what materials and fields are called."""
    return [named(now, code) for code in codes]


def named(now: CaseNow, code: str) -> Words:
    """Return what a material or field is called."""
    one = now.rules.material(code) or now.rules.field_of(code)
    return one.name if one else FORM


def wrong_names(now: CaseNow) -> list[Words]:
    """Return what everything that is wrong is called."""
    return [of_wrong(now, one) for one in now.wrong]


def of_wrong(now: CaseNow, one: Wrong) -> Words:
    """Return what one thing that is wrong is called."""
    found = now.rules.material(one.code) if one.part == "material" else now.rules.field_of(one.code)
    return found.name if found else FORM


UNLOCKED: Final = Guard("it does not wait for the supervisor", lambda now: now.case.escalated_by is None, CaseLocked)
LOCKED: Final = Guard("it waits for the supervisor", lambda now: now.case.escalated_by is not None)
SEEN: Final = Guard(
    "everything was looked at", lambda now: not now.unseen, NotLookedAt, lambda now: {"items": names(now, now.unseen)}
)
RIGHT: Final = Guard(
    "nothing is missing or wrong", lambda now: not now.wrong, SomethingWrong, lambda now: {"items": wrong_names(now)}
)
WRONG: Final = Guard("something is missing or wrong", lambda now: bool(now.wrong), NothingWrong)
FIRST: Final = Guard("no notice was given", lambda now: now.case.notices == 0, SaidOnce)
PROMISED: Final = Guard(
    "the hall takes promises, and only secondary materials are missing",
    lambda now: now.promises and bool(now.wrong) and promisable(now.rules, now.wrong),
    NoPromise,
)
REVIEWED: Final = Guard("its procedure wants a review", lambda now: now.reviewed, NotForReview)
UNREVIEWED: Final = Guard("its procedure wants no review", lambda now: not now.reviewed, NotForReview)
RUNS: Final = Guard(
    "its time runs, and may stand still", lambda now: now.case.due_at is not None and now.rules.stopped > 0, NoLimitRuns
)
STANDS: Final = Guard("its time stands still", lambda now: now.case.stopped_at is not None, NoLimitRuns)
LONGER: Final = Guard(
    "its time runs, may be extended, and was not",
    lambda now: now.case.due_at is not None and now.rules.longer > 0 and not now.case.extended,
    NoLimitRuns,
)
HANDLER: Final = Separation("whoever handled it", lambda now: now.case.handler, OwnCase)
ASKER: Final = Separation("whoever asked", lambda now: now.case.escalated_by, OwnQuestion)
REASON: Final = (Need("reason", N_("Why"), most=1000),)
MARKS: Final = tuple(
    Need(name, says, of=bool)
    for name, says in (
        ("accurate", N_("Accurate")),
        ("complete", N_("Complete")),
        ("compliant", N_("Compliant")),
    )
)

CASE: Final = Workflow(
    name="case",
    about="A customer's business: taken in, everything missing said once, done, looked through by somebody else.",
    states=tuple(CaseState),
    moves=(
        Move(
            "accept", (DRAFT, NOTICE), ACCEPTED, right=HANDLES, writes=CaseAccepted, says=N_("Accept it"),
            guards=(UNLOCKED, SEEN, RIGHT),
        ),
        Move(
            "accept_on_promise", (DRAFT, NOTICE), ACCEPTED, right=HANDLES, writes=CaseAcceptedOnPromise,
            says=N_("Accept it with a promise"), guards=(UNLOCKED, SEEN, PROMISED),
        ),
        Move(
            "give_notice", (DRAFT,), NOTICE, right=HANDLES, writes=NoticeGiven, says=N_("Give the notice"),
            guards=(UNLOCKED, SEEN, WRONG, FIRST),
        ),
        Move(
            "give_further_notice", (NOTICE,), None, right=ALLOWS, writes=SecondNoticeGiven,
            says=N_("Give a further notice"), needs=REASON, guards=(UNLOCKED, SEEN, WRONG),
        ),
        Move(
            "begin", (ACCEPTED,), PROGRESS, right=HANDLES, writes=CaseBegun, says=N_("Begin the work"),
            guards=(UNLOCKED,),
        ),
        Move(
            "hand_in", (PROGRESS,), REVIEW, right=HANDLES, writes=CaseHandedIn, says=N_("Hand it in for review"),
            guards=(UNLOCKED, SEEN, RIGHT, REVIEWED),
        ),
        Move(
            "release", (PROGRESS,), APPROVED, right=HANDLES, writes=CaseReleased, says=N_("It is done"),
            guards=(UNLOCKED, SEEN, RIGHT, UNREVIEWED),
        ),
        Move(
            "approve", (REVIEW,), APPROVED, right=REVIEWS, writes=CaseApproved, says=N_("Approve it"), needs=MARKS,
            guards=(UNLOCKED,), never=HANDLER,
        ),
        Move(
            "send_back", (REVIEW,), RETURNED, right=REVIEWS, writes=CaseReturned, says=N_("Return it"),
            needs=(*MARKS, *REASON), guards=(UNLOCKED,), never=HANDLER,
        ),
        Move(
            "redo", (RETURNED,), PROGRESS, right=HANDLES, writes=CaseRedone, says=N_("Do it again"), guards=(UNLOCKED,)
        ),
        Move(
            "withdraw", (DRAFT, NOTICE, ACCEPTED, PROGRESS, RETURNED), WITHDRAWN, right=HANDLES, writes=CaseWithdrawn,
            says=N_("The customer takes it back"), needs=REASON, guards=(UNLOCKED,),
        ),
        Move(
            "escalate", (DRAFT, NOTICE, ACCEPTED, PROGRESS, RETURNED), None, right=HANDLES, writes=CaseEscalated,
            says=N_("Ask the supervisor"), needs=REASON, guards=(UNLOCKED,),
        ),
        Move(
            "answer", (DRAFT, NOTICE, ACCEPTED, PROGRESS, RETURNED), None, right=ANSWERS, writes=EscalationAnswered,
            says=N_("Answer"), needs=REASON, guards=(LOCKED,), never=ASKER,
        ),
        Move(
            "stop_time", (ACCEPTED, PROGRESS, RETURNED), None, right=HANDLES, writes=CaseStopped,
            says=N_("Stop the time"), needs=REASON, guards=(UNLOCKED, RUNS),
        ),
        Move(
            "resume_time", (ACCEPTED, PROGRESS, REVIEW, RETURNED), None, right=HANDLES, writes=CaseGoesOn,
            says=N_("Let the time run again"), guards=(STANDS,),
        ),
        Move(
            "extend", (ACCEPTED, PROGRESS, RETURNED), None, right=HANDLES, writes=CaseExtended,
            says=N_("Extend the time, once"), needs=REASON, guards=(UNLOCKED, LONGER),
        ),
    ),
)  # fmt: skip
