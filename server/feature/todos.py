"""What waits to be done in a hall: one read of each obligation, shown by the board and by the office in the same words.

What is the reader's own alone (a step of their role, a set-up to finish) is a page's: `office.pages.Pages.todo`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from server.feature.acts import OpenAct
from server.kernel.languages import LANGUAGES, Words
from server.security.rights import May
from server.store.hall import HallSnapshot

NOTHING: Final[Words] = dict.fromkeys(LANGUAGES, "")
NAMED: Final = 6  # numbers in one line


@dataclass(frozen=True, slots=True)
class Obligation:
    """Something that waits to be done, in every language."""

    kind: str
    what: Words
    to: str  # where: below the office of the hall, or from / on an address in which <hall> stands for the hall
    button: Words  # what the way there is called in the office
    why: Words = field(default_factory=NOTHING.copy)
    due: datetime | None = None
    act: OpenAct | None = None  # what can be done about it where it is told

    def address(self, hall: str) -> str:
        """Return where it is done, in a hall of a code."""
        return self.to.replace("<hall>", hall) if self.to.startswith("/") else f"/office/{hall}/{self.to}"


@dataclass(frozen=True, slots=True)
class Duty:
    """A read of obligations: where it stands on the board, and whose list in the office has it."""

    read: Callable[[HallSnapshot], Iterable[Obligation]]
    board: int  # its place there: the lower, the more urgent
    may: May | None  # whose list in the office has it; None: each of its things has a line of its own there


def named(numbers: list[str]) -> list[str]:
    """Return the first of some numbers, and that there are more."""
    return [*numbers[:NAMED], *(["…"] if len(numbers) > NAMED else [])]
