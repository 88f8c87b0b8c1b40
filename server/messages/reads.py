"""What others may read of messages out: typed values, never rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, func, select

from server.messages.letters import Content
from server.messages.states import MessageState
from server.messages.tables import channels, messages, outbox
from server.store.hall import HEAD, HallSnapshot
from server.store.sealed import OF_ANOTHER

LATE: Final = timedelta(minutes=5)  # a message that waits longer: no worker runs, or its channel is not reached
_OF: Final = (messages.c.hall_id == bindparam("hall"),)
STATE = select(messages.c.state).where(*_OF, messages.c.id == bindparam("message"))
_LISTED = (
    select(
        messages.c.id,
        messages.c.channel,
        messages.c.kind,
        messages.c.staff,
        messages.c.state,
        messages.c.why,
        messages.c.written_at,
        messages.c.since,
        outbox.c.attempts,
        outbox.c.content,
        outbox.c.said,
        outbox.c.not_before,
    )
    .outerjoin(outbox, (outbox.c.hall_id == messages.c.hall_id) & (outbox.c.message == messages.c.id))
    .where(*_OF, messages.c.state.in_(bindparam("states", expanding=True)))
    .order_by(messages.c.since.desc(), messages.c.id.desc())
    .limit(bindparam("most"))
)
LAST = select(func.max(messages.c.written_at)).where(
    *_OF, messages.c.kind == bindparam("kind"), messages.c.staff == bindparam("staff")
)
DEAD = select(func.count()).where(*_OF, messages.c.state == MessageState.DEAD)
WAITING = select(func.count(), func.min(messages.c.written_at)).where(*_OF, messages.c.state == MessageState.WAITING)
FAILING = select(channels.c.channel, channels.c.failing_since, channels.c.said).where(
    channels.c.hall_id == HEAD, channels.c.failing_since.is_not(None)
)


@dataclass(frozen=True, slots=True)
class Message:
    """A message out as the office shows it; what was erased is None."""

    id: int
    channel: str
    kind: str
    staff: int | None
    state: MessageState
    why: str | None
    written_at: datetime
    since: datetime
    attempts: int | None
    content: Content | None
    said: str | None
    not_before: datetime | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a hall's messages stand: how many are dead, how many wait, since when the oldest, what does not work."""

    dead: int
    waiting: int
    oldest: datetime | None
    failing: tuple[str, ...]  # channels that are not reached

    def late(self, now: datetime) -> bool:
        """Return whether somebody should know that messages do not leave."""
        return self.oldest is not None and now - self.oldest > LATE


def state_of(hall: HallSnapshot, message: int) -> MessageState | None:
    """Return where a message is on its way; None where the hall has none of this number."""
    state = hall.connection.execute(STATE, {"hall": hall.id, "message": message}).scalar()
    return None if state is None else MessageState(state)


def last_to(hall: HallSnapshot, staff: int, kind: str) -> datetime | None:
    """Return when a message of a kind was last written to a member of staff."""
    found: datetime | None = hall.connection.execute(LAST, {"hall": hall.id, "kind": kind, "staff": staff}).scalar()
    return found


def messages_in(hall: HallSnapshot, states: Iterable[MessageState], *, most: int) -> list[Message]:
    """Return the hall's messages in some states, those that changed last first."""
    asked = {"hall": hall.id, "states": list(states), "most": most}
    return [
        Message(**{**row, "state": MessageState(row["state"]), "content": opened(row["content"])})
        for row in hall.connection.execute(_LISTED, asked).mappings()
    ]


def opened(content: str | None) -> Content | None:
    """Return a message's words; None where they were erased, or sealed with a key that is gone."""
    return Content.from_json(content) if content and content != OF_ANOTHER else None


def standing(hall: HallSnapshot) -> Standing:
    """Return how a hall's messages stand."""
    dead = int(hall.connection.execute(DEAD, {"hall": hall.id}).scalar_one())
    waiting, oldest = hall.connection.execute(WAITING, {"hall": hall.id}).one()
    failing = tuple(row[0] for row in hall.connection.execute(FAILING)) if waiting else ()
    return Standing(dead, int(waiting), oldest, failing)


def why_failing(sight: HallSnapshot) -> dict[str, tuple[datetime, str]]:
    """Return channel → since when it is not reached, and what it said last."""
    return {row[0]: (row[1], row[2] or "") for row in sight.connection.execute(FAILING)}
