"""Service times seen, waits forecast, totals of the day."""

import json
import statistics
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, bindparam, func, select, type_coerce

from server.floor.calibration import Calibration, PlayedWait, calibration
from server.floor.forecast import ServiceTime
from server.floor.hallfile import Service
from server.floor.reads.halls import CounterNow, hall_now
from server.floor.reads.turns import TURN
from server.floor.states import LEFT_OPEN, STAFFED, TicketState
from server.floor.tables import former_services, slips, tickets, totals, visit_legs, waits
from server.store.hall import HallSnapshot

SEEN = 400  # the last service times of a service that count
AS_MANY_AS = 8  # services: how much the configured norm weighs against those seen
FARTHEST = 8  # middle times: what took longer was forgotten, not served
MICROSECONDS = 1_000_000  # of a second
RECENT = 120  # waits from which it is learned how far announced ones are off
ENDED = (
    tickets.c.hall_id == bindparam("hall"),
    tickets.c.service == bindparam("service"),
    tickets.c.ended_at.is_not(None),
    tickets.c.started_at.is_not(None),
    tickets.c.state == "done",
    tickets.c.outcome != LEFT_OPEN,
)
ENDS = type_coerce(tickets.c.ended_at, BigInteger)  # moments are microseconds; thousands of rows need no dates of them
BEGINS = type_coerce(tickets.c.started_at, BigInteger)
TIMES = (
    select(ENDS - BEGINS, ENDS - func.coalesce(type_coerce(tickets.c.called_at, BigInteger), BEGINS), ENDS)
    .where(*ENDED)
    .order_by(tickets.c.ended_at.desc())
    .limit(SEEN)
)
LEG_ENDS, LEG_BEGINS, LEG_CALLED = (
    type_coerce(column, BigInteger)
    for column in (visit_legs.c.ended_at, visit_legs.c.started_at, visit_legs.c.called_at)
)
LEG_TIMES = (
    select(LEG_ENDS - LEG_BEGINS, LEG_ENDS - func.coalesce(LEG_CALLED, LEG_BEGINS), LEG_ENDS)
    .where(visit_legs.c.hall_id == bindparam("hall"), visit_legs.c.service == bindparam("service"))
    .order_by(visit_legs.c.ended_at.desc())
    .limit(SEEN)
)
PLAIN = (tickets.c.transfers == 0, tickets.c.laters == 0, slips.c.played.is_not(None))
JOINED = slips.join(tickets, (tickets.c.hall_id == slips.c.hall_id) & (tickets.c.id == slips.c.ticket))
KEPT = (
    select(slips.c.played, slips.c.ahead, tickets.c.issued_at, tickets.c.called_at)
    .select_from(JOINED)
    .where(tickets.c.hall_id == bindparam("hall"), tickets.c.called_at.is_not(None), *PLAIN)
    .order_by(tickets.c.called_at.desc())
    .limit(RECENT)
)
OVERDUE = (
    select(slips.c.played, slips.c.ahead, tickets.c.issued_at)
    .select_from(JOINED)
    .where(tickets.c.hall_id == bindparam("hall"), tickets.c.state == "waiting", *PLAIN)
)
FORMER = select(former_services.c.service, former_services.c.seconds).where(
    former_services.c.hall_id == bindparam("hall")
)
USUAL = select(waits.c.service, waits.c.usual_low, waits.c.usual_high).where(waits.c.hall_id == bindparam("hall"))
TODAY = select(func.sum(totals.c.served), func.sum(totals.c.seconds), func.sum(totals.c.no_shows)).where(
    totals.c.hall_id == bindparam("hall"), totals.c.day == bindparam("day"), totals.c.counter == bindparam("counter")
)


@dataclass(frozen=True, slots=True)
class Seen:
    """The last services of a kind, newest first, in seconds: how long each took, and how long it kept its counter."""

    served: list[float]
    kept: list[float]


def seen_times(hall: HallSnapshot, service: Service) -> Seen:
    """Return the last services of a kind; those that were taken over stand in for what is lacking."""
    question = {"hall": hall.id, "service": service.code}
    rows = list(hall.connection.execute(TIMES, question))
    if legs := list(hall.connection.execute(LEG_TIMES, question)):  # what ended within a visit stands beside
        rows = sorted([*rows, *legs], key=lambda row: -row[2])[:SEEN]
    kept = [row[1] / MICROSECONDS for row in rows]
    former = former_times(hall).get(service.code, ())[: SEEN - len(kept)]
    return Seen([row[0] / MICROSECONDS for row in rows], [*kept, *former])


def former_times(hall: HallSnapshot) -> dict[str, list[float]]:
    """Return service → how long it kept a counter, seconds, in the log that the hall took over."""
    return hall.once(
        former_times,
        lambda: {row[0]: json.loads(row[1]) for row in hall.connection.execute(FORMER, {"hall": hall.id})},
    )


def expected_time(service: Service, seen: Seen) -> ServiceTime:
    """Return how long a service keeps its counter: its norm at first, what was seen as it grows."""
    norm = service.norm * 60 + TURN
    kept = possible(seen.kept, norm)
    return ServiceTime((norm * AS_MANY_AS + sum(kept)) / (AS_MANY_AS + len(kept)))


def possible(times: list[float], norm: float) -> list[float]:
    """Return the times that can be: none takes eight times as long as the middle one, the norm counting thrice.

    A service that nobody ended for hours was forgotten, and says nothing of how long the next one takes.
    """
    most = FARTHEST * statistics.median([norm] * 3 + times)
    return [one for one in times if one <= most]


def learned(hall: HallSnapshot) -> Calibration:
    """Return what the hall's last waits teach about those that are played now."""
    here = {"hall": hall.id}
    ended = [
        PlayedWait(played, ahead, (called - issued).total_seconds())
        for played, ahead, issued, called in hall.connection.execute(KEPT, here)
    ]
    so_far = [
        PlayedWait(played, ahead, (hall.at - issued).total_seconds(), over=False)
        for played, ahead, issued in hall.connection.execute(OVERDUE, here)
    ]
    return calibration([*ended, *so_far])


def usual_time(service: Service, seen: list[float]) -> tuple[int, int]:
    """Return the quarter points of a service's times in seconds; around its norm while few were seen."""
    seen = possible(seen, service.norm * 60)
    if len(seen) < AS_MANY_AS:
        return round(service.norm * 60 * 0.6), round(service.norm * 60 * 1.3)
    low, _, high = statistics.quantiles(seen, n=4)
    return round(low), round(high)


def naive_wait(service: Service, time: ServiceTime, counters: Mapping[str, CounterNow]) -> int | None:
    """Return the usual formula for one person ahead: mean service time ÷ open counters of the service, in seconds."""
    serving = sum(
        1 for counter in counters.values() if counter.state in STAFFED and service.code in counter.settings.services
    )
    return round(time.mean / serving) if serving else None


SERVED = (
    select(tickets.c.service, tickets.c.counter, func.count())
    .where(
        tickets.c.hall_id == bindparam("hall"),
        tickets.c.day >= bindparam("first"),
        tickets.c.day <= bindparam("last"),
        tickets.c.state == TicketState.DONE.value,
        tickets.c.outcome != LEFT_OPEN,
        tickets.c.ended_at >= bindparam("since", type_=tickets.c.ended_at.type),
        tickets.c.ended_at < bindparam("until", type_=tickets.c.ended_at.type),
    )
    .group_by(tickets.c.service, tickets.c.counter)
)


def usual_times(hall: HallSnapshot) -> dict[str, tuple[int, int]]:
    """Return service → the quarter points of its times in seconds, as last written."""
    return hall.once(
        usual_times, lambda: {row[0]: (row[1], row[2]) for row in hall.connection.execute(USUAL, {"hall": hall.id})}
    )


@dataclass(frozen=True, slots=True)
class DayAtCounter:
    """A counter's day so far."""

    served: int
    seconds: int
    no_shows: int


def day_figures(hall: HallSnapshot, day: str, counter: str) -> DayAtCounter:
    """Return a counter's day so far."""
    row = hall.connection.execute(TODAY, {"hall": hall.id, "day": day, "counter": counter}).one()
    return DayAtCounter(row[0] or 0, row[1] or 0, row[2] or 0)


def served_between(hall: HallSnapshot, since: datetime, until: datetime) -> list[tuple[str, str | None, int]]:
    """Return (service, counter, how many) of the services that ended from one moment to before another."""
    zone = hall_now(hall).settings.zone
    first = (since.astimezone(zone).date() - timedelta(days=1)).isoformat()  # a day's last tickets end after midnight
    last = until.astimezone(zone).date().isoformat()
    asked = {"hall": hall.id, "first": first, "last": last, "since": since, "until": until}
    return [(row[0], row[1], row[2]) for row in hall.connection.execute(SERVED, asked)]
