"""What becomes of a low rating and of an opinion, as tables: who may do what, never whom, in which time."""

from typing import Final

from server.kernel.languages import N_
from server.ratings.events import (
    ANSWER,
    CONTACT,
    SETTLE,
    ContactSeen,
    CustomerContacted,
    FollowUpDropped,
    FollowUpExtended,
    FollowUpReachable,
    FollowUpSettled,
    OpinionAnswered,
    WriterContactSeen,
)
from server.ratings.levels import FollowUpState, OpinionState
from server.ratings.refusals import AnsweredAlready, ExtendedOnce, FollowUpOver, NotReachable, OwnService
from server.security.rights import May
from server.store.workflow import Guard, Move, Need, Separation, TimeLimit, Workflow

OPEN, CONTACTED, SETTLED, DROPPED = FollowUpState
WAITING, ANSWERED = OpinionState
DOES, ANSWERS = May.FOLLOW_UP, May.ANSWER_OPINION
OTHERS: Final = Separation("whoever had served", lambda follow_up: follow_up.clerk, OwnService)
REACHABLE: Final = Guard("the customer can be reached", lambda follow_up: follow_up.reachable, NotReachable)
UNREACHABLE: Final = Guard("there was no way to reach the customer", lambda follow_up: not follow_up.reachable)
ONCE: Final = Guard("not extended before", lambda follow_up: not follow_up.extended, ExtendedOnce)
NOTE: Final = (Need("note", N_("What was done, or why more time is needed")),)

FOLLOW_UP: Final = Workflow(
    name="follow_up",
    about="A low rating: its customer is contacted, if they can be, and the matter settled, by somebody else.",
    states=tuple(FollowUpState),
    moves=(
        Move(
            "contact", (OPEN,), CONTACTED, right=DOES, writes=CustomerContacted, says=N_("The customer was contacted"),
            needs=NOTE, guards=(REACHABLE,), never=OTHERS,
        ),
        Move(
            "settle", (OPEN, CONTACTED), SETTLED, right=DOES, writes=FollowUpSettled, says=N_("It is settled"),
            needs=NOTE, never=OTHERS,
        ),
        Move(
            "extend", (OPEN, CONTACTED), None, right=DOES, writes=FollowUpExtended, says=N_("More time, once"),
            needs=NOTE, guards=(ONCE,), never=OTHERS,
        ),
        Move(
            "look_up", (OPEN, CONTACTED), None, right=DOES, writes=ContactSeen, says=N_("Show where to reach them"),
            never=OTHERS,
        ),
        Move(
            "leave_contact", (OPEN,), None, right=May.RATE, writes=FollowUpReachable, says=N_("To be reached at"),
            guards=(UNREACHABLE,),
        ),
        Move(
            "drop", (OPEN,), DROPPED, right=May.RATE, writes=FollowUpDropped,
            says=N_("dropped: the rating was corrected"),
        ),
    ),
    limits=(TimeLimit(CONTACT, (OPEN,), days=1), TimeLimit(SETTLE, (OPEN, CONTACTED), days=5, longer=15)),
    closed=FollowUpOver,
)  # fmt: skip

OPINION: Final = Workflow(
    name="opinion",
    about="What a customer said by themselves: it gets one answer.",
    states=tuple(OpinionState),
    moves=(
        Move(
            "answer", (WAITING,), ANSWERED, right=ANSWERS, writes=OpinionAnswered, says=N_("Send the answer"),
            needs=(Need("text", N_("Answer")),),
        ),
        Move(
            "look_up", (WAITING, ANSWERED), None, right=ANSWERS, writes=WriterContactSeen,
            says=N_("Show where to reach them"),
        ),
    ),
    limits=(TimeLimit(ANSWER, (WAITING,), days=5),),
    closed=AnsweredAlready,
)  # fmt: skip
