"""Deadlines: what happens because time passed. After an outage, what fell due meanwhile is handled in order.

Every process may sweep: a deadline is looked at again under its hall's lock, so it is handled once.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy import bindparam, func, select

from server.kernel.recurring import Recurring
from server.store.hall import Actor, HallWork, Store
from server.store.tables import deadlines

log = structlog.get_logger()
BATCH: Final = 200
LATE: Final = timedelta(seconds=30)  # they are looked at twice a second; later than this somebody should know
REST: Final = timedelta(seconds=30)  # until a handler that failed is tried again

DUE = (
    select(deadlines.c.hall_id, deadlines.c.kind, deadlines.c.subject)
    .where(deadlines.c.due_at <= bindparam("now"))
    .order_by(deadlines.c.due_at, deadlines.c.hall_id, deadlines.c.kind, deadlines.c.subject)
    .limit(BATCH)
)
STILL = select(deadlines.c.due_at).where(
    deadlines.c.hall_id == bindparam("hall"),
    deadlines.c.kind == bindparam("kind"),
    deadlines.c.subject == bindparam("subject"),
)
NEXT = select(func.min(deadlines.c.due_at))

Handler = Callable[[HallWork, int], None]


class Sweeper:
    """Handles what is due, one handler a kind."""

    def __init__(self, store: Store, handlers: Mapping[str, Handler], actor: Actor) -> None:
        self.store, self.handlers, self.actor = store, handlers, actor
        self.resting: dict[tuple[int, str, int], datetime] = {}
        self.latest = timedelta()
        self.faults = Recurring()

    def sweep(self) -> int:
        """Handle everything that is due now, in order; return how many deadlines were handled."""
        handled = 0
        self.latest = timedelta()
        try:
            handled = self.handle_all()
        finally:
            if self.latest >= LATE:
                log.warning("deadlines were late", seconds=round(self.latest.total_seconds()), handled=handled)
        return handled

    def handle_all(self) -> int:
        """Handle what is due until nothing is."""
        handled = 0
        while True:
            now = self.store.clock.now() + self.store.passing.farthest()  # each is looked at again in its hall's time
            with self.store.database.reading() as connection:
                due = [(row[0], row[1], row[2]) for row in connection.execute(DUE, {"now": now})]
            awake = [one for one in due if self.resting.get(one, now) <= now]
            handled += sum(self.handle(*one) for one in awake)
            if len(due) < BATCH or not awake:
                return handled

    def handle(self, hall_id: int, kind: str, subject: int) -> bool:
        """Handle one deadline, if it still is due; a handler that fails is logged and tried again later."""
        try:
            with self.store.hall(hall_id, self.actor) as hall:
                due_at = hall.connection.execute(STILL, {"hall": hall_id, "kind": kind, "subject": subject}).scalar()
                if due_at is None or due_at > hall.at:
                    return False
                self.latest = max(self.latest, hall.at - due_at)
                self.handlers[kind](hall, subject)
                left = hall.connection.execute(STILL, {"hall": hall_id, "kind": kind, "subject": subject}).scalar()
                if left is not None and left <= hall.at:
                    raise RuntimeError(f"the handler of {kind} left its deadline standing")
        except Exception as error:  # noqa: BLE001 - it is told, and tried again
            self.faults.failed(f"a deadline could not be handled: {kind}", error, hall=hall_id, subject=subject)
            self.resting[hall_id, kind, subject] = self.store.clock.now() + REST
            return False
        self.resting.pop((hall_id, kind, subject), None)
        self.faults.went_well(f"a deadline could not be handled: {kind}", hall=hall_id)
        return True

    def next_due(self) -> datetime | None:
        """Return when the next deadline falls due."""
        with self.store.database.reading() as connection:
            found: datetime | None = connection.execute(NEXT).scalar()
            return found
