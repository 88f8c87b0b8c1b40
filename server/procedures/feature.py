"""Procedures: what services ask for and promise."""

from typing import Final

from server.feature.parts import Feature
from server.kernel.languages import N_
from server.procedures import events, exchange_office, office, tables, writing

FEATURE: Final = Feature(
    "procedures",
    title=N_("Procedures"),
    events=(events,),
    tables=(tables,),
    office=(office.pages, writing.pages, exchange_office.pages),
)
