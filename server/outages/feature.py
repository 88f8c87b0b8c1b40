"""The watch over the hall's machines: what fails for long enough is written down, and starts the plan for it."""

from collections.abc import Iterator
from typing import Final

from server.feature.parts import Feature, PeriodicJob
from server.feature.todos import Duty, Obligation
from server.floor.opening import time_said
from server.floor.reads.halls import hall_now
from server.kernel.languages import N_, words
from server.outages import events, tables
from server.outages.commands import said, watch, watch_database
from server.outages.events import OutageBegan, OutageEnded
from server.outages.settings import SETTINGS
from server.outages.watching import Part
from server.security.rights import May
from server.store.hall import HallSnapshot

WHAT: Final = {
    Part.KIOSKS: N_("No kiosk answers since {time}"),
    Part.PRINTERS: N_("No kiosk can print since {time}"),
    Part.DISPLAYS: N_("No hall display answers since {time}"),
    Part.DEADLINES: N_("Nothing happens by itself since {time}: no recalls, no closing"),
    Part.DATABASE: N_("The database did not answer since {time}"),
}


def outage_stands(hall: HallSnapshot) -> Iterator[Obligation]:
    """What of the hall's machines fails altogether."""
    for part, since in said(hall):
        time = time_said(hall_now(hall).settings, since, hall.at)
        yield Obligation("outage", words(WHAT[part], time=time), "devices", words(N_("See the devices")))


FEATURE: Final = Feature(
    "outages",
    title=N_("System failure"),
    events=(events,),
    tables=(tables,),
    settings=SETTINGS,
    todos=(Duty(outage_stands, board=25, may=May.STOP_ISSUE),),
    jobs=(
        PeriodicJob("whether the database answers", 15.0, watch_database, everywhere=True),
        PeriodicJob("outages", 15.0, watch),
    ),
    warns={OutageBegan: "something that the hall needs fails"},
    tells={OutageEnded: "it works again"},
)
