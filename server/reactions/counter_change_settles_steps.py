"""When a counter closes or pauses, what each counter had to confirm may be done: the others have."""

from server.emergency.commands.confirming import settle_complete
from server.emergency.reads import going_on
from server.floor.events.counters import CounterClosed, CounterPaused
from server.store.hall import UnitOfWork


def counter_change_settles_steps(hall: UnitOfWork, _event: CounterClosed | CounterPaused) -> None:
    """Settle the steps that wait for nobody any more."""
    for incident in going_on(hall):
        settle_complete(hall, incident)
