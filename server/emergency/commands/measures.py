"""Measures: holding the line back, telling everyone something, and ending both. In a drill nothing of it is real."""

from typing import Final

from server.emergency.commands.judging import must_stand
from server.emergency.criteria import Ask
from server.emergency.events.measures import MeasureEnded, MeasureTaken
from server.emergency.figures import eases
from server.emergency.plan_reads import plan_of
from server.emergency.plans import MeasureEffect, Plan, PlanMeasure, leads_out
from server.emergency.reads import Incident, MeasureDone, incident_of, measures_of
from server.emergency.refusals import IncidentOver, TextNeeded, UnknownMeasure
from server.floor.commands.restrain import release, restrain
from server.floor.reads.halls import hall_now
from server.floor.restraints import Restrains
from server.kernel.languages import LANGUAGES, Words
from server.security.rights import May
from server.store.hall import UnitOfWork

TOLD: Final = frozenset({MeasureEffect.ANNOUNCE, MeasureEffect.INSTRUCT})  # what everyone reads
REAL: Final = {
    MeasureEffect.STOP_ISSUE: Restrains.STOP,
    MeasureEffect.SLOW_ISSUE: Restrains.SLOW,
    MeasureEffect.HOLD_LINE: Restrains.HOLD,
}


def take_planned(hall: UnitOfWork, incident: int, plan: Plan, *, stage: int, drill: bool, silent: bool) -> None:
    """Take the measures that begin with a stage by themselves; of a silent incident nobody is told."""
    if not silent:
        holding = {one.code for one in measures_of(hall, incident) if one.ended_at is None}
        for measure in plan.measures:
            if measure.stage == stage and measure.code not in holding:
                record(hall, incident, measure, plan, drill=drill)


def take_measure(hall: UnitOfWork, *, incident: int, code: str, text: Words | None = None) -> int:
    """Take a measure of the plan and return its number; one that holds already is not taken twice.

    With a text of its own, what everyone is told is written anew; one that holds makes room for it.
    """
    hall.actor.must(May.LEAD_INCIDENT)
    found = must_run(hall, incident)
    plan = plan_of(hall, found.kind, found.plan)
    measure = plan.measure(code)
    if measure is None:
        raise UnknownMeasure(measure=code)
    holding = on(hall, incident, code)
    if text is not None and measure.act in TOLD:
        hall.actor.must(May.ANNOUNCE)
        measure = measure.model_copy(update={"text": in_all(hall, text), "more": None})
        if holding is not None:
            end(hall, holding)
    elif holding is not None:
        return holding.id
    return record(hall, incident, measure, plan, drill=found.drill)


def take_by_step(hall: UnitOfWork, incident: Incident, plan: Plan, code: str) -> None:
    """Take a measure because a step says so, unless it holds."""
    measure = plan.measure(code)
    if measure is not None and on(hall, incident.id, code) is None:
        record(hall, incident.id, measure, plan, drill=incident.drill)


def end_planned(hall: UnitOfWork, incident: int, code: str) -> None:
    """End a measure of the plan, if it holds."""
    holding = on(hall, incident, code)
    if holding is not None:
        end(hall, holding)


def on(hall: UnitOfWork, incident: int, code: str) -> MeasureDone | None:
    """Return a measure of the plan while it holds."""
    return next((one for one in measures_of(hall, incident) if one.code == code and one.ended_at is None), None)


def in_all(hall: UnitOfWork, text: Words) -> Words:
    """Return a text in every language; refuse one that lacks a language of the hall."""
    languages = hall_now(hall).settings.languages
    lacking = [language for language in languages if not text.get(language, "").strip()]
    if lacking:
        raise TextNeeded(lacking=lacking)
    first = text[languages[0]].strip()
    return {language: text.get(language, "").strip() or first for language in LANGUAGES}


def announce(hall: UnitOfWork, *, incident: int, text: Words, spoken: bool) -> int:
    """Tell everyone something in own words and return its number; each language of the hall is needed."""
    hall.actor.must(May.ANNOUNCE)
    found = must_run(hall, incident)
    told = in_all(hall, text)
    taken = hall.record(
        MeasureTaken(
            incident=incident,
            code=None,
            act=MeasureEffect.ANNOUNCE,
            drill=found.drill,
            text=told,
            more=None,
            seconds=None,
            way=None,
            spoken=spoken,
        )
    )
    return taken.number


def record(
    hall: UnitOfWork, incident: int, measure: PlanMeasure, plan: Plan, *, drill: bool, implied_by: int | None = None
) -> int:
    """Record a measure of a plan with those that it implies; unless it is a drill, hold the line back as they say."""
    number, _ = hall.record(
        MeasureTaken(
            incident=incident,
            code=measure.code,
            act=measure.act,
            drill=drill,
            text=measure.text,
            more=measure.more,
            seconds=measure.seconds,
            way=measure.way,
            spoken=measure.spoken,
            implied_by=implied_by,
        )
    )
    with hall.caused_by(number):
        for code in measure.implies:
            implied = plan.measure(code)
            if implied is not None and on(hall, incident, code) is None:
                record(hall, incident, implied, plan, drill=drill, implied_by=number)
        what = Restrains.HOLD if leads_out(measure.act, measure.way) else REAL.get(measure.act)
        if what is not None and not drill:
            restrain(hall, source=number, what=what, why=measure.text, seconds=measure.seconds)
    return number


def end_measure(hall: UnitOfWork, *, incident: int, measure: int, reason: str = "") -> None:
    """End a measure; what it held back goes on where it stopped. Ended again, nothing changes."""
    hall.actor.must(May.LEAD_INCIDENT)
    its = incident_of(hall, incident)
    taken = measures_of(hall, incident)
    found = next((one for one in taken if one.id == measure), None)
    if found is None:
        raise UnknownMeasure(measure=measure)
    if its.running and eases(taken, [measure]):
        must_stand(hall, its, Ask.EASE, reason)
    end(hall, found)


def end(hall: UnitOfWork, measure: MeasureDone) -> None:
    """End a measure, if it still holds, with those that came with it."""
    if measure.ended_at is None:
        ended = hall.record(MeasureEnded(measure=measure.id, incident=measure.incident, act=measure.act))
        with hall.caused_by(ended.number):
            release(hall, source=measure.id)
            for one in measures_of(hall, measure.incident):
                if one.implied_by == measure.id:
                    end(hall, one)


def end_all(hall: UnitOfWork, incident: int) -> None:
    """End everything that an incident did, the last first."""
    for measure in reversed([one for one in measures_of(hall, incident) if one.implied_by is None]):
        end(hall, measure)


def end_above(hall: UnitOfWork, incident: int, plan: Plan, stage: int) -> None:
    """End what began by itself with stages above one."""
    above = {one.code for one in plan.measures if one.stage is not None and one.stage > stage}
    for measure in reversed(measures_of(hall, incident)):
        if measure.code in above:
            end(hall, measure)


def must_run(hall: UnitOfWork, incident: int) -> Incident:
    """Return an incident that goes on; refuse one that is over."""
    found = incident_of(hall, incident)
    if not found.running:
        raise IncidentOver(now={"state": found.state})
    return found
