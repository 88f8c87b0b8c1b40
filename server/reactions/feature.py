"""What follows in one feature from what happened in another: a line each, and a file of this package behind it."""

from collections.abc import Sequence
from typing import Final

from server.crowd.events import (
    CrowdAlertAcknowledged,
    CrowdAlertCleared,
    CrowdAlertRaised,
    CrowdAlertReminded,
    CrowdAlertStageRaised,
)
from server.emergency.events.incidents import IncidentAcknowledged, IncidentClosed, IncidentLookLate
from server.emergency.events.steps import StepEscalated
from server.emergency.templates import read_plans
from server.feature.parts import Feature
from server.feature.todos import Duty
from server.floor.events.counters import CounterClosed, CounterPaused
from server.floor.events.services import TicketFinished
from server.floor.events.settings import HallSet
from server.kernel.settings import Settings
from server.outages.events import OutageBegan
from server.reactions import service_end_wakes_tablet as tablet_wakes
from server.reactions.counter_change_settles_steps import counter_change_settles_steps
from server.reactions.crowd_alert_raises_stage import crowd_alert_raises_stage
from server.reactions.crowd_alert_starts_plan import crowd_alert_over_is_noted, crowd_alert_starts_plan
from server.reactions.crowd_alert_waits import crowd_waits
from server.reactions.escalation_sends_email import escalation_sends_email
from server.reactions.lead_notes_crowd_alert import lead_notes_alert, noted_alert_takes_lead
from server.reactions.new_hall_gets_plans import new_hall_gets_plans
from server.reactions.outage_starts_plan import outage_starts_plan
from server.security.rights import May
from server.store.events import Event
from server.store.hall import Reaction


def in_a_process(settings: Settings, _features: Sequence[Feature]) -> Feature:
    """Return what follows from a new hall where the process has plans for it, and e-mails with its address."""
    tell = escalation_sends_email(settings.public_url or "")
    told = (CrowdAlertReminded, CrowdAlertStageRaised, IncidentLookLate, StepEscalated)
    reactions: list[tuple[type[Event], Reaction]] = [(fact, tell) for fact in told]
    if settings.plans is not None:
        reactions.append((HallSet, new_hall_gets_plans(read_plans(settings.plans))))
    return Feature("reactions", reactions=tuple(reactions))


FEATURE: Final = Feature(
    "reactions",
    reactions=(
        (TicketFinished, tablet_wakes.wake),
        (CrowdAlertRaised, crowd_alert_starts_plan),
        (CrowdAlertStageRaised, crowd_alert_raises_stage),
        (CrowdAlertCleared, crowd_alert_over_is_noted),
        (CrowdAlertAcknowledged, noted_alert_takes_lead),
        (IncidentAcknowledged, lead_notes_alert),
        (IncidentClosed, lead_notes_alert),
        (OutageBegan, outage_starts_plan),
        (CounterClosed, counter_change_settles_steps),
        (CounterPaused, counter_change_settles_steps),
    ),
    todos=(Duty(crowd_waits, board=20, may=May.ACKNOWLEDGE),),
    more=in_a_process,
)
