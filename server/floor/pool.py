"""Whose pool a held ticket is in: a counter's, or a clerk's wherever they sit; left by both, anybody's. Pure."""

from collections.abc import Collection
from typing import Protocol

from server.floor.calling import Working, is_left_to


class Held(Protocol):
    """A ticket that is set aside, as the pool sees it."""

    @property
    def service(self) -> str:
        """What for."""

    @property
    def counter(self) -> str | None:
        """Where it was set aside."""

    @property
    def held_for(self) -> int | None:
        """For which clerk; None: for the counter."""


def is_mine(ticket: Held, counter: str, clerk: int | None) -> bool:
    """Return whether a held ticket is in a counter's pool, or in that of who sits there."""
    return ticket.counter == counter if ticket.held_for is None else ticket.held_for == clerk


def is_kept_elsewhere(ticket: Held, working: Working, at_work: Collection[int]) -> bool:
    """Return whether somebody else is there to take it back: its clerk somewhere, or its counter serving that."""
    if ticket.held_for is not None:
        return ticket.held_for in at_work
    return is_left_to(ticket.counter, ticket.service, working)
