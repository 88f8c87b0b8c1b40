"""Periodic jobs that go through the halls: each in a transaction of its own, so that none keeps another one waiting."""

from collections.abc import Callable
from typing import TypeVar

from server.floor.reads.halls import halls_set_up
from server.security.actors import SYSTEM
from server.store.hall import HEAD, HallSnapshot, Store, UnitOfWork

T = TypeVar("T")


def in_every_hall(act: Callable[[UnitOfWork], object]) -> Callable[[Store], None]:
    """Return what does something in each hall that is set up."""

    def go(store: Store) -> None:
        for hall_id in halls_at_work(store):
            with store.hall(hall_id, SYSTEM) as hall:
                act(hall)

    return go


def where_found(
    find: Callable[[HallSnapshot], T | None], act: Callable[[UnitOfWork, T], object]
) -> Callable[[Store], None]:
    """Return what looks into each hall without a lock, and takes the lock only where it found something to do."""

    def go(store: Store) -> None:
        for hall_id in halls_at_work(store):
            with store.look(hall_id) as sight:
                found = find(sight)
            if found is not None:
                with store.hall(hall_id, SYSTEM) as hall:
                    act(hall, found)

    return go


def halls_at_work(store: Store) -> list[int]:
    """Return the numbers of the halls that are set up."""
    with store.look(HEAD) as head:
        return halls_set_up(head)
