"""Spot checks: drawn by lot each day, made in their hour, findings followed until corrected."""

from datetime import timedelta
from typing import Final

from server.checks import events, office, states, tables
from server.checks.commands import HANDLERS, draw, to_draw
from server.checks.events import CheckMissed, FindingLate
from server.checks.evidence import EVIDENCE
from server.checks.settings import SETTINGS
from server.checks.todos import DUTIES
from server.feature.parts import Feature, PeriodicJob
from server.floor.jobs import where_found
from server.kernel.languages import N_

DRAWING: Final = where_found(to_draw, draw, rests=lambda _hall: timedelta(minutes=1))
FEATURE: Final = Feature(
    "checks",
    title=N_("Spot checks"),
    events=(events,),
    tables=(tables,),
    office=(office.pages,),
    settings=SETTINGS,
    deadlines=HANDLERS,
    todos=DUTIES,
    workflows=(states.FINDING,),
    evidence=EVIDENCE,
    jobs=(PeriodicJob("spot checks", 30.0, DRAWING),),
    warns={
        CheckMissed: "a spot check was not made in its hour",
        FindingLate: "a finding was not corrected in time",
    },
)
