"""Taking over what another system's log teaches of a service."""

from collections.abc import Sequence

from server.floor.events.history import HistoryImported
from server.floor.reads.figures import SEEN
from server.floor.reads.halls import service_of
from server.security.rights import May
from server.store.hall import UnitOfWork


def take_over(
    hall: UnitOfWork, *, service: str, customers: int, seconds: Sequence[float], arrivals: Sequence[float]
) -> None:
    """Keep a service's last times (seconds, newest first) and its mean arrivals in each half hour of the week.

    They stand in for the hall's own until those are as many. Refuses a service that the hall does not have.
    """
    hall.actor.must(May.SET_UP)
    service_of(hall, service)
    hall.record(
        HistoryImported(
            service=service,
            customers=customers,
            seconds=tuple(round(one) for one in seconds[:SEEN]),
            arrivals=tuple(round(one, 2) for one in arrivals),
        )
    )
