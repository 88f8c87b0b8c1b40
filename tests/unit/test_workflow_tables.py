"""What a workflow makes of its table, by a small one; and the tables of ours, spelled out a second time."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from server.features import FEATURES
from server.kernel.refusals import Forbidden, Invalid, Refusal
from server.messages.events import MessageTriedAgain
from server.ratings.events import ContactSeen, FollowUpDropped, FollowUpExtended, FollowUpSettled, WriterContactSeen
from server.security.actors import SYSTEM, Actor, ActorKind
from server.security.rights import May, Role
from server.store.workflow import (
    LACKS,
    TOO_LONG,
    UNFIT,
    WORKFLOWS,
    Guard,
    Move,
    MoveNotOpen,
    Need,
    OwnPart,
    Separation,
    TimeLimit,
    UnknownMove,
    Workflow,
)


class NotPaid(Refusal):
    """A guard's own refusal."""


class OwnWish(OwnPart):
    """A separation's own refusal."""

    says = "It is your own wish."


class Over(MoveNotOpen):
    """A workflow's own refusal of a move out of its time."""


@dataclass(frozen=True)
class Wish:
    """Something that somebody asked for."""

    asked_by: int | None = 7
    paid: bool = True
    fits: bool = True


AGREE = Move(
    "agree", ("asked", "doubted"), "agreed", right=May.FOLLOW_UP, writes=FollowUpSettled, says="Agree",
    needs=(Need("on", "Day", of=date), Need("words", "Words", most=5)),
    guards=(Guard("paid", lambda wish: wish.paid, NotPaid), Guard("it fits", lambda wish: wish.fits)),
    never=Separation("whoever asked", lambda wish: wish.asked_by, OwnWish),
)  # fmt: skip
DOUBT = Move(
    "doubt", ("asked",), "doubted", right=May.FOLLOW_UP, writes=FollowUpExtended, says="Doubt",
    never=Separation("whoever asked", lambda wish: wish.asked_by, OwnWish),
)  # fmt: skip
LOOK = Move("look", ("asked", "agreed"), None, right=May.SEE_RATINGS, writes=ContactSeen, says="Look")
DROP = Move("drop", ("asked",), "dropped", right=May.SERVE, writes=FollowUpDropped, says="Drop")
SMALL: dict[str, Any] = {
    "name": "follow_up",
    "about": "A try",
    "states": ("asked", "doubted", "agreed", "dropped"),
    "moves": (AGREE, DOUBT, LOOK, DROP),
    "limits": (TimeLimit("soon", ("asked",), days=2), TimeLimit("later", ("asked", "doubted"), days=3, longer=9)),
    "closed": Over,
}
GIVEN = {"on": date(2026, 11, 25), "words": "Fine"}


@pytest.fixture
def wishes() -> Iterator[Workflow]:
    """The small workflow; the one whose name it bears is put back."""
    own = WORKFLOWS["follow_up"]
    yield Workflow(**SMALL)
    WORKFLOWS["follow_up"] = own


def staff(number: int, role: Role = Role.SUPERVISOR) -> Actor:
    """Return somebody of hall 1."""
    return Actor(ActorKind.STAFF, number, role, frozenset({1}))


@pytest.mark.parametrize(
    ("need", "value", "fault"),
    [
        (Need("a", "A"), "x" * 1000, None),
        (Need("a", "A"), "x" * 1001, (TOO_LONG, {"max_length": 1000})),
        (Need("a", "A", most=3), "abc", None),
        (Need("a", "A", most=3), "abcd", (TOO_LONG, {"max_length": 3})),
        (Need("a", "A"), None, (LACKS, {})),
        (Need("a", "A"), " \n", (LACKS, {})),
        (Need("a", "A"), 5, (UNFIT, {})),
        (Need("a", "A", of=int), 0, None),
        (Need("a", "A", of=int), "5", (UNFIT, {})),
        (Need("a", "A", of=int), "", (LACKS, {})),
        (Need("a", "A", of=date), GIVEN["on"], None),
    ],
)
def test_what_is_wrong_with_what_was_given(need: Need, value: object, fault: object) -> None:
    """Blank is nothing given; of another type it does not fit; too long is said with how long it may be."""
    assert need.fault(value) == fault


def test_what_hinders(wishes: Workflow) -> None:
    """The right first, then the person, the state, the guards in their order; each by the refusal that it names."""
    for actor, state, wish, hindrance in (
        (staff(7, Role.CLERK), "dropped", Wish(paid=False), Forbidden),
        (staff(7), "dropped", Wish(paid=False), OwnWish),
        (staff(8), "dropped", Wish(paid=False), Over),
        (staff(8), "asked", Wish(paid=False, fits=False), NotPaid),
        (staff(8), "asked", Wish(fits=False), MoveNotOpen),
        (staff(8), "asked", Wish(), None),
        (staff(8), "doubted", Wish(), None),
        (staff(7), "asked", Wish(asked_by=None), None),
        (SYSTEM, "asked", Wish(), None),
    ):
        assert wishes.hindrance(AGREE, actor, state, wish) is hindrance
    assert wishes.hindrance(LOOK, staff(7), "asked") is None


def test_who_is_offered_what(wishes: Workflow) -> None:
    """In the order of the table; what is a colleague's is said once, and only where it would be one's own."""
    for actor, state, names, kept in (
        (staff(8), "asked", ["agree", "doubt", "look", "drop"], []),
        (staff(7), "asked", ["look", "drop"], [OwnWish.says]),
        (staff(7), "doubted", [], [OwnWish.says]),
        (staff(7), "agreed", ["look"], []),
        (staff(7, Role.CLERK), "asked", ["drop"], []),
        (staff(7, Role.AUDITOR), "asked", ["look"], []),
    ):
        assert [move.name for move in wishes.open_to(actor, state, Wish())] == names
        assert wishes.kept_from(actor, state, Wish()) == kept
    assert [move.name for move in wishes.open_to(staff(8), "asked", Wish(paid=False))] == ["doubt", "look", "drop"]


def test_a_move_or_why_not(wishes: Workflow) -> None:
    """What is out of its time says where things stand and what is open; what lacks is asked for last."""
    assert wishes.must_move(staff(8), "asked", "agree", GIVEN, Wish()) is AGREE
    with pytest.raises(UnknownMove) as unknown:
        wishes.must_move(staff(8), "asked", "dance", GIVEN, Wish())
    assert unknown.value.values == {"move": "dance"}
    with pytest.raises(Over) as over:
        wishes.must_move(staff(8), "agreed", "agree", GIVEN, Wish())
    assert over.value.values == {"now": {"state": "agreed"}, "open": ["look"]}
    with pytest.raises(MoveNotOpen) as unfit:
        wishes.must_move(staff(8), "asked", "agree", GIVEN, Wish(fits=False))
    assert unfit.value.values == {"now": {"state": "asked"}, "open": ["doubt", "look", "drop"]}
    for actor, wish, refusal in (
        (staff(7, Role.CLERK), Wish(), Forbidden),
        (staff(7), Wish(), OwnWish),
        (staff(8), Wish(paid=False), NotPaid),
    ):
        with pytest.raises(refusal) as refused:
            wishes.must_move(actor, "asked", "agree", {}, wish)
        assert refused.value.values == {}
    with pytest.raises(Invalid) as invalid:
        wishes.must_move(staff(8), "asked", "agree", {"on": GIVEN["on"], "words": "Finely"}, Wish())
    assert list(invalid.value.errors) == [("words", TOO_LONG, {"max_length": 5})]
    assert wishes.named("look") is LOOK


class Hall:
    """As much of a unit of work as a move asks for."""

    def __init__(self, actor: Actor) -> None:
        self.actor, self.recorded = actor, list[Any]()

    def record(self, fact: object) -> object:
        """Note a fact."""
        self.recorded.append(fact)
        return len(self.recorded), fact


def test_what_a_move_records(wishes: Workflow) -> None:
    """Of what is known and given, the fields that its fact has: of which thing, from which state, to which."""
    hall: Any = Hall(staff(8))
    given = {**GIVEN, "by": 8, "ticket": 41, "note": "Fine"}
    number, fact = wishes.take(hall, of=3, state="doubted", name="agree", thing=Wish(), **given)
    assert (number, type(fact)) == (1, FollowUpSettled)
    assert (fact.follow_up, fact.before, fact.by, fact.ticket) == (3, "doubted", 8, 41)
    with pytest.raises(OwnWish):
        wishes.take(Hall(staff(7)), of=3, state="asked", name="agree", thing=Wish(), **given)  # type: ignore[arg-type]  # likewise
    _, looked = wishes.take(hall, of=3, state="agreed", name="look", by=8, ticket=41)
    assert looked == ContactSeen(follow_up=3, by=8, ticket=41)
    assert len(hall.recorded) == 2
    _, again = ALL["message"].take(hall, of=5, state="dead", name="try_again")
    assert again == MessageTriedAgain(message=5, before="dead", after="waiting")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"moves": (AGREE, DOUBT, LOOK, DROP, DROP)}, ": two moves have one name"),
        (
            {"moves": (replace(AGREE, writes=ContactSeen), DOUBT, LOOK, DROP)},
            ": ContactSeen lacks before",
        ),
        ({"name": "ticket_of"}, "FollowUpSettled lacks ticket_of"),
        ({"moves": (replace(AGREE, writes=WriterContactSeen), DOUBT, LOOK, DROP)}, "lacks before, follow_up"),
        (
            {"moves": (replace(AGREE, from_=("asked", "there", "here")), DOUBT, LOOK, DROP)},
            "agree names here, there, which are not among the states",
        ),
        (
            {"moves": (AGREE, replace(DOUBT, to="there"), LOOK, DROP)},
            "doubt names there, which are not among the states; doubted can't be reached",
        ),
        (
            {"limits": (TimeLimit("soon", ("agreed", "asked", "dropped"), days=1),)},
            "soon limits agreed, dropped, which no move ends",
        ),
        ({"moves": (LOOK, replace(AGREE, from_=("doubted",)), DROP)}, "agreed, doubted can't be reached"),
        (
            {"moves": (AGREE, LOOK, DROP), "limits": ()},
            "doubted can't be reached",
        ),
    ],
)
def test_a_table_that_hangs_not_together(changes: dict[str, Any], says: str) -> None:
    """Everything that is wrong with it, in one sentence; it is not among the workflows."""
    before = dict(WORKFLOWS)
    with pytest.raises(TypeError) as refused:
        Workflow(**(SMALL | changes))
    assert str(refused.value).startswith(f"workflow {changes.get('name', 'follow_up')}: ")
    assert says in str(refused.value)
    assert before == WORKFLOWS


def test_states_are_reached_over_others(wishes: Workflow) -> None:
    """However many lie between, in whatever order the moves stand; it is found by its name."""
    assert WORKFLOWS["follow_up"] is wishes
    back = replace(AGREE, from_=("doubted",), writes=FollowUpExtended)
    assert list(replace(wishes, moves=(back, DOUBT, LOOK, DROP)).faults()) == []
    assert [state for state in wishes.states if wishes.leaves(state)] == ["asked", "doubted"]
    circle = replace(DOUBT, name="ponder", from_=("doubted",), to="doubted")
    moves = (DOUBT, circle, LOOK, DROP, replace(AGREE, from_=("asked",)))
    assert not replace(wishes, moves=moves, limits=()).leaves("doubted")
    assert [wishes.limit(kind).days for kind in ("soon", "later")] == [2, 3]


def test_how_it_is_told(wishes: Workflow) -> None:
    """A diagram's lines, and two tables'; where there is no limit, one."""
    assert wishes.diagram() == [
        "stateDiagram-v2",
        "    [*] --> asked",
        "    asked --> agreed: agree",
        "    doubted --> agreed: agree",
        "    asked --> doubted: doubt",
        "    asked --> asked: look",
        "    agreed --> agreed: look",
        "    asked --> dropped: drop",
    ]
    moves = [
        "| move | from | to | who may | only if | needs | writes |",
        "|---|---|---|---|---|---|---|",
        (
            "| agree | asked, doubted | agreed | follow up a low rating "
            "| paid; it fits; never whoever asked | `on`, `words` | `FollowUpSettled` |"
        ),
        ("| doubt | asked | doubted | follow up a low rating | never whoever asked | — | `FollowUpExtended` |"),
        "| look | asked, agreed | (stays) | see ratings and opinions | — | — | `ContactSeen` |",
        "| drop | asked | dropped | work at a counter | — | — | `FollowUpDropped` |",
    ]
    limits = [
        "",
        "| limit | while it is | working days | extended, once |",
        "|---|---|---|---|",
        "| `soon` | asked | 2 | — |",
        "| `later` | asked, doubted | 3 | 9 |",
    ]
    assert wishes.table() == [*moves, *limits]
    assert replace(wishes, limits=()).table() == moves


def told(one: Workflow) -> list[str]:
    """Return what a table says, a line each: begin, moves, what each asks beyond state and right, limits."""
    lines = [f"{one.name}: {' '.join(one.states)} · else {one.closed.code}"]
    for move in one.moves:
        way = f"{' '.join(move.from_)} → {move.to or '='}"
        lines.append(f"{move.name}: {way} · {move.right.name} · {move.writes.__name__}")
        asks = [f"{need.name}:{need.of.__name__}≤{need.most}" for need in move.needs]
        asks += [guard.refusal.code for guard in move.guards]
        asks += [f"never {move.never.refusal.code}"] if move.never else []
        lines += [f"  asks {', '.join(asks)}"] if asks else []
    return lines + [f"{limit.kind}: {' '.join(limit.states)} · {limit.days}, {limit.longer}" for limit in one.limits]


ALL = {one.name: one for feature in FEATURES for one in feature.workflows}
OURS = {
    "message": """
message: waiting sent dead given_up · else move_not_open
send: waiting → sent · SEND_MESSAGES · MessageSent
die: waiting → dead · SEND_MESSAGES · MessageDied
try_again: dead → waiting · SETTLE_MESSAGES · MessageTriedAgain
give_up: dead → given_up · SETTLE_MESSAGES · MessageGivenUp
  asks reason:str≤1000""",
    "case": """
case: draft notice_given accepted in_progress in_review returned approved withdrawn · else move_not_open
accept: draft notice_given → accepted · HANDLE_CASE · CaseAccepted
  asks case_locked, not_looked_at, something_wrong
accept_on_promise: draft notice_given → accepted · HANDLE_CASE · CaseAcceptedOnPromise
  asks case_locked, not_looked_at, no_promise
give_notice: draft → notice_given · HANDLE_CASE · NoticeGiven
  asks case_locked, not_looked_at, nothing_wrong, said_once
give_further_notice: notice_given → = · ALLOW_NOTICE · SecondNoticeGiven
  asks reason:str≤1000, case_locked, not_looked_at, nothing_wrong
begin: accepted → in_progress · HANDLE_CASE · CaseBegun
  asks case_locked
hand_in: in_progress → in_review · HANDLE_CASE · CaseHandedIn
  asks case_locked, not_looked_at, something_wrong, not_for_review
release: in_progress → approved · HANDLE_CASE · CaseReleased
  asks case_locked, not_looked_at, something_wrong, not_for_review
approve: in_review → approved · REVIEW_CASE · CaseApproved
  asks accurate:bool≤1000, complete:bool≤1000, compliant:bool≤1000, case_locked, never own_case
send_back: in_review → returned · REVIEW_CASE · CaseReturned
  asks accurate:bool≤1000, complete:bool≤1000, compliant:bool≤1000, reason:str≤1000, case_locked, never own_case
redo: returned → in_progress · HANDLE_CASE · CaseRedone
  asks case_locked
withdraw: draft notice_given accepted in_progress returned → withdrawn · HANDLE_CASE · CaseWithdrawn
  asks reason:str≤1000, case_locked
escalate: draft notice_given accepted in_progress returned → = · HANDLE_CASE · CaseEscalated
  asks reason:str≤1000, case_locked
answer: draft notice_given accepted in_progress returned → = · ANSWER_CASE · EscalationAnswered
  asks reason:str≤1000, move_not_open, never own_question
stop_time: accepted in_progress returned → = · HANDLE_CASE · CaseStopped
  asks reason:str≤1000, case_locked, no_limit_runs
resume_time: accepted in_progress in_review returned → = · HANDLE_CASE · CaseGoesOn
  asks no_limit_runs
extend: accepted in_progress returned → = · HANDLE_CASE · CaseExtended
  asks reason:str≤1000, case_locked, no_limit_runs""",
    "follow_up": """
follow_up: open contacted settled dropped · else follow_up_over
contact: open → contacted · FOLLOW_UP · CustomerContacted
  asks note:str≤1000, not_reachable, never own_service
settle: open contacted → settled · FOLLOW_UP · FollowUpSettled
  asks note:str≤1000, never own_service
extend: open contacted → = · FOLLOW_UP · FollowUpExtended
  asks note:str≤1000, extended_once, never own_service
look_up: open contacted → = · FOLLOW_UP · ContactSeen
  asks never own_service
leave_contact: open → = · RATE · FollowUpReachable
  asks move_not_open
drop: open → dropped · RATE · FollowUpDropped
follow_up_contact: open · 1, 0
follow_up_settle: open contacted · 5, 15""",
    "opinion": """
opinion: waiting answered · else answered_already
answer: waiting → answered · ANSWER_OPINION · OpinionAnswered
  asks text:str≤1000
look_up: waiting answered → = · ANSWER_OPINION · WriterContactSeen
opinion_answer: waiting · 5, 0""",
    "appointment": """
appointment: booked checked_in cancelled missed · else appointment_over
check_in: booked missed checked_in → checked_in · ISSUE · AppointmentCheckedIn
  asks checked_in_already, too_early_to_check_in
move: booked → = · BOOK · AppointmentMoved
  asks too_late_to_change
cancel: booked → cancelled · BOOK · AppointmentCancelled
  asks too_late_to_change
remind: booked → = · END_APPOINTMENTS · AppointmentReminded
miss: booked → missed · END_APPOINTMENTS · AppointmentMissed
look_up: booked checked_in cancelled missed → = · SEE_BOOKED · BookerContactSeen""",
    "offer": """
offer: offered taken left · else offer_over
take: offered → taken · BOOK · AppointmentConfirmed
leave: offered → left · BOOK · AppointmentLapsed""",
    "task": """
task: open done dropped · else task_over
finish: open → done · DO_TASK · TaskDone
  asks result:str≤1000
drop: open → dropped · GIVE_TASK · TaskDropped
  asks reason:str≤1000
put_off: open → = · GIVE_TASK · TaskPutOff
  asks reason:str≤1000
hand_on: open → = · GIVE_TASK · TaskHandedOn""",
    "finding": """
finding: open closed · else finding_over
close: open → closed · CHECK · FindingClosed
  asks words:str≤1000, never own_finding
finding_late: open · 5, 0""",
    "incident": """
incident: alert active stabilised recovering closed reviewed · else move_not_open
acknowledge: alert → active · LEAD_INCIDENT · IncidentAcknowledged
stabilise: active → stabilised · LEAD_INCIDENT · IncidentStabilised
  asks steps_open
worsen: stabilised → active · LEAD_INCIDENT · IncidentWorsened
recover: stabilised → recovering · LEAD_INCIDENT · IncidentRecovering
close: recovering → closed · LEAD_INCIDENT · IncidentClosed
  asks review:str≤2000, steps_open
review: closed → reviewed · LEAD_INCIDENT · IncidentReviewed
  asks findings:str≤4000
after_action: closed · 5, 0""",
}


@pytest.mark.parametrize("name", sorted(ALL))
def test_a_table_says_what_was_agreed(name: str) -> None:
    """Whoever changes one changes both: who may do what, from where, with what, and who never."""
    assert told(ALL[name]) == OURS[name].strip().splitlines()


@dataclass(frozen=True)
class LowRating:
    """What the table of low ratings looks at."""

    reachable: bool = True
    clerk: int | None = 7
    extended: bool = False


@pytest.mark.parametrize(
    ("who", "rating", "names"),
    [
        (staff(8), LowRating(), ["contact", "settle", "extend", "look_up"]),
        (staff(8), LowRating(reachable=False), ["settle", "extend", "look_up"]),
        (staff(8), LowRating(extended=True), ["contact", "settle", "look_up"]),
        (staff(7), LowRating(), []),
        (staff(7), LowRating(clerk=None), ["contact", "settle", "extend", "look_up"]),
        (Actor(ActorKind.TICKET, 41, halls=frozenset({1})), LowRating(reachable=False), ["leave_contact", "drop"]),
        (Actor(ActorKind.TICKET, 41, halls=frozenset({1})), LowRating(), ["drop"]),
    ],
)
def test_what_the_table_of_low_ratings_looks_at(who: Actor, rating: LowRating, names: list[str]) -> None:
    """Whether the customer can be reached, who had served them, whether more time was taken."""
    assert [move.name for move in ALL["follow_up"].open_to(who, "open", rating)] == names
