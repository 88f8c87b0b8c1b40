"""How things go in a hall, learned from its last tickets: for the simulation, in the process beside the server.

Until its own times are known, a service takes what its norm says, spread as such services are.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import NormalDist, fmean
from typing import Final, NamedTuple

import numpy as np
from sqlalchemy import BigInteger, bindparam, select, type_coerce

from server.floor.foretelling.scene import Manner
from server.floor.foretelling.survival import Floats, LifeTable, Survival
from server.floor.hallfile import Service
from server.floor.reads.figures import AS_MANY_AS, MICROSECONDS, SEEN, former_times, possible
from server.floor.states import LEFT_OPEN, TicketState
from server.floor.tables import tickets
from server.store.hall import HallSnapshot

TICKETS_SEEN: Final = 2000
WAY: Final = 25.0  # seconds from the call to the beginning of a service, until it is seen
SPREAD: Final = 0.5  # deviation of the logarithm of service times: that of most offices
WRAPS_UP: Final = 15.0  # seconds, usually
NOTICES: Final = 5.0  # seconds until somebody who is free sees that somebody came, usually
FOR_EVER: Final = 4 * 3600.0  # seconds: how long one waits before giving up, where hardly anybody does
BREAK: Final = 180.0  # seconds: who does not call for so long does not sit there, whatever the counter's state says
NEXT_DAY: Final = 3600.0  # seconds
OWN: Final = 12  # services at the usual pace that stand beside a clerk's own
PACES: Final = (0.6, 1.6)
COLUMNS: Final = [
    tickets.c.service, tickets.c.state, tickets.c.outcome, tickets.c.counter, tickets.c.transfers, tickets.c.laters,
    *(type_coerce(tickets.c[name], BigInteger) for name in ("issued_at", "called_at", "ended_at")),
]  # fmt: skip
CALLED = (
    select(*COLUMNS)
    .where(tickets.c.hall_id == bindparam("hall"), tickets.c.called_at.is_not(None))
    .order_by(tickets.c.called_at.desc())
    .limit(TICKETS_SEEN)
)
GAVE_UP = select(type_coerce(tickets.c.issued_at, BigInteger), type_coerce(tickets.c.ended_at, BigInteger)).where(
    tickets.c.hall_id == bindparam("hall"),
    tickets.c.ended_at > bindparam("since", type_=tickets.c.ended_at.type),
    tickets.c.state == TicketState.CANCELLED.value,
    tickets.c.called_at.is_(None),
)


class Gone(NamedTuple):
    """A ticket that was called; moments in seconds since 1970, no `ended` while it is served."""

    service: str
    state: str
    outcome: str | None
    counter: str | None
    plain: bool  # neither sent on nor asked for later: its wait is one
    issued: float
    called: float
    ended: float | None


@dataclass(frozen=True, slots=True)
class Manners:
    """How things go: what is played with; how soon one calls who is free and has people waiting, or sees one come."""

    manner: Manner
    calls: Survival
    notices: Survival
    pace: Mapping[str, float]  # counter → × service times, today


def manners_of(
    hall: HallSnapshot, services: Mapping[str, Service], serving: Mapping[str, frozenset[str]], *, planned: bool
) -> Manners:
    """Return how things go; `serving`: counter → what it serves; `planned`: whether its breaks are known."""
    rows = hall.connection.execute(CALLED, {"hall": hall.id}).all()
    gone = [
        Gone(
            row[0], row[1], row[2], row[3], row[4] == 0 and row[5] == 0,
            row[6] / MICROSECONDS, row[7] / MICROSECONDS, None if row[8] is None else row[8] / MICROSECONDS,
        )
        for row in rows
    ]  # fmt: skip
    former = former_times(hall)
    times = {code: times_of(service, gone, former.get(code, ())) for code, service in services.items()}
    wraps, calls, notices = gaps(gone, serving)
    wrap_up = calls if planned else wraps  # planned breaks are played where they stand
    return Manners(
        Manner(times, wrap_up.survival(), patience(hall, gone).survival()),
        calls.survival(),
        notices.survival(),
        paces(gone, times, hall.at),
    )


def times_of(service: Service, gone: Iterable[Gone], former: Sequence[float]) -> Sequence[float]:
    """Return how long a service kept its counter, the last times; those taken over, then the norm's, stand in."""
    norm = service.norm * 60 + WAY
    seen = [
        one.ended - one.called
        for one in gone
        if one.service == service.code and one.ended is not None and one.outcome != LEFT_OPEN
    ][:SEEN]
    seen = possible([*seen, *former[: SEEN - len(seen)]], norm)
    usual = max(0, AS_MANY_AS - len(seen) // AS_MANY_AS)
    if not usual:
        return seen
    likely = NormalDist(-(SPREAD**2) / 2, SPREAD)
    return [*seen, *(norm * float(np.exp(likely.inv_cdf((nth + 0.5) / usual))) for nth in range(usual))]


def gaps(gone: Sequence[Gone], serving: Mapping[str, frozenset[str]]) -> tuple[LifeTable, LifeTable, LifeTable]:
    """Return how long it took to the next call: after a service, with all breaks; of who sits there; for a newcomer."""
    wraps, calls, notices = LifeTable(WRAPS_UP), LifeTable(WRAPS_UP), LifeTable(NOTICES)
    issued, called = (np.asarray([getattr(one, name) for one in gone]) for name in ("issued", "called"))
    kinds = np.asarray([one.service for one in gone])
    by_counter: defaultdict[str, list[Gone]] = defaultdict(list)
    for one in reversed(gone):
        if one.counter is not None:
            by_counter[one.counter].append(one)
    for counter, its in by_counter.items():
        able = np.isin(kinds, list(serving.get(counter, ())))
        for before, after in pairwise(its):
            if before.ended is None or not before.ended <= after.called < before.ended + NEXT_DAY:
                continue
            took = after.called - before.ended
            if bool((able & (issued <= before.ended) & (called > before.ended)).any()):
                wraps.see(0.0, took, happened=True)
                if took <= BREAK:
                    calls.see(0.0, took, happened=True)
            elif after.called - after.issued <= BREAK:
                notices.see(0.0, max(0.0, after.called - max(after.issued, before.ended)), happened=True)
    return wraps, calls, notices


def patience(hall: HallSnapshot, gone: Sequence[Gone]) -> LifeTable:
    """Return how long people wait before they give up."""
    table = LifeTable(FOR_EVER)
    since = hall.at - timedelta(days=14)
    if gone:
        since = datetime.fromtimestamp(gone[-1].called, hall.at.tzinfo)
    for issued, ended in hall.connection.execute(GAVE_UP, {"hall": hall.id, "since": since}):
        table.see(0.0, (ended - issued) / MICROSECONDS, happened=True)
    waits: Floats = np.asarray([one.called - one.issued for one in gone if one.plain])
    for wait in waits:
        table.see(0.0, float(wait), happened=False)
    return table


def paces(gone: Iterable[Gone], times: Mapping[str, Sequence[float]], at: datetime) -> dict[str, float]:
    """Return counter → how long services take there today, × those of all; shrunken to 1 while few were seen."""
    since = (at - timedelta(hours=10)).timestamp()
    usual = {code: fmean(its) for code, its in times.items() if its}
    sums: defaultdict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for one in gone:
        served = one.state == TicketState.DONE.value and one.outcome != LEFT_OPEN and one.called > since
        if served and one.counter and one.ended is not None and one.service in usual:
            sums[one.counter][0] += min(one.ended - one.called, 3 * usual[one.service])
            sums[one.counter][1] += usual[one.service]
    beside = OWN * fmean(usual.values()) if usual else 1.0
    slowest = PACES
    return {
        counter: min(max((took + beside) / (expected + beside), slowest[0]), slowest[1])
        for counter, (took, expected) in sums.items()
    }
