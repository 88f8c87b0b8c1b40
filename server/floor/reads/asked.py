"""What giving out a number needs to know, in one question: under the hall's lock each trip to the database counts.

The day and the moment that a ticket counts from follow from settings which the same question reads. So it is asked with
the settings of last time, and once more where they have changed since.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, func, literal_column, select

from server.floor.calibration import Range
from server.floor.calling import counts_from
from server.floor.hallfile import Service
from server.floor.opening import day_of
from server.floor.reads.halls import HallNow, parsed_hall, parsed_service
from server.floor.refusals import UnknownService
from server.floor.restraints import parsed
from server.floor.states import TicketState
from server.floor.tables import hall_settings, series, services, tickets, waits
from server.kernel.refusals import UnknownHall
from server.store.hall import HallSight
from server.store.prepared import Prepared, first_rows

AHEAD: Final = (
    select(func.count())
    .where(
        tickets.c.hall_id == bindparam("hall"),
        tickets.c.state == literal_column(f"'{TicketState.WAITING.value}'"),  # so that its index is used
        tickets.c.service == bindparam("service"),
        tickets.c.counts_from < bindparam("counts_from"),
    )
    .scalar_subquery()
)
ASKED: Final = Prepared(
    select(
        hall_settings.c.settings, hall_settings.c.issue_stopped, hall_settings.c.stopped_until,
        hall_settings.c.restraints,
        services.c.settings, series.c.last, AHEAD,
        waits.c.low, waits.c.likely, waits.c.high, waits.c.naive, waits.c.played,
    )
    .select_from(
        hall_settings.outerjoin(
            services, (services.c.hall_id == hall_settings.c.hall_id) & (services.c.code == bindparam("service"))
        )
        .outerjoin(
            series,
            (series.c.hall_id == services.c.hall_id)
            & (series.c.letter == services.c.code)
            & (series.c.day == bindparam("day")),
        )
        .outerjoin(waits, (waits.c.hall_id == services.c.hall_id) & (waits.c.service == services.c.code))
    )
    .where(hall_settings.c.hall_id == bindparam("hall"))
)  # fmt: skip
LAST: dict[tuple[int, str], tuple[str, str]] = {}  # (hall, service) → settings of both, as they were last time


@dataclass(frozen=True, slots=True)
class Asked:
    """A service at the moment when somebody asks for its next number."""

    hall: HallNow
    service: Service
    day: str
    counts_from: datetime
    last: int | None  # number of the day; None before the first
    ahead: int
    low: int | None  # seconds, as the other three
    likely: int | None
    high: int | None
    naive: int | None  # for one person ahead
    played: int | None

    @property
    def wait(self) -> Range | None:
        """What is promised; None while nothing is known."""
        if self.low is None or self.likely is None or self.high is None:
            return None
        return Range(self.low, self.likely, self.high)


def asked(hall: HallSight, service: str, *, priority: bool) -> Asked:
    """Return what the next number of a service needs."""
    texts = LAST.get((hall.id, service))
    while True:
        day, from_when = ("", hall.at) if texts is None else follows(texts, hall.at, priority=priority)
        question = {"hall": hall.id, "service": service, "day": day, "counts_from": from_when}
        (row,) = first_rows(hall.connection, [(ASKED, question)])
        if row is None:
            raise UnknownHall(hall=hall.id)
        if row[4] is None:
            raise UnknownService(service=service)
        if (row[0], row[4]) == texts:
            now = HallNow(parsed_hall(row[0]), row[1], row[2], parsed(row[3]))
            return Asked(now, parsed_service(row[4]), day, from_when, *row[5:])
        texts = LAST[hall.id, service] = (row[0], row[4])


def follows(texts: tuple[str, str], at: datetime, *, priority: bool) -> tuple[str, datetime]:
    """Return the hall's day, and what a ticket of that moment counts from."""
    hall, service = parsed_hall(texts[0]), parsed_service(texts[1])
    return day_of(hall, at), counts_from(
        at,
        priority=priority,
        class_credit=timedelta(minutes=hall.priority_credit),
        service_credit=timedelta(minutes=service.credit),
    )
