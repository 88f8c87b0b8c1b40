"""Deadlines: what happens because time passed. After an outage, what fell due meanwhile is handled in order.

Every process may sweep: a deadline is looked at again under its hall's lock, so it is handled once. One that cannot be
handled rests in a row of its own, ever longer, and keeps no other one waiting: neither in its hall nor elsewhere.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from sqlalchemy import and_, bindparam, delete, func, insert, or_, select

from server.kernel.recurring import Recurring
from server.store.hall import AnyActor, HallSnapshot, Store, UnitOfWork
from server.store.tables import deadlines, failed_deadlines

log = structlog.get_logger()
OF_A_HALL: Final = 50  # deadlines in one go, so that a hall with many leaves time to the others
LATE: Final = timedelta(seconds=30)  # they are looked at twice a second; later than this somebody should know
REST: Final = timedelta(seconds=30)  # until a handler that failed is tried again; doubled each time
LONGEST_REST: Final = timedelta(hours=1)
ATTEMPTS: Final = 12  # some four hours; then it is dead until the program starts again

_FAILED = and_(
    failed_deadlines.c.hall_id == deadlines.c.hall_id,
    failed_deadlines.c.kind == deadlines.c.kind,
    failed_deadlines.c.subject == deadlines.c.subject,
)
_AWAKE = (
    select(
        deadlines.c.hall_id,
        deadlines.c.kind,
        deadlines.c.subject,
        deadlines.c.due_at,
        func.row_number()
        .over(
            partition_by=deadlines.c.hall_id,
            order_by=(deadlines.c.due_at, deadlines.c.kind, deadlines.c.subject),
        )
        .label("place"),
    )
    .select_from(deadlines.outerjoin(failed_deadlines, _FAILED))
    .where(
        deadlines.c.due_at <= bindparam("now"),
        or_(
            failed_deadlines.c.attempts.is_(None),
            and_(failed_deadlines.c.dead.is_(False), failed_deadlines.c.not_before <= bindparam("now")),
        ),
    )
    .subquery()
)
DUE = (
    select(_AWAKE.c.hall_id, _AWAKE.c.kind, _AWAKE.c.subject)
    .where(_AWAKE.c.place <= OF_A_HALL)
    .order_by(_AWAKE.c.due_at, _AWAKE.c.hall_id, _AWAKE.c.kind, _AWAKE.c.subject)
)
ONE: Final[dict[str, Any]] = {"hall": bindparam("hall"), "kind": bindparam("kind"), "subject": bindparam("subject")}
STILL = select(deadlines.c.due_at).where(
    deadlines.c.hall_id == ONE["hall"], deadlines.c.kind == ONE["kind"], deadlines.c.subject == ONE["subject"]
)
_THIS = and_(
    failed_deadlines.c.hall_id == ONE["hall"],
    failed_deadlines.c.kind == ONE["kind"],
    failed_deadlines.c.subject == ONE["subject"],
)
TRIED = select(failed_deadlines.c.attempts).where(_THIS)
MENDED = delete(failed_deadlines).where(_THIS)
FAILED = insert(failed_deadlines)
ANEW = delete(failed_deadlines).where(failed_deadlines.c.hall_id == bindparam("hall"))
HALLS_THAT_FAILED = select(failed_deadlines.c.hall_id).distinct()
DEAD = (
    select(func.count())
    .select_from(failed_deadlines)
    .where(failed_deadlines.c.hall_id == bindparam("hall"), failed_deadlines.c.dead.is_(True))
)
NEXT = select(func.min(deadlines.c.due_at))

Handler = Callable[[UnitOfWork, int], None]


class Sweeper:
    """Handles what is due, one handler a kind."""

    def __init__(self, store: Store, handlers: Mapping[str, Handler], actor: AnyActor) -> None:
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
        handled, before = 0, None
        while True:
            now = self.store.clock.now() + self.store.passing.farthest()  # each is looked at again in its hall's time
            with self.store.database.reading() as connection:
                due = [(row[0], row[1], row[2]) for row in connection.execute(DUE, {"now": now})]
            if not due or due == before:  # what is not due by its own hall's time stays
                return handled
            handled, before = handled + sum(self.handle(*one) for one in due), due

    def handle(self, hall_id: int, kind: str, subject: int) -> bool:
        """Handle one deadline, if it still is due; a handler that fails is logged and tried again later."""
        this = {"hall": hall_id, "kind": kind, "subject": subject}
        try:
            with self.store.hall(hall_id, self.actor) as hall:
                due_at = hall.connection.execute(STILL, this).scalar()
                if due_at is None or due_at > hall.at:
                    return False
                self.latest = max(self.latest, hall.at - due_at)
                self.handlers[kind](hall, subject)
                left = hall.connection.execute(STILL, this).scalar()
                if left is not None and left <= hall.at:
                    raise RuntimeError(f"the handler of {kind} left its deadline standing")
                if hall.connection.execute(TRIED, this).scalar() is not None:
                    hall.write_unlogged(MENDED, this)
        except Exception as error:  # noqa: BLE001 - it is told, and tried again
            self.faults.failed(f"a deadline could not be handled: {kind}", error, hall=hall_id, subject=subject)
            self.rest(hall_id, kind, subject)
            return False
        self.faults.went_well(f"a deadline could not be handled: {kind}", hall=hall_id)
        return True

    def rest(self, hall_id: int, kind: str, subject: int) -> None:
        """Have a deadline that could not be handled rest, ever longer; in the end it is dead."""
        this = {"hall": hall_id, "kind": kind, "subject": subject}
        with self.store.hall(hall_id, self.actor) as hall:
            attempts = (hall.connection.execute(TRIED, this).scalar() or 0) + 1
            pause = min(REST * 2 ** (attempts - 1), LONGEST_REST)
            hall.write_unlogged(MENDED, this)
            hall.write_unlogged(
                FAILED,
                {
                    "hall_id": hall_id,
                    "kind": kind,
                    "subject": subject,
                    "attempts": attempts,
                    "not_before": hall.at + pause,
                    "dead": attempts >= ATTEMPTS,
                },
            )

    def try_anew(self) -> None:
        """Forget what failed: the program that starts now may be able to handle it."""
        with self.store.database.reading() as connection:
            halls = [row[0] for row in connection.execute(HALLS_THAT_FAILED)]
        for hall_id in halls:
            with self.store.hall(hall_id, self.actor) as hall:
                hall.write_unlogged(ANEW, {"hall": hall_id})

    def next_due(self) -> datetime | None:
        """Return when the next deadline falls due."""
        with self.store.database.reading() as connection:
            found: datetime | None = connection.execute(NEXT).scalar()
            return found


def dead_deadlines(hall: HallSnapshot) -> int:
    """Return how many deadlines of a hall could not be handled and are not tried again before the next start."""
    return int(hall.connection.execute(DEAD, {"hall": hall.id}).scalar_one())
