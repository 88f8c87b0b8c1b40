"""How numbers end: each way has one heading, the same on the pages, in CSV and in XLSX, and none is in no figure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Protocol

from server.floor.states import EXPIRED, LEFT_OPEN, Outcome, TicketState
from server.kernel.languages import N_

ENDINGS: Final[Mapping[str, str]] = {
    Outcome.DONE: N_("Settled"),
    Outcome.NOT_DONE: N_("Not settled"),
    Outcome.REFERRED: N_("Referred"),
    TicketState.NO_SHOW: N_("No-shows"),
    TicketState.CANCELLED: N_("Given back"),
    EXPIRED: N_("Not served that day"),
    LEFT_OPEN: N_("Left open"),
}


class Ended(Protocol):
    """A ticket as its end is told."""

    @property
    def state(self) -> str:
        """Where it is."""

    @property
    def outcome(self) -> str | None:
        """How its service ended, or why there was none."""


def endings_of(rows: Iterable[Ended]) -> dict[str, int]:
    """Return how many ended in each way; what has not ended yet is in none."""
    found = dict.fromkeys(map(str, ENDINGS), 0)
    for row in rows:
        ending = row.outcome or row.state
        if ending in found:
            found[ending] += 1
    return found


def summed(days: Sequence[Mapping[str, int] | None]) -> dict[str, int] | None:
    """Return the endings of several days together; None where one was kept before they were counted."""
    known = [one for one in days if one is not None]
    if len(known) < len(days):
        return None
    return {ending: sum(one.get(ending, 0) for one in known) for ending in map(str, ENDINGS)}
