"""Calling by itself: the switch, the countdown, the call."""

from typing import Final

from server.autocall import api, events, tables
from server.autocall.commands import act, nobody_pressed
from server.autocall.reads import due_now, rests
from server.autocall.settings import SETTINGS
from server.feature.parts import Feature, PeriodicJob
from server.floor.events.calls import TicketMissed
from server.floor.jobs import where_found
from server.kernel.languages import N_

JOB: Final = "calls by themselves"
FEATURE: Final = Feature(
    "autocall",
    title=N_("Calling by itself"),
    events=(events,),
    tables=(tables,),
    api=(api.api,),
    settings=SETTINGS,
    reactions=((TicketMissed, nobody_pressed),),
    jobs=(PeriodicJob(JOB, 0.5, where_found(due_now, act, rests=rests)),),
)
