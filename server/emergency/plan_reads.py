"""The plans in force, and each incident's plan as it was when it began."""

from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, bindparam, select

from server.emergency.plans import Plan
from server.emergency.refusals import NoPlan
from server.emergency.tables import plans
from server.store.hall import HallSight

HERE: BindParameter[Any] = bindparam("hall")
PLANS = select(plans.c.kind, plans.c.version, plans.c.text).where(plans.c.hall_id == HERE).order_by(plans.c.version)
PLAN = select(plans.c.text).where(
    plans.c.hall_id == HERE, plans.c.kind == bindparam("kind"), plans.c.version == bindparam("version")
)


@lru_cache(maxsize=256)
def parsed(text: str) -> Plan:
    """Return a plan from its JSON."""
    return Plan.model_validate_json(text)


def newest_plans(hall: HallSight) -> dict[str, tuple[int, str | None]]:
    """Return kind → version and text of each plan's last version; a withdrawn one has no text."""
    return {kind: (version, text) for kind, version, text in hall.connection.execute(PLANS, {"hall": hall.id})}


def plans_in_force(hall: HallSight) -> dict[str, tuple[int, Plan]]:
    """Return kind → version and plan of all that are in force."""
    found = hall.once(newest_plans, lambda: newest_plans(hall))
    return {kind: (version, parsed(text)) for kind, (version, text) in found.items() if text is not None}


def plan_in_force(hall: HallSight, kind: str) -> tuple[int, Plan]:
    """Return the version and the plan of a kind; refuse where none is in force."""
    found = plans_in_force(hall).get(kind)
    if found is None:
        raise NoPlan(kind=kind)
    return found


def plan_of(hall: HallSight, kind: str, version: int) -> Plan:
    """Return a plan as it was in a version."""
    text = hall.connection.execute(PLAN, {"hall": hall.id, "kind": kind, "version": version}).scalar()
    if text is None:
        raise NoPlan(kind=kind)
    return parsed(text)
