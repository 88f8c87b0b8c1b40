"""A hall as it stands, for the simulation: its counters, its line, those who would join, those who may come before."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, func, select

from server.floor.calling import Waiting, is_later, wanted
from server.floor.foretelling.scene import Clerk, Comer, Person, Scene, Stream
from server.floor.reads.halls import CounterNow, all_counters, all_services, hall_now
from server.floor.reads.manners import Manners
from server.floor.reads.tickets import line, tickets_of
from server.floor.reads.turns import newcomers_of, position, returns_at
from server.floor.states import STAFFED, CounterState
from server.floor.tables import tickets
from server.floor.typed_hours import written
from server.store.hall import HallSnapshot

RECENT: Final = timedelta(hours=1)  # in which those are counted who may come before others
SLIGHT: Final = 0.2  # persons: who may come although none did lately
OVERDUE: Final = timedelta(minutes=10)  # who is later than that from a pause is not reckoned with
STILL: Final = timedelta(hours=1)  # after it was to begin, a break may still come: a long service goes first
LATE: Final = timedelta(minutes=5)  # a break begins so much later than planned, without having been left out
SOON: Final = 60.0  # seconds: in how long one is back who should be back by now
CAME = (
    select(tickets.c.service, tickets.c.priority_class, func.count())
    .where(
        tickets.c.hall_id == bindparam("hall"),
        tickets.c.issued_at > bindparam("since", type_=tickets.c.issued_at.type),
        tickets.c.day == bindparam("day"),
    )
    .group_by(tickets.c.service, tickets.c.priority_class)
)


def scene_of(hall: HallSnapshot, manners: Manners, day: str) -> Scene:
    """Return the hall as it stands; newcomers are each service's, without priority and of each class."""
    now, services, waiting = hall_now(hall), all_services(hall), line(hall)
    positions = [position(hall, one) for one in waiting]
    people = [
        Person(
            place.service, place.counts_from, (hall.at - one.issued_at).total_seconds(), place.not_before, place.keeps
        )
        for one, place in zip(waiting, positions, strict=True)
    ]
    new = newcomers_of(hall, now, services)
    came = {
        (row[0], row[1]): row[2]
        for row in hall.connection.execute(CAME, {"hall": hall.id, "since": hall.at - RECENT, "day": day})
    }
    streams = [
        Stream(one.service, -one.counts_from, (came.get(one.kind, 0) + SLIGHT) / RECENT.total_seconds()) for one in new
    ]
    first = any(counter.settings.primary for counter in all_counters(hall).values())
    return Scene(
        clerks_of(hall, manners, waiting),
        people,
        [Comer(one.service, one.counts_from) for one in new],
        [one for one in streams if first or one.credit > min(other.credit for other in streams)],
    )


def clerks_of(hall: HallSnapshot, manners: Manners, waiting: Sequence[Waiting]) -> list[Clerk]:
    """Return the counters that call, or will soon: who serves least first, as free ones are called."""
    counters = sorted(all_counters(hall).values(), key=lambda one: (len(one.settings.services), one.code))
    busy = {one.id: one for one in tickets_of(hall, [one.ticket for one in counters if one.ticket is not None])}
    first = hall_now(hall).settings.primary_first * 60.0
    found = []
    for counter in counters:
        clerk = Clerk(
            counter.code,
            dict.fromkeys(counter.settings.services, 1.0),
            pace=manners.pace.get(counter.code, 1.0),
            primary=frozenset(counter.settings.primary),
            primary_first=first,
            pauses=tuple(breaks_of(hall, counter)),
        )
        ticket = busy.get(counter.ticket or 0)
        if counter.state in STAFFED and ticket is not None and ticket.service in manners.manner.times:
            since = ticket.called_at or ticket.started_at or hall.at
            found.append(replace(clerk, serving=ticket.service, since=(hall.at - since).total_seconds()))
        elif counter.state in STAFFED:
            age, waited_for = idle(hall, counter, waiting)
            found.append(replace(clerk, since=age, back=manners.calls if waited_for else manners.notices))
        elif (away := away_for(hall, counter)) is not None:
            found.append(replace(clerk, away=away))
    return found


def breaks_of(hall: HallSnapshot, counter: CounterNow) -> Iterator[tuple[float, float]]:
    """Yield in how many seconds each planned break of a counter begins that is still to come, and how long it is.

    One whose time has come is still to come while the counter is at what it was at then, or has just ended it; else it
    was taken, or left out.
    """
    zone = hall_now(hall).settings.zone
    now = hall.at.astimezone(zone)
    for span in written(counter.settings.breaks):
        begin, end = (at_time(now, part) for part in span.split("-"))
        length = (end - begin).total_seconds()
        if begin > now:
            yield (begin - now).total_seconds(), length
        elif now < max(end, begin + STILL) and counter.state in STAFFED and (counter.since or now) < begin + LATE:
            yield 0.0, length


def at_time(day: datetime, text: str) -> datetime:
    """Return a moment of a day, of HH:MM; 24:00 is its end."""
    hours, minutes = map(int, text.split(":"))
    return day.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(hours=hours, minutes=minutes)


def idle(hall: HallSnapshot, counter: CounterNow, waiting: Sequence[Waiting]) -> tuple[float, bool]:
    """Return for how many seconds a free counter had somebody to call, and whether it had when it became free."""
    free = counter.since or hall.at
    came = [
        max(one.issued_at, one.counts_from)  # who came back counts from then
        for one in waiting
        if wanted(one, counter.settings.services) is not None
        and not is_later(one, hall.at)
        and one.keeps in {None, counter.code}
    ]
    if not came:
        return 0.0, False
    return (hall.at - max(free, min(came))).total_seconds(), min(came) <= free


def away_for(hall: HallSnapshot, counter: CounterNow) -> float | None:
    """Return in how many seconds a paused counter goes on, where that was said and is not long over."""
    if (until := returns_at(hall, counter)) is not None:
        return (until - hall.at).total_seconds()
    said = counter.pause_until if counter.state is CounterState.PAUSED else None
    return SOON if said is not None and hall.at - said < OVERDUE else None
