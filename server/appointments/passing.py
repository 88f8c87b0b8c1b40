"""What becomes of appointments because time passes: their customers are reminded, or have missed them."""

from collections.abc import Callable, Mapping
from typing import Final

from server.appointments import letters
from server.appointments.events import LAPSE, MISSED, REMINDER, WISH_END
from server.appointments.reads import appointment_of
from server.appointments.states import APPOINTMENT
from server.appointments.waiting import end_wish, lapse
from server.store.hall import UnitOfWork


def remind(hall: UnitOfWork, appointment: int) -> None:
    """Remind the customer of an appointment."""
    found = appointment_of(hall, appointment)
    APPOINTMENT.take(hall, of=found.id, state=found.state, name="remind")
    letters.tell(hall, found, letters.SOON)


def miss(hall: UnitOfWork, appointment: int) -> None:
    """Count an appointment as missed."""
    found = appointment_of(hall, appointment)
    APPOINTMENT.take(hall, of=found.id, state=found.state, name="miss")


HANDLERS: Final[Mapping[str, Callable[[UnitOfWork, int], None]]] = {
    REMINDER: remind,
    MISSED: miss,
    LAPSE: lapse,
    WISH_END: end_wish,
}
