"""What happens in the halls, as the log has it for whoever watches over many: alerts, escalations, what is late.

The journal has everything; here stand the few facts that somebody may want to be woken by. They hold codes, numbers and
figures, never a name or what a customer wrote. Of a silent alarm nothing stands here: who reads logs need not know.
"""

from collections.abc import Iterable
from typing import Final

import structlog

from server.crowd.events import CrowdAlertCleared, CrowdAlertRaised, CrowdAlertReminded, CrowdAlertStageRaised
from server.emergency.events.drills import DrillLate
from server.emergency.events.incidents import AfterActionLate, IncidentClosed, IncidentLookLate, IncidentRaised
from server.emergency.events.steps import StepEscalated
from server.ratings.events import FollowUpLate, OpinionLate
from server.store.events import Event

log = structlog.get_logger()
TOLD: Final[dict[type[Event], str]] = {
    CrowdAlertRaised: "the hall is too full",
    CrowdAlertStageRaised: "the hall is dangerously full",
    CrowdAlertReminded: "nobody took note of the alert",
    CrowdAlertCleared: "the hall is no longer too full",
    IncidentRaised: "an incident was raised",
    IncidentLookLate: "nobody looked at the incident in time",
    IncidentClosed: "the incident is over",
    StepEscalated: "a step was not confirmed in time",
    AfterActionLate: "the review of an incident is late",
    DrillLate: "a drill is late",
    FollowUpLate: "a low rating was not followed up in time",
    OpinionLate: "an opinion was not answered in time",
}
CALM: Final = {CrowdAlertCleared, IncidentClosed}


def tell(hall: int, events: Iterable[Event]) -> None:
    """Log what of a commit somebody may want to be woken by."""
    for event in events:
        what = TOLD.get(type(event))
        if what is None or getattr(event, "silent", False):
            continue
        figures = {name: value for name, value in vars(event).items() if isinstance(value, int | float)}
        (log.info if type(event) in CALM else log.warning)(what, hall=hall, fact=type(event).__name__, **figures)
