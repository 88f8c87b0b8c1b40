"""Who comes by appointment, as the floor must know them to give out a number: told by the feature that books."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from server.kernel.languages import Words
from server.store.hall import UnitOfWork


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody who booked and is there now."""

    appointment: int
    service: str
    counts_from: datetime
    language: str  # in which it was booked
    told: Words  # what the customer reads of it: in time, or late
    priority_class: str | None = None  # that was chosen as it was booked


FindArrival = Callable[[UnitOfWork, str], Arrival]  # by code, or by what a reader of QR codes read; else it refuses
