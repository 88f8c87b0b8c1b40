"""What became of each simulated customer's ticket, as the day's engine saw it."""

from dataclasses import dataclass
from typing import Final

from server.simulation.customers import Customer
from server.simulation.hands import Taken

WAITING: Final = "waiting"
SERVED, NO_SHOW, CANCELLED = "served", "no_show", "cancelled"


@dataclass(slots=True)
class Record:
    """A ticket's day; moments in seconds since midnight of the hall's day."""

    customer: Customer
    taken: Taken
    service: str  # now: a transfer changes it
    left: float  # seconds of service still to come, at average speed
    called: float | None = None  # the first call
    counter: str = ""
    started: float | None = None
    ended: float | None = None
    outcome: str = WAITING
    out_of_order: bool = False
    asked_later: bool = False
    came_back: bool = False
    gone: bool = False  # away from the line: called, served, held or ended

    @property
    def waited(self) -> float | None:
        """Return the wait until the first call, in seconds."""
        return None if self.called is None else self.called - self.customer.at
