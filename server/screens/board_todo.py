"""What the supervisor should do now, the most urgent first, as features say it; and what the board can do about it."""

from collections.abc import Sequence
from itertools import islice
from typing import Final

from server.feature.todos import Duty
from server.floor.reads.halls import hall_now
from server.screens.board_parts import BoardTodo
from server.store.hall import HallSnapshot

MOST: Final = 9  # each has a key


def todos(hall: HallSnapshot, duties: Sequence[Duty]) -> list[BoardTodo]:
    """Return what to do now, of duties that are in their order."""
    code = hall_now(hall).settings.code
    found = (one for duty in duties for one in duty.read(hall))
    return [
        BoardTodo(
            kind=one.kind,
            text=one.what,
            why=one.why,
            act=one.act,
            to=None if one.act else one.address(code),
        )
        for one in islice(found, MOST)
    ]
