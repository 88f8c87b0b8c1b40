"""A hall whose customers and clerks are played by hand, and its board; for stories of what is told of waits."""

from typing import Any

from server.floor.todos import DUTIES
from server.screens.board import board_view
from server.simulation.customers import Customer
from server.simulation.hands import InHouse
from tests.inside import Inside


def hands(hall: Inside) -> InHouse:
    """Return hands for a hall's customers and clerks."""
    return InHouse(hall.store, hall.hall, ["2", "3", "6"])


def customer(service: str = "B") -> Customer:
    """Return somebody who wants something."""
    return Customer(0.0, service, False, 1, "en", 300.0, 10.0)


def board(hall: Inside) -> dict[str, Any]:
    """Return the board."""
    with hall.store.look(hall.hall) as sight:
        return board_view(DUTIES)(sight).model_dump(mode="json")
