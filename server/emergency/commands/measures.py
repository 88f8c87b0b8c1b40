"""Measures: holding the line back, telling everyone something, and ending both. In a drill nothing of it is real."""

from typing import Final

from server.emergency.events.measures import MeasureEnded, MeasureTaken
from server.emergency.plan_reads import plan_of
from server.emergency.plans import Act, Plan, PlanMeasure
from server.emergency.reads import Incident, Measure, incident_of, measures_of
from server.emergency.refusals import IncidentOver, TextNeeded, UnknownMeasure
from server.floor.commands.restrain import release, restrain
from server.floor.reads.halls import hall_now
from server.floor.restraints import Restrains
from server.kernel.languages import LANGUAGES, Words
from server.security.rights import May
from server.store.hall import HallWork

REAL: Final = {
    Act.STOP_ISSUE: Restrains.STOP,
    Act.SLOW_ISSUE: Restrains.SLOW,
    Act.HOLD_LINE: Restrains.HOLD,
}


def take_planned(hall: HallWork, incident: int, plan: Plan, *, stage: int, drill: bool, silent: bool) -> None:
    """Take the measures that begin with a stage by themselves; of a silent incident nobody is told."""
    if not silent:
        holding = {one.code for one in measures_of(hall, incident) if one.ended_at is None}
        for measure in plan.measures:
            if measure.stage == stage and measure.code not in holding:
                record(hall, incident, measure, drill=drill)


def take_measure(hall: HallWork, *, incident: int, code: str) -> int:
    """Take a measure of the plan and return its number; one that holds already is not taken twice."""
    hall.actor.must(May.LEAD_INCIDENT)
    found = must_run(hall, incident)
    plan = plan_of(hall, found.kind, found.plan)
    measure = next((one for one in plan.measures if one.code == code), None)
    if measure is None:
        raise UnknownMeasure(measure=code)
    holding = next((one for one in measures_of(hall, incident) if one.code == code and one.ended_at is None), None)
    return holding.id if holding is not None else record(hall, incident, measure, drill=found.drill)


def announce(hall: HallWork, *, incident: int, text: Words, spoken: bool) -> int:
    """Tell everyone something in own words and return its number; each language of the hall is needed."""
    hall.actor.must(May.ANNOUNCE)
    found = must_run(hall, incident)
    languages = hall_now(hall).settings.languages
    lacking = [language for language in languages if not text.get(language, "").strip()]
    if lacking:
        raise TextNeeded(lacking=lacking)
    first = text[languages[0]]
    number = hall.seq + 1
    hall.record(
        MeasureTaken(
            incident=incident,
            code=None,
            act=Act.ANNOUNCE,
            drill=found.drill,
            text={language: text.get(language, "").strip() or first for language in LANGUAGES},
            more=None,
            seconds=None,
            way=None,
            spoken=spoken,
        )
    )
    return number


def record(hall: HallWork, incident: int, measure: PlanMeasure, *, drill: bool) -> int:
    """Record a measure of a plan and, unless it is a drill, hold the line back as it says."""
    number = hall.seq + 1
    hall.record(
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
        )
    )
    what = REAL.get(measure.act)
    if what is not None and not drill:
        with hall.because(number):
            restrain(hall, source=number, what=what, why=measure.text, seconds=measure.seconds)
    return number


def end_measure(hall: HallWork, *, incident: int, measure: int) -> None:
    """End a measure; what it held back goes on where it stopped. Ended again, nothing changes."""
    hall.actor.must(May.LEAD_INCIDENT)
    found = next((one for one in measures_of(hall, incident_of(hall, incident).id) if one.id == measure), None)
    if found is None:
        raise UnknownMeasure(measure=measure)
    end(hall, found)


def end(hall: HallWork, measure: Measure) -> None:
    """End a measure, if it still holds."""
    if measure.ended_at is None:
        number = hall.seq + 1
        hall.record(MeasureEnded(measure=measure.id, incident=measure.incident, act=measure.act))
        with hall.because(number):
            release(hall, source=measure.id)


def end_all(hall: HallWork, incident: int) -> None:
    """End everything that an incident did, the last first."""
    for measure in reversed(measures_of(hall, incident)):
        end(hall, measure)


def end_above(hall: HallWork, incident: int, plan: Plan, stage: int) -> None:
    """End what began by itself with stages above one."""
    above = {one.code for one in plan.measures if one.stage is not None and one.stage > stage}
    for measure in reversed(measures_of(hall, incident)):
        if measure.code in above:
            end(hall, measure)


def must_run(hall: HallWork, incident: int) -> Incident:
    """Return an incident that goes on; refuse one that is over."""
    found = incident_of(hall, incident)
    if not found.running:
        raise IncidentOver(now={"state": found.state})
    return found
