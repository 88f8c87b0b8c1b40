"""What screens say in an emergency: the instruction, announcements, why the line is held back, a role's own steps."""

from datetime import datetime
from typing import Final

from pydantic import Field

from server.emergency.answers import tasks_of
from server.emergency.plan_reads import plan_of, plans_to_start
from server.emergency.plans import Act
from server.emergency.reads import going_on, said_now
from server.floor.reads.halls import HallNow
from server.floor.restraints import Restrains
from server.screens.parts import Part, Seconds, Words
from server.store.hall import HallSight

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
    way: str | None = Field(description="where the arrow points: left | right | up | down; stay: no arrow")
    at: datetime
    say: bool


class Slowed(Part):
    """Numbers come with some time between them."""

    why: Words
    seconds: Seconds


class CounterStep(Part):
    """A step of the role of who sits at the counter."""

    id: int
    text: Words
    role_name: Words
    state: str = Field(description="open | done | waived")
    next: bool = Field(description="to be confirmed now")
    due_at: datetime | None
    settled_at: datetime | None
    late: int = Field(description="how often it went up")


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


def announcements(hall: HallSight) -> list[Announcement]:
    """Return what everyone is told just now, the newest first; nothing of drills."""
    return [
        Announcement(id=one.id, text=one.text, at=one.taken_at, say=one.spoken)
        for one in reversed(said_now(hall))
        if one.act is Act.ANNOUNCE
    ]


def instruction(hall: HallSight) -> Instruction | None:
    """Return what everyone is to do now: the newest instruction."""
    last = next((one for one in reversed(said_now(hall)) if one.act is Act.INSTRUCT), None)
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


def counter_incidents(hall: HallSight, role: str | None) -> list[CounterIncident]:
    """Return the incidents that go on, drills last, with the steps of a sign-in's role."""
    found = []
    for one in sorted(going_on(hall), key=lambda one: one.drill):
        if one.silent:
            continue
        plan = plan_of(hall, one.kind, one.plan)
        mine = [task for task in tasks_of(hall, one, plan) if role is not None and role in {task.who, task.holder}]
        settled = [task for task in mine if task.state in {"done", "waived"}][-SETTLED_SHOWN:]
        found.append(
            CounterIncident(
                id=one.id,
                kind=one.kind,
                name=plan.name,
                stage=one.stage,
                stages=plan.stages,
                state=one.state,
                drill=one.drill,
                raised_at=one.raised_at,
                steps=[
                    CounterStep(
                        id=task.id,
                        text=task.text,
                        role_name=task.role_name,
                        state=task.state,
                        next=task.next,
                        due_at=task.due_at,
                        settled_at=task.settled_at,
                        late=task.late,
                    )
                    for task in [*settled, *(task for task in mine if task.state == "open")]
                ],
            )
        )
    return found


def plan_choices(hall: HallSight) -> list[PlanChoice]:
    """Return the plans that counters may start."""
    return [
        PlanChoice(kind=kind, name=plan.name, about=plan.about)
        for kind, (_, plan) in plans_to_start(hall).items()
        if plan.raised
    ]
