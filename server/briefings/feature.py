"""Notices to staff: given by who leads, or by a procedure that changed; each reader confirms them."""

from typing import Final

from server.briefings import events, office, tables
from server.briefings.commands import procedure_is_told
from server.briefings.evidence import EVIDENCE
from server.feature.parts import Feature
from server.kernel.languages import N_
from server.procedures.events import ProcedureSet

FEATURE: Final = Feature(
    "briefings",
    title=N_("Notices to staff"),
    events=(events,),
    tables=(tables,),
    office=(office.pages,),
    reactions=((ProcedureSet, procedure_is_told),),
    evidence=EVIDENCE,
)
