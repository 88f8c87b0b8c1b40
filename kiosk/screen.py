"""What the touch page is told: the whole of it, at first and after each change."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from gevent.event import Event

HEARTBEAT = 10.0  # seconds between lines that only keep the connection open


@dataclass(frozen=True)
class Link:
    """Whether the server is there, and since when that is so."""

    online: bool
    since: datetime


@dataclass(frozen=True)
class Refusal:
    """Why the server does not let this kiosk in: its code, its sentence, and the hall that was asked for."""

    code: str
    detail: str
    hall: str | None


@dataclass(frozen=True)
class OwnState:
    """The hall as a kiosk that is cut off shows it, how many numbers it can give, and what the server has not yet."""

    view: dict[str, Any] | None
    left: dict[str, int]  # service → numbers
    unsent: int


@dataclass(frozen=True)
class PrinterState:
    """The printer as it was last seen."""

    kind: str
    state: str
    detail: str = ""


@dataclass(frozen=True)
class PrintState:
    """The print that was last heard of."""

    id: str
    state: str


class Screen:
    """The present of everything that the page shows, and who waits for its next change."""

    def __init__(self, setup_url: str, languages: tuple[str, ...] = ()) -> None:
        self.setup_url = setup_url
        self.languages = languages
        self.view: dict[str, Any] | None = None
        self.alone: OwnState | None = None  # what this kiosk shows and gives by itself; none: it is connected
        self.link = Link(online=False, since=datetime.now(UTC))
        self.printer = PrinterState("none", "unknown")
        self.print: PrintState | None = None
        self.pairing: str | None = None
        self.reached = False  # the server answered at the last try to be let in
        self.refusal: Refusal | None = None
        self._changed = Event()

    def tell(self, **changes: Any) -> None:
        """Change something and wake the pages, where it is a change."""
        if all(getattr(self, name) == value for name, value in changes.items()):
            return
        for name, value in changes.items():
            setattr(self, name, value)
        waiting, self._changed = self._changed, Event()
        waiting.set()

    def now(self) -> dict[str, Any]:
        """Return what the page shows."""
        return {
            "view": self._in_order(self.alone.view if self.alone else self.view),
            "alone": {"left": self.alone.left, "unsent": self.alone.unsent} if self.alone else None,
            "link": {"online": self.link.online, "since": self.link.since.isoformat()},
            "printer": vars(self.printer),
            "now": datetime.now(UTC).isoformat(),
            "print": vars(self.print) if self.print else None,
            "pairing": {"code": self.pairing} if self.pairing else None,
            "reached": self.reached or self.link.online,
            "refusal": vars(self.refusal) if self.refusal else None,
            "setup_url": self.setup_url,
        }

    def stream(self) -> Iterator[str]:
        """Yield server-sent events for as long as a page listens."""
        while True:
            changed = self._changed
            yield f"data: {json.dumps(self.now(), ensure_ascii=False)}\n\n"
            while not changed.wait(HEARTBEAT):
                yield ": still here\n\n"

    def _in_order(self, view: dict[str, Any] | None) -> dict[str, Any] | None:
        """Put the kiosk's own order of languages into the hall's sign."""
        if not view or not self.languages:
            return view
        return {**view, "hall": {**view["hall"], "languages": list(self.languages)}}
