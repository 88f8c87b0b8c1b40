"""Sends webhooks: each reads the journal on from where it came to, in order, and stays where it is not taken.

The journal is the queue: a command writes nothing for a webhook, and none is held up by one. At least once: what was
sent is marked after it, so a courier that is killed in between sends it again, under the same id. What its receiver
refuses for good (4xx) is listed and passed over; what does not reach it, or fails there, holds back all after it.
"""

import secrets
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event, Lock
from typing import Any, Final

import orjson
from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from server.floor.tables import tickets
from server.kernel.recurring import Recurring
from server.messages.lanes import Lanes
from server.messages.outbox import growing
from server.messages.outward import AddressRefused, NoAnswer, NotReached, Outward, Reply
from server.security.actors import SYSTEM
from server.store.directory import all_halls
from server.store.hall import HEAD, Store
from server.store.tables import journal, lines
from server.webhooks.commands import UnknownWebhook, stop
from server.webhooks.events import StoppedBecause
from server.webhooks.reads import Hook, all_webhooks, call_of
from server.webhooks.signing import headers
from server.webhooks.tables import webhook_deliveries, webhook_progress
from server.webhooks.topics import FACTS, facts_of, payload, ticket_in

IN_HAND: Final = timedelta(seconds=120)  # longer than one delivery takes; renewed with each
PAUSE: Final = timedelta(seconds=5)  # until one that was not taken is tried again; doubled each time
LONGEST: Final = timedelta(minutes=30)
AT_ONCE: Final = 100  # entries that one look sends
SHOWN: Final = 300  # characters of an answer that are kept
GONE: Final = 410
STAYS: Final = frozenset({401, 403, 404, 405, 407, 408, 425, 429})  # of the receiver, not of what was sent
NAME: Final = "webhooks could not be sent"

_THIS: Final = (webhook_progress.c.hall_id == bindparam("hall"), webhook_progress.c.webhook == bindparam("which"))
_MINE: Final = (*_THIS, webhook_progress.c.claimed_by == bindparam("me"))
_MOMENT: Final = webhook_progress.c.rests_until.type
STANDS = (
    select(webhook_progress.c.position, webhook_progress.c.rests_until)
    .where(
        *_THIS,
        or_(
            webhook_progress.c.claimed_until.is_(None),
            webhook_progress.c.claimed_until <= bindparam("now", type_=_MOMENT),
            webhook_progress.c.claimed_by == bindparam("me"),
        ),
    )
    .with_for_update()
)
LOOKED = select(webhook_progress.c.position, webhook_progress.c.rests_until).where(*_THIS)
CLAIM = (
    update(webhook_progress)
    .where(*_THIS)
    .values(claimed_until=bindparam("until", type_=_MOMENT), claimed_by=bindparam("me_now"))
)
LET_GO = update(webhook_progress).where(*_MINE).values(claimed_until=None, claimed_by=None)
AHEAD = (
    update(webhook_progress)
    .where(*_MINE)
    .values(
        position=bindparam("to"), failures=0, failing_since=None, rests_until=None, said=None,
        claimed_until=bindparam("until", type_=_MOMENT),
    )
)  # fmt: skip
SINCE = select(webhook_progress.c.failures, webhook_progress.c.failing_since).where(*_MINE)
RESTS = (
    update(webhook_progress)
    .where(*_MINE)
    .values(
        failures=bindparam("many"),
        failing_since=bindparam("began", type_=_MOMENT),
        rests_until=bindparam("until", type_=_MOMENT),
        said=bindparam("answer", type_=webhook_progress.c.said.type),
    )
)
LAST = select(lines.c.seq).where(lines.c.hall_id == bindparam("hall"))
_ENTRY: Final = (journal.c.seq, journal.c.at, journal.c.event, journal.c.data)
NEXT = (
    select(*_ENTRY)
    .where(
        journal.c.hall_id == bindparam("hall"), journal.c.seq > bindparam("after"), journal.c.seq <= bindparam("last"),
        journal.c.event.in_(bindparam("facts", expanding=True)),
    )
    .order_by(journal.c.seq)
    .limit(AT_ONCE)
)  # fmt: skip
ONE = select(*_ENTRY).where(journal.c.hall_id == bindparam("hall"), journal.c.seq == bindparam("nth"))
TICKET = select(tickets.c.number, tickets.c.service).where(
    tickets.c.hall_id == bindparam("hall"), tickets.c.id == bindparam("which")
)
AGAIN = (
    select(webhook_deliveries.c.entry)
    .where(
        webhook_deliveries.c.hall_id == bindparam("hall"), webhook_deliveries.c.webhook == bindparam("which"),
        webhook_deliveries.c.again,
    )
    .order_by(webhook_deliveries.c.entry)
    .limit(AT_ONCE)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bound:
    """A webhook of a hall, with where it goes."""

    hall: int
    code: str
    hook: Hook
    url: str
    secret: str


class Courier:
    """Sends the webhooks of all halls."""

    def __init__(self, store: Store, outward: Outward, stopping: Event | None = None) -> None:
        self.store, self.outward = store, outward
        self.me = secrets.token_hex(8)
        self.stopping = stopping or Event()
        self.faults = Recurring()
        self.writing = Lock()
        self.bound: dict[str, Bound] = {}

    def run(self) -> None:
        """Send until told to stop; each webhook has a thread, so that none waits for another's slow receiver."""
        Lanes(NAME, self.present, self.send, stopping=self.stopping, faults=self.faults).run()

    def once(self) -> int:
        """Send all that there is to send now, one webhook after the other; return how much was taken."""
        return sum(self.send(name) for name in self.present())

    def present(self) -> Collection[str]:
        """Return which webhooks there are to be sent just now."""
        found: dict[str, Bound] = {}
        with self.store.look(HEAD) as head:
            halls = dict(all_halls(head))
        for code, number in halls.items():
            with self.store.look(number) as hall:
                for hook in all_webhooks(hall):
                    call = call_of(hall, hook.id)
                    if hook.stopped is None and call is not None:
                        found[f"{number}.{hook.id}"] = Bound(number, code, hook, *call)
        self.bound = found
        return found

    def send(self, name: str) -> int:
        """Send a webhook what it has not had yet; return how much of it was taken."""
        one = self.bound.get(name)
        if one is None or self.idle(one):
            return 0
        position = self.claim(one)
        if position is None:
            return 0
        taken = 0
        try:
            for seq, at, fact, data in self.again(one):
                self.deliver(one, seq, at, fact, data)
            for seq, at, fact, data in self.next(one, position):
                if self.stopping.is_set() or not self.deliver(one, seq, at, fact, data):
                    break
                taken += 1
                self.ahead(one, seq)
        finally:
            with self.store.database.writing() as connection:
                connection.execute(LET_GO, self.of(one))
        return taken

    def idle(self, one: Bound) -> bool:
        """Return whether there is nothing to send; looking locks nothing, and most looks find nothing."""
        with self.store.database.reading() as connection:
            row = connection.execute(LOOKED, {"hall": one.hall, "which": one.hook.id}).first()
            if row is None:
                return False
            rests, position = row[1], int(row[0])
            if rests is not None and rests > self.store.clock.now():
                return True
            if int(connection.execute(LAST, {"hall": one.hall}).scalar() or 0) > position:
                return False
            return connection.execute(AGAIN, {"hall": one.hall, "which": one.hook.id}).first() is None

    def of(self, one: Bound) -> dict[str, Any]:
        """Return the parameters that name a webhook in this courier's hand."""
        return {"hall": one.hall, "which": one.hook.id, "me": self.me}

    def claim(self, one: Bound) -> int | None:
        """Take a webhook in hand; return how far it came, None where another has it, or it rests."""
        now = self.store.clock.now()
        with self.store.database.writing() as connection:
            row = connection.execute(STANDS, {**self.of(one), "now": now}).first()
            if row is None:
                self.begin(connection, one)
                return None
            if row[1] is not None and row[1] > now:
                return None
            connection.execute(CLAIM, {**self.of(one), "until": now + IN_HAND, "me_now": self.me})
            return int(row[0])

    def begin(self, connection: Any, one: Bound) -> None:
        """Begin at a webhook's own entry where nothing is known of how far it came."""
        make = sqlite_insert if self.store.database.sqlite else postgresql_insert
        new = {"hall_id": one.hall, "webhook": one.hook.id, "position": one.hook.id, "failures": 0}
        connection.execute(make(webhook_progress).values(new).on_conflict_do_nothing())

    def next(self, one: Bound, position: int) -> Iterator[Any]:
        """Yield the entries that a webhook is to be told next; what none of its facts is, it is done with."""
        facts = facts_of(frozenset(one.hook.settings.facts))
        with self.store.database.reading() as connection:
            last = int(connection.execute(LAST, {"hall": one.hall}).scalar() or 0)
            if last <= position:
                return
            asked = {"hall": one.hall, "after": position, "last": last, "facts": facts}
            found = connection.execute(NEXT, asked).all()
        yield from found
        if len(found) < AT_ONCE:
            self.passed(one, last)

    def again(self, one: Bound) -> list[Any]:
        """Return the entries that somebody wants sent once more."""
        with self.store.database.reading() as connection:
            which = connection.execute(AGAIN, {"hall": one.hall, "which": one.hook.id}).scalars().all()
            found = [connection.execute(ONE, {"hall": one.hall, "nth": nth}).first() for nth in which]
        return [row for row in found if row is not None and row[2] in FACTS]

    def deliver(self, one: Bound, seq: int, at: datetime, fact: str, data: str) -> bool:
        """Send one entry; return whether the next one may follow."""
        known = orjson.loads(data)
        with self.store.database.reading() as connection:
            which = ticket_in(fact, seq, known)
            row = None if which is None else connection.execute(TICKET, {"hall": one.hall, "which": which}).first()
        ticket = None if row is None else (row[0], row[1])
        body = payload(one.code, seq=seq, at=at, fact=fact, data=known, ticket=ticket)
        now, topic = self.store.clock.now(), FACTS[fact].topic
        signed = headers(one.secret, body, now, key=f"{one.code}-{seq}", kind=topic)
        try:
            reply = self.outward.call("POST", one.url, headers=signed, body=body)
        except (NotReached, NoAnswer, AddressRefused) as error:
            self.rest(one, str(error))
            self.listed(one, seq, topic, taken=False, said=str(error))
            return False
        return self.heard(one, seq, topic, reply)

    def heard(self, one: Bound, seq: int, topic: str, reply: Reply) -> bool:
        """Keep what was answered; return whether the next one may follow."""
        said = f"{reply.status} {' '.join(reply.text.split())}"[:SHOWN].strip()
        taken = 200 <= reply.status < 300
        self.listed(one, seq, topic, taken=taken, said=said)
        if reply.status == GONE:
            self.stop(one, StoppedBecause.GONE)
            return False
        if taken or (400 <= reply.status < 500 and reply.status not in STAYS):
            return True
        self.rest(one, said)
        return False

    def rest(self, one: Bound, said: str) -> None:
        """Have a webhook wait, ever longer; stop it where nothing was taken for days."""
        now = self.store.clock.now()
        with self.store.database.writing() as connection:
            row = connection.execute(SINCE, self.of(one)).first()
            failures, since = (row[0], row[1]) if row else (0, None)
            until = now + growing(PAUSE, failures, LONGEST)
            values = {"many": failures + 1, "began": since or now, "until": until, "answer": said[:SHOWN]}
            connection.execute(RESTS, {**self.of(one), **values})
        if since is not None and now - since >= timedelta(days=one.hook.settings.days):
            self.stop(one, StoppedBecause.FAILING)

    def stop(self, one: Bound, why: StoppedBecause) -> None:
        """Stop a webhook; a person has it go on."""
        with suppress(UnknownWebhook), self.writing, self.store.hall(one.hall, SYSTEM) as hall:
            stop(hall, one.hook.id, why)

    def ahead(self, one: Bound, seq: int) -> None:
        """Say that a webhook is done with an entry, and keep it in hand."""
        until = self.store.clock.now() + IN_HAND
        with self.store.database.writing() as connection:
            connection.execute(AHEAD, {**self.of(one), "to": seq, "until": until})

    def passed(self, one: Bound, last: int) -> None:
        """Say that there was nothing more to tell up to an entry."""
        self.ahead(one, last)

    def listed(self, one: Bound, seq: int, topic: str, *, taken: bool, said: str) -> None:
        """Keep what was sent and answered."""
        make = sqlite_insert if self.store.database.sqlite else postgresql_insert
        row = {"hall_id": one.hall, "webhook": one.hook.id, "entry": seq, "topic": topic, "attempts": 1}
        row |= {"taken": taken, "said": said[:SHOWN], "at": self.store.clock.now(), "again": False}
        kept = make(webhook_deliveries).values(row)
        anew: dict[str, Any] = {name: kept.excluded[name] for name in ("taken", "said", "at", "again")}
        anew["attempts"] = webhook_deliveries.c.attempts + 1
        with self.store.database.writing() as connection:
            connection.execute(kept.on_conflict_do_update(index_elements=["hall_id", "webhook", "entry"], set_=anew))
