"""The steps of an incident as those who do them read them, and which of them are somebody's to confirm now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from server.emergency.answer_parts import Task
from server.emergency.fields import BACK_WITHIN, Situation, StepAnswer, answer_said, asked, gives_of
from server.emergency.figures import clock_of, draft_of, eases
from server.emergency.holders import Holding, of_how_many
from server.emergency.incident import CHAIN, INCIDENT, LEAD_STEPS, STABILISE, before_control
from server.emergency.plan_reads import plan_of
from server.emergency.plans import Plan
from server.emergency.reads import Incident, MeasureDone, Step, measures_of, steps_of
from server.emergency.role_reads import PartDone, holdings, may_confirm, next_of, parts_of, seat_of
from server.emergency.states import StepState
from server.feature.acts import AskedField, FieldOption
from server.kernel.languages import Words, words
from server.security import reads as people
from server.security.rights import May
from server.store.hall import AnyActor, HallSnapshot


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
        partial(clock_of, hall), len(before_control(steps)),
    )  # fmt: skip
    return [
        task_of(drawn, step, held[step.role], parts.get(step.id, {}), is_next=first[step.role] == step)
        for step in steps
    ]


@dataclass(frozen=True, slots=True)
class Led:
    """An incident with what decides whose turn it is in it."""

    incident: Incident
    steps: list[Step]
    parts: Mapping[int, Mapping[str, PartDone]]
    held: Mapping[str, Holding]

    @classmethod
    def of(cls, hall: HallSnapshot, incident: Incident, plan: Plan) -> "Led":
        """Return it as it stands now."""
        return cls(incident, steps_of(hall, incident.id), parts_of(hall, incident.id), holdings(hall, incident, plan))


@dataclass(frozen=True, slots=True)
class Hand:
    """Somebody who may have a part in it: as who acts, and where they sit."""

    actor: AnyActor
    staff: int
    role: str | None
    seat: str | None


def to_confirm(led: Led, hand: Hand) -> list[Step]:
    """Return the steps that somebody is to confirm now, one of each role that they have."""
    return [first for role in led.held if (first := first_of(led, role, hand)) is not None]


def first_of(led: Led, role: str, hand: Hand) -> Step | None:
    """Return the step of a role that somebody is to confirm now; None: there is none, or not by them."""
    holding = led.held[role]
    part = hand.seat if holding.each and hand.seat in holding.counters else None
    first = next_of(led.steps, role, led.parts, part)
    if first is None or first.state is not StepState.OPEN or not hand.actor.may(May.CONFIRM_STEP):
        return None
    theirs = may_confirm(first, holding, role=hand.role, staff=hand.staff, counter=hand.seat)
    return first if theirs and goes_on(led, first, hand.actor) else None


def goes_on(led: Led, step: Step, actor: AnyActor) -> bool:
    """Return whether a step can be done now: one that moves the incident, when its move is open to who does it."""
    if step.code not in CHAIN:
        return led.incident.running
    return INCIDENT.hindrance(INCIDENT.named(step.code), actor, led.incident.state, led.steps) is None


def tasks_for(hall: HallSnapshot, incident: Incident, actor: AnyActor) -> list[Task]:
    """Return the steps that somebody is to confirm now: their own counter's part, else what has come to their role."""
    plan = plan_of(hall, incident.kind, incident.plan)
    led = Led.of(hall, incident, plan)
    staff = int(actor.name.rpartition(":")[2] or 0)
    hand = Hand(actor, staff, getattr(actor, "role", None), seat_of(hall, actor))
    mine = {step.id for step in to_confirm(led, hand)}
    return [task for task in tasks_of(hall, incident, plan) if task.id in mine]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What all steps of an incident are drawn with."""

    plan: Plan
    names: Mapping[int, str]
    draft: Situation
    measures: list[MeasureDone]
    clock: Callable[[datetime], str]
    ahead: int  # steps before the incident is under control


def task_of(drawn: Drawn, step: Step, holding: Holding, parts: Mapping[str, PartDone], *, is_next: bool) -> Task:
    """Return a step as who does it reads it."""
    plan, planned = drawn.plan, drawn.plan.step(step.code)
    answer = StepAnswer.read(step.answer)
    counted = of_how_many(holding, list(parts)) if step.state == "open" else (len(parts), len(parts)) if parts else None
    ends, takes = (planned.ends, planned.takes) if planned is not None else ([], [])
    on = [one.id for one in drawn.measures if one.code in ends and one.ended_at is None]
    back = step.state == "done" and step.code not in CHAIN and step.settled_at is not None
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
        ahead=drawn.ahead if step.code == STABILISE and not step.settled else 0,
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
