"""Work profiles: which services each counter serves, by the hour or by one press."""

from typing import Final

from server.feature.parts import Feature
from server.floor.events.settings import HallSet
from server.kernel.languages import N_
from server.profiles import api, events, office, tables
from server.profiles.commands import follow_calendar, plan_due
from server.profiles.events import PLAN
from server.profiles.todos import DUTIES

FEATURE: Final = Feature(
    "profiles",
    title=N_("Work profiles"),
    events=(events,),
    tables=(tables,),
    api=(api.api,),
    office=(office.pages,),
    deadlines={PLAN: plan_due},
    reactions=((HallSet, follow_calendar),),
    todos=DUTIES,
)
