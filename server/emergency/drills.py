"""What others may read of drills: by when the next one is due, and which plan was drilled when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, func, select

from server.emergency.plan_reads import plans_in_force
from server.emergency.plans import Plan
from server.emergency.tables import drills, incidents, plans
from server.store.hall import HallSnapshot
from server.store.tables import journal

HERE: BindParameter[Any] = bindparam("hall")
NEXT_DRILL = select(drills.c.due_at, drills.c.late_at).where(drills.c.hall_id == HERE)
CLOSED_DRILLS = (
    select(incidents.c.kind, func.max(incidents.c.closed_at))
    .where(incidents.c.hall_id == HERE, incidents.c.drill.is_(True), incidents.c.closed_at.is_not(None))
    .group_by(incidents.c.kind)
)
FIRST_SET = select(plans.c.kind, func.min(plans.c.set_at)).where(plans.c.hall_id == HERE).group_by(plans.c.kind)
FIRST_ENTRY = select(journal.c.at).where(journal.c.hall_id == HERE, journal.c.seq == 1)


@dataclass(frozen=True, slots=True)
class NextDrill:
    """By when the hall has its next drill."""

    due_at: datetime
    late_at: datetime | None


def next_drill(hall: HallSnapshot) -> NextDrill | None:
    """Return by when the hall has its next drill; None before it has plans."""
    row = hall.connection.execute(NEXT_DRILL, {"hall": hall.id}).first()
    return None if row is None else NextDrill(*row)


def closed_drills(hall: HallSnapshot) -> dict[str, datetime]:
    """Return plan → when its last drill was closed."""
    return {row[0]: row[1] for row in hall.connection.execute(CLOSED_DRILLS, {"hall": hall.id})}


def undrilled_since(hall: HallSnapshot) -> dict[str, datetime]:
    """Return plan → its last closed drill, else since when the hall has it: its first plans since it was made."""
    made = hall.connection.execute(FIRST_ENTRY, {"hall": hall.id}).scalar() or hall.at
    drilled = closed_drills(hall)
    began = {row[0]: row[1] for row in hall.connection.execute(FIRST_SET, {"hall": hall.id})}
    first = min(began.values(), default=hall.at)
    return {
        kind: drilled.get(kind) or (made if began[kind] == first else began[kind])
        for kind in plans_in_force(hall)
        if kind in began
    }


def longest_undrilled(hall: HallSnapshot) -> tuple[Plan, datetime | None] | None:
    """Return the plan whose last drill is longest ago, and when that was; those never drilled come first."""
    drilled = closed_drills(hall)
    in_force = {kind: plan for kind, (_, plan) in plans_in_force(hall).items()}
    kind = min(in_force, key=lambda one: (one in drilled, drilled.get(one), one), default=None)
    return None if kind is None else (in_force[kind], drilled.get(kind))
