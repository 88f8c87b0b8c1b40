"""What can be done about calling by itself at a counter, by who sits there."""

from collections.abc import Iterator
from typing import Final

from server.autocall.deciding import Countdown
from server.autocall.reads import is_stopped
from server.feature.acts import OpenAct, rights
from server.floor.reads.halls import CounterNow
from server.floor.states import CounterState
from server.kernel.languages import N_, words
from server.security.rights import May

TURN_ON: Final = N_("Call the next by itself")
TURN_OFF: Final = N_("Call the next by hand")


def autocall_acts(counter: CounterNow, count: Countdown | None, *, wanted: bool) -> Iterator[OpenAct]:
    """Yield the switch, and stopping the countdown of a free counter or having it go on."""
    if counter.clerk is None:
        return
    whose = [counter.clerk]
    yield OpenAct(
        name="by-itself",
        words=words(TURN_OFF if wanted else TURN_ON),
        path=f"counters/{counter.code}/by-itself",
        body={"wanted": not wanted},
        rights=rights(May.SERVE),
        only=whose,
    )
    if wanted and counter.state is CounterState.OPEN:
        stopped = is_stopped(counter, count)
        yield OpenAct(
            name="countdown",
            words=words(N_("Go on by itself") if stopped else N_("Not this time")),
            path=f"counters/{counter.code}/countdown",
            body={"stopped": not stopped},
            rights=rights(May.SERVE),
            only=whose,
        )
