"""What a number that is taken now is told of its turn, under the hall's lock.

The line is played forward for each number. A play stands for a moment where numbers come one behind the other, since
the kiosks of a busy hall would wait for one another: whoever came since is counted to it. While nothing but numbers is
written in the hall, this process knows who came, and the play stands longer. Otherwise only that of a long line stands,
since in a short one each call matters, and who came is asked of the database.
"""

from bisect import bisect_left, insort
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from server.floor.reads.turns import Played, last_played, play_now
from server.store.hall import UnitOfWork

Came: TypeAlias = dict[str, list[datetime]]  # service → what those who came since a play count from, in order
STANDS: Final = timedelta(milliseconds=200)  # five plays a second cost next to nothing
STANDS_ALONE: Final = timedelta(seconds=1)  # of a long line, while nothing but numbers is written
LONG: Final = 40  # people


@dataclass(frozen=True, slots=True)
class Since:
    """Who came since a play, as of a version of the hall whose last entry has this hash."""

    play: Played
    version: int
    hash: str
    came: Came


def played_lately(hall: UnitOfWork) -> tuple[Played, Came | None]:
    """Return everybody's turn now, or as it was a moment ago; with who came since, where this process knows that."""
    last = last_played(hall)
    if last is not None and last.at <= hall.at:
        age, long, came = hall.at - last.at, len(last.turns.line) > LONG, came_since(last, hall)
        if came is not None and (age < STANDS_ALONE if long else timedelta() < age < STANDS):
            return last, came
        if long and age < STANDS:
            return last, None
    return play_now(hall), {}


def came_since(last: Played, hall: UnitOfWork) -> Came | None:
    """Return who came since a play; None where something else was written in the hall."""
    known: Since | None = hall.lately.get(Since)
    if known is None or known.play is not last:
        return {} if hall.version == last.version else None
    return known.came if (hall.version, hall.hash) == (known.version, known.hash) else None


def before(came: Came, beside: str, counts_from: datetime) -> int:
    """Return how many of those who came since count from earlier, of some services."""
    return sum(bisect_left(came[service], counts_from) for service in came if service in beside)


def given_out(hall: UnitOfWork, play: Played, came: Came | None, service: str, counts_from: datetime) -> None:
    """Note that what this transaction writes is a number, and whose."""
    if came is not None:
        insort(came.setdefault(service, []), counts_from)
        hall.lately[Since] = Since(play, hall.version + 1, hall.hash, came)
