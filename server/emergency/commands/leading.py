"""Leading an incident: its steps confirmed or waived, its stage, its way to the review."""

from datetime import datetime, timedelta
from typing import Final

from server.emergency.commands.drills import await_next
from server.emergency.commands.measures import end_above, end_all, must_run, take_planned
from server.emergency.commands.raising import LAST, keep_words, set_stage, set_step
from server.emergency.events.incidents import IncidentNoted, IncidentStageSet
from server.emergency.events.steps import StepConfirmed, StepOpened, StepWaived
from server.emergency.incident import INCIDENT
from server.emergency.plan_reads import plan_of
from server.emergency.reads import Incident, Step, incident_of, may_know, step_of, steps_of
from server.emergency.refusals import (
    NotYourStep,
    StepNeeded,
    StepNotYet,
    StepSettled,
    StepsOpen,
    UnknownIncident,
    UnknownStage,
)
from server.emergency.states import IncidentState, Phase, StepState
from server.floor.reads.halls import hall_now
from server.ratings.working_days import working_days_after
from server.security.actors import Actor
from server.security.rights import May
from server.store.hall import HallWork

REVIEW_WITHIN: Final = 5  # working days
CHAIN: Final = frozenset(move.name for move in INCIDENT.moves)  # steps of these names move the incident


def seen(hall: HallWork, number: int) -> Incident:
    """Return an incident that the actor may know of; refuse a silent one to others than those who lead."""
    found = incident_of(hall, number)
    if not may_know(hall.actor, found):
        raise UnknownIncident(incident=number)
    return found


def number_of(hall: HallWork) -> int:
    """Return the number of who acts; 0 for the system."""
    return hall.actor.id if isinstance(hall.actor, Actor) else 0


def confirm(hall: HallWork, *, incident: int, step: int, note: str = "") -> None:
    """Confirm that a step was done: one's own role's, or one that went up to it. Said twice, nothing changes."""
    hall.actor.must(May.CONFIRM_STEP)
    seen(hall, incident)
    one = step_of(hall, incident, step)
    if getattr(hall.actor, "role", None) not in {one.who, one.holder}:
        raise NotYourStep
    if one.state is StepState.DONE:
        return
    must_be_next(hall, one)
    if one.code in CHAIN:
        move(hall, incident=incident, name=one.code)
    else:
        must_run(hall, incident)
        settle(hall, one, note)


def must_be_next(hall: HallWork, step: Step) -> None:
    """Refuse a step whose time has not come, or before which its role has another open one."""
    if step.state is StepState.WAIVED:
        raise StepSettled(now={"state": step.state})
    first = next(one for one in steps_of(hall, step.incident) if one.role == step.role and not one.settled)
    if step.state is StepState.LATER or first.id != step.id:
        raise StepNotYet(now={"state": step.state, "next": first.id})


def settle(hall: HallWork, step: Step, note: str = "") -> None:
    """Record that a step was done, with the time it took."""
    entry = hall.seq + 1
    took = round((hall.at - (step.opened_at or hall.at)).total_seconds())
    hall.record(
        StepConfirmed(step=step.id, incident=step.incident, code=step.code, by=number_of(hall), seconds=max(0, took))
    )
    keep_words(hall, entry, step.incident, note)


def waive(hall: HallWork, *, incident: int, step: int, why: str) -> None:
    """Say that a step is not needed, and why; those that move the incident itself can't be waived."""
    hall.actor.must(May.LEAD_INCIDENT)
    must_run(hall, incident)
    one = step_of(hall, incident, step)
    if one.code in CHAIN:
        raise StepNeeded
    if one.settled:
        raise StepSettled(now={"state": one.state})
    entry = hall.seq + 1
    hall.record(StepWaived(step=step, incident=incident, code=one.code, by=number_of(hall), before=one.state))
    keep_words(hall, entry, incident, why)


def move(hall: HallWork, *, incident: int, name: str) -> None:
    """Move an incident on by one of the moves that need no words: acknowledge, stabilise, worsen, recover."""
    found = incident_of(hall, incident)
    INCIDENT.must_move(hall.actor, found.state, name, {})
    steps = steps_of(hall, incident)
    if name == "stabilise":
        must_be_settled([one for one in steps if one.phase is not Phase.RECOVERY and one.code not in CHAIN])
    own = next((one for one in steps if one.code == name and not one.settled), None)
    number = hall.seq + 1
    INCIDENT.take(hall, of=incident, state=found.state, name=name, leader=number_of(hall))
    with hall.because(number):
        if own is not None:
            if own.state is StepState.LATER:
                open_step(hall, own)
                own = step_of(hall, incident, own.id)
            settle(hall, own)
        follow(hall, found, name, steps)


def follow(hall: HallWork, incident: Incident, name: str, steps: list[Step]) -> None:
    """Open the steps whose time has come with a move."""
    if name == "worsen":
        plan = plan_of(hall, incident.kind, incident.plan)
        set_step(hall, incident.id, plan.commander, "stabilise", LAST, silent=incident.silent)
    for one in steps:
        now = one.code == "recover" if name == "stabilise" else name == "recover" and one.phase is Phase.RECOVERY
        if now and one.state is StepState.LATER:
            open_step(hall, one)


def open_step(hall: HallWork, step: Step) -> None:
    """Have a step's time run from now."""
    due = None if step.seconds is None else hall.at + timedelta(seconds=step.seconds)
    hall.record(StepOpened(step=step.id, incident=step.incident, code=step.code, due_at=due))


def must_be_settled(steps: list[Step]) -> None:
    """Refuse while steps are open."""
    left = [one for one in steps if not one.settled]
    if left:
        raise StepsOpen(count=len(left), open=[{"id": one.id, "code": one.code, "role": one.role} for one in left])


def set_incident_stage(hall: HallWork, *, incident: int, stage: int, note: str = "") -> None:
    """Take an incident up or down to a stage, or leave it where it is; it is looked at again after the plan's time."""
    hall.actor.must(May.LEAD_INCIDENT)
    to_stage(hall, must_run(hall, incident), stage, note)


def to_stage(hall: HallWork, incident: Incident, stage: int, note: str = "") -> None:
    """Set an incident's stage, as whoever leads or as the system wants it."""
    plan = plan_of(hall, incident.kind, incident.plan)
    if not 1 <= stage <= len(plan.stages):
        raise UnknownStage(stages=len(plan.stages))
    number = hall.seq + 1
    again: datetime = hall.at + timedelta(minutes=plan.response.look_again)
    hall.record(IncidentStageSet(incident=incident.id, before=incident.stage, after=stage, look_again_at=again))
    keep_words(hall, number, incident.id, note)
    with hall.because(number):
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


def note(hall: HallWork, *, incident: int, text: str) -> None:
    """Note what happened."""
    hall.actor.must(May.CONFIRM_STEP)
    entry = hall.seq + 1
    hall.record(IncidentNoted(incident=seen(hall, incident).id))
    keep_words(hall, entry, incident, text)


def close(hall: HallWork, *, incident: int, review: str) -> None:
    """Close an incident whose recovery is done; all that it stopped goes on where it stopped."""
    found = incident_of(hall, incident)
    INCIDENT.must_move(hall.actor, found.state, "close", {"review": review.strip()})
    must_be_settled(steps_of(hall, incident))
    by = working_days_after(hall_now(hall).settings, hall.at, REVIEW_WITHIN)
    number = hall.seq + 1
    INCIDENT.take(hall, of=incident, state=found.state, name="close", review=review.strip(), review_by=by)
    keep_words(hall, number, incident, review)
    with hall.because(number):
        end_all(hall, incident)
        if found.drill:
            await_next(hall)


def review(hall: HallWork, *, incident: int, findings: str, improvements: list[str]) -> None:
    """Write the after-action review: what was found, and what is to be mended."""
    found = incident_of(hall, incident)
    number = hall.seq + 1
    text = "\n".join([findings.strip(), *(f"· {one.strip()}" for one in improvements)])
    INCIDENT.take(
        hall, of=incident, state=found.state, name="review", findings=findings.strip(), improvements=len(improvements)
    )
    keep_words(hall, number, incident, text)
