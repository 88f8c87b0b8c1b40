"""How psycopg waits for PostgreSQL in a server: shortly at once, then by gevent's loop.

An answer mostly comes within a fraction of a millisecond. Whoever goes to the loop for that has to wait until those
who are ready there have had their turn, under the hall's lock; psycopg's own way makes and drops a poll of gevent's for
each wait besides.
"""

from typing import Any, Final

from gevent import get_hub
from gevent.monkey import get_original
from psycopg.waiting import wait_poll

SHORTLY: Final = 1  # milliseconds in which nothing else is done
READ: Final = 1  # as psycopg and libev name it
WRITE: Final = 2
AT_ONCE: Final[Any] = get_original("select", "poll")
IN, OUT = 1, 4  # as poll(2) names it


def wait(steps: Any, fileno: int, interval: float = 0.0, timeout: float | None = None) -> Any:
    """Carry out steps that say what they wait for, and return what they come to."""
    if timeout is not None:
        return wait_poll(steps, fileno, interval=interval, timeout=timeout)
    try:
        wanted = next(steps)
        while True:
            wanted = steps.send(ready(fileno, wanted))
    except StopIteration as end:
        return end.value


def ready(fileno: int, wanted: int) -> int:
    """Wait until a socket is ready and return for what; one that was closed is ready, and reading says so."""
    poll = AT_ONCE()
    poll.register(fileno, (IN if wanted & READ else 0) | (OUT if wanted & WRITE else 0))
    found = poll.poll(SHORTLY)
    if not found:
        hub = get_hub()
        watcher = hub.loop.io(fileno, wanted)
        try:
            hub.wait(watcher)
        finally:
            watcher.close()
        found = poll.poll(0)
    state = found[0][1] if found else 0
    return ((READ if state & IN else 0) | (WRITE if state & OUT else 0)) or wanted
