"""What can be done with messages out: write one with its cause, say what became of it, try again, give up."""

import secrets
from datetime import timedelta
from typing import Final

from sqlalchemy import bindparam, delete, insert, update

from server.kernel.languages import N_
from server.kernel.refusals import Missing
from server.messages.events import MessageWritten
from server.messages.letters import Content, Kind
from server.messages.reads import state_of
from server.messages.states import MESSAGE, MessageState, Why
from server.messages.tables import outbox
from server.store.hall import UnitOfWork
from server.store.prepared import Prepared

AGAIN_FOR: Final = timedelta(days=1)  # how long a message is tried once somebody said that it shall be
_THIS = (outbox.c.hall_id == bindparam("hall"), outbox.c.message == bindparam("which"))
PUT = Prepared(insert(outbox))
TAKE_OUT = delete(outbox).where(*_THIS)
LEAVE = (
    update(outbox)
    .where(*_THIS)
    .values(
        not_before=None,
        claimed_until=None,
        claimed_by=None,
        attempts=bindparam("tried"),
        said=bindparam("answer", type_=outbox.c.said.type),
    )
)
ANEW = (
    update(outbox)
    .where(*_THIS)
    .values(
        not_before=bindparam("now", type_=outbox.c.not_before.type),
        useful_until=bindparam("until", type_=outbox.c.useful_until.type),
        attempts=0,
        claimed_until=None,
    )
)


class UnknownMessage(Missing):
    """The hall has no message of this number."""

    says = N_("There is no message {message} here.")


def write(
    hall: UnitOfWork, *, kind: Kind, channel: str, recipient: str, content: Content, staff: int | None = None
) -> int:
    """Write a message out, in the transaction of the fact that causes it; return its number. The worker sends it."""
    number = hall.record(MessageWritten(channel=channel, kind=kind.name, staff=staff)).number
    hall.write_unlogged(
        PUT,
        {
            "hall_id": hall.id,
            "message": number,
            "channel": channel,
            "key": secrets.token_hex(16),
            "urgent": kind.urgent,
            "recipient": recipient,
            "content": content.to_json(),
            "attempts": 0,
            "not_before": hall.at,
            "useful_until": hall.at + kind.useful_for,
            "claimed_until": None,
            "claimed_by": None,
            "said": None,
        },
    )
    return number


def mark_sent(hall: UnitOfWork, *, message: int, attempts: int, cost: int | None = None) -> bool:
    """Say that the other side took a message; its address and words are erased. Return whether nobody said so yet."""
    first = state_of(hall, message) is MessageState.WAITING
    if first:
        MESSAGE.take(hall, of=message, state=MessageState.WAITING, name="send", attempts=attempts, cost=cost)
    hall.write_unlogged(TAKE_OUT, {"hall": hall.id, "which": message})
    return first


def let_die(hall: UnitOfWork, *, message: int, why: Why, attempts: int, said: str | None) -> None:
    """Try a message no more; a person decides what becomes of it."""
    if state_of(hall, message) is MessageState.WAITING:
        MESSAGE.take(hall, of=message, state=MessageState.WAITING, name="die", why=why, attempts=attempts)
        hall.write_unlogged(LEAVE, {"hall": hall.id, "which": message, "tried": attempts, "answer": said})


def settle(hall: UnitOfWork, *, message: int, move: str, reason: str = "") -> None:
    """Have a dead message tried again, or give it up with a reason."""
    state = state_of(hall, message)
    if state is None:
        raise UnknownMessage(message=message)
    MESSAGE.take(hall, of=message, state=state, name=move, reason=reason.strip())
    if move == "give_up":
        hall.write_unlogged(TAKE_OUT, {"hall": hall.id, "which": message})
        return
    hall.write_unlogged(ANEW, {"hall": hall.id, "which": message, "now": hall.at, "until": hall.at + AGAIN_FOR})
