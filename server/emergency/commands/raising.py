"""Raising an incident: its plan starts at once, with the steps and measures of its first stage."""

from collections.abc import Container
from datetime import timedelta
from typing import Final

from server.emergency.commands.measures import take_planned
from server.emergency.commands.notes import keep_words
from server.emergency.events.incidents import IncidentRaised, IncidentSeenAgain
from server.emergency.events.steps import StepSet
from server.emergency.plan_reads import plan_in_force
from server.emergency.plans import Plan, PlanRole, PlanStep
from server.emergency.reads import going_on
from server.emergency.states import Phase
from server.floor.reads.halls import counter_sat_at
from server.security.actors import ActorKind
from server.security.rights import May, Role
from server.store.hall import UnitOfWork

FIRST, RESPONSE, LAST, RECOVERY = 0, 10, 500, 600  # where a role's steps of each kind begin
QUIET: Final = {Role.CLERK: Role.SUPERVISOR, Role.REVIEWER: Role.SUPERVISOR}  # nobody else knows of a silent one


def raise_incident(hall: UnitOfWork, *, kind: str, note: str = "", drill: bool = False, silent: bool = False) -> int:
    """Raise an incident and return its number; one that runs already is reported again, but for silent ones."""
    hall.actor.must(May.RAISE_INCIDENT)
    return start(hall, kind=kind, note=note, drill=drill, silent=silent)


def start(hall: UnitOfWork, *, kind: str, note: str = "", drill: bool = False, silent: bool = False) -> int:
    """Start a plan, as somebody who may or as the system wants it."""
    version, plan = plan_in_force(hall, kind)
    staff = getattr(hall.actor, "kind", None) is ActorKind.STAFF
    counter = counter_sat_at(hall, int(hall.actor.name[6:])) if staff else None
    same = next((one for one in going_on(hall) if (one.kind, one.drill, one.silent) == (kind, drill, silent)), None)
    if same is not None and not silent:
        again = hall.record(IncidentSeenAgain(incident=same.id, counter=counter))
        keep_words(hall, again.number, same.id, note)
        return same.id
    number, _ = hall.record(
        IncidentRaised(
            kind=kind,
            plan=version,
            drill=drill,
            silent=silent,
            counter=counter,
            look_again_at=hall.at + timedelta(minutes=plan.response.look_again),
        )
    )
    with hall.caused_by(number):
        keep_words(hall, number, number, note)
        set_steps(hall, number, plan, silent=silent)
        take_planned(hall, number, plan, stage=1, drill=drill, silent=silent)
    return number


def set_steps(hall: UnitOfWork, incident: int, plan: Plan, *, silent: bool) -> None:
    """Give each role its steps: those of the first stage to do now, the others later."""
    lead = plan.commander
    set_step(hall, incident, lead, "acknowledge", FIRST, minutes=plan.response.acknowledge, silent=silent)
    set_step(hall, incident, lead, "size_up", FIRST + 1, minutes=plan.response.size_up, silent=silent)
    set_stage(hall, incident, plan, 1, silent=silent)
    set_step(hall, incident, lead, "stabilise", LAST, silent=silent)
    set_step(hall, incident, lead, "recover", LAST + 1, silent=silent, now=False)
    for place, step in enumerate(plan.recovery.steps):
        set_step(
            hall,
            incident,
            plan.role(step.role),
            step.code,
            RECOVERY + place,
            phase=Phase.RECOVERY,
            minutes=step.limit,
            silent=silent,
            now=False,
        )


def set_stage(
    hall: UnitOfWork, incident: int, plan: Plan, stage: int, *, silent: bool, known: Container[str] = ()
) -> None:
    """Give each role its steps of a stage, but for those it has had."""
    for place, step in enumerate(plan.response.steps):
        if step.stage == stage and step.code not in known:
            planned(hall, incident, plan, step, RESPONSE + place, silent=silent)


def planned(hall: UnitOfWork, incident: int, plan: Plan, step: PlanStep, nth: int, *, silent: bool) -> None:
    """Give a role a step of the response."""
    set_step(
        hall,
        incident,
        plan.role(step.role),
        step.code,
        nth,
        phase=Phase.RESPONSE,
        stage=step.stage,
        minutes=step.limit,
        silent=silent,
    )


def set_step(
    hall: UnitOfWork,
    incident: int,
    role: PlanRole,
    code: str,
    nth: int,
    *,
    silent: bool,
    phase: Phase = Phase.LEAD,
    stage: int = 1,
    minutes: float | None = None,
    now: bool = True,
) -> None:
    """Give a role a step, from now or later."""
    seconds = None if minutes is None else round(minutes * 60)
    who = Role(role.who)
    hall.record(
        StepSet(
            incident=incident,
            code=code,
            nth=nth,
            phase=phase,
            stage=stage,
            role=role.code,
            who=QUIET.get(who, who) if silent else who,
            seconds=seconds,
            now=now,
            due_at=hall.at + timedelta(seconds=seconds) if now and seconds is not None else None,
        )
    )
