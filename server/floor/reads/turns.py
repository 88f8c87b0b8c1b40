"""Everybody's turn as the hall stands: one read for kiosk, slip, phone, terminal, display, sign and board.

So no two of them can say different things. The line is played forward at the very moment that is looked at
(`forecast.py`), with the service times and the errors that were learned last (`commands/forecasting.py`).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, select

from server.floor.calibration import Calibration, Points, Range, calibration
from server.floor.calling import Waiting, counts_from
from server.floor.classes import codes, credit_of
from server.floor.forecast import Forecast, Kind, Newcomer, Position, Server, ServiceTime, Turn, as_if_open, forecast
from server.floor.hallfile import Service
from server.floor.opening import is_open, opens_at
from server.floor.reads.halls import CounterNow, HallNow, all_counters, all_services, hall_now
from server.floor.reads.tickets import Ticket, line, tickets_of
from server.floor.reads.told import NOTHING, Advice, Held, Staffing, Told, staffing_told, told_of
from server.floor.restraints import Restrains
from server.floor.states import STAFFED, CounterState
from server.floor.tables import line_waits
from server.floor.telling import Place, in_steps, places, unserved
from server.floor.visit import callable_for, parted
from server.store.hall import HallSnapshot

TURN: Final = 30  # seconds from the end of a service to the next call, and of the way to the counter, until it is seen
LEARNED: Final = select(line_waits.c.data).where(line_waits.c.hall_id == bindparam("hall"))


@dataclass(frozen=True, slots=True)
class Learned:
    """What the line is played with: how long a service keeps a counter, how far announced waits were off."""

    times: Mapping[str, ServiceTime]
    found: Calibration
    told: Told = NOTHING  # what the simulation said, where that stands
    held: Held | None = None  # how many announced ranges held lately
    advice: Advice | None = None  # which counter to open now
    staffing: Staffing | None = None  # how many the next two hours need

    def around(self, turn: Turn, kind: Kind, *, ticket: int | None = None) -> Range:
        """Return the range of a turn: by the simulation, else by how far such waits were off."""
        if ticket is None:
            found = self.told.of_new(kind, played=turn.wait)
        else:
            found = self.told.of_ticket(ticket, kind, played=turn.wait)
        return found or self.found.around(turn.wait, turn.ahead)


@dataclass(frozen=True, slots=True)
class Turns:
    """Everybody's place in the line, and who serves what."""

    line: Mapping[int, Place]
    new: Mapping[Kind, Place]  # of a number taken now, by service and class
    desks: Mapping[str, tuple[str, ...]]  # service → counters that serve it, at which somebody works now
    back: Mapping[str, datetime | None]  # service that nobody serves now → when somebody will, where that is known
    beside: Mapping[str, str]  # service → letters of all that its working counters serve
    coming: Mapping[int, tuple[tuple[str, Range], ...]] = field(default_factory=dict)  # ticket → what comes after, when

    def desks_of(self, one: Waiting) -> tuple[str, ...]:
        """Return the counters at which somebody works now that could call a waiting ticket."""
        if one.keeps in self.desks.get(one.service, ()):
            return (one.keeps,)
        found = (self.desks.get(code, ()) for code in callable_for(one.service, one.further, in_order=one.in_order))
        return tuple(dict.fromkeys(code for its in found for code in its))


@dataclass(frozen=True, slots=True)
class Played:
    """Everybody's turn as of a moment, and the newest ticket that waited then."""

    at: datetime
    newest: int
    turns: Turns
    version: int  # of the hall


def turns(hall: HallSnapshot) -> Turns:
    """Return everybody's turn as the hall stands."""
    return hall.once(turns, lambda: play_now(hall).turns)


def play_now(hall: HallSnapshot) -> Played:
    """Play the line, and have it remembered for whoever needs it within a moment."""
    found = played(hall, learned_last(hall))
    hall.lately[Played] = now = Played(hall.at, max(found.line, default=0), found, hall.version)
    return now


def last_played(hall: HallSnapshot) -> Played | None:
    """Return the line as this process played it last."""
    found: Played | None = hall.lately.get(Played)
    return found


def learned_last(hall: HallSnapshot) -> Learned:
    """Return what was learned last; the services' norms and a usual hall's errors before anything was."""
    kept = hall.connection.execute(LEARNED, {"hall": hall.id}).scalar()
    told = json.loads(kept) if kept else {}
    means, points = told.get("means", {}), told.get("points")
    times = {
        code: ServiceTime(means.get(code, service.norm * 60 + TURN)) for code, service in all_services(hall).items()
    }
    found = calibration([]) if points is None else Calibration(*(Points(*one) for one in points))
    said, more = told_of(told), told.get("told", {})
    held = Held(*more["held"]) if more.get("held") else None
    if not said.stands(hall.at):
        return Learned(times, found, held=held)
    advice = Advice(*more["advice"]) if more.get("advice") else None
    return Learned(times, found, said, held, advice, staffing_told(more.get("staffing")))


def played(hall: HallSnapshot, learned: Learned) -> Turns:
    """Play the line forward with what was learned, and say what may be told."""
    now, services, counters = hall_now(hall), all_services(hall), all_counters(hall)
    people = line(hall)
    turn, waiting, newcomers, servers = single_play(hall, learned.times)
    served = {code for server in servers for code in server.services}
    later = Forecast({}, {})
    if services.keys() - served:
        later = as_if_open([server_of(one, now, 0.0) for one in counters.values()], waiting, served, newcomers)
    desks = {code: desks_of(code, counters) for code in services}
    held = now.holds(Restrains.HOLD) is not None
    back = {one.code: back_at(hall, now, one, counters) for one in services.values()}
    in_line = {one: unserved(its) for one, its in later.line.items()}
    new = {name: unserved(its) for name, its in later.new.items()}
    standing: dict[tuple[str, str | None], list[Waiting]] = {(code, None): [] for code in services}
    for one in people:
        if one.id in turn.line:
            standing.setdefault((one.service, one.keeps), []).append(one)
    for (code, keeps), its in standing.items():
        fresh = [kind for kind in kinds(code, now) if kind in turn.new and keeps is None]
        each = [*(turn.line[one.id] for one in its), *(turn.new[kind] for kind in fresh)]
        ranges = [
            *(learned.around(turn.line[one.id], (code, one.priority_class), ticket=one.id) for one in its),
            *(learned.around(turn.new[kind], kind) for kind in fresh),
        ]
        until = back.get(code)
        opens_in = 0.0 if until is None else (until - hall.at).total_seconds()
        found = places(each, ranges, served=bool(desks.get(code)), held=held, opens_in=opens_in, fresh=len(fresh))
        in_line |= zip((one.id for one in its), found[: len(its)], strict=True)
        new |= zip(fresh, found[len(its) :], strict=True)
    return Turns(
        line=in_line,
        new=new,
        desks=desks,
        back=back,
        beside={code: beside(code, servers) for code in services},
        coming={}
        if held
        else coming_of(turn, in_line, learned, {one.id: one.further or "" for one in served_with_more(hall, counters)}),
    )


def coming_of(
    found: Forecast, in_line: Mapping[int, Place], learned: Learned, alone: Mapping[int, str]
) -> dict[int, tuple[tuple[str, Range], ...]]:
    """Return what comes in each visit after the service for which it waits, or is served, and when.

    `alone`: what is left for those whom a counter has, where that is one service.
    """
    legs: dict[int, list[tuple[str, float]]] = {one: list(its) for one, its in found.after.items()}
    for ticket, turn in found.line.items():
        if ticket not in in_line:  # whom a counter has: its turn is the next service's
            legs.setdefault(ticket, []).insert(0, (found.chosen.get(ticket, alone.get(ticket, "")), turn.wait))
    return {
        ticket: tuple((code, in_steps(learned.found.around(wait, 0))) for code, wait in its)
        for ticket, its in legs.items()
    }


def single_play(
    hall: HallSnapshot, times: Mapping[str, ServiceTime]
) -> tuple[Forecast, list[Position], list[Newcomer], list[Server]]:
    """Play the line forward once; return it with the line, the newcomers and the counters that were played."""
    now, services, counters = hall_now(hall), all_services(hall), all_counters(hall)
    waiting = [position(hall, one) for one in line(hall)]
    newcomers = newcomers_of(hall, now, services)
    free_in = free_in_of(hall, counters, times)
    servers = [server_of(counters[code], now, seconds) for code, seconds in free_in.items()]
    going_on = [*waiting, *(leaving(hall, one, free_in) for one in served_with_more(hall, counters))]
    return forecast(servers, going_on, times, newcomers), waiting, newcomers, servers


def served_with_more(hall: HallSnapshot, counters: Mapping[str, CounterNow]) -> list[Ticket]:
    """Return whom a counter has and whose visit goes on afterwards."""
    busy = [one.ticket for one in counters.values() if one.ticket is not None]
    return [one for one in tickets_of(hall, busy) if one.further] if busy else []


def leaving(hall: HallSnapshot, ticket: Ticket, free_in: Mapping[str, float]) -> Position:
    """Return who will wait again, with the hour of arrival, once a counter is done."""
    since = (ticket.counts_from - hall.at).total_seconds()
    service, *more = parted(ticket.further)
    later = free_in.get(ticket.counter or "", 0.0)
    return Position(ticket.id, service, since, later, None, tuple(more), ticket.in_order)


def position(hall: HallSnapshot, one: Waiting) -> Position:
    """Return who waits, as the forecast plays them."""
    later = max(0.0, (one.not_before - hall.at).total_seconds()) if one.not_before else 0.0  # who is away will be there
    since = (one.counts_from - hall.at).total_seconds()
    return Position(one.id, one.service, since, later, one.keeps, parted(one.further), one.in_order)


def kinds(service: str, now: HallNow) -> list[Kind]:
    """Return what a new ticket of a service can be."""
    return [(service, priority_class) for priority_class in codes(now.settings)]


def newcomers_of(hall: HallSnapshot, now: HallNow, services: Mapping[str, Service]) -> list[Newcomer]:
    """Return who would take a number now: of each service, without priority and of each class."""
    return [newcomer(hall, now, services[code], named) for one in services for code, named in kinds(one, now)]


def newcomer(hall: HallSnapshot, now: HallNow, service: Service, priority_class: str | None) -> Newcomer:
    """Return somebody who would take a number of a service now."""
    since = counts_from(
        hall.at,
        class_credit=credit_of(now.settings, priority_class),
        service_credit=timedelta(minutes=service.credit),
    )
    return Newcomer(service.code, priority_class, (since - hall.at).total_seconds())


def server_of(counter: CounterNow, now: HallNow, free_in: float) -> Server:
    """Return a counter as the forecast plays it."""
    return Server(
        counter.code,
        frozenset(counter.settings.services),
        free_in,
        frozenset(counter.settings.primary),
        now.settings.primary_first * 60,
        staffed=counter.state in STAFFED,
    )


def free_in_of(
    hall: HallSnapshot, counters: Mapping[str, CounterNow], times: Mapping[str, ServiceTime]
) -> dict[str, float]:
    """Return in how many seconds each counter can call that works, or is paused and said when it goes on.

    Of a service that goes on: what is left of its mean, at least a sixth of it.
    """
    busy = [one.ticket for one in counters.values() if one.ticket is not None]
    present = {one.id: one for one in tickets_of(hall, busy)} if busy else {}
    found = {}
    for code, counter in counters.items():
        until = returns_at(hall, counter)
        if until is not None:
            found[code] = (until - hall.at).total_seconds()
        elif counter.state in STAFFED:
            ticket = None if counter.ticket is None else present[counter.ticket]
            mean = times[ticket.service].mean if ticket is not None and ticket.service in times else 0.0
            since = hall.at if ticket is None else ticket.called_at or ticket.started_at or hall.at
            found[code] = max(mean - (hall.at - since).total_seconds(), mean / 6)
    return found


def returns_at(hall: HallSnapshot, counter: CounterNow) -> datetime | None:
    """Return when a paused counter goes on, where it said so and that is still to come."""
    until = counter.pause_until if counter.state is CounterState.PAUSED else None
    return until if until is not None and until > hall.at else None


def desks_of(service: str, counters: Mapping[str, CounterNow]) -> tuple[str, ...]:
    """Return the counters that serve a service, at which somebody works now."""
    return tuple(one.code for one in counters.values() if one.state in STAFFED and service in one.settings.services)


def back_at(hall: HallSnapshot, now: HallNow, service: Service, counters: Mapping[str, CounterNow]) -> datetime | None:
    """Return when a service that nobody serves will be served: when a pause ends, else when the hall opens again."""
    if desks_of(service.code, counters):
        return None
    its = (one for one in counters.values() if service.code in one.settings.services)
    until = [moment for moment in (returns_at(hall, one) for one in its) if moment is not None]
    if until or is_open(now.settings, hall.at, service):
        return min(until, default=None)
    return opens_at(now.settings, hall.at, service)


def beside(service: str, servers: list[Server]) -> str:
    """Return the letters of all that the counters serve which serve a service: whose people may be called before."""
    return "".join(sorted({code for one in servers if service in one.services for code in one.services} | {service}))
