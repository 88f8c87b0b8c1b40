"""Incidents over HTTP."""

from typing import Annotated

from pydantic import BaseModel, Field

from server.emergency.answer_parts import IncidentAnswer, IncidentHead
from server.emergency.answers import answer_of, head_of
from server.emergency.commands import confirming, leading, measures, roles
from server.emergency.commands.raising import raise_incident
from server.emergency.plan_reads import plans_in_force
from server.emergency.reads import incident_of, incidents_newest, may_know
from server.emergency.refusals import UnknownIncident
from server.emergency.states import Exits
from server.floor.api.models import Body, Nothing
from server.kernel.languages import Words
from server.security.actors import Actor
from server.security.rights import May
from server.security.web import Api
from server.store.hall import HallSnapshot, UnitOfWork

api = Api("Incidents")
MOST: int = 100
Text = Annotated[str, Field(max_length=2000)]


class Raise(Body):
    """Starting a plan."""

    kind: str = Field(min_length=1, max_length=30, description="which plan: crowding, system_failure …")
    note: Text = ""
    drill: bool = Field(default=False, description="the same, marked as a drill; nothing of it touches the real line")
    silent: bool = Field(default=False, description="shown to supervisors and managers only; nobody is told")


Reason = Annotated[str, Field(max_length=2000, description="why all the same, where a criterion speaks against it")]


class Confirm(Body):
    """A step was done."""

    note: Text = ""
    fields: dict[str, int | Annotated[str, Field(max_length=2000)]] = Field(
        default={}, max_length=12, description="what the step asks: its `fields` in the incident"
    )
    reason: Reason = ""


class Going(Body):
    """A move."""

    reason: Reason = ""


class Holders(Body):
    """Who has a role; both empty: whom the plan says."""

    counters: list[Annotated[str, Field(max_length=8)]] = Field(default=[], max_length=60)
    staff: list[Annotated[int, Field(ge=1, le=2**62)]] = Field(
        default=[], max_length=60, description="numbers of people"
    )


class ExitsSaid(Body):
    """Whether exits and aisles are clear."""

    exits: Exits


class Waive(Body):
    """A step is not needed."""

    why: str = Field(min_length=1, max_length=2000)


class Stage(Body):
    """The stage was looked at: it goes up, down, or stays."""

    stage: int = Field(ge=1, le=5)
    note: Text = ""
    reason: Reason = ""


class Measure(Body):
    """A measure of the plan, or an announcement in own words."""

    code: str | None = Field(default=None, min_length=1, max_length=30, description="its name in the plan")
    text: dict[str, Annotated[str, Field(max_length=400)]] = Field(
        default={}, description="in each language of the hall: an announcement, or the text of the plan's written anew"
    )
    spoken: bool = Field(default=True, description="the hall display says it aloud")


class Note(Body):
    """What happened."""

    text: str = Field(min_length=1, max_length=2000)


class Close(Body):
    """Closing."""

    review: str = Field(min_length=1, max_length=2000, description="what happened, in a few sentences")
    reason: Reason = ""


class Review(Body):
    """What was learned."""

    findings: str = Field(min_length=1, max_length=4000)
    improvements: list[Annotated[str, Field(min_length=1, max_length=400)]] = Field(
        default=[], max_length=30, description="what is to be mended, and by whom"
    )


class IncidentsQuery(Body):
    """Which part of the list."""

    before: int | None = Field(default=None, ge=1, le=2**62)
    limit: int = Field(default=20, ge=1, le=MOST)


class IncidentList(BaseModel):
    """Incidents, the newest first."""

    items: list[IncidentHead]
    next: int | None = Field(description="`before` of the next page")


class PlanInfo(BaseModel):
    """A plan that can be started."""

    kind: str
    version: int
    name: Words
    about: Words
    raised: bool = Field(description="offered at counters; false: the silent alarm or the system starts it")


class PlanList(BaseModel):
    """The plans in force."""

    items: list[PlanInfo]


@api.read("/halls/<hall>/plans", may=May.SEE_INCIDENT)
def plans(hall: HallSnapshot) -> PlanList:
    """List the plans in force."""
    return PlanList(
        items=[
            PlanInfo(kind=kind, version=version, name=plan.name, about=plan.about, raised=plan.raised)
            for kind, (version, plan) in plans_in_force(hall).items()
        ]
    )


@api.command("/halls/<hall>/incidents", status=201, may=May.RAISE_INCIDENT)
def raise_one(hall: UnitOfWork, body: Raise) -> IncidentAnswer:
    """Start a plan; what runs already is not started twice."""
    number = raise_incident(hall, kind=body.kind, note=body.note, drill=body.drill, silent=body.silent)
    return answer_of(hall, incident_of(hall, number))


@api.read("/halls/<hall>/incidents", may=May.SEE_INCIDENT)
def incidents(hall: HallSnapshot, actor: Actor, query: IncidentsQuery) -> IncidentList:
    """List incidents, the newest first; silent ones to those who lead only."""
    found = incidents_newest(hall, before=query.before, limit=query.limit)
    known = [head_of(hall, one) for one in found if may_know(actor, one)]
    return IncidentList(items=known, next=found[-1].id if len(found) == query.limit else None)


@api.read("/halls/<hall>/incidents/<int:incident>", may=May.SEE_INCIDENT)
def one(hall: HallSnapshot, actor: Actor, incident: int) -> IncidentAnswer:
    """Read an incident with plan, tasks and log."""
    found = incident_of(hall, incident)
    if not may_know(actor, found):
        raise UnknownIncident(incident=incident)
    return answer_of(hall, found)


@api.command("/halls/<hall>/incidents/<int:incident>/tasks/<int:task>/confirm", may=May.CONFIRM_STEP)
def confirm(hall: UnitOfWork, incident: int, task: int, body: Confirm) -> IncidentAnswer:
    """Confirm a step of one's own role."""
    confirming.confirm(hall, incident=incident, step=task, note=body.note, given=body.fields, reason=body.reason)
    return answer_of(hall, incident_of(hall, incident))


@api.command("/halls/<hall>/incidents/<int:incident>/tasks/<int:task>/back", may=May.CONFIRM_STEP)
def take_back(hall: UnitOfWork, incident: int, task: int, body: Nothing) -> IncidentAnswer:
    """Take back what one confirmed oneself in the last ten seconds."""
    confirming.take_back(hall, incident=incident, step=task)
    return answer_of(hall, incident_of(hall, incident))


@api.command("/halls/<hall>/incidents/<int:incident>/exits", may=May.CONFIRM_STEP)
def exits(hall: UnitOfWork, incident: int, body: ExitsSaid) -> IncidentAnswer:
    """Say whether exits and aisles are clear."""
    confirming.see_exits(hall, incident=incident, exits=body.exits)
    return answer_of(hall, incident_of(hall, incident))


@api.command("/halls/<hall>/incidents/<int:incident>/roles/<role>", may=May.LEAD_INCIDENT)
def give_role(hall: UnitOfWork, incident: int, role: str, body: Holders) -> IncidentAnswer:
    """Name who has a role in this incident: counters, people, or both."""
    roles.give_role(hall, incident=incident, role=role, counters=body.counters, staff=body.staff)
    return answer_of(hall, incident_of(hall, incident))


@api.command("/halls/<hall>/incidents/<int:incident>/tasks/<int:task>/waive", may=May.LEAD_INCIDENT)
def waive(hall: UnitOfWork, incident: int, task: int, body: Waive) -> IncidentAnswer:
    """Say that a step is not needed, and why."""
    leading.waive(hall, incident=incident, step=task, why=body.why)
    return answer_of(hall, incident_of(hall, incident))


@api.command("/halls/<hall>/incidents/<int:incident>/moves/<move>", may=May.LEAD_INCIDENT)
def move(hall: UnitOfWork, incident: int, move: str, body: Going) -> IncidentAnswer:
    """Move an incident on: acknowledge, stabilise, worsen, recover; to close and to review have their own address."""
    leading.move(hall, incident=incident, name=move, reason=body.reason)
    return answer_of(hall, incident_of(hall, incident))


@api.command("/halls/<hall>/incidents/<int:incident>/stage", may=May.LEAD_INCIDENT)
def stage(hall: UnitOfWork, incident: int, body: Stage) -> IncidentAnswer:
    """Take an incident up or down to a stage, or say that it stays."""
    leading.set_incident_stage(hall, incident=incident, stage=body.stage, note=body.note, reason=body.reason)
    return answer_of(hall, incident_of(hall, incident))


@api.command("/halls/<hall>/incidents/<int:incident>/measures", status=201, may=May.LEAD_INCIDENT)
def measure(hall: UnitOfWork, incident: int, body: Measure) -> IncidentAnswer:
    """Take a measure of the plan, or announce something in own words."""
    if body.code is not None:
        measures.take_measure(hall, incident=incident, code=body.code, text=body.text or None)
    else:
        measures.announce(hall, incident=incident, text=body.text, spoken=body.spoken)
    return answer_of(hall, incident_of(hall, incident))


@api.command("/halls/<hall>/incidents/<int:incident>/measures/<int:measure>/end", may=May.LEAD_INCIDENT)
def end(hall: UnitOfWork, incident: int, measure: int, body: Going) -> IncidentAnswer:
    """End a measure; what it held back goes on where it stopped."""
    measures.end_measure(hall, incident=incident, measure=measure, reason=body.reason)
    return answer_of(hall, incident_of(hall, incident))


@api.command("/halls/<hall>/incidents/<int:incident>/notes", status=201, may=May.CONFIRM_STEP)
def note(hall: UnitOfWork, incident: int, body: Note) -> IncidentAnswer:
    """Note what happened, in the log."""
    leading.note(hall, incident=incident, text=body.text)
    return answer_of(hall, incident_of(hall, incident))


@api.command("/halls/<hall>/incidents/<int:incident>/close", may=May.LEAD_INCIDENT)
def close(hall: UnitOfWork, incident: int, body: Close) -> IncidentAnswer:
    """Close an incident whose recovery is done; all that it stopped goes on where it stopped."""
    leading.close(hall, incident=incident, review=body.review, reason=body.reason)
    return answer_of(hall, incident_of(hall, incident))


@api.command("/halls/<hall>/incidents/<int:incident>/review", may=May.LEAD_INCIDENT)
def review(hall: UnitOfWork, incident: int, body: Review) -> IncidentAnswer:
    """Write the after-action review."""
    leading.review(hall, incident=incident, findings=body.findings, improvements=body.improvements)
    return answer_of(hall, incident_of(hall, incident))
