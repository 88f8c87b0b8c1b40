"""What becomes of a message out, as a table."""

from enum import StrEnum
from typing import Final

from server.kernel.languages import N_
from server.messages.events import MessageDied, MessageGivenUp, MessageSent, MessageTriedAgain
from server.security.rights import May
from server.store.workflow import Move, Need, Workflow


class MessageState(StrEnum):
    """Where a message is on its way."""

    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"
    GIVEN_UP = "given_up"


class Why(StrEnum):
    """Why a message is not tried any more."""

    REFUSED = "refused"  # for good, by whoever was to take it
    ATTEMPTS = "attempts"  # refused for now, too often
    LATE = "late"  # nobody is helped by it any more


WAITING, SENT, DEAD, GIVEN_UP = MessageState

MESSAGE: Final = Workflow(
    name="message",
    about="A message out: written with the fact that causes it, sent by the worker; a dead one waits for a person.",
    states=tuple(MessageState),
    moves=(
        Move("send", (WAITING,), SENT, right=May.SEND_MESSAGES, writes=MessageSent, says=N_("sent")),
        Move("die", (WAITING,), DEAD, right=May.SEND_MESSAGES, writes=MessageDied, says=N_("not sent")),
        Move(
            "try_again", (DEAD,), WAITING, right=May.SETTLE_MESSAGES, writes=MessageTriedAgain, says=N_("Try again"),
        ),
        Move(
            "give_up", (DEAD,), GIVEN_UP, right=May.SETTLE_MESSAGES, writes=MessageGivenUp, says=N_("Give up"),
            needs=(Need("reason", N_("Why it is given up")),),
        ),
    ),
)  # fmt: skip
