"""An incident as programs and screens get it: plan, steps, measures, log, and the moves open from here."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from server.emergency.incident import INCIDENT, LEAD_STEPS
from server.emergency.log import logged
from server.emergency.plan_reads import plan_of
from server.emergency.plans import Plan
from server.emergency.reads import Incident, Measure, Step, last_drill, measures_of, steps_of
from server.kernel.languages import Words, words
from server.security import reads as people
from server.store.hall import HallSight


class Answer(BaseModel):
    """A frozen piece of an answer."""

    model_config = ConfigDict(frozen=True)


class Task(Answer):
    """A step of a role."""

    id: int
    code: str
    text: Words
    role: str
    role_name: Words
    who: str = Field(description="the sign-in role that confirms it: clerk | reviewer | supervisor | manager")
    holder: str = Field(description="the sign-in role that it went up to, when late; else as `who`")
    phase: str = Field(description="lead | response | recovery")
    stage: int
    state: str = Field(description="later | open | done | waived")
    next: bool = Field(description="the role's next open step: the one to confirm")
    limit: int | None = Field(description="seconds")
    opened_at: datetime | None
    due_at: datetime | None = Field(description="by when it is to be confirmed; one that is late keeps it")
    settled_at: datetime | None
    by: str | None = Field(description="name of who confirmed or waived it")
    took: int | None = Field(description="seconds from its opening to its confirmation")
    late: int = Field(description="how often it was not confirmed in time; it went up each time")


class RoleNow(Answer):
    """A role of the plan."""

    code: str
    name: Words
    about: Words | None
    who: str
    leads: bool


class ContactNow(Answer):
    """Whom to call."""

    name: Words
    about: Words | None
    phone: str


class PlannedMeasure(Answer):
    """A measure that the plan offers."""

    code: str
    act: str
    name: Words
    text: Words
    stage: int | None = Field(description="the stage with which it is taken by itself")
    holds: int | None = Field(description="number of the measure while it holds")


class MeasureNow(Answer):
    """A measure that was taken."""

    id: int
    code: str | None
    act: str = Field(description="stop_issue | slow_issue | hold_line | announce | instruct")
    text: Words
    seconds: int | None
    spoken: bool
    taken_at: datetime
    ended_at: datetime | None


class LogLine(Answer):
    """A line of the incident's log: added to, never changed."""

    seq: int
    at: datetime
    event: str
    who: str | None = Field(description="name; null: the system")
    text: Words
    note: str | None = Field(description="in somebody's own words")


class MoveNow(Answer):
    """A move that is open from the present state."""

    name: str
    says: Words
    needs: list[str]


class IncidentHead(Answer):
    """An incident in few words."""

    id: int
    kind: str
    name: Words
    state: str = Field(description="alert | active | stabilised | recovering | closed | reviewed")
    stage: int
    stages: list[Words]
    drill: bool
    silent: bool
    counter: str | None = Field(description="where it was raised, if at a counter")
    raised_at: datetime
    led_by: str | None
    acknowledged_at: datetime | None
    look_again_at: datetime | None
    looks_late: int
    closed_at: datetime | None
    review_by: datetime | None
    reviewed_at: datetime | None
    review_late: bool


class IncidentAnswer(IncidentHead):
    """An incident with plan, tasks and log."""

    about: Words
    plan: int = Field(description="the plan's version")
    roles: list[RoleNow]
    contacts: list[ContactNow]
    tasks: list[Task] = Field(description="in the order in which each role does them")
    offers: list[PlannedMeasure]
    measures: list[MeasureNow]
    moves: list[MoveNow] = Field(description="open from the present state")
    log: list[LogLine] = Field(description="the oldest first")
    last_drill: datetime | None = Field(description="when this plan was last drilled before")


def head_fields(hall: HallSight, incident: Incident, plan: Plan) -> dict[str, object]:
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


def head_of(hall: HallSight, incident: Incident) -> IncidentHead:
    """Return an incident in few words."""
    return IncidentHead.model_validate(head_fields(hall, incident, plan_of(hall, incident.kind, incident.plan)))


def answer_of(hall: HallSight, incident: Incident) -> IncidentAnswer:
    """Return an incident with all that belongs to it."""
    plan = plan_of(hall, incident.kind, incident.plan)
    taken = measures_of(hall, incident.id)
    holding = {one.code: one.id for one in taken if one.ended_at is None and one.code is not None}
    return IncidentAnswer.model_validate(
        {
            **head_fields(hall, incident, plan),
            "about": plan.about,
            "plan": incident.plan,
            "roles": [
                RoleNow(
                    code=role.code,
                    name=role.name,
                    about=role.about,
                    who=role.who,
                    leads=role.code == plan.organisation.commander,
                )
                for role in plan.organisation.roles
            ],
            "contacts": [
                ContactNow(name=one.name, about=one.about, phone=one.phone) for one in plan.organisation.contacts
            ],
            "tasks": tasks_of(hall, incident, plan),
            "offers": [
                PlannedMeasure(
                    code=one.code,
                    act=one.act,
                    name=one.name,
                    text=one.text,
                    stage=one.stage,
                    holds=holding.get(one.code),
                )
                for one in plan.measures
            ],
            "measures": [measure_now(one) for one in taken],
            "moves": [
                MoveNow(name=move.name, says=words(move.says), needs=list(move.needs))
                for move in INCIDENT.moves
                if incident.state in move.from_
            ],
            "log": [
                LogLine(seq=one.seq, at=one.at, event=one.event, who=one.who, text=one.text, note=one.note)
                for one in logged(hall, incident, plan)
            ],
            "last_drill": last_drill(hall, incident.kind, before=incident.id),
        }
    )


def measure_now(measure: Measure) -> MeasureNow:
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
    )


def tasks_of(hall: HallSight, incident: Incident, plan: Plan) -> list[Task]:
    """Return an incident's steps as those who do them read them."""
    steps = steps_of(hall, incident.id)
    first: dict[str, int] = {}
    for step in steps:
        if not step.settled:
            first.setdefault(step.role, step.id)
    names = people.names(hall)
    return [task_of(step, plan, names.get(step.by or 0), first.get(step.role) == step.id) for step in steps]


def task_of(step: Step, plan: Plan, by: str | None, first: bool) -> Task:
    """Return a step as who does it reads it."""
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
        next=first and step.state == "open",
        limit=step.seconds,
        opened_at=step.opened_at,
        due_at=step.limit_at,
        settled_at=step.settled_at,
        by=by,
        took=step.took,
        late=step.late,
    )


def text_of(code: str, plan: Plan) -> Words:
    """Return what a step says."""
    if code in LEAD_STEPS:
        return words(LEAD_STEPS[code])
    return next((step.text for step in plan.steps if step.code == code), words(code))
