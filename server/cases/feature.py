"""Cases: what customers come for, from the counter on."""

from typing import Final

from server.cases import api, events, hands, moves, moving, office, states, tables
from server.cases.evidence import EVIDENCE
from server.cases.moves import ANSWER_OVER, LIMIT_OVER, NOTICE_OVER, STOP_OVER, CaseLate, EscalationLate
from server.cases.own_page import install_page
from server.cases.settings import SETTINGS
from server.feature.parts import Feature
from server.floor.events.counters import CounterClosed, CounterOpened
from server.floor.events.services import ServiceLeftOpen
from server.kernel.languages import N_

FEATURE: Final = Feature(
    "cases",
    title=N_("Cases"),
    events=(events, moves),
    tables=(tables,),
    api=(api.api,),
    office=(office.pages,),
    settings=SETTINGS,
    serves=(install_page,),
    deadlines={
        NOTICE_OVER: moving.notice_over,
        LIMIT_OVER: moving.limit_over,
        ANSWER_OVER: moving.answer_over,
        STOP_OVER: moving.stop_over,
    },
    reactions=((CounterOpened, hands.handed_over), (CounterClosed, hands.left), (ServiceLeftOpen, hands.left)),
    workflows=(states.CASE,),
    evidence=EVIDENCE,
    warns={
        CaseLate: "a case is past its time limit",
        EscalationLate: "a hard case was not answered in time",
    },
)
