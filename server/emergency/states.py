"""States of incidents and their steps."""

from enum import StrEnum
from typing import Final


class IncidentState(StrEnum):
    """How far an incident is."""

    ALERT = "alert"
    ACTIVE = "active"
    STABILISED = "stabilised"
    RECOVERING = "recovering"
    CLOSED = "closed"
    REVIEWED = "reviewed"


RUNNING: Final = (IncidentState.ALERT, IncidentState.ACTIVE, IncidentState.STABILISED, IncidentState.RECOVERING)


class Phase(StrEnum):
    """What a step belongs to."""

    LEAD = "lead"
    RESPONSE = "response"
    RECOVERY = "recovery"


class StepState(StrEnum):
    """How far a step is."""

    LATER = "later"
    OPEN = "open"
    DONE = "done"
    WAIVED = "waived"


class Exits(StrEnum):
    """What was said of the exits."""

    CLEAR = "clear"
    BLOCKED = "blocked"


SETTLED: Final = (StepState.DONE, StepState.WAIVED)
STEP_LATE: Final = "step_late"
LOOK_AGAIN: Final = "look_again"
AFTER_ACTION: Final = "after_action"
DRILL_DUE: Final = "drill_due"
