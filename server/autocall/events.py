"""Facts of calling by itself: who wants it. The call is a call like any (TicketCalled.by_itself)."""

from typing import ClassVar

from server.autocall.tables import auto_callers
from server.kernel.languages import N_
from server.store.events import Event
from server.store.rows import Rows


class CallingByItselfChosen(Event):
    """Written when a clerk chose whether the next person is called by itself; it holds wherever they sit."""

    says = N_("{clerk} has the next person called by itself.")
    by_hand: ClassVar[str] = N_("{clerk} calls the next person by hand.")

    clerk: int
    wanted: bool

    def sentence(self) -> str:
        """Say what was chosen."""
        return self.says if self.wanted else self.by_hand

    def apply(self, rows: Rows) -> None:
        """Remember it for the person."""
        rows.drop(auto_callers, self.clerk)
        if self.wanted:
            rows.add(auto_callers, clerk=self.clerk)
