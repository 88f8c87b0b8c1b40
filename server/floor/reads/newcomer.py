"""What a number that is taken now is told of its turn, under the hall's lock.

The line is played forward for each number. Only the play of a long line stands for a moment, since the kiosks of a busy
hall would wait for one another: whoever came since is counted to it.
"""

from datetime import timedelta
from typing import Final

from server.floor.reads.turns import Played, last_played, play_now
from server.store.hall import HallWork

STANDS: Final = timedelta(milliseconds=200)  # the play of a long line: five a second cost next to nothing
LONG: Final = 40  # people: a shorter line is played within a millisecond


def played_lately(hall: HallWork) -> Played:
    """Return everybody's turn now; of a long line as it was a moment ago, when it was shown or a number given out."""
    last = last_played(hall)
    if last is None or len(last.turns.line) <= LONG or not timedelta() <= hall.at - last.at < STANDS:
        return play_now(hall)
    return last
