"""The live figures of an incident, and how its plan's criteria stand by them."""

from datetime import datetime

from server.crowd.reads import calming, crowd_now
from server.emergency.criteria import Ask, CriterionStanding, Figures, in_line, standings
from server.emergency.fields import Situation
from server.emergency.plan_reads import plan_of
from server.emergency.plans import MeasureEffect, Plan
from server.emergency.reads import Incident, MeasureDone, measures_of
from server.floor.reads.halls import all_counters, hall_now
from server.floor.reads.tickets import waiting_counts
from server.floor.states import STAFFED
from server.kernel.languages import N_, Words, words
from server.store.hall import HallSnapshot


def figures_of(hall: HallSnapshot, incident: Incident, plan: Plan) -> Figures:
    """Return what is known of hall and incident just now."""
    crowd, calm = crowd_now(hall), calming(hall)
    on = [one for one in measures_of(hall, incident.id) if one.ended_at is None]
    exits_at = "–" if incident.exits_at is None else clock_of(hall, incident.exits_at)
    return Figures(
        people=crowd.people,
        few=None if calm is None else calm.below,
        few_since=None if calm is None else calm.since,
        dangerous=crowd.limits.dangerous if crowd.limits else None,
        exits=incident.exits,
        exits_at=exits_at,
        leading_out=tuple(named(one, plan) for one in on if one.leads_out),
        holding=tuple(named(one, plan) for one in on),
    )


def named(measure: MeasureDone, plan: Plan) -> Words:
    """Return a measure's name in its plan; of one in own words that it is so."""
    planned = plan.measure(measure.code) if measure.code is not None else None
    return planned.name if planned is not None else words(N_("announcement in own words"))


def clock_of(hall: HallSnapshot, at: datetime) -> str:
    """Return a moment as the hall's clocks show it."""
    return at.astimezone(hall_now(hall).settings.zone).strftime("%H:%M")


def standings_of(hall: HallSnapshot, incident: Incident, ask: Ask) -> list[CriterionStanding]:
    """Return how the criteria stand before something is done."""
    plan = plan_of(hall, incident.kind, incident.plan)
    return standings(ask, plan.response.under_control, figures_of(hall, incident, plan), hall.at)


def draft_of(hall: HallSnapshot, incident: Incident, plan: Plan) -> Situation:
    """Return what the hall knows already of what steps ask."""
    people, waiting = crowd_now(hall).people, sum(waiting_counts(hall).values())
    return Situation(people, waiting, clock_of(hall, hall.at), report_of(hall, incident, plan))


def report_of(hall: HallSnapshot, incident: Incident, plan: Plan) -> Words:
    """Situation a report of the situation from its figures."""
    crowd, counters = crowd_now(hall), all_counters(hall).values()
    figures = figures_of(hall, incident, plan)
    text = N_(
        "{name}, stage {stage}, since {since}. At {now}: {people} people inside, the limit is {limit}; {waiting}"
        " waiting; {open} of {counters} counters open. Measures: {measures}. Exits: {exits}. Next report:"
    )
    states = {None: N_("not said yet"), "clear": N_("clear"), "blocked": N_("blocked")}
    return words(
        text,
        name=plan.name,
        stage=incident.stage,
        since=clock_of(hall, incident.raised_at),
        now=clock_of(hall, hall.at),
        people=crowd.people,
        limit=crowd.limits.crowded if crowd.limits else "–",
        waiting=sum(waiting_counts(hall).values()),
        open=sum(one.state in STAFFED for one in counters),
        counters=len(counters),
        measures=in_line(figures.holding) if figures.holding else words(N_("none")),
        exits=words(states[incident.exits]),
    )


def eases(measures: list[MeasureDone], ending: list[int]) -> bool:
    """Return whether numbers or calls would go on when some measures end, with those that came with them."""
    gone = {*ending, *(one.id for one in measures if one.implied_by in ending)}
    holding = {MeasureEffect.STOP_ISSUE, MeasureEffect.HOLD_LINE}
    return any(one.id in gone and one.ended_at is None and one.act in holding for one in measures)
