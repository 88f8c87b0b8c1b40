"""Joining the line by phone: by the code at the door, or from home within a distance of time."""

from typing import Final

from server.feature.parts import Feature, PeriodicJob
from server.floor.jobs import where_found
from server.joining import events, office, tables
from server.joining.arriving import find
from server.joining.commands import HANDLERS, REACTIONS, passed_over
from server.joining.pages import install_pages
from server.joining.reads import rests, whose_turn_passed
from server.joining.settings import SETTINGS
from server.kernel.languages import N_

FEATURE: Final = Feature(
    "joining",
    title=N_("Joining by phone"),
    events=(events,),
    tables=(tables,),
    office=(office.pages,),
    settings=SETTINGS,
    deadlines=HANDLERS,
    reactions=REACTIONS,
    jobs=(PeriodicJob("whose turn passed", 5.0, where_found(whose_turn_passed, passed_over, rests=rests)),),
    arrivals=find,
    serves=(install_pages,),
)
