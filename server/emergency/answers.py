"""An incident as programs and screens get it: plan, steps, measures, log, and the moves open from here."""

from collections.abc import Mapping
from typing import Final

from server.emergency.acts import Room, acts_of, hands_of
from server.emergency.answer_parts import (
    ContactNow,
    HolderNow,
    IncidentAnswer,
    IncidentHead,
    LogLine,
    MeasureNow,
    MoveNow,
    PlannedMeasure,
    RoleNow,
    StandingNow,
)
from server.emergency.criteria import Ask, Figures, standings
from server.emergency.figures import eases, figures_of
from server.emergency.holders import Holding
from server.emergency.incident import CHAIN, INCIDENT
from server.emergency.log import logged
from server.emergency.plan_reads import plan_of
from server.emergency.plans import MeasureEffect, Plan, PlanMeasure
from server.emergency.reads import Incident, MeasureDone, last_drill, measures_of
from server.emergency.role_reads import given_of
from server.emergency.tasks import Led, tasks_of
from server.floor.reads.halls import all_counters
from server.kernel.languages import words
from server.security import reads as people
from server.store.hall import HallSnapshot

ASKED: Final = frozenset(ask.value for ask in Ask) & CHAIN


def head_fields(hall: HallSnapshot, incident: Incident, plan: Plan) -> dict[str, object]:
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


def head_of(hall: HallSnapshot, incident: Incident) -> IncidentHead:
    """Return an incident in few words."""
    return IncidentHead.model_validate(head_fields(hall, incident, plan_of(hall, incident.kind, incident.plan)))


def answer_of(hall: HallSnapshot, incident: Incident) -> IncidentAnswer:
    """Return an incident with all that belongs to it."""
    plan = plan_of(hall, incident.kind, incident.plan)
    led, taken = Led.of(hall, incident, plan), measures_of(hall, incident.id)
    figures, tasks = figures_of(hall, incident, plan), tasks_of(hall, incident, plan)
    holding = {one.code: one.id for one in taken if one.ended_at is None and one.code is not None}
    return IncidentAnswer.model_validate(
        {
            **head_fields(hall, incident, plan),
            "about": plan.about,
            "plan": incident.plan,
            "roles": roles_of(hall, incident, plan, led.held),
            "contacts": [
                ContactNow(name=one.name, about=one.about, phone=one.phone) for one in plan.organisation.contacts
            ],
            "tasks": tasks,
            "offers": [offer_of(one, plan, taken, holding.get(one.code)) for one in plan.measures],
            "measures": [measure_now(one) for one in taken],
            "moves": [
                MoveNow(
                    name=move.name,
                    says=words(move.says),
                    needs=[need.name for need in move.needs],
                    standings=stands(hall, plan, figures, Ask(move.name)) if move.name in ASKED else [],
                )
                for move in INCIDENT.moves
                if incident.state in move.from_
            ],
            "log": [
                LogLine(seq=one.seq, at=one.at, event=one.event, who=one.who, text=one.text, note=one.note)
                for one in logged(hall, incident, plan)
            ],
            "last_drill": last_drill(hall, incident.kind, before=incident.id),
            "exits": incident.exits,
            "exits_at": incident.exits_at,
            "acts": list(acts_of(Room(hall, plan, led, taken, figures, hands_of(hall)), tasks)),
        }
    )


def measure_now(measure: MeasureDone) -> MeasureNow:
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
        implied=measure.implied_by is not None,
    )


def stands(hall: HallSnapshot, plan: Plan, figures: Figures, ask: Ask) -> list[StandingNow]:
    """Return the criteria before something is done, with their figures."""
    found = standings(ask, plan.response.under_control, figures, hall.at)
    return [StandingNow(criterion=one.criterion, met=one.met, text=one.text) for one in found]


def offer_of(measure: PlanMeasure, plan: Plan, taken: list[MeasureDone], holds: int | None) -> PlannedMeasure:
    """Return a measure that the plan offers."""
    return PlannedMeasure(
        code=measure.code,
        act=measure.act,
        name=measure.name,
        text=measure.text,
        stage=measure.stage,
        holds=holds,
        implies=[one.name for one in plan.measures if one.code in measure.implies],
        told=measure.act in {MeasureEffect.ANNOUNCE, MeasureEffect.INSTRUCT},
        eases=holds is not None and eases(taken, [holds]),
    )


def roles_of(hall: HallSnapshot, incident: Incident, plan: Plan, held: Mapping[str, Holding]) -> list[RoleNow]:
    """Return the roles with who has them just now."""
    given, names, counters = given_of(hall, incident.id), people.names(hall), all_counters(hall)

    def holders(holding: Holding) -> list[HolderNow]:
        at = [
            HolderNow(counter=one, staff=None, name=names.get(counters[one].clerk or 0, "")) for one in holding.counters
        ]
        return [*at, *(HolderNow(counter=None, staff=one, name=names.get(one, "")) for one in holding.people)]

    return [
        RoleNow(
            code=role.code,
            name=role.name,
            about=role.about,
            who=role.who,
            leads=role.code == plan.organisation.commander,
            each=held[role.code].each,
            named=role.code in given,
            holders=holders(held[role.code]),
        )
        for role in plan.organisation.roles
    ]
