"""Confirming the steps of a plan: by whom they belong to, with what they leave behind; taking one back at once."""

from collections.abc import Mapping

from server.crowd.commands import take_count
from server.emergency.commands import leading
from server.emergency.commands.judging import must_stand
from server.emergency.commands.measures import end_planned, must_run, take_by_step
from server.emergency.commands.notes import keep_words
from server.emergency.criteria import Ask
from server.emergency.events.leading import ExitsSeen
from server.emergency.events.steps import StepConfirmed, StepPartConfirmed, StepTakenBack
from server.emergency.fields import BACK_WITHIN, StepAnswer, asked, checked, gives_of
from server.emergency.figures import draft_of, eases
from server.emergency.holders import Holding, lacking, of_how_many
from server.emergency.incident import CHAIN
from server.emergency.plan_reads import plan_of
from server.emergency.plans import Gives, Plan, RecoveryStep
from server.emergency.reads import Incident, MeasureDone, Step, incident_of, measures_of, step_of, steps_of
from server.emergency.refusals import NothingToTakeBack, NotYourStep, StepNotYet, StepSettled
from server.emergency.role_reads import PartDone, holdings, may_confirm, next_of, parts_of, seat_of
from server.emergency.states import Exits, StepState
from server.floor.reads.halls import hall_now
from server.security.rights import May
from server.store.hall import UnitOfWork


def confirm(
    hall: UnitOfWork, *, incident: int, step: int, note: str = "", given: Mapping[str, object] | None = None,
    reason: str = "",
) -> None:  # fmt: skip
    """Confirm that a step was done: one's own role's, or one that went up to it. Said twice, nothing changes."""
    hall.actor.must(May.CONFIRM_STEP)
    found = leading.seen(hall, incident)
    one = step_of(hall, incident, step)
    plan = plan_of(hall, found.kind, found.plan)
    holding, parts = holdings(hall, found, plan)[one.role], parts_of(hall, incident)
    counter = own_part(hall, one, holding)
    done_here = counter is not None and counter in parts.get(step, {})
    if one.state is StepState.DONE or done_here:
        return
    must_be_next(hall, one, parts, counter)
    if one.code in CHAIN:
        leading.move(hall, incident=incident, name=one.code, reason=reason)
        return
    must_run(hall, incident)
    planned = plan.step(one.code)
    fields = asked(gives_of(one.code, plan), draft_of(hall, found, plan), plan)
    answer, written = checked(fields, {"note": note, **(given or {})}, at=hall.at, zone=hall_now(hall).settings.zone)
    if planned is not None and eases(*ending(hall, found, planned)):
        must_stand(hall, found, Ask.EASE, reason)
    written = written or note
    if planned is not None and planned.gives is Gives.EXITS and answer.exits is Exits.BLOCKED:
        # what is to be clear is not done while it is blocked; that it is, is known
        blocked = see_exits(hall, incident=incident, exits=Exits.BLOCKED)
        keep_words(hall, blocked, incident, written)
        return
    if counter is not None:
        confirm_part(hall, one, holding, parts.get(step, {}), counter, note=written)
    else:
        with hall.caused_by(settle(hall, one, written, answer)):
            follow(hall, found, plan, planned, answer)


def own_part(hall: UnitOfWork, step: Step, holding: Holding) -> str | None:
    """Return the counter for which the actor confirms its part; None: the step as a whole. Refuse who has no part."""
    counter, role = seat_of(hall, hall.actor), getattr(hall.actor, "role", None)
    if not may_confirm(step, holding, role=role, staff=leading.number_of(hall), counter=counter):
        raise NotYourStep
    return counter if holding.each and counter in holding.counters else None


def must_be_next(
    hall: UnitOfWork, step: Step, parts: Mapping[int, Mapping[str, PartDone]], counter: str | None
) -> None:
    """Refuse a step whose time has not come, or before which there is another open one."""
    if step.state is StepState.WAIVED:
        raise StepSettled(now={"state": step.state})
    first = next_of(steps_of(hall, step.incident), step.role, parts, counter)
    if step.state is StepState.LATER or first is None or first.id != step.id:
        raise StepNotYet(now={"state": step.state, "next": None if first is None else first.id})


def ending(hall: UnitOfWork, incident: Incident, planned: RecoveryStep) -> tuple[list[MeasureDone], list[int]]:
    """Return the measures of an incident, and the numbers of those that a step would end."""
    taken = measures_of(hall, incident.id)
    return taken, [one.id for one in taken if one.code in planned.ends and one.ended_at is None]


def confirm_part(
    hall: UnitOfWork, step: Step, holding: Holding, parts: Mapping[str, PartDone], counter: str, *, note: str
) -> None:
    """Record that a counter has done its part; the last one's settles the step."""
    confirmed = [*parts, counter]
    done, of = of_how_many(holding, confirmed) or (1, 1)
    by = leading.number_of(hall)
    entry, _ = hall.record(
        StepPartConfirmed(
            step=step.id, incident=step.incident, code=step.code, counter=counter, by=by, done=done, of=of
        )
    )
    keep_words(hall, entry, step.incident, note)
    if not lacking(holding, confirmed):
        with hall.caused_by(entry):
            settle(hall, step)


def settle_complete(hall: UnitOfWork, incident: Incident) -> None:
    """Settle what every counter that is still open has confirmed."""
    held = holdings(hall, incident, plan_of(hall, incident.kind, incident.plan))
    parts = parts_of(hall, incident.id)
    for step in steps_of(hall, incident.id) if parts else []:
        done = parts.get(step.id, {})
        if step.state is StepState.OPEN and done and not lacking(held[step.role], list(done)):
            settle(hall, step, by=max(done.values(), key=lambda one: one.at).by)


def settle(
    hall: UnitOfWork, step: Step, note: str = "", answer: StepAnswer | None = None, by: int | None = None
) -> int:
    """Record that a step was done, with the time it took and what it left behind; return the entry's number."""
    took = round((hall.at - (step.opened_at or hall.at)).total_seconds())
    entry, _ = hall.record(
        StepConfirmed(
            step=step.id,
            incident=step.incident,
            code=step.code,
            by=leading.number_of(hall) if by is None else by,
            seconds=max(0, took),
            answer=None if answer is None else answer.text(),
        )
    )
    keep_words(hall, entry, step.incident, note)
    return entry


def follow(hall: UnitOfWork, incident: Incident, plan: Plan, planned: RecoveryStep | None, answer: StepAnswer) -> None:
    """Do what a step stands for: the count holds, the exits are known, measures end and are taken."""
    counted = planned is not None and planned.gives == "count"
    if counted and answer.people is not None and not incident.drill:
        take_count(hall, inside=answer.people)
    if answer.exits is not None:
        see_exits(hall, incident=incident.id, exits=answer.exits)
    if planned is not None:
        for code in planned.ends:
            end_planned(hall, incident.id, code)
        for code in planned.takes:
            take_by_step(hall, incident, plan, code)


def see_exits(hall: UnitOfWork, *, incident: int, exits: Exits) -> int:
    """Say whether exits and aisles are clear, and return the entry's number; said again, the log has it once more."""
    hall.actor.must(May.CONFIRM_STEP)
    leading.seen(hall, incident)
    found = must_run(hall, incident)
    return hall.record(ExitsSeen(incident=incident, before=found.exits, after=exits)).number


def take_back(hall: UnitOfWork, *, incident: int, step: int) -> None:
    """Take back one's own confirmation within ten seconds: the step is to be done still, its measures as before it."""
    hall.actor.must(May.CONFIRM_STEP)
    found = must_run(hall, leading.seen(hall, incident).id)
    one, by = step_of(hall, incident, step), leading.number_of(hall)
    counter = seat_of(hall, hall.actor)
    part = parts_of(hall, incident).get(step, {}).get(counter or "")
    own_part_done = part is not None and part.by == by and hall.at - part.at <= BACK_WITHIN
    settled = one.state is StepState.DONE and one.by == by and one.settled_at is not None
    own_step_done = settled and hall.at - (one.settled_at or hall.at) <= BACK_WITHIN
    if one.code in CHAIN or not (own_part_done or own_step_done):
        raise NothingToTakeBack
    moment = one.settled_at
    entry, _ = hall.record(
        StepTakenBack(
            step=step,
            incident=incident,
            code=one.code,
            by=by,
            counter=counter if own_part_done else None,
            done=own_step_done,
            due_at=one.due_at,
        )
    )
    plan = plan_of(hall, found.kind, found.plan)
    planned = plan.step(one.code)
    if planned is not None and own_step_done:
        with hall.caused_by(entry):
            taken = measures_of(hall, incident)
            for code in planned.takes:
                if any(each.code == code and each.taken_at == moment for each in taken):
                    end_planned(hall, incident, code)
            for code in planned.ends:
                if any(each.code == code and each.ended_at == moment for each in taken):
                    take_by_step(hall, incident_of(hall, incident), plan, code)
