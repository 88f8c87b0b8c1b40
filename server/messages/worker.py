"""Sends what waits in the outbox, for ever: a process of its own, so that a slow mail server holds up no screen.

At least once: the other side takes a message before it is marked, so a worker that is killed in between has it sent
again, under the same key. Several workers share the work. Each channel has a thread, so that none waits for another's
slow side; what is written of them is written by one at a time.
"""

import secrets
from collections.abc import Callable, Collection, Iterator, Mapping
from threading import Event, Lock
from typing import Final

import structlog

from server.kernel.recurring import Recurring
from server.messages.commands import let_die, mark_sent
from server.messages.lanes import Lanes
from server.messages.letters import Channel, ChannelDown, NotEver, NotNow, Receipt
from server.messages.outbox import ATTEMPTS, Claimed, Outbox
from server.messages.receipts import keep
from server.messages.states import Why
from server.security.actors import SYSTEM
from server.store.hall import Store

log = structlog.get_logger()
LONGEST: Final = 200  # characters of what the other side said
NOT_LOOKED: Final = "messages could not be looked at"


def no_more() -> Mapping[str, Channel]:
    """Return no further channels."""
    return {}


class Worker:
    """One worker, with the channels that it sends by; `more` returns those that halls have set up just now."""

    def __init__(
        self, store: Store, channels: Mapping[str, Channel], more: Callable[[], Mapping[str, Channel]] = no_more
    ) -> None:
        self.store, self.channels, self.more = store, channels, more
        self.outbox = Outbox(store, secrets.token_hex(8))
        self.stopping = Event()
        self.faults = Recurring()
        self.writing = Lock()
        self.open: Mapping[str, Channel] = dict(channels)

    def run(self) -> None:
        """Send until told to stop; what goes wrong is told, and tried again."""
        lanes = Lanes(NOT_LOOKED, self.present, self.drain, stopping=self.stopping, faults=self.faults)
        lanes.run()

    def present(self) -> Collection[str]:
        """Return which channels there are now; what helps nobody any more is let die."""
        self.look()
        self.bury()
        return self.open

    def look(self) -> None:
        """See which channels there are now."""
        self.open = {**self.channels, **self.more()}

    def once(self) -> int:
        """Send all that may leave now, by one channel after the other; return how many messages were sent."""
        self.look()
        sent = sum(self.drain(name) for name in self.open)
        self.bury()
        return sent

    def bury(self) -> None:
        """Try those no more that help nobody any longer."""
        for late in self.outbox.too_late():
            self.die(late, Why.LATE, attempts=late.attempts, said=late.said)

    def drain(self, name: str) -> int:
        """Send all that may leave by a channel now; return how many were sent."""
        channel = self.open.get(name)
        if channel is None:
            return 0
        sent = sum(self.deliver(name, channel, one) for one in self.due(name, channel))
        channel.rest()
        return sent

    def due(self, name: str, channel: Channel) -> Iterator[Claimed]:
        """Yield what may leave by a channel, each in hand; a channel that was changed meanwhile ends it."""
        while not self.stopping.is_set() and self.open.get(name) is channel:
            allowed = channel.allowance(self.outbox.now)
            if allowed is None:
                return
            one = self.outbox.claim(name, allowed.per_minute, allowed.per_day, allowed.day)
            if one is None:
                return
            yield one

    def deliver(self, name: str, channel: Channel, one: Claimed) -> bool:
        """Send one message and say what became of it; return whether it was sent."""
        attempts = one.attempts + 1
        try:
            receipt = channel.send(one.letter) or Receipt()
        except ChannelDown as error:
            self.outbox.let_go(one, attempts=one.attempts, then=self.outbox.now, said=one.said)
            self.outbox.not_reached(name, str(error)[:LONGEST])
            self.faults.failed(f"not reached: {name}", error)
            return False
        except NotEver as error:
            self.die(one, Why.REFUSED, attempts=attempts, said=str(error))
            return False
        except Exception as error:  # noqa: BLE001 - NotNow, and what no channel says: neither stops the others
            self.not_now(one, error, attempts=attempts)
            return False
        with self.writing, self.store.hall(one.hall, SYSTEM) as hall:
            if mark_sent(hall, message=one.message, attempts=attempts, cost=receipt.cost or None):
                keep(hall, one.message, receipt.reference)
        self.outbox.reached(name)
        self.faults.went_well(f"not reached: {name}")
        return True

    def not_now(self, one: Claimed, error: Exception, *, attempts: int) -> None:
        """Have a message wait that was not taken; after the last attempt it is dead."""
        if not isinstance(error, NotNow):
            log.error("a message could not be sent", hall=one.hall, message=one.message, why=type(error).__name__)
        said = str(error) if isinstance(error, NotNow) else type(error).__name__  # what it says may hold the address
        if attempts >= ATTEMPTS:
            self.die(one, Why.ATTEMPTS, attempts=attempts, said=said)
        else:
            self.outbox.put_back(one, said=shortened(said, one))

    def die(self, one: Claimed, why: Why, *, attempts: int, said: str | None) -> None:
        """Try a message no more."""
        with self.writing, self.store.hall(one.hall, SYSTEM) as hall:
            let_die(hall, message=one.message, why=why, attempts=attempts, said=shortened(said, one))


def shortened(said: str | None, one: Claimed) -> str:
    """Return what the other side said without the address, which is nobody's who settles dead messages."""
    return (said or "").replace(one.letter.recipient, "…")[:LONGEST]
