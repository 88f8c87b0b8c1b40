"""What can be done at a counter in which of its states: one table, for commands and the terminal's view alike. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from server.floor.states import CounterState

CLOSED, OPEN, CALLING, SERVING, PAUSED = CounterState


class DeskAct(StrEnum):
    """What whoever sits at a counter does there, as its address ends; a call out of order has the call's."""

    OPEN = "open"
    CALL = "call"
    CALL_ONE = "call_one"
    ROLL = "roll"
    RECALL = "recall"
    START = "start"
    NO_SHOW = "no-show"
    FINISH = "finish"
    HOLD = "hold"
    TRANSFER = "transfer"
    RETURN = "return"
    SERVE = "serve"
    PAUSE = "pause"
    CLOSE = "close"
    VISIT = "visit"
    CALL_BACK = "call-back"
    UNDO = "undo"


FROM: Final[Mapping[DeskAct, tuple[CounterState, ...]]] = {
    DeskAct.OPEN: (CLOSED, PAUSED),
    DeskAct.CALL: (OPEN,),
    DeskAct.CALL_ONE: (OPEN,),
    DeskAct.ROLL: (OPEN,),
    DeskAct.RECALL: (CALLING,),
    DeskAct.START: (CALLING,),
    DeskAct.NO_SHOW: (CALLING,),
    DeskAct.FINISH: (SERVING,),
    DeskAct.HOLD: (CALLING, SERVING),
    DeskAct.TRANSFER: (CALLING, SERVING),
    DeskAct.VISIT: (CALLING, SERVING),
    DeskAct.CALL_BACK: (OPEN,),
    DeskAct.RETURN: (OPEN, CALLING, SERVING, PAUSED),
    DeskAct.SERVE: (OPEN,),
    DeskAct.PAUSE: (OPEN,),
    DeskAct.CLOSE: (OPEN, PAUSED),
    DeskAct.UNDO: (OPEN, CALLING, SERVING),  # what is taken back says which
}
REST: Final = frozenset(
    {DeskAct.CALL, DeskAct.CALL_ONE, DeskAct.CALL_BACK, DeskAct.ROLL, DeskAct.RECALL, DeskAct.NO_SHOW}
)  # while the line is held


@dataclass(frozen=True, slots=True)
class AtDesk:
    """What there is to act on at a counter."""

    next: bool  # the rule has somebody
    line: bool  # somebody waits whom it can serve, be it later
    kept: bool  # somebody can come back
    pool: bool  # of them, somebody who was set aside
    undo: bool  # something was done just now
    held: bool  # an incident holds the calls
    roll: bool = False  # it has a paper roll: somebody waits, or the next number can be counted on


def desk_acts(state: CounterState, there: AtDesk) -> list[DeskAct]:
    """Return what whoever sits at a counter can do there now; of a closed one, whoever may serve."""
    lacking = {DeskAct.CALL: not there.next, DeskAct.CALL_ONE: not there.line, DeskAct.RETURN: not there.kept}
    lacking |= {DeskAct.CALL_BACK: not there.pool, DeskAct.UNDO: not there.undo, DeskAct.ROLL: not there.roll}
    return [
        act
        for act, states in FROM.items()
        if state in states and not lacking.get(act, False) and not (there.held and act in REST)
    ]
