"""The crowd: how many people are in the hall, and the alert when they are too many."""

from typing import Final

from server.crowd import api, events, office, tables
from server.crowd.assessing import rests, worth_writing
from server.crowd.commands import assess
from server.crowd.events import CrowdAlertCleared, CrowdAlertRaised, CrowdAlertReminded, CrowdAlertStageRaised
from server.crowd.settings import SETTINGS
from server.crowd.todos import DUTIES
from server.feature.parts import Feature, PeriodicJob
from server.floor.jobs import where_found

FEATURE: Final = Feature(
    "crowd",
    events=(events,),
    tables=(tables,),
    api=(api.api,),
    office=(office.pages,),
    settings=SETTINGS,
    todos=DUTIES,
    jobs=(PeriodicJob("the crowd", 5.0, where_found(worth_writing, lambda hall, _: assess(hall), rests=rests)),),
    warns={
        CrowdAlertRaised: "the hall is too full",
        CrowdAlertStageRaised: "the hall is dangerously full",
        CrowdAlertReminded: "nobody took note of the alert",
    },
    tells={CrowdAlertCleared: "the hall is no longer too full"},
)
