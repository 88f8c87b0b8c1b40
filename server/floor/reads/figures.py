"""Service times seen, waits forecast, totals of the day."""

import json
import statistics
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select

from server.floor.calibration import Calibration, Range, Wait, calibration
from server.floor.forecast import Forecast, Position, Server, ServiceTime, forecast
from server.floor.hallfile import Service
from server.floor.reads.halls import CounterNow, all_counters, hall_now
from server.floor.reads.tickets import line, ticket_of
from server.floor.states import STAFFED, CounterState, TicketState
from server.floor.tables import line_waits, slips, tickets, totals, waits
from server.store.hall import HallSight

SEEN = 400  # the last service times of a service that count
AS_MANY_AS = 8  # services: how much the configured norm weighs against those seen
TURN = 30  # seconds from the end of one service to the next call, and on the way to the counter, until it is seen
RECENT = 200  # waits from which it is learned how far announced ones are off
ENDED = (
    tickets.c.hall_id == bindparam("hall"),
    tickets.c.service == bindparam("service"),
    tickets.c.ended_at.is_not(None),
    tickets.c.started_at.is_not(None),
    tickets.c.state == "done",
)
TIMES = (
    select(tickets.c.called_at, tickets.c.started_at, tickets.c.ended_at)
    .where(*ENDED)
    .order_by(tickets.c.ended_at.desc())
    .limit(SEEN)
)
PLAIN = (tickets.c.transfers == 0, tickets.c.laters == 0, slips.c.played.is_not(None))
JOINED = slips.join(tickets, (tickets.c.hall_id == slips.c.hall_id) & (tickets.c.id == slips.c.ticket))
KEPT = (
    select(slips.c.played, tickets.c.issued_at, tickets.c.called_at)
    .select_from(JOINED)
    .where(tickets.c.hall_id == bindparam("hall"), tickets.c.called_at.is_not(None), *PLAIN)
    .order_by(tickets.c.called_at.desc())
    .limit(RECENT)
)
OVERDUE = (
    select(slips.c.played, tickets.c.issued_at)
    .select_from(JOINED)
    .where(tickets.c.hall_id == bindparam("hall"), tickets.c.state == "waiting", *PLAIN)
)
WAITS = select(
    waits.c.service, waits.c.low, waits.c.likely, waits.c.high, waits.c.naive, waits.c.usual_low, waits.c.usual_high
).where(waits.c.hall_id == bindparam("hall"))
LINE_WAITS = select(line_waits.c.data).where(line_waits.c.hall_id == bindparam("hall"))
TODAY = select(func.sum(totals.c.served), func.sum(totals.c.seconds), func.sum(totals.c.no_shows)).where(
    totals.c.hall_id == bindparam("hall"), totals.c.day == bindparam("day"), totals.c.counter == bindparam("counter")
)


@dataclass(frozen=True, slots=True)
class Seen:
    """The last services of a kind, newest first, in seconds: how long each took, and how long it kept its counter."""

    served: list[float]
    kept: list[float]


def seen_times(hall: HallSight, service: Service) -> Seen:
    """Return the last services of a kind."""
    rows = hall.connection.execute(TIMES, {"hall": hall.id, "service": service.code}).all()
    return Seen(
        [(ended - started).total_seconds() for _, started, ended in rows],
        [(ended - (called or started)).total_seconds() for called, started, ended in rows],
    )


def expected_time(service: Service, seen: Seen) -> ServiceTime:
    """Return how long a service keeps its counter: its norm at first, what was seen as it grows."""
    norm = service.norm * 60 + TURN
    return ServiceTime((norm * AS_MANY_AS + sum(seen.kept)) / (AS_MANY_AS + len(seen.kept)))


def learned(hall: HallSight) -> Calibration:
    """Return what the hall's last waits teach about those that are played now."""
    here = {"hall": hall.id}
    ended = [
        Wait(played, (called - issued).total_seconds())
        for played, issued, called in hall.connection.execute(KEPT, here)
    ]
    so_far = [
        Wait(played, (hall.at - issued).total_seconds(), over=False)
        for played, issued in hall.connection.execute(OVERDUE, here)
    ]
    return calibration([*ended, *so_far])


def usual_time(service: Service, seen: list[float]) -> tuple[int, int]:
    """Return the quarter points of a service's times in seconds; around its norm while few were seen."""
    if len(seen) < AS_MANY_AS:
        return round(service.norm * 60 * 0.6), round(service.norm * 60 * 1.3)
    low, _, high = statistics.quantiles(seen, n=4)
    return round(low), round(high)


def forecast_now(hall: HallSight, times: Mapping[str, ServiceTime]) -> Forecast:
    """Return everybody's wait as the hall stands."""
    found = all_counters(hall)
    first = hall_now(hall).settings.primary_first * 60
    servers = [
        Server(
            counter.code,
            frozenset(counter.settings.services),
            free_in(hall, counter, times),
            frozenset(counter.settings.primary),
            first,
        )
        for counter in found.values()
        if counter.state in STAFFED or returns_soon(hall, counter)
    ]
    positions = [
        Position(
            one.id,
            one.service,
            (one.counts_from - hall.at).total_seconds(),
            max(0.0, (one.not_before - hall.at).total_seconds()) if one.not_before else 0.0,
        )
        for one in line(hall)
    ]
    return forecast(servers, positions, times)


def returns_soon(hall: HallSight, counter: CounterNow) -> bool:
    """Return whether a paused counter said when it goes on."""
    return counter.state is CounterState.PAUSED and counter.pause_until is not None and counter.pause_until > hall.at


def free_in(hall: HallSight, counter: CounterNow, times: Mapping[str, ServiceTime]) -> float:
    """Return in how many seconds a counter can call: what is left of the mean service, at least a sixth of it."""
    if counter.state is CounterState.PAUSED and counter.pause_until is not None:
        return (counter.pause_until - hall.at).total_seconds()
    if counter.ticket is None:
        return 0.0
    ticket = ticket_of(hall, counter.ticket)
    time = times.get(ticket.service)
    if time is None:
        return 0.0
    since = ticket.called_at or hall.at
    return max(time.mean - (hall.at - since).total_seconds(), time.mean / 6)


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
        tickets.c.ended_at >= bindparam("since", type_=tickets.c.ended_at.type),
        tickets.c.ended_at < bindparam("until", type_=tickets.c.ended_at.type),
    )
    .group_by(tickets.c.service, tickets.c.counter)
)


@dataclass(frozen=True, slots=True)
class ServiceWait:
    """The forecast of a ticket taken now."""

    wait: Range | None
    naive: int | None
    usual_low: int
    usual_high: int


def service_waits(hall: HallSight) -> dict[str, ServiceWait]:
    """Return service → the wait forecast of a ticket taken now, as last written."""
    return hall.once(
        service_waits,
        lambda: {
            row[0]: ServiceWait(None if row[1] is None else Range(row[1], row[2], row[3]), row[4], row[5], row[6])
            for row in hall.connection.execute(WAITS, {"hall": hall.id})
        },
    )


def waits_of_line(hall: HallSight) -> dict[int, Range]:
    """Return ticket → wait forecast of who waits, as last written."""
    text = hall.connection.execute(LINE_WAITS, {"hall": hall.id}).scalar()
    return {int(ticket): Range(*values) for ticket, values in json.loads(text).items()} if text else {}


@dataclass(frozen=True, slots=True)
class DayFigures:
    """A counter's day so far."""

    served: int
    seconds: int
    no_shows: int


def day_figures(hall: HallSight, day: str, counter: str) -> DayFigures:
    """Return a counter's day so far."""
    row = hall.connection.execute(TODAY, {"hall": hall.id, "day": day, "counter": counter}).one()
    return DayFigures(row[0] or 0, row[1] or 0, row[2] or 0)


def served_between(hall: HallSight, since: datetime, until: datetime) -> list[tuple[str, str | None, int]]:
    """Return (service, counter, how many) of the services that ended from one moment to before another."""
    zone = hall_now(hall).settings.zone
    first = (since.astimezone(zone).date() - timedelta(days=1)).isoformat()  # a day's last tickets end after midnight
    last = until.astimezone(zone).date().isoformat()
    asked = {"hall": hall.id, "first": first, "last": last, "since": since, "until": until}
    return [(row[0], row[1], row[2]) for row in hall.connection.execute(SERVED, asked)]
