"""Paper rolls: which services have one, and how far it is torn off."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import bindparam, select

from server.floor.hallfile import Service
from server.floor.reads.halls import all_services
from server.floor.refusals import NoRoll
from server.floor.roll import printed
from server.floor.tables import series
from server.store.hall import HallSnapshot

LAST: Final = (
    select(series.c.day, series.c.last)
    .where(series.c.hall_id == bindparam("hall"), series.c.letter == bindparam("letter"))
    .order_by(series.c.day.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Roll:
    """A service's roll, and its last number that somebody said."""

    service: Service
    day: str | None = None  # of its last number
    last: int | None = None  # none was said yet

    def label(self, nth: int) -> str:
        """Return what is printed on a number of it."""
        return printed(nth, self.service.roll)

    @property
    def next(self) -> str | None:
        """What is printed on the next one; None: nobody knows where it begins."""
        return None if self.last is None else self.label(self.last + 1)


def roll_of(hall: HallSnapshot, service: Service) -> Roll:
    """Return a service's roll; refuse one whose numbers come from elsewhere."""
    if not service.roll:
        raise NoRoll(service=service.code)
    row = hall.connection.execute(LAST, {"hall": hall.id, "letter": service.code}).first()
    return Roll(service, *(row or ()))


def roll_at(hall: HallSnapshot, services: list[str]) -> Roll | None:
    """Return the first roll among some services; None where they have none."""
    found = next((one for code, one in all_services(hall).items() if code in services and one.roll), None)
    return None if found is None else roll_of(hall, found)
