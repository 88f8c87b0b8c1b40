"""An incident as programs and screens get it: plan, steps, measures, log, and the moves open from here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from server.emergency.answer_parts import (
    AskedField,
    ContactNow,
    FieldOption,
    HolderNow,
    IncidentAnswer,
    IncidentHead,
    LogLine,
    MeasureNow,
    MoveNow,
    PlannedMeasure,
    RoleNow,
    StandingNow,
    Task,
)
from server.emergency.criteria import Ask, Figures, standings
from server.emergency.fields import BACK_WITHIN, Situation, StepAnswer, answer_said, asked, gives_of
from server.emergency.figures import clock_of, draft_of, eases, figures_of
from server.emergency.holders import Holding, of_how_many
from server.emergency.incident import INCIDENT, LEAD_STEPS
from server.emergency.log import logged
from server.emergency.plan_reads import plan_of
from server.emergency.plans import Criterion, MeasureEffect, Plan, PlanMeasure
from server.emergency.reads import Incident, MeasureDone, Step, last_drill, measures_of, steps_of
from server.emergency.role_reads import PartDone, given_of, holdings, may_confirm, next_of, parts_of, seat_of
from server.floor.reads.halls import all_counters
from server.kernel.languages import Words, words
from server.security import reads as people
from server.store.hall import AnyActor, HallSnapshot

MOVES: Final = frozenset(move.name for move in INCIDENT.moves)
ASKED: Final = frozenset(ask.value for ask in Ask) & MOVES


def head_fields(hall: HallSnapshot, incident: Incident, plan: Plan) -> dict[str, object]:
    """Return the fields of an `IncidentHead`."""
    leader = people.names(hall).get(incident.leader) if incident.leader is not None else None
    return {
        "id": incident.id,
        "kind": incident.kind,
        "name": plan.name,
        "state": incident.state,
        "stage": incident.stage,
        "stages": plan.stages,
        "drill": incident.drill,
        "silent": incident.silent,
        "counter": incident.counter,
        "raised_at": incident.raised_at,
        "led_by": leader,
        "acknowledged_at": incident.acknowledged_at,
        "look_again_at": incident.look_again_at,
        "looks_late": incident.looks_late,
        "closed_at": incident.closed_at,
        "review_by": incident.review_by,
        "reviewed_at": incident.reviewed_at,
        "review_late": incident.review_late,
    }


def head_of(hall: HallSnapshot, incident: Incident) -> IncidentHead:
    """Return an incident in few words."""
    return IncidentHead.model_validate(head_fields(hall, incident, plan_of(hall, incident.kind, incident.plan)))


def answer_of(hall: HallSnapshot, incident: Incident) -> IncidentAnswer:
    """Return an incident with all that belongs to it."""
    plan = plan_of(hall, incident.kind, incident.plan)
    taken, held = measures_of(hall, incident.id), holdings(hall, incident, plan)
    figures = figures_of(hall, incident, plan)
    holding = {one.code: one.id for one in taken if one.ended_at is None and one.code is not None}
    return IncidentAnswer.model_validate(
        {
            **head_fields(hall, incident, plan),
            "about": plan.about,
            "plan": incident.plan,
            "roles": roles_of(hall, incident, plan, held),
            "contacts": [
                ContactNow(name=one.name, about=one.about, phone=one.phone) for one in plan.organisation.contacts
            ],
            "tasks": tasks_of(hall, incident, plan),
            "offers": [offer_of(one, plan, taken, holding.get(one.code)) for one in plan.measures],
            "measures": [measure_now(one) for one in taken],
            "moves": [
                MoveNow(
                    name=move.name,
                    says=words(move.says),
                    needs=[need.name for need in move.needs],
                    standings=stands(hall, plan, figures, Ask(move.name)) if move.name in ASKED else [],
                )
                for move in INCIDENT.moves
                if incident.state in move.from_
            ],
            "log": [
                LogLine(seq=one.seq, at=one.at, event=one.event, who=one.who, text=one.text, note=one.note)
                for one in logged(hall, incident, plan)
            ],
            "last_drill": last_drill(hall, incident.kind, before=incident.id),
            "exits": incident.exits,
            "exits_at": incident.exits_at,
            "easing": stands(hall, plan, figures, Ask.EASE),
            "going_down": stands(hall, plan, figures, Ask.DOWN)
            if Criterion.PEOPLE in plan.response.under_control
            else [],
        }
    )


def measure_now(measure: MeasureDone) -> MeasureNow:
    """Return a measure that was taken."""
    return MeasureNow(
        id=measure.id,
        code=measure.code,
        act=measure.act,
        text=measure.text,
        seconds=measure.seconds,
        spoken=measure.spoken,
        taken_at=measure.taken_at,
        ended_at=measure.ended_at,
        implied=measure.implied_by is not None,
    )


def stands(hall: HallSnapshot, plan: Plan, figures: Figures, ask: Ask) -> list[StandingNow]:
    """Return the criteria before something is done, with their figures."""
    found = standings(ask, plan.response.under_control, figures, hall.at)
    return [StandingNow(criterion=one.criterion, met=one.met, text=one.text) for one in found]


def offer_of(measure: PlanMeasure, plan: Plan, taken: list[MeasureDone], holds: int | None) -> PlannedMeasure:
    """Return a measure that the plan offers."""
    return PlannedMeasure(
        code=measure.code,
        act=measure.act,
        name=measure.name,
        text=measure.text,
        stage=measure.stage,
        holds=holds,
        implies=[one.name for one in plan.measures if one.code in measure.implies],
        told=measure.act in {MeasureEffect.ANNOUNCE, MeasureEffect.INSTRUCT},
        eases=holds is not None and eases(taken, [holds]),
    )


def roles_of(hall: HallSnapshot, incident: Incident, plan: Plan, held: Mapping[str, Holding]) -> list[RoleNow]:
    """Return the roles with who has them just now."""
    given, names, counters = given_of(hall, incident.id), people.names(hall), all_counters(hall)

    def holders(holding: Holding) -> list[HolderNow]:
        at = [
            HolderNow(counter=one, staff=None, name=names.get(counters[one].clerk or 0, "")) for one in holding.counters
        ]
        return [*at, *(HolderNow(counter=None, staff=one, name=names.get(one, "")) for one in holding.people)]

    return [
        RoleNow(
            code=role.code,
            name=role.name,
            about=role.about,
            who=role.who,
            leads=role.code == plan.organisation.commander,
            each=held[role.code].each,
            named=role.code in given,
            holders=holders(held[role.code]),
        )
        for role in plan.organisation.roles
    ]


def tasks_of(hall: HallSnapshot, incident: Incident, plan: Plan) -> list[Task]:
    """Return an incident's steps as those who do them read them; put together once for all screens of a moment."""
    return hall.once(("tasks", incident.id), lambda: put_together(hall, incident, plan))


def put_together(hall: HallSnapshot, incident: Incident, plan: Plan) -> list[Task]:
    """Put an incident's steps together."""
    steps, parts = steps_of(hall, incident.id), parts_of(hall, incident.id)
    held = holdings(hall, incident, plan)
    first = {role.code: next_of(steps, role.code, parts) for role in plan.organisation.roles}
    drawn = Drawn(
        plan, people.names(hall), draft_of(hall, incident, plan), measures_of(hall, incident.id),
        partial(clock_of, hall),
    )  # fmt: skip
    return [
        task_of(drawn, step, held[step.role], parts.get(step.id, {}), is_next=first[step.role] == step)
        for step in steps
    ]


def tasks_for(hall: HallSnapshot, incident: Incident, actor: AnyActor) -> list[Task]:
    """Return the steps that somebody is to confirm now: their own counter's part, else what has come to their role."""
    plan = plan_of(hall, incident.kind, incident.plan)
    held, parts, steps = holdings(hall, incident, plan), parts_of(hall, incident.id), steps_of(hall, incident.id)
    seat, role, staff = seat_of(hall, actor), getattr(actor, "role", None), int(actor.name.rpartition(":")[2] or 0)

    def own(step: Step) -> bool:
        holding = held[step.role]
        part = seat if holding.each and seat in holding.counters else None
        first = next_of(steps, step.role, parts, part) == step
        return step.state == "open" and first and may_confirm(step, holding, role=role, staff=staff, counter=seat)

    mine = {step.id for step in steps if own(step)}
    return [task for task in tasks_of(hall, incident, plan) if task.id in mine]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What all steps of an incident are drawn with."""

    plan: Plan
    names: Mapping[int, str]
    draft: Situation
    measures: list[MeasureDone]
    clock: Callable[[datetime], str]


def task_of(drawn: Drawn, step: Step, holding: Holding, parts: Mapping[str, PartDone], *, is_next: bool) -> Task:
    """Return a step as who does it reads it."""
    plan, planned = drawn.plan, drawn.plan.step(step.code)
    answer = StepAnswer.read(step.answer)
    counted = of_how_many(holding, list(parts)) if step.state == "open" else (len(parts), len(parts)) if parts else None
    ends, takes = (planned.ends, planned.takes) if planned is not None else ([], [])
    on = [one.id for one in drawn.measures if one.code in ends and one.ended_at is None]
    back = step.state == "done" and step.code not in MOVES and step.settled_at is not None
    return Task(
        id=step.id,
        code=step.code,
        text=text_of(step.code, plan),
        role=step.role,
        role_name=plan.role(step.role).name,
        who=step.who,
        holder=step.holder,
        phase=step.phase,
        stage=step.stage,
        state=step.state,
        next=is_next and step.state == "open",
        limit=step.seconds,
        opened_at=step.opened_at,
        due_at=step.limit_at,
        settled_at=step.settled_at,
        by=drawn.names.get(step.by or 0),
        took=step.took,
        late=step.late,
        fields=[] if step.settled else asked_of(step, drawn),
        answer=answer_said(answer, plan, drawn.clock) if answer is not None else [],
        done=counted[0] if counted is not None else None,
        of=counted[1] if counted is not None else None,
        eases=step.state == "open" and eases(drawn.measures, on),
        ends=[one.name for one in plan.measures if one.code in ends],
        takes=[one.name for one in plan.measures if one.code in takes],
        back=step.by if back else None,
        back_until=step.settled_at + BACK_WITHIN if back and step.settled_at is not None else None,
    )


def asked_of(step: Step, drawn: Drawn) -> list[AskedField]:
    """Return what a step asks of whoever confirms it."""
    return [
        AskedField(
            name=one.name,
            kind=one.kind,
            label=one.label,
            needed=one.needed,
            options=[FieldOption(value=value, label=label) for value, label in one.options],
            draft=one.draft,
        )
        for one in asked(gives_of(step.code, drawn.plan), drawn.draft, drawn.plan)
    ]


def text_of(code: str, plan: Plan) -> Words:
    """Return what a step says."""
    if code in LEAD_STEPS:
        return words(LEAD_STEPS[code])
    return next((step.text for step in plan.steps if step.code == code), words(code))
