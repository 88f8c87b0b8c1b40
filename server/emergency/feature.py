"""Emergencies: plans, incidents, measures, drills."""

from typing import Final

from server.emergency import api, incident, office, photo_office, plan_making, plan_office, plan_writing, plans, tables
from server.emergency.commands.deadlines import HANDLERS
from server.emergency.events import drafts, drills, incidents, leading, measures, photos, steps
from server.emergency.events.drills import DrillLate
from server.emergency.events.incidents import AfterActionLate, IncidentClosed, IncidentLookLate, IncidentRaised
from server.emergency.events.steps import StepEscalated
from server.emergency.evidence import EVIDENCE
from server.emergency.finds import FINDS
from server.emergency.todos import DUTIES
from server.feature.parts import Feature, Written

FEATURE: Final = Feature(
    "emergency",
    events=(drafts, incidents, leading, measures, steps, drills, photos),
    tables=(tables,),
    api=(api.api,),
    office=(office.pages, photo_office.pages, plan_office.pages, plan_making.pages, plan_writing.pages),
    deadlines=HANDLERS,
    todos=DUTIES,
    finds=FINDS,
    workflows=(incident.INCIDENT,),
    evidence=EVIDENCE,
    written=(
        Written(
            "Emergency plans: a TOML file each in config/plans (FLOOR_PLANS)",
            (
                (plans.Plan, "The plan"),
                (plans.Organisation, "[organisation]"),
                (plans.PlanRole, "[[organisation.roles]]"),
                (plans.Contact, "[[organisation.contacts]]"),
                (plans.Response, "[response]"),
                (plans.PlanStep, "[[response.steps]]"),
                (plans.PlanMeasure, "[[measures]]"),
                (plans.Recovery, "[recovery]"),
                (plans.RecoveryStep, "[[recovery.steps]]"),
            ),
        ),
    ),
    warns={
        IncidentRaised: "an incident was raised",
        IncidentLookLate: "nobody looked at the incident in time",
        StepEscalated: "a step was not confirmed in time",
        AfterActionLate: "the review of an incident is late",
        DrillLate: "a drill is late",
    },
    tells={IncidentClosed: "the incident is over"},
)
