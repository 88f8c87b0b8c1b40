"""Coordination: tasks of all kinds, with their owner, their day, and what came of them."""

from typing import Final

from server.coordination import events, office, states, tables
from server.coordination.commands import HANDLERS
from server.coordination.events import TaskLate
from server.coordination.evidence import EVIDENCE
from server.feature.parts import Feature
from server.kernel.languages import N_

FEATURE: Final = Feature(
    "coordination",
    title=N_("Tasks"),
    events=(events,),
    tables=(tables,),
    office=(office.pages,),
    deadlines=HANDLERS,
    workflows=(states.TASK,),
    evidence=EVIDENCE,
    warns={TaskLate: "a task was not done in time"},
)
