"""The plans in force, those being written, and each incident's plan as it was when it began.

Where a hall has no plan of its own yet, an incident follows general steps: version 0, which names no place and no
telephone number, and does nothing to the line by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import BindParameter, bindparam, select

from server.emergency.drafts import Draft
from server.emergency.plans import Plan
from server.emergency.refusals import NoPlan
from server.emergency.tables import plan_drafts, plans
from server.emergency.templates import read_drafts
from server.store.hall import HallSnapshot

HERE: BindParameter[Any] = bindparam("hall")
PLANS = select(plans.c.kind, plans.c.version, plans.c.text).where(plans.c.hall_id == HERE).order_by(plans.c.version)
PLAN = select(plans.c.text).where(
    plans.c.hall_id == HERE, plans.c.kind == bindparam("kind"), plans.c.version == bindparam("version")
)
GENERAL: Final = 0  # the version of a plan that is no hall's own
VERSIONS = (
    select(plans.c.version, plans.c.text, plans.c.set_at, plans.c.approved_by)
    .where(plans.c.hall_id == HERE, plans.c.kind == bindparam("kind"))
    .order_by(plans.c.version.desc())
)
DRAFTS = (
    select(plan_drafts.c.kind, plan_drafts.c.text, plan_drafts.c.changed_at, plan_drafts.c.changed_by)
    .where(plan_drafts.c.hall_id == HERE)
    .order_by(plan_drafts.c.kind)
)


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """A version of a plan that is or was in force; one without a text withdrew it."""

    version: int
    text: str | None
    set_at: datetime
    approved_by: int | None


@dataclass(frozen=True, slots=True)
class DraftNow:
    """A plan that is being written."""

    kind: str
    text: str
    changed_at: datetime
    changed_by: int

    @property
    def draft(self) -> Draft:
        """What it says so far."""
        return drafted(self.text)


@lru_cache(maxsize=64)
def drafted(text: str) -> Draft:
    """Return a draft from its JSON."""
    return Draft.model_validate_json(text)


@lru_cache(maxsize=1)
def general_plans() -> Mapping[str, Plan]:
    """Return kind → the steps of a hall that has no plan of its own; none of its measures is taken by itself."""
    return {
        kind: draft.model_copy(update={"measures": [one.model_copy(update={"stage": None}) for one in draft.measures]})
        for kind, draft in read_drafts({}).items()
    }


def versions_of(hall: HallSnapshot, kind: str) -> list[PlanVersion]:
    """Return a plan's versions, the newest first."""
    return [PlanVersion(*row) for row in hall.connection.execute(VERSIONS, {"hall": hall.id, "kind": kind})]


def drafts_of(hall: HallSnapshot) -> dict[str, DraftNow]:
    """Return kind → the draft of it."""
    return {row[0]: DraftNow(*row) for row in hall.connection.execute(DRAFTS, {"hall": hall.id})}


@lru_cache(maxsize=256)
def parsed(text: str) -> Plan:
    """Return a plan from its JSON."""
    return Plan.model_validate_json(text)


def newest_plans(hall: HallSnapshot) -> dict[str, tuple[int, str | None]]:
    """Return kind → version and text of each plan's last version; a withdrawn one has no text."""
    return {kind: (version, text) for kind, version, text in hall.connection.execute(PLANS, {"hall": hall.id})}


def plans_in_force(hall: HallSnapshot) -> dict[str, tuple[int, Plan]]:
    """Return kind → version and plan of all that are in force."""
    found = hall.once(newest_plans, lambda: newest_plans(hall))
    return {kind: (version, parsed(text)) for kind, (version, text) in found.items() if text is not None}


def plans_to_start(hall: HallSnapshot) -> dict[str, tuple[int, Plan]]:
    """Return kind → version and plan of all that can be started: a hall's own, and general steps for other kinds."""
    own = hall.once(newest_plans, lambda: newest_plans(hall))
    general = {kind: (GENERAL, plan) for kind, plan in general_plans().items() if kind not in own}
    return {**general, **plans_in_force(hall)}


def plan_in_force(hall: HallSnapshot, kind: str) -> tuple[int, Plan]:
    """Return the version and the plan that an incident of a kind follows; refuse where there is none."""
    found = plans_to_start(hall).get(kind)
    if found is None:
        raise NoPlan(kind=kind)
    return found


def plan_of(hall: HallSnapshot, kind: str, version: int) -> Plan:
    """Return a plan as it was in a version."""
    if version == GENERAL and kind in general_plans():
        return general_plans()[kind]
    text = hall.connection.execute(PLAN, {"hall": hall.id, "kind": kind, "version": version}).scalar()
    if text is None:
        raise NoPlan(kind=kind)
    return parsed(text)
