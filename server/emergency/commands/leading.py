"""Leading an incident: steps left out, its stage, its way to the review. Confirming steps: confirming.py."""

from datetime import datetime, timedelta
from typing import Final

from server.emergency.commands.drills import await_next
from server.emergency.commands.judging import must_stand
from server.emergency.commands.measures import end_above, end_all, must_run, take_planned
from server.emergency.commands.notes import keep_words
from server.emergency.commands.raising import LAST, set_stage, set_step
from server.emergency.criteria import Ask
from server.emergency.events.incidents import IncidentNoted, IncidentStageSet
from server.emergency.events.steps import StepConfirmed, StepOpened, StepWaived
from server.emergency.incident import CHAIN, INCIDENT
from server.emergency.plan_reads import plan_of
from server.emergency.plans import Criterion
from server.emergency.reads import Incident, Step, incident_of, may_know, step_of, steps_of
from server.emergency.refusals import StepNeeded, StepSettled, UnknownIncident, UnknownStage
from server.emergency.states import AFTER_ACTION, IncidentState, Phase, StepState
from server.floor.opening import working_days_after
from server.floor.reads.halls import hall_now
from server.security.actors import Actor
from server.security.rights import May
from server.store.hall import UnitOfWork

GUARDED: Final = frozenset({"stabilise", "recover"})  # only when it is so, or with a reason


def seen(hall: UnitOfWork, number: int) -> Incident:
    """Return an incident that the actor may know of; refuse a silent one to others than those who lead."""
    found = incident_of(hall, number)
    if not may_know(hall.actor, found):
        raise UnknownIncident(incident=number)
    return found


def number_of(hall: UnitOfWork) -> int:
    """Return the number of who acts; 0 for the system."""
    return hall.actor.id if isinstance(hall.actor, Actor) else 0


def waive(hall: UnitOfWork, *, incident: int, step: int, why: str) -> None:
    """Say that a step is not needed, and why; those that move the incident itself can't be waived."""
    hall.actor.must(May.LEAD_INCIDENT)
    must_run(hall, incident)
    one = step_of(hall, incident, step)
    if one.code in CHAIN:
        raise StepNeeded
    if one.settled:
        raise StepSettled(now={"state": one.state})
    waived = hall.record(StepWaived(step=step, incident=incident, code=one.code, by=number_of(hall), before=one.state))
    keep_words(hall, waived.number, incident, why)


def move(hall: UnitOfWork, *, incident: int, name: str, reason: str = "") -> None:
    """Move an incident on by one of the moves that need no words: acknowledge, stabilise, worsen, recover."""
    found = incident_of(hall, incident)
    steps = steps_of(hall, incident)
    INCIDENT.must_move(hall.actor, found.state, name, {}, steps)
    if name in GUARDED:
        must_stand(hall, found, Ask(name), reason)
    own = next((one for one in steps if one.code == name and not one.settled), None)
    moved = INCIDENT.take(hall, of=incident, state=found.state, name=name, thing=steps, leader=number_of(hall))
    with hall.caused_by(moved.number):
        if own is not None:
            settle_own(hall, own)
        follow(hall, found, name, steps)


def settle_own(hall: UnitOfWork, step: Step) -> None:
    """Record that the step was done that stands for a move."""
    if step.state is StepState.LATER:
        open_step(hall, step)
        step = step_of(hall, step.incident, step.id)
    took = max(0, round((hall.at - (step.opened_at or hall.at)).total_seconds()))
    hall.record(StepConfirmed(step=step.id, incident=step.incident, code=step.code, by=number_of(hall), seconds=took))


def follow(hall: UnitOfWork, incident: Incident, name: str, steps: list[Step]) -> None:
    """Open the steps whose time has come with a move."""
    if name == "worsen":
        plan = plan_of(hall, incident.kind, incident.plan)
        set_step(hall, incident.id, plan.commander, "stabilise", LAST, silent=incident.silent)
    for one in steps:
        now = one.code == "recover" if name == "stabilise" else name == "recover" and one.phase is Phase.RECOVERY
        if now and one.state is StepState.LATER:
            open_step(hall, one)


def open_step(hall: UnitOfWork, step: Step) -> None:
    """Have a step's time run from now."""
    due = None if step.seconds is None else hall.at + timedelta(seconds=step.seconds)
    hall.record(StepOpened(step=step.id, incident=step.incident, code=step.code, due_at=due))


def set_incident_stage(hall: UnitOfWork, *, incident: int, stage: int, note: str = "", reason: str = "") -> None:
    """Take an incident up or down to a stage, or leave it where it is; it is looked at again after the plan's time."""
    hall.actor.must(May.LEAD_INCIDENT)
    found = must_run(hall, incident)
    plan = plan_of(hall, found.kind, found.plan)
    if stage < found.stage and Criterion.PEOPLE in plan.response.under_control:
        must_stand(hall, found, Ask.DOWN, reason)
    to_stage(hall, found, stage, note)


def to_stage(hall: UnitOfWork, incident: Incident, stage: int, note: str = "") -> None:
    """Set an incident's stage, as whoever leads or as the system wants it."""
    plan = plan_of(hall, incident.kind, incident.plan)
    if not 1 <= stage <= len(plan.stages):
        raise UnknownStage(stages=len(plan.stages))
    again: datetime = hall.at + timedelta(minutes=plan.response.look_again)
    number, _ = hall.record(
        IncidentStageSet(incident=incident.id, before=incident.stage, after=stage, look_again_at=again)
    )
    keep_words(hall, number, incident.id, note)
    with hall.caused_by(number):
        if stage > incident.stage:
            if incident.state is IncidentState.STABILISED:
                move(hall, incident=incident.id, name="worsen")
            known = {one.code for one in steps_of(hall, incident.id) if one.state is not StepState.WAIVED}
            for one in range(incident.stage + 1, stage + 1):
                set_stage(hall, incident.id, plan, one, known=known, silent=incident.silent)
                take_planned(hall, incident.id, plan, stage=one, drill=incident.drill, silent=incident.silent)
        for step in steps_of(hall, incident.id):
            if step.stage > stage and not step.settled:
                hall.record(StepWaived(step=step.id, incident=incident.id, code=step.code, by=None, before=step.state))
        end_above(hall, incident.id, plan, stage)


def note(hall: UnitOfWork, *, incident: int, text: str) -> None:
    """Note what happened."""
    hall.actor.must(May.CONFIRM_STEP)
    noted = hall.record(IncidentNoted(incident=seen(hall, incident).id))
    keep_words(hall, noted.number, incident, text)


def close(hall: UnitOfWork, *, incident: int, review: str, reason: str = "") -> None:
    """Close an incident whose recovery is done; all that it stopped goes on where it stopped."""
    found = incident_of(hall, incident)
    given, steps = {"review": review.strip()}, steps_of(hall, incident)
    INCIDENT.must_move(hall.actor, found.state, "close", given, steps)
    must_stand(hall, found, Ask.CLOSE, reason)
    by = working_days_after(hall_now(hall).settings, hall.at, INCIDENT.limit(AFTER_ACTION).days)
    closed = INCIDENT.take(
        hall, of=incident, state=found.state, name="close", thing=steps, review=review.strip(), review_by=by
    )
    keep_words(hall, closed.number, incident, review)
    with hall.caused_by(closed.number):
        end_all(hall, incident)
        if found.drill:
            await_next(hall)


def review(hall: UnitOfWork, *, incident: int, findings: str, improvements: list[str]) -> None:
    """Write the after-action review: what was found, and what is to be mended."""
    found = incident_of(hall, incident)
    text = "\n".join([findings.strip(), *(f"· {one.strip()}" for one in improvements)])
    reviewed = INCIDENT.take(
        hall,
        of=incident,
        state=found.state,
        name="review",
        thing=steps_of(hall, incident),
        findings=findings.strip(),
        improvements=len(improvements),
    )
    keep_words(hall, reviewed.number, incident, text)
