"""What is sent: kinds of messages, a message's words, and what a channel may answer."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol, Self

import orjson

KINDS: dict[str, "Kind"] = {}


@dataclass(frozen=True, slots=True)
class Kind:
    """What a message is about: its label in the office, whether it goes before others, how long it helps anybody."""

    name: str
    label: str  # a text of the catalogue
    urgent: bool = False
    useful_for: timedelta = timedelta(days=3)

    def __post_init__(self) -> None:
        KINDS[self.name] = self


@dataclass(frozen=True, slots=True)
class Content:
    """A message's words, in its reader's language; with a date for their calendar, where it is about one."""

    subject: str
    text: str
    calendar: str = ""  # an iCalendar file (RFC 5545)

    def to_json(self) -> str:
        """Return it as it is kept."""
        return orjson.dumps(asdict(self)).decode()

    @classmethod
    def from_json(cls, kept: str) -> Self:
        """Read it back."""
        return cls(**orjson.loads(kept))


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as a channel sends it; its key is the same at each attempt."""

    key: str
    recipient: str
    content: Content


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a channel says of a message that was taken: its cost in ten-thousandths, what the other side calls it."""

    cost: int = 0
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many messages may leave by a channel: in a minute, and on a day (of its hall), of all workers together."""

    per_minute: int
    per_day: int | None = None
    day: str = ""


class NotNow(Exception):
    """The other side did not take this message for now; it is tried again, with growing pauses."""


class NotEver(Exception):
    """The other side will never take this message: there is no such mailbox."""


class ChannelDown(Exception):
    """The channel does not work, whatever the message: it rests, and no message counts it as an attempt."""


class Channel(Protocol):
    """A way by which messages leave. It is used by one worker, one message at a time."""

    def allowance(self, now: datetime) -> Allowance | None:
        """Return how many messages may leave by it; None while none may."""

    def send(self, letter: Letter) -> Receipt | None:
        """Send; raise `NotNow`, `NotEver` or `ChannelDown` where the other side did not take it."""

    def rest(self) -> None:
        """Let go of what is only needed while messages are sent."""


EMAIL: Final = "email"
PUSH: Final = "push"
