"""The words that stand for choices in tasks."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from server.kernel.languages import N_


class TaskKind(StrEnum):
    """What a task is."""

    PLAN = "plan"  # a step of the plan of work
    TASK = "task"  # given to somebody beside the plan
    REQUEST = "request"  # asked of another department
    ESCALATION = "escalation"  # a problem that goes up
    IMPROVEMENT = "improvement"  # measured by a figure, before and after
    REPORT = "report"  # to an authority


class TaskState(StrEnum):
    """Where a task is."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class TaskWords(StrEnum):
    """What was written about a task."""

    TITLE = "title"
    DETAILS = "details"
    TO = "to"  # the department or authority
    RESULT = "result"
    REASON = "reason"  # why it got more time, or was dropped


KINDS: Final[Mapping[str, str]] = {
    TaskKind.PLAN: N_("Plan of work"),
    TaskKind.TASK: N_("Task"),
    TaskKind.REQUEST: N_("Request to a department"),
    TaskKind.ESCALATION: N_("Problem for the manager"),
    TaskKind.IMPROVEMENT: N_("Improvement"),
    TaskKind.REPORT: N_("Report to an authority"),
}
OUTWARD: Final = (TaskKind.REQUEST, TaskKind.REPORT)  # somebody outside the hall is asked or told
STATES: Final[Mapping[str, str]] = {
    TaskState.OPEN: N_("open"),
    TaskState.DONE: N_("done"),
    TaskState.DROPPED: N_("dropped"),
}
FIGURES: Final[Mapping[str, str]] = {  # by which an improvement is measured: the reports' labels, over four weeks
    "": N_("none"),
    "within": N_("Within target"),
    "mean": N_("Mean wait, min"),
    "service": N_("Mean service, min"),
    "kept": N_("Announced waits kept"),
    "satisfied": N_("Share satisfied"),
    "response": N_("Share rated"),
    "no_shows": N_("No-shows"),
    "out_of_order": N_("Calls out of order"),
}
SHARES: Final = frozenset({"within", "kept", "satisfied", "response"})
MINUTES: Final = frozenset({"mean", "service"})
