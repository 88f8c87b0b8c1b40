"""What screens say in an emergency: the instruction, announcements, why the line is held back, a role's own steps."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pydantic import Field

from server.emergency.answer_parts import Task
from server.emergency.fields import BACK_WITHIN
from server.emergency.plan_reads import plan_of, plans_to_start
from server.emergency.plans import Direction, MeasureEffect, Plan
from server.emergency.reads import Incident, going_on, said_now
from server.emergency.role_reads import PartDone, may_confirm
from server.emergency.states import StepState
from server.emergency.tasks import Hand, Led, tasks_of, to_confirm
from server.feature.acts import AskedField
from server.floor.reads.halls import HallNow
from server.floor.restraints import Restrains
from server.screens.parts import Part, Seconds, Words
from server.security.actors import Actor, ActorKind
from server.security.rights import Role
from server.store.hall import HallSnapshot

SETTLED_SHOWN: Final = 1  # of a role's settled steps, the last one


class Announcement(Part):
    """What everyone is told, until it is ended."""

    id: int
    text: Words
    at: datetime
    say: bool = Field(description="the hall display says it aloud")


class Instruction(Part):
    """What everyone is to do now: it takes the whole screen."""

    id: int
    incident: int
    kind: str
    name: Words = Field(description="what happens")
    text: Words = Field(description="`<wbr>`: a line may break here")
    more: Words | None
    way: Direction | None = Field(description="where the arrow points; stay: no arrow")
    at: datetime
    say: bool


class Slowed(Part):
    """Numbers come with some time between them."""

    why: Words
    seconds: Seconds


class CounterStep(Part):
    """A step that belongs to who sits at the counter."""

    id: int
    text: Words
    role_name: Words
    state: StepState
    next: bool = Field(description="to be confirmed now")
    due_at: datetime | None
    settled_at: datetime | None
    late: int = Field(description="how often it went up")
    fields: list[AskedField] = Field(description="what is asked of whoever confirms it; empty: a tick is enough")
    done: int | None = Field(description="how many counters have confirmed it, where each does")
    of: int | None
    back_until: datetime | None = Field(description="until when who sits here can take it back; null: not")


class CounterIncident(Part):
    """An incident as a counter sees it; silent ones are not among them."""

    id: int
    kind: str
    name: Words
    stage: int
    stages: list[Words]
    state: str
    drill: bool
    raised_at: datetime
    steps: list[CounterStep]


class PlanChoice(Part):
    """A plan that can be started at a counter."""

    kind: str
    name: Words
    about: Words


def announcements(hall: HallSnapshot) -> list[Announcement]:
    """Return what everyone is told just now, the newest first; nothing of drills."""
    return [
        Announcement(id=one.id, text=one.text, at=one.taken_at, say=one.spoken)
        for one in reversed(said_now(hall))
        if one.act is MeasureEffect.ANNOUNCE
    ]


def instruction(hall: HallSnapshot) -> Instruction | None:
    """Return what everyone is to do now: the newest instruction."""
    last = next((one for one in reversed(said_now(hall)) if one.act is MeasureEffect.INSTRUCT), None)
    if last is None:
        return None
    return Instruction(
        id=last.id,
        incident=last.incident,
        kind=last.kind,
        name=plan_of(hall, last.kind, last.plan).name,
        text=last.text,
        more=last.more,
        way=last.way,
        at=last.taken_at,
        say=last.spoken,
    )


def why_stopped(now: HallNow) -> Words | None:
    """Return why an incident stopped the numbers."""
    stop = now.holds(Restrains.STOP)
    return None if stop is None else stop.why


def why_held(now: HallNow) -> Words | None:
    """Return why an incident holds the calls."""
    hold = now.holds(Restrains.HOLD)
    return None if hold is None else hold.why


def slowed(now: HallNow) -> Slowed | None:
    """Return how far apart numbers come, and why."""
    slow = now.holds(Restrains.SLOW)
    return None if slow is None else Slowed(why=slow.why, seconds=slow.seconds or 0)


@dataclass(frozen=True, slots=True)
class Seat:
    """A counter and who sits there."""

    counter: str
    staff: int | None
    role: Role | None


def counter_incidents(hall: HallSnapshot, seat: Seat) -> list[CounterIncident]:
    """Return the incidents that go on, drills last, with the steps that belong to who sits at a counter.

    While something is for real, no drill asks for a step.
    """
    known = [one for one in going_on(hall) if not one.silent]
    real = any(not one.drill for one in known)
    return [
        CounterIncident(
            id=one.id,
            kind=one.kind,
            name=plan.name,
            stage=one.stage,
            stages=plan.stages,
            state=one.state,
            drill=one.drill,
            raised_at=one.raised_at,
            steps=counter_steps(hall, one, plan, seat, asks=not (one.drill and real)),
        )
        for one in sorted(known, key=lambda one: one.drill)
        for plan in [plan_of(hall, one.kind, one.plan)]
    ]


def counter_steps(hall: HallSnapshot, incident: Incident, plan: Plan, seat: Seat, *, asks: bool) -> list[CounterStep]:
    """Return the steps of who sits at a counter: the last that was settled, and all that are to be done."""
    if seat.staff is None:
        return []
    led = Led.of(hall, incident, plan)
    sitter = Actor(ActorKind.STAFF, seat.staff, seat.role, frozenset({hall.id}))
    due = to_confirm(led, Hand(sitter, seat.staff, seat.role, seat.counter)) if asks else []
    tasks = {task.id: task for task in tasks_of(hall, incident, plan)}
    settled, to_do = [], []
    for step in led.steps:
        if not may_confirm(step, led.held[step.role], role=seat.role, staff=seat.staff, counter=seat.counter):
            continue
        own = led.parts.get(step.id, {}).get(seat.counter)
        if step.settled or own is not None:
            settled.append(counter_step(tasks[step.id], seat, hall.at, own=own, is_next=False))
        elif step.state is StepState.OPEN:
            to_do.append(counter_step(tasks[step.id], seat, hall.at, own=None, is_next=step in due))
    settled.sort(key=lambda one: one.settled_at or incident.raised_at)
    return [*settled[-SETTLED_SHOWN:], *to_do]


def counter_step(task: Task, seat: Seat, at: datetime, *, own: PartDone | None, is_next: bool) -> CounterStep:
    """Return a step as who sits at a counter sees it; one that several confirm is done once they have."""
    until = own.at + BACK_WITHIN if own is not None and own.by == seat.staff else None
    if task.back == seat.staff and task.back_until is not None:
        until = task.back_until
    return CounterStep(
        id=task.id,
        text=task.text,
        role_name=task.role_name,
        state=StepState.DONE if own is not None else task.state,
        next=is_next,
        due_at=task.due_at,
        settled_at=own.at if own is not None else task.settled_at,
        late=task.late,
        fields=task.fields,
        done=task.done,
        of=task.of,
        back_until=until if until is not None and until > at else None,
    )


def plan_choices(hall: HallSnapshot) -> list[PlanChoice]:
    """Return the plans that counters may start."""
    return [
        PlanChoice(kind=kind, name=plan.name, about=plan.about)
        for kind, (_, plan) in plans_to_start(hall).items()
        if plan.raised
    ]
