"""What a new ticket is, by the settings of its hall and service: its day, and what it counts from. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from server.floor.calling import counts_from
from server.floor.classes import credit_of
from server.floor.hallfile import HallOnly, Service
from server.floor.numbering import rests_for
from server.floor.opening import day_of


@dataclass(frozen=True, slots=True)
class Follows:
    """What follows from settings at a moment."""

    day: str
    counts_from: datetime  # of a ticket of that moment
    rests_since: datetime  # numbers of tickets that ended since are not given out yet


def follows(
    hall: HallOnly, service: Service, at: datetime, *, priority_class: str | None, since: datetime | None = None
) -> Follows:
    """Return what follows from the settings of a hall and a service for a ticket of a moment.

    `since`: what an appointment counts from; with priority the earlier of both counts, so that nobody loses by booking.
    """
    credit = credit_of(hall, priority_class)
    from_when = counts_from(at, class_credit=credit, service_credit=timedelta(minutes=service.credit))
    if since is not None:
        from_when = min(since, from_when) if credit else since
    return Follows(day_of(hall, at), from_when, at - rests_for(hall.back_within))
