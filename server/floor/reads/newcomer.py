"""What a number that is taken now is told of its turn, under the hall's lock.

The line is played forward for each number. Only the play of a long line stands for a moment, since the kiosks of a busy
hall would wait for one another: whoever came since is counted to it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from server.floor.reads.turns import Turns, turns
from server.store.hall import HallWork

STANDS: Final = timedelta(milliseconds=200)  # the play of a long line: five a second cost next to nothing
LONG: Final = 40  # people: a shorter line is played within a millisecond


@dataclass(frozen=True, slots=True)
class Lately:
    """Everybody's turn as this process played it last, and the newest ticket that waited then."""

    at: datetime
    newest: int
    turns: Turns


LATELY: WeakKeyDictionary[Engine, dict[int, Lately]] = WeakKeyDictionary()


def played_lately(hall: HallWork) -> Lately:
    """Return everybody's turn now; of a long line as it was a moment ago."""
    halls = LATELY.setdefault(hall.connection.engine, {})
    lately = halls.get(hall.id)
    if lately is None or len(lately.turns.line) <= LONG or not timedelta() <= hall.at - lately.at < STANDS:
        lately = halls[hall.id] = played(hall)
    return lately


def played(hall: HallWork) -> Lately:
    """Play everybody's turn."""
    now = turns(hall)
    return Lately(hall.at, max(now.line, default=0), now)
