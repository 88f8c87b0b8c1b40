"""Facts of a line that is held back in an incident, and goes on where it stopped."""

from datetime import datetime

from server.floor.events.calls import NO_SHOW, RECALL, no_longer_due
from server.floor.restraints import Restrains
from server.floor.states import TicketState
from server.floor.tables import hall_settings, tickets
from server.kernel.languages import N_
from server.store.events import Event
from server.store.rows import Rows


class LineRestrained(Event):
    """Written when numbers were stopped or slowed or calls held; `after` is all that then holds, as JSON."""

    says = N_("The line was held back ({what}).")

    source: int
    what: Restrains
    before: str | None
    after: str

    def apply(self, rows: Rows) -> None:
        """Tickets keep their places; only nothing is added or called."""
        rows.move(hall_settings, (), expect={"restraints": self.before}, restraints=self.after)


class LineReleased(Event):
    """Written when what held the line back was lifted; `after` is what still holds, as JSON."""

    says = N_("The line goes on ({what}).")

    source: int
    what: Restrains
    before: str
    after: str | None

    def apply(self, rows: Rows) -> None:
        """The same tickets, in the same order."""
        rows.move(hall_settings, (), expect={"restraints": self.before}, restraints=self.after)


class CallSuspended(Event):
    """Written when calls were held while a ticket was called: nobody has to come now, and not to come is no no-show."""

    says = N_("The call of {ticket} to counter {counter} rests; nobody has to come now.")

    ticket: int
    counter: str

    def apply(self, rows: Rows) -> None:
        """It is called still, but neither repeated nor missed."""
        no_longer_due(rows, self.ticket)


class CallResumed(Event):
    """Written when calls went on: a ticket that was called is called again, with the whole time to come."""

    says = N_("{ticket} is called to counter {counter} as before, with the whole time to come.")

    ticket: int
    counter: str
    recall_at: datetime | None
    no_show_at: datetime

    def apply(self, rows: Rows) -> None:
        """The call counts as new on the display."""
        rows.move(
            tickets, self.ticket, expect={"state": TicketState.CALLED, "counter": self.counter}, recalled_at=rows.at
        )
        no_longer_due(rows, self.ticket)
        rows.due(NO_SHOW, self.ticket, self.no_show_at)
        if self.recall_at is not None:
            rows.due(RECALL, self.ticket, self.recall_at)
