"""What the server answers, as values; whatever a later server says more is left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Wait:
    """An announced wait in seconds: four of five come true between `low` and `high`."""

    low: float
    likely: float
    high: float

    @classmethod
    def of(cls, said: Mapping[str, Any] | None) -> Self | None:
        """Read one; None where nobody serves the service."""
        return None if said is None else cls(said["low"], said["likely"], said["high"])


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket."""

    id: int
    number: str
    service: str
    priority: bool
    state: str
    issued_at: datetime
    priority_class: str | None = None  # of the hall's own classes; None: no priority

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Self:
        """Read one."""
        at, code = datetime.fromisoformat(said["issued_at"]), said.get("priority_class")
        return cls(said["id"], said["number"], said["service"], bool(said["priority"]), said["state"], at, code)


@dataclass(frozen=True, slots=True)
class Issued:
    """A number that was given out: how many are called before it, what was announced, and the phone page."""

    ticket: Ticket
    ahead: int
    wait: Wait | None
    track_url: str

    @property
    def number(self) -> str:
        """What stands on the slip."""
        return self.ticket.number

    @property
    def secret(self) -> str:
        """What opens the phone page, and nothing else."""
        return self.track_url.rpartition("/")[2]

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Self:
        """Read one."""
        return cls(Ticket.of(said["ticket"]), said["ahead"], Wait.of(said["wait"]), said["track_url"])


@dataclass(frozen=True, slots=True)
class AtCounter:
    """What an act at a counter led to: its ticket, if it has one, and why it was this one."""

    ticket: Ticket | None
    counter: str
    state: str
    why: str | None

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Self:
        """Read one."""
        ticket, why = said.get("ticket"), said.get("why")
        counter = said["counter"]
        return cls(None if ticket is None else Ticket.of(ticket), counter["code"], counter["state"], why)


@dataclass(frozen=True, slots=True)
class Crowd:
    """How full the hall is; `level` is unknown where nothing is known of the room."""

    people: int
    level: str
    area: float | None
    density: float | None

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Self:
        """Read one."""
        return cls(said["people"], said["level"], said["area"], said["density"])
