"""Facts of joining by phone: somebody is there, was not there at their turn, did not come in time."""

from datetime import datetime
from typing import Final

from server.floor.states import TicketState
from server.floor.tables import tickets
from server.kernel.languages import N_
from server.store.events import Event
from server.store.rows import Rows

LAPSE: Final = "place_lapses"  # what falls due where somebody's turn came and they were not there


class TicketArrived(Event):
    """Written when somebody who took a number from elsewhere said that they are in the hall."""

    says = N_("{ticket} is in the hall.")

    ticket: int
    counts_from: datetime

    def apply(self, rows: Rows) -> None:
        """From now on it is called like any."""
        rows.move(
            tickets,
            self.ticket,
            expect={"state": TicketState.WAITING, "away": True},
            away=False,
            counts_from=self.counts_from,
        )
        rows.settled(LAPSE, self.ticket)


class AwayPassed(Event):
    """Written when it was the turn of somebody who is not there yet: others are called, the place is kept a while."""

    says = N_("{ticket} was not there at its turn; the place is kept until {until}.")

    ticket: int
    until: datetime

    def apply(self, rows: Rows) -> None:
        """Note until when."""
        rows.due(LAPSE, self.ticket, self.until)


class AwayLapsed(Event):
    """Written when the time is over for which a place was kept; whoever did not come loses it by a fact of its own."""

    says = N_("{ticket}: its place is not kept any longer.")

    ticket: int
    came: bool

    def apply(self, rows: Rows) -> None:
        """Nothing falls due any more."""
        rows.settled(LAPSE, self.ticket)
