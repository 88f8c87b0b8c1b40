"""Incidents in the office: what went on, one's own next steps, the log. They are led in the incident room."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from server.emergency.answers import answer_of, head_of
from server.emergency.commands import confirming
from server.emergency.commands.raising import raise_incident
from server.emergency.drills import longest_undrilled, next_drill
from server.emergency.events.drafts import PlanDrafted
from server.emergency.events.incidents import IncidentRaised, PlanSet
from server.emergency.events.leading import CriteriaOverruled, ExitsSeen, RoleGiven
from server.emergency.events.measures import MeasureEnded, MeasureTaken
from server.emergency.events.steps import (
    StepConfirmed,
    StepEscalated,
    StepOpened,
    StepPartConfirmed,
    StepSet,
    StepTakenBack,
    StepWaived,
)
from server.emergency.log import IncidentTeller
from server.emergency.plan_reads import drafted, parsed, plan_of, plans_to_start
from server.emergency.plans import Plan
from server.emergency.reads import Incident, drills_among, going_on, incident_of, incidents_newest, may_know, photos_of
from server.emergency.refusals import UnknownIncident
from server.emergency.tasks import tasks_for
from server.kernel.languages import N_
from server.office.context import Go, PageContext
from server.office.pages import Nav, Pages, Todo
from server.security.rights import May, Role
from server.store.events import Event
from server.store.hall import HallSnapshot

pages: Final = Pages("emergency", Path(__file__).parent / "templates")
SHOWN: Final = 50  # incidents
AHEAD: Final = timedelta(days=30)  # how long before its limit a drill is something to do
IN_ROOM: Final = ("stabilise", "recover")  # with their criteria before one's eyes
STATES: Final = {
    "alert": N_("nobody leads it yet"),
    "active": N_("going on"),
    "stabilised": N_("under control"),
    "recovering": N_("recovery"),
    "closed": N_("closed, to be reviewed"),
    "reviewed": N_("reviewed"),
}
STEPS: Final = {
    "later": N_("later"),
    "open": N_("to do"),
    "done": N_("done"),
    "waived": N_("not needed"),
}


@pages.page("/<hall>/incidents", may=May.SEE_INCIDENT, nav=Nav(N_("On the floor"), N_("Incidents and drills"), 40))
def incidents(context: PageContext) -> str:
    """List incidents and drills, the newest first."""
    with context.look() as hall:
        known = [one for one in incidents_newest(hall, before=None, limit=SHOWN) if may_know(context.actor, one)]
        found = [head_of(hall, one) for one in known]
        drill = next_drill(hall)
        plans = plans_to_start(hall) if context.may(May.RAISE_INCIDENT) else {}
    return context.render(
        "emergency/incidents.html", incidents=found, ways=STATES, drill=drill,
        plans=[(kind, plan) for kind, (_, plan) in plans.items()],
    )  # fmt: skip


@pages.form("/<hall>/incidents", may=May.RAISE_INCIDENT, again=incidents)
def begin(context: PageContext) -> Go:
    """Start a plan: as a drill, or because it is happening. What runs already is not started twice."""
    with context.work() as hall:
        number = raise_incident(hall, kind=context.given.get("kind", ""), drill=context.given.get("drill") != "no")
    return context.go(f"incidents/{number}")


@pages.page("/<hall>/incidents/<int:which>", may=May.SEE_INCIDENT)
def incident(context: PageContext, which: int) -> str:
    """Show one: its steps by role, one's own next ones with a button, and its log."""
    with context.look() as hall:
        its = known(context, hall, which)
        found, mine = answer_of(hall, its), [one.id for one in tasks_for(hall, its, context.actor)]
        photos = photos_of(hall, which)
    return context.render(
        "emergency/incident.html", one=found, ways=STATES, step_ways=STEPS,
        photos=photos,
        mine=mine if context.may(May.CONFIRM_STEP) else [], in_room=IN_ROOM, may_add=context.may(May.CONFIRM_STEP),
        room=f"/board/{context.hall_code}/incident/{which}" if context.may(May.LEAD_INCIDENT) else None,
    )  # fmt: skip


@pages.form("/<hall>/incidents/<int:which>/steps/<int:step>", may=May.CONFIRM_STEP)
def confirm(context: PageContext, which: int, step: int) -> Go:
    """Confirm a step of one's own, with what it asks."""
    given = {name[6:]: text for name, text in context.given.items() if name.startswith("field-")}
    with context.work() as hall:
        confirming.confirm(hall, incident=which, step=step, given=given)
    return context.go(f"incidents/{which}", said="saved")


@pages.todo(may=May.CONFIRM_STEP)
def own_steps(context: PageContext, hall: HallSnapshot) -> Iterable[Todo]:
    """Name the steps that the reader's role does next."""
    for one in going_on(hall):
        if not may_know(context.actor, one):
            continue
        name = head_of(hall, one).name
        for task in tasks_for(hall, one, context.actor):
            says = N_("{incident} at counter {counter}: {role}.") if one.counter else N_("{incident}: {role}.")
            yield Todo(
                what=context.pick(task.text),
                why=context.t(
                    N_("Drill. {incident}: {role}.") if one.drill else says,
                    incident=context.pick(name),
                    counter=one.counter,
                    role=context.pick(task.role_name),
                ),
                due=task.due_at,
                to=context.path(f"incidents/{one.id}"),
                act=context.t("To the incident"),
            )


@pages.todo(may=May.LEAD_INCIDENT)
def drill_due(context: PageContext, hall: HallSnapshot) -> Iterable[Todo]:
    """Name the drill that is due: a month ahead the supervisor's, the manager's too when it is late."""
    one = next_drill(hall)
    if one is None or (
        one.late_at is None and (context.actor.role == Role.MANAGER or context.now < one.due_at - AHEAD)
    ):
        return
    plan, last = longest_undrilled(hall) or (None, None)
    if plan is None:
        why = ""
    elif last is None:
        why = context.t("Never drilled: {plan}.", plan=context.pick(plan.name))
    else:
        why = context.t(
            "Longest not drilled: {plan}, since {day}.",
            plan=context.pick(plan.name),
            day=context.dated(context.local(last).date()),
        )
    yield Todo(
        what=context.t("Hold a drill")
        if one.late_at is None
        else context.t("Hold a drill: there was none in six months"),
        why=why,
        due=one.due_at,
        to=context.path("incidents"),
        act=context.t("To the drills"),
    )


def known(context: PageContext, hall: HallSnapshot, which: int) -> Incident:
    """Return an incident of which the reader may know; a silent one is unknown to the others."""
    found = incident_of(hall, which)
    if not may_know(context.actor, found):
        raise UnknownIncident(incident=which)
    return found


@pages.names(
    PlanSet, PlanDrafted, IncidentRaised, StepSet, StepOpened, StepConfirmed, StepPartConfirmed, StepTakenBack,
    StepWaived, StepEscalated, MeasureTaken, MeasureEnded, CriteriaOverruled, ExitsSeen, RoleGiven,
)  # fmt: skip
def plan_said(context: PageContext, hall: HallSnapshot, fact: Event) -> Mapping[str, object]:
    """Say the codes of a plan by its words."""
    teller = IncidentTeller(followed(hall, fact), {}, context.moment)
    names = ("kind", "code", "role", "holder", "act", "text", "answer", "ask", "before", "after")
    told = {name: teller.value(name, getattr(fact, name)) for name in names if hasattr(fact, name)}
    return told | teller.more(fact)


@pages.mark
def drills(context: PageContext, hall: HallSnapshot, facts: Mapping[int, Event]) -> Mapping[int, str]:
    """Mark what belongs to a drill."""
    wanted = {seq: getattr(fact, "incident", seq) for seq, fact in facts.items()}
    rehearsed = drills_among(hall, sorted({one for one in wanted.values() if isinstance(one, int)}))
    return {seq: context.t(N_("Drill")) for seq, incident in wanted.items() if incident in rehearsed}


def followed(hall: HallSnapshot, fact: Any) -> Plan:
    """Return the plan that a fact is about; of one that was withdrawn, how it last was."""
    if isinstance(fact, PlanSet):
        return parsed(fact.after or fact.before or "")
    if isinstance(fact, PlanDrafted):
        return drafted(fact.after or fact.before or "")
    kind, version = (fact.kind, fact.plan) if isinstance(fact, IncidentRaised) else plan_followed(hall, fact.incident)
    return plan_of(hall, kind, version)


def plan_followed(hall: HallSnapshot, number: int) -> tuple[str, int]:
    """Return the kind and version of the plan that an incident follows."""
    incident = incident_of(hall, number)
    return incident.kind, incident.plan
