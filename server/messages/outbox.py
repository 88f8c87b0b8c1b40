"""The order in which messages leave: which one is next, whose hand it is in, when it is tried again.

A claim is one short transaction of its own: the channel's row is its lock, so that its limit holds for all workers
together and two of them never take one message. A claim ends by itself, so a worker that was killed keeps nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, bindparam, or_, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from server.messages.letters import Allowance, Content, Letter
from server.messages.tables import channels, outbox
from server.store.hall import HEAD, Store

IN_HAND: Final = timedelta(seconds=120)  # longer than a channel may take for one message: its steps end after ten each
PAUSE: Final = timedelta(seconds=30)  # until a message that was refused for now is tried again; doubled each time
LONGEST_PAUSE: Final = timedelta(hours=1)
ATTEMPTS: Final = 10  # some five hours
REST: Final = timedelta(seconds=5)  # until a channel that was not reached is tried again; doubled each time
LONGEST_REST: Final = timedelta(minutes=10)
DOUBLED: Final = 20  # times at most: two to the power of all failures of a week is no length of time
BURST: Final = 5  # messages that may leave at once after a quiet time, or two seconds' worth of the limit

_NOW: Final = bindparam("now", type_=outbox.c.not_before.type)
_THIS: Final = (outbox.c.hall_id == bindparam("hall"), outbox.c.message == bindparam("which"))
_FREE: Final = or_(outbox.c.claimed_until.is_(None), outbox.c.claimed_until <= _NOW)
_CHANNEL: Final = (channels.c.hall_id == HEAD, channels.c.channel == bindparam("by"))
_TAKEN: Final = (
    outbox.c.hall_id,
    outbox.c.message,
    outbox.c.key,
    outbox.c.recipient,
    outbox.c.content,
    outbox.c.attempts,
    outbox.c.said,
)
STANDS = select(channels.c.next_at, channels.c.rests_until, channels.c.day, channels.c.today).where(*_CHANNEL)
IN_STEP = (
    update(channels)
    .where(*_CHANNEL)
    .values(
        next_at=bindparam("then", type_=channels.c.next_at.type), day=bindparam("now_day"), today=bindparam("count")
    )
)
NOT_COUNTED = update(channels).where(*_CHANNEL, channels.c.today > 0).values(today=channels.c.today - 1)
RESTS = (
    update(channels)
    .where(*_CHANNEL)
    .values(
        rests_until=bindparam("until", type_=channels.c.rests_until.type),
        failures=bindparam("many"),
        failing_since=bindparam("began", type_=channels.c.failing_since.type),
        said=bindparam("answer", type_=channels.c.said.type),
    )
)
SINCE = select(channels.c.failures, channels.c.failing_since).where(*_CHANNEL)
NEXT = (
    select(*_TAKEN)
    .where(outbox.c.channel == bindparam("by"), outbox.c.not_before <= _NOW, outbox.c.useful_until > _NOW, _FREE)
    .order_by(outbox.c.urgent.desc(), outbox.c.not_before, outbox.c.hall_id, outbox.c.message)
    .limit(1)
)
TOO_LATE = (
    select(*_TAKEN, outbox.c.channel)
    .where(outbox.c.not_before.is_not(None), outbox.c.useful_until <= _NOW, _FREE)
    .limit(50)
)
CLAIM = (
    update(outbox)
    .where(*_THIS)
    .values(
        claimed_until=bindparam("until", type_=outbox.c.claimed_until.type),
        claimed_by=bindparam("worker"),
    )
)
LET_GO = (
    update(outbox)
    .where(*_THIS, outbox.c.claimed_by == bindparam("worker"))
    .values(
        claimed_until=None,
        claimed_by=None,
        attempts=bindparam("tried"),
        not_before=bindparam("then", type_=outbox.c.not_before.type),
        said=bindparam("answer", type_=outbox.c.said.type),
    )
)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message in a worker's hand."""

    hall: int
    message: int
    channel: str
    letter: Letter
    attempts: int  # before this one
    said: str | None


class Outbox:
    """The messages of all halls, as one worker takes them."""

    def __init__(self, store: Store, worker: str) -> None:
        self.store, self.worker = store, worker

    @property
    def now(self) -> datetime:
        """The present moment."""
        return self.store.clock.now()

    def claim(self, channel: str, per_minute: int, per_day: int | None = None, day: str = "") -> Claimed | None:
        """Take the next message of a channel in hand; None where none is due, a limit is reached, or it rests.

        `day` is the one that a limit a day is counted for.
        """
        now = self.now
        with self.store.database.reading() as connection:  # looking locks nothing: most looks find nothing
            if connection.execute(NEXT, {"by": channel, "now": now}).first() is None:
                return None
        with self.store.database.writing() as connection:
            if not self.in_step(connection, channel, Allowance(per_minute, per_day, day), now):
                return None
            row = connection.execute(NEXT, {"by": channel, "now": now}).first()
            if row is None:
                return None
            asked = {"hall": row[0], "which": row[1], "until": now + IN_HAND, "worker": self.worker}
            connection.execute(CLAIM, asked)
        return claimed(channel, row)

    def in_step(self, connection: Connection, channel: str, allowed: Allowance, now: datetime) -> bool:
        """Lock a channel, and count one message more against its limits; return whether one may leave now."""
        make = sqlite_insert if self.store.database.sqlite else postgresql_insert
        new = {"hall_id": HEAD, "channel": channel, "next_at": now, "failures": 0}
        connection.execute(make(channels).values(new).on_conflict_do_nothing())
        next_at, rests_until, day, today = connection.execute(STANDS.with_for_update(), {"by": channel}).one()
        step, burst = timedelta(minutes=1) / allowed.per_minute, max(BURST, allowed.per_minute // 30)
        if (rests_until is not None and rests_until > now) or next_at - now > (burst - 1) * step:
            return False
        count = today if allowed.day == (day or "") else 0
        if allowed.per_day is not None and count >= allowed.per_day:
            return False
        then = max(next_at, now) + step
        connection.execute(IN_STEP, {"by": channel, "then": then, "now_day": allowed.day, "count": count + 1})
        return True

    def put_back(self, one: Claimed, *, said: str) -> None:
        """Have a message that was refused for now wait, ever longer."""
        then = self.now + growing(PAUSE, one.attempts, LONGEST_PAUSE)
        self.let_go(one, attempts=one.attempts + 1, then=then, said=said)

    def let_go(self, one: Claimed, *, attempts: int, then: datetime, said: str | None) -> None:
        """Give a message out of hand, unless another worker has it by now."""
        values = {"hall": one.hall, "which": one.message, "worker": self.worker}
        with self.store.database.writing() as connection:
            connection.execute(NOT_COUNTED, {"by": one.channel})
            connection.execute(LET_GO, {**values, "tried": attempts, "then": then, "answer": said})

    def too_late(self) -> list[Claimed]:
        """Return messages that help nobody any more, and are in nobody's hand."""
        with self.store.database.reading() as connection:
            return [claimed(row[7], row[:7]) for row in connection.execute(TOO_LATE, {"now": self.now})]

    def not_reached(self, channel: str, said: str) -> None:
        """Have a channel rest, ever longer."""
        with self.store.database.writing() as connection:
            failures, since = connection.execute(SINCE.with_for_update(), {"by": channel}).one()
            until = self.now + growing(REST, failures, LONGEST_REST)
            values: dict[str, Any] = {"until": until, "many": failures + 1, "began": since or self.now, "answer": said}
            connection.execute(RESTS, {"by": channel, **values})

    def reached(self, channel: str) -> None:
        """Say that a channel works."""
        with self.store.database.writing() as connection:
            failing = connection.execute(SINCE.with_for_update(), {"by": channel}).one()[1]
            if failing is not None:
                connection.execute(RESTS, {"by": channel, "until": None, "many": 0, "began": None, "answer": None})


def growing(first: timedelta, before: int, longest: timedelta) -> timedelta:
    """Return a pause that is doubled each time; `before`: how many there were. It ends at the longest."""
    factor: int = 2 ** min(before, DOUBLED)
    return min(first * factor, longest)


def claimed(channel: str, row: Any) -> Claimed:
    """Return a message of a channel out of its row."""
    hall, message, key, recipient, content, attempts, said = row
    return Claimed(hall, message, channel, Letter(key, recipient, Content.from_json(content)), attempts, said)
