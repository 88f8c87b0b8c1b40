"""Kiosks that are cut off go on giving numbers, which come into the line exactly once."""

from typing import Final

from server.feature.parts import Feature
from server.floor.events.tickets import TicketsForgotten
from server.kernel.languages import N_
from server.offline import api, events, office, tables
from server.offline.commands import forget_old
from server.offline.events import EntrySetAside, KioskJournalBroken
from server.offline.settings import SETTINGS
from server.offline.todos import DUTIES

FEATURE: Final = Feature(
    "offline",
    title=N_("Kiosks without connection"),
    events=(events,),
    tables=(tables,),
    api=(api.api,),
    office=(office.pages,),
    settings=SETTINGS,
    todos=DUTIES,
    reactions=((TicketsForgotten, forget_old),),
    warns={
        KioskJournalBroken: "a kiosk's disk was set back or changed",
        EntrySetAside: "what a kiosk handed in was put aside",
    },
)
