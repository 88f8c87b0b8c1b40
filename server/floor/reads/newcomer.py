"""What a number that is taken now is told of its turn, under the hall's lock.

The line is played forward for each number. A play stands for a moment where numbers come one behind the other, since
the kiosks of a busy hall would wait for one another: whoever came since is counted to it. In a short line, where each
call matters, it stands only while nothing but numbers was written in the hall; that of a long line stands in any case.
"""

from datetime import timedelta
from typing import Final

from server.floor.reads.turns import Played, last_played, play_now
from server.store.hall import HallWork

STANDS: Final = timedelta(milliseconds=200)  # five plays a second cost next to nothing
LONG: Final = 40  # people


def played_lately(hall: HallWork) -> Played:
    """Return everybody's turn now, or as it was a moment ago, when it was shown or a number given out."""
    last = last_played(hall)
    return last if last is not None and stands(last, hall) else play_now(hall)


def stands(last: Played, hall: HallWork) -> bool:
    """Return whether a play may still be told from."""
    if len(last.turns.line) > LONG:
        return timedelta() <= hall.at - last.at < STANDS
    return timedelta() < hall.at - last.at < STANDS and numbers_alone(last, hall)


def numbers_alone(last: Played, hall: HallWork) -> bool:
    """Return whether nothing but numbers was written in the hall since a play."""
    of, version = hall.lately.get(given_out, (last, last.version))
    return hall.version == (version if of is last else last.version)


def given_out(hall: HallWork) -> None:
    """Note that what this transaction writes is a number."""
    last = last_played(hall)
    if last is not None and numbers_alone(last, hall):
        hall.lately[given_out] = last, hall.version + 1
