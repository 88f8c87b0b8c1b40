"""Ratings: how it was, what is to be followed up, opinions and their answers."""

from typing import Final

from server.feature.parts import Feature
from server.ratings import api, events, following, listening, office, opinions_api, states, tables
from server.ratings.events import FollowUpLate, OpinionLate
from server.ratings.evidence import EVIDENCE
from server.ratings.todos import DUTIES

FEATURE: Final = Feature(
    "ratings",
    events=(events,),
    tables=(tables,),
    api=(api.api, opinions_api.api),
    office=(office.pages,),
    deadlines={**following.HANDLERS, **listening.HANDLERS},
    todos=DUTIES,
    workflows=(states.FOLLOW_UP, states.OPINION),
    warns={
        FollowUpLate: "a low rating was not followed up in time",
        OpinionLate: "an opinion was not answered in time",
    },
    evidence=EVIDENCE,
)
