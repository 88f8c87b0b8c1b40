"""What tasks say of the regulation: each kind decides its own clauses."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Final

from server.coordination.levels import KINDS, TaskKind
from server.coordination.reads import tasks_between
from server.feature.evidence import Evidence, Looked, RecordFound, Span, by_limit, found
from server.kernel.languages import N_, words
from server.security.rights import May
from server.store.hall import HallSnapshot

NEAR: Final = timedelta(hours=12)


def done_in_time(hall: HallSnapshot, span: Span, *, kind: TaskKind) -> Looked:
    """Look at the tasks of a kind: done by their day."""
    its = [one for one in tasks_between(hall, span.since, span.until) if one.kind == kind]
    stand = [(one, by_limit(one.over_at, one.due_at, until=span.until, near=NEAR)) for one in its]
    late = [
        RecordFound(how, one.given_at, words(KINDS[kind]), f"tasks/{one.id}") for one, how in stand if how is not None
    ]
    return found(late, len(its), max((one.given_at for one in its), default=None))


def of_kind(kind: TaskKind) -> Callable[[HallSnapshot, Span], Looked]:
    """Return the look at one kind."""
    return partial(done_in_time, kind=kind)


COUNTED: Final = (
    (TaskKind.PLAN, ("R2.1.1",), N_("Steps of the plan of work: kept when done by their day")),
    (TaskKind.TASK, ("R2.2.7",), N_("Tasks that were given: kept when done by their day")),
    (TaskKind.REQUEST, ("R2.1.5",), N_("Requests to departments: kept when answered by their day")),
    (TaskKind.ESCALATION, ("R2.1.4",), N_("Problems that went up: kept when the manager answered by their day")),
    (TaskKind.IMPROVEMENT, ("R2.1.6",), N_("Improvements: kept when done by their day, and measured")),
    (TaskKind.REPORT, ("R6.2.2",), N_("Reports to authorities: kept when sent by their day")),
)
EVIDENCE: Final = tuple(
    Evidence(f"tasks_{kind}", clauses, counts, of_kind(kind), to="tasks", may=May.SEE_TASKS, tolerated=0.1, risky=0.05)
    for kind, clauses, counts in COUNTED
)
