"""Reports: the figures of days, of visits and of ratings, and their sheets."""

from typing import Final

from server.feature.parts import Feature, PeriodicJob
from server.reports import api, early, office, ratings, tables, visits
from server.reports.commands import keep_days_everywhere
from server.reports.evidence import EVIDENCE

FEATURE: Final = Feature(
    "reports",
    tables=(tables,),
    api=(api.api,),
    office=(office.pages, ratings.pages, visits.pages, early.pages),
    jobs=(PeriodicJob("days that are over", 600.0, keep_days_everywhere),),
    evidence=EVIDENCE,
)
