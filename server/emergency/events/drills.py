"""Facts of drills: by when the next one is due, and that it did not come."""

from datetime import datetime

from server.emergency.states import DRILL_DUE
from server.emergency.tables import drills
from server.kernel.languages import N_
from server.store.events import Event
from server.store.rows import Rows

OF_THE_HALL = 0  # the subject of the deadline: a hall awaits one drill


class DrillAwaited(Event):
    """Written when a hall was set up or a drill was closed: the next drill is due within six months."""

    says = N_("The next drill is due by {due_at}.")

    before: datetime | None  # the limit until now
    due_at: datetime

    def apply(self, rows: Rows) -> None:
        """It is awaited anew; a late one is made up for."""
        if self.before is None:
            rows.add(drills, due_at=self.due_at)
        else:
            rows.move(drills, (), expect={"due_at": self.before}, due_at=self.due_at, late_at=None)
            rows.settled(DRILL_DUE, OF_THE_HALL)
        rows.due(DRILL_DUE, OF_THE_HALL, self.due_at)


class DrillLate(Event):
    """Written when six months had gone by without a drill. It is the manager's from then on."""

    says = N_("There was no drill in six months; it is the manager's now.")

    due_at: datetime

    def apply(self, rows: Rows) -> None:
        """It is marked late, and still awaited."""
        rows.move(drills, (), expect={"due_at": self.due_at, "late_at": None}, late_at=rows.at)
        rows.settled(DRILL_DUE, OF_THE_HALL)
