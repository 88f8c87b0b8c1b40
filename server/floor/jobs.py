"""Periodic jobs that go through the halls: each in a transaction of its own, so that none keeps another one waiting."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Final, NamedTuple, TypeVar

from sqlalchemy import select

from server.floor.reads.halls import halls_set_up
from server.security.actors import SYSTEM
from server.store.hall import HEAD, HallSnapshot, Store, UnitOfWork
from server.store.tables import lines

T = TypeVar("T")
VERSIONS: Final = select(lines.c.hall_id, lines.c.version)
STIRS: Final = timedelta(0)  # a hall that changes by time alone is looked at each time


class Still(NamedTuple):
    """A hall in which a look found nothing to do: as of which versions of it and of the house, and until when."""

    hall: int
    house: int
    until: float  # by the seconds that passed: a clock that jumps ahead and back keeps no hall unseen


def in_every_hall(act: Callable[[UnitOfWork], object]) -> Callable[[Store], None]:
    """Return what does something in each hall that is set up."""

    def go(store: Store) -> None:
        for hall_id in in_turn(halls_at_work(store)):
            with store.hall(hall_id, SYSTEM) as hall:
                act(hall)

    return go


def where_found(
    find: Callable[[HallSnapshot], T | None],
    act: Callable[[UnitOfWork, T], object],
    *,
    rests: Callable[[HallSnapshot], timedelta] = lambda _hall: STIRS,
) -> Callable[[Store], None]:
    """Return what looks into each hall without a lock, and takes the lock only where it found something to do.

    Where it found nothing it looks again when something happened in the hall or among the staff, or after it `rests`.
    """

    def go(store: Store) -> None:
        for hall_id in in_turn(stirring(store, go)):
            with store.look(hall_id) as sight:
                found = find(sight)
                rest = STIRS if found is not None else rests(sight)
            lets_rest(store, go, hall_id, sight.version, rest)
            if found is not None:
                with store.hall(hall_id, SYSTEM) as hall:
                    act(hall, found)

    return go


def stirring(store: Store, job: object) -> list[int]:
    """Return the halls that a job has to look at now: all that are set up but those that are still."""
    with store.look(HEAD) as head:
        versions = {row[0]: row[1] for row in head.connection.execute(VERSIONS)}
        halls = halls_set_up(head)
    now, house = store.clock.passed(), versions.get(HEAD, 0)
    store.remembered(HEAD)[job] = house
    found = []
    for hall in halls:
        still: Still | None = store.remembered(hall).get(job)
        if still is None or still[:2] != (versions.get(hall, 0), house) or not now < still.until:
            found.append(hall)
    return found


def lets_rest(store: Store, job: object, hall_id: int, version: int, rest: timedelta) -> None:
    """Have a job leave a hall alone for a while, unless it or the house is newer than what was looked at."""
    house = store.remembered(HEAD)[job]
    store.remembered(hall_id)[job] = Still(version, house, store.clock.passed() + rest.total_seconds())


def in_turn(halls: list[int]) -> Iterator[int]:
    """Yield halls one after the other; between them everybody else has a turn."""
    for number in halls:
        yield number
        time.sleep(0)


def halls_at_work(store: Store) -> list[int]:
    """Return the numbers of the halls that are set up."""
    with store.look(HEAD) as head:
        return halls_set_up(head)
