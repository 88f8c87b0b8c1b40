"""Facts of a line that is held back in an incident, and goes on where it stopped."""

from server.floor.restraints import Restrains
from server.floor.tables import hall_settings
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
