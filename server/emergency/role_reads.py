"""Who has which role of an incident, and who of them has confirmed what each confirms."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, select

from server.emergency.holders import Given, Holding, held
from server.emergency.plans import Plan
from server.emergency.reads import Incident, Step
from server.emergency.tables import incident_roles, step_parts
from server.floor.reads.halls import all_counters, counter_sat_at
from server.security import reads as people
from server.security.actors import ActorKind
from server.security.rights import ALLOWED, May
from server.store.hall import AnyActor, HallSnapshot

CONFIRMS = ALLOWED[May.CONFIRM_STEP]
HERE: BindParameter[Any] = bindparam("hall")
ROLES = select(incident_roles.c.role, incident_roles.c.counters, incident_roles.c.people).where(
    incident_roles.c.hall_id == HERE, incident_roles.c.incident == bindparam("incident")
)
PARTS = (
    select(step_parts.c.step, step_parts.c.counter, step_parts.c.by, step_parts.c.at)
    .where(step_parts.c.hall_id == HERE, step_parts.c.incident == bindparam("incident"))
    .order_by(step_parts.c.step, step_parts.c.at, step_parts.c.counter)
)


@dataclass(frozen=True, slots=True)
class PartDone:
    """A counter's part of a step."""

    by: int
    at: datetime


def given_of(hall: HallSnapshot, incident: int) -> dict[str, Given]:
    """Return role → whom the commander named for it."""
    rows = hall.connection.execute(ROLES, {"hall": hall.id, "incident": incident})
    return {role: Given(tuple(json.loads(counters)), tuple(json.loads(people))) for role, counters, people in rows}


def holdings(hall: HallSnapshot, incident: Incident, plan: Plan) -> dict[str, Holding]:
    """Return role → who has it just now; of a silent incident no counter knows."""
    if incident.silent:
        return {role.code: Holding(everyone=True) for role in plan.organisation.roles}
    given, counters = given_of(hall, incident.id), all_counters(hall)
    return {role.code: held(role, given.get(role.code), counters) for role in plan.organisation.roles}


def parts_of(hall: HallSnapshot, incident: int) -> dict[int, dict[str, PartDone]]:
    """Return step → counter → who confirmed it there, and when."""
    found: dict[int, dict[str, PartDone]] = {}
    for step, counter, by, at in hall.connection.execute(PARTS, {"hall": hall.id, "incident": incident}):
        found.setdefault(step, {})[counter] = PartDone(by, at)
    return found


def staff_of(hall: HallSnapshot) -> list[people.Member]:
    """Return the hall's people who can have a role, by name."""
    return [one for one in people.colleagues(hall) if one.posts.get(hall.id) in CONFIRMS]


def seat_of(hall: HallSnapshot, actor: AnyActor) -> str | None:
    """Return the counter where somebody sits."""
    staff = getattr(actor, "kind", None) is ActorKind.STAFF
    return counter_sat_at(hall, int(actor.name[6:])) if staff else None


def next_of(
    steps: list[Step], role: str, parts: Mapping[int, Mapping[str, PartDone]], counter: str | None = None
) -> Step | None:
    """Return the first step of a role that is not settled; for a counter, that it has not confirmed for itself."""
    return next(
        (
            one
            for one in steps
            if one.role == role and not one.settled and (counter is None or counter not in parts.get(one.id, {}))
        ),
        None,
    )


def may_confirm(step: Step, holding: Holding, *, role: str | None, staff: int, counter: str | None) -> bool:
    """Return whether somebody may confirm a step: whoever has its role, or the sign-in that it went up to."""
    went_up = step.late > 0 and role == step.holder
    return went_up or (role == step.who if holding.everyone else holding.has(staff, counter))
