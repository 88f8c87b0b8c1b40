"""Sends what waits in the outbox, for ever: a process of its own, so that a slow mail server holds up no screen.

At least once: the other side takes a message before it is marked, so a worker that is killed in between has it sent
again, under the same key. Several workers share the work.
"""

import secrets
from collections.abc import Mapping
from threading import Event
from typing import Final

import structlog

from server.kernel.recurring import Recurring
from server.messages.commands import let_die, mark_sent
from server.messages.letters import Channel, ChannelDown, NotEver, NotNow
from server.messages.outbox import ATTEMPTS, Claimed, Outbox
from server.messages.states import Why
from server.security.actors import SYSTEM
from server.store.hall import Store

log = structlog.get_logger()
LOOK: Final = 1.0  # seconds between two looks; a message waits no longer than that for an idle worker
LONGEST: Final = 200  # characters of what the other side said


class Worker:
    """One worker, with the channels that it sends by."""

    def __init__(self, store: Store, channels: Mapping[str, Channel]) -> None:
        self.store, self.channels = store, channels
        self.outbox = Outbox(store, secrets.token_hex(8))
        self.stopping = Event()
        self.faults = Recurring()

    def run(self) -> None:
        """Send until told to stop; what goes wrong is told, and tried again."""
        while not self.stopping.is_set():
            try:
                self.once()
            except Exception as error:  # noqa: BLE001 - a database that is away comes back
                self.faults.failed("messages could not be looked at", error)
            else:
                self.faults.went_well("messages could not be looked at")
            self.stopping.wait(LOOK)

    def once(self) -> int:
        """Send all that may leave now; return how many messages were sent."""
        sent = 0
        for name, channel in self.channels.items():
            while not self.stopping.is_set() and (one := self.outbox.claim(name, channel.per_minute)) is not None:
                sent += self.deliver(name, channel, one)
            channel.rest()
        for late in self.outbox.too_late():
            self.die(late, Why.LATE, attempts=late.attempts, said=late.said)
        return sent

    def deliver(self, name: str, channel: Channel, one: Claimed) -> bool:
        """Send one message and say what became of it; return whether it was sent."""
        attempts = one.attempts + 1
        try:
            channel.send(one.letter)
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
        with self.store.hall(one.hall, SYSTEM) as hall:
            mark_sent(hall, message=one.message, attempts=attempts)
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
        with self.store.hall(one.hall, SYSTEM) as hall:
            let_die(hall, message=one.message, why=why, attempts=attempts, said=shortened(said, one))


def shortened(said: str | None, one: Claimed) -> str:
    """Return what the other side said without the address, which is nobody's who settles dead messages."""
    return (said or "").replace(one.letter.recipient, "…")[:LONGEST]
