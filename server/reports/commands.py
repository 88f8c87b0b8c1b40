"""Keeping the figures of days that are over."""

from typing import Final

from sqlalchemy import delete, insert

from server.floor.jobs import halls_at_work
from server.reports.reads import day_report, over_and_unmade
from server.reports.tables import day_reports
from server.security.actors import SYSTEM
from server.store.hall import AnyActor, Store, UnitOfWork

KEEP: Final = insert(day_reports)
FORGET: Final = delete(day_reports)
MOST: Final = 5  # days at once: a round is short


def keep_days(store: Store, hall_id: int, actor: AnyActor) -> int:
    """Keep the figures of some days that are over; return how many. The figures are made before the lock is taken."""
    with store.look(hall_id) as sight:
        made = [day_report(sight, day) for day in over_and_unmade(sight)[:MOST]]
    if made:
        with store.hall(hall_id, actor) as hall:
            keep(hall, [{"hall_id": hall.id, "day": one.day, "figures": one.model_dump_json()} for one in made])
    return len(made)


def keep_days_everywhere(store: Store) -> None:
    """Keep the figures of some days that are over, in every hall."""
    for hall_id in halls_at_work(store):
        keep_days(store, hall_id, SYSTEM)


def keep(hall: UnitOfWork, rows: list[dict[str, object]]) -> None:
    """Write days' figures; whoever was quicker has written the same."""
    for row in rows:
        hall.write_unlogged(FORGET.where(day_reports.c.hall_id == row["hall_id"], day_reports.c.day == row["day"]), {})
        hall.write_unlogged(KEEP, row)
