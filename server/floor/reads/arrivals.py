"""Who is expected: by what the hall's own days were like, by who came today, and by who booked."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Final

from sqlalchemy import BigInteger, bindparam, func, select, type_coerce

from server.feature.arrivals import ExpectedArrival
from server.floor.foretelling.profile import HALF_HOURS, ArrivalProfile, CountSeen, level_of, profile_of, quarters
from server.floor.foretelling.scene import Booked, Coming
from server.floor.opening import day_of, is_open
from server.floor.reads.figures import MICROSECONDS
from server.floor.reads.halls import HallNow, all_services, hall_now
from server.floor.reads.turns import newcomers_of
from server.floor.tables import days, former_services, tickets
from server.store.hall import HallSnapshot
from server.store.tables import moment_of

LOOKED_BACK: Final = timedelta(weeks=8)
HALF_HOUR: Final = 1800  # seconds
RECENT: Final = timedelta(hours=1)  # where no day is known yet, as many come as in the last hour
NEVER: Final = (0.0,) * HALF_HOURS
NOT_KNOWN: Final = (1.0, 0.25)  # how busy the next hours are beside the last one
SEEN: Final = (
    select(
        (type_coerce(tickets.c.issued_at, BigInteger) // (HALF_HOUR * MICROSECONDS)).label("half_hour"),
        tickets.c.day, tickets.c.service, tickets.c.priority_class, func.count(),
    )
    .where(
        tickets.c.hall_id == bindparam("hall"), tickets.c.day >= bindparam("first"), tickets.c.day < bindparam("today"),
        tickets.c.number.is_not(None), tickets.c.appointment.is_(None),
    )
    .group_by("half_hour", tickets.c.day, tickets.c.service, tickets.c.priority_class)
)  # fmt: skip
DAYS: Final = select(days.c.day).where(
    days.c.hall_id == bindparam("hall"), days.c.day >= bindparam("first"), days.c.day < bindparam("today")
)
TODAY: Final = (
    select(
        tickets.c.service,
        tickets.c.priority_class,
        func.count(),
        func.count().filter(tickets.c.issued_at > bindparam("since", type_=tickets.c.issued_at.type)),
    )
    .where(
        tickets.c.hall_id == bindparam("hall"), tickets.c.day == bindparam("today"),
        tickets.c.number.is_not(None), tickets.c.appointment.is_(None),
    )
    .group_by(tickets.c.service, tickets.c.priority_class)
)  # fmt: skip
FORMER: Final = select(former_services.c.service, former_services.c.arrivals).where(
    former_services.c.hall_id == bindparam("hall")
)


@dataclass(frozen=True, slots=True)
class ComingNow:
    """Who comes from now on."""

    coming: Sequence[Coming]
    level: tuple[float, float]  # how busy today is beside what is usual, and the deviation of that
    days: int | None  # of this weekday that it is learned from; None: no day is known, the last hour stands in


def profile_read(hall: HallSnapshot) -> ArrivalProfile | None:
    """Return what is usual on the hall's day, from its own days of eight weeks and the log that it took over."""
    settings = hall_now(hall).settings
    today = day_of(settings, hall.at)
    asked = {"hall": hall.id, "first": day_of(settings, hall.at - LOOKED_BACK), "today": today}
    seen = []
    for half_hour, day, service, its_class, many in hall.connection.execute(SEEN, asked):
        at = (moment_of(half_hour * HALF_HOUR * MICROSECONDS) or hall.at).astimezone(settings.zone)
        seen.append(CountSeen(date.fromisoformat(day), service, its_class, at.hour * 2 + (at.minute >= 30), int(many)))
    its = [date.fromisoformat(row[0]) for row in hall.connection.execute(DAYS, asked)]
    former = {row[0]: json.loads(row[1]) for row in hall.connection.execute(FORMER, {"hall": hall.id})}
    return profile_of(seen, its, date.fromisoformat(today), former)


def coming_now(
    hall: HallSnapshot, profile: ArrivalProfile | None, ahead: timedelta, *, stops: datetime | None = None
) -> ComingNow:
    """Return who comes within some time, with or without a known day; `stops`: no numbers are given out from then."""
    now, services = hall_now(hall), all_services(hall)
    local = hall.at.astimezone(now.settings.zone)
    asked = {"hall": hall.id, "today": day_of(now.settings, hall.at), "since": hall.at - RECENT}
    came = {(row[0], row[1]): (row[2], row[3]) for row in hall.connection.execute(TODAY, asked)}
    spans = list(open_spans(hall, now, ahead, stops))
    coming = []
    for one in newcomers_of(hall, now, services):
        lately = came.get(one.kind, (0, 0))[1] / RECENT.total_seconds()
        usual = profile.usual.get(one.kind, NEVER) if profile is not None else None
        rates = [
            (since, until, lately if usual is None else usual[half_hour_of(local, since)] / HALF_HOUR)
            for since, until in spans
            if is_open(now.settings, hall.at + timedelta(seconds=(since + until) / 2), services[one.service])
        ]
        if any(rate for _, _, rate in rates):
            coming.append(Coming(one.service, -one.counts_from, without_gaps(rates)))
    seen = sum(whole for whole, _ in came.values())
    if profile is None:
        return ComingNow(coming, NOT_KNOWN, None)
    expected = profile.expected((local.hour * 3600 + local.minute * 60 + local.second) / HALF_HOUR)
    return ComingNow(coming, level_of(seen, expected), profile.days)


def half_hour_of(local: datetime, seconds: float) -> int:
    """Return which half hour of its day a moment lies in that is so many seconds after another one."""
    at = local + timedelta(seconds=seconds)
    return at.hour * 2 + (at.minute >= 30)


def open_spans(
    hall: HallSnapshot, now: HallNow, ahead: timedelta, stops: datetime | None
) -> Iterator[tuple[float, float]]:
    """Yield the quarters of an hour to come in which numbers are given out, in seconds from now."""
    moments = quarters(hall.at, hall.at + ahead)
    opens = hall.at
    if now.stopped(hall.at):
        until = now.stopped_until
        opens = until if until is not None and until > hall.at else hall.at + ahead
    for since, until in pairwise(moments):
        begin, end = max(since, opens), until if stops is None else min(until, stops)
        if begin < end:
            yield (begin - hall.at).total_seconds(), (end - hall.at).total_seconds()


def without_gaps(rates: Sequence[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Return spans with those between them in which nobody comes: one that begins where the other ends."""
    found: list[tuple[float, float, float]] = []
    for since, until, rate in rates:
        last = found[-1][1] if found else 0.0
        if since > last:
            found.append((last, since, 0.0))
        found.append((since, until, rate))
    return found


def booked_now(hall: HallSnapshot, expected: Sequence[ExpectedArrival]) -> list[Booked]:
    """Return who booked as a play takes them."""
    services = all_services(hall)

    def ahead(moment: datetime) -> float:
        return (moment - hall.at).total_seconds()

    return [
        Booked(one.service, ahead(one.at), ahead(one.counts_from), ahead(one.late_from), one.comes)
        for one in expected
        if one.service in services
    ]
