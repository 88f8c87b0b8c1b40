"""Who is expected and comes, as the floor must know them to give out their number, and to reckon with them."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from server.kernel.languages import Words
from server.kernel.refusals import Missing
from server.store.hall import HallSnapshot, UnitOfWork


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody who booked, or took a number from elsewhere, and is there now."""

    appointment: int | None
    service: str
    counts_from: datetime
    language: str  # in which it was booked
    told: Words  # what the customer reads of it: in time, or late
    name: str = ""  # as they gave it; for the screens of a hall that calls by masked names
    priority_class: str | None = None  # that was chosen as it was booked
    ticket: int | None = None  # the number that they have already
    link: str = ""  # its page


FindArrival = Callable[[UnitOfWork, str], Arrival]  # by code, or by what a reader of QR codes read; else it refuses


@dataclass(frozen=True, slots=True)
class ExpectedArrival:
    """Somebody who booked and is not here yet."""

    service: str
    at: datetime
    counts_from: datetime  # what their number will count from, if they come in time
    late_from: datetime  # checked in after it, it counts from check-in
    comes: float  # how likely they come at all


ExpectArrivals = Callable[[HallSnapshot], Sequence[ExpectedArrival]]  # those of the next hours, in order


def nobody_booked(_hall: HallSnapshot) -> Sequence[ExpectedArrival]:
    """Return who is expected where no feature books."""
    return ()


def first_who_knows(finders: Sequence[FindArrival]) -> FindArrival | None:
    """Return what asks one after the other who it is; None where nobody expects anybody."""
    if not finders:
        return None

    def find(hall: UnitOfWork, said: str) -> Arrival:
        for one in finders[:-1]:
            with suppress(Missing):
                return one(hall, said)
        return finders[-1](hall, said)

    return find
