"""What counters, calls and tickets say of the regulation."""

from datetime import timedelta
from typing import Any, Final

from sqlalchemy import BigInteger, bindparam, case, func, select, type_coerce

from server.feature.evidence import Evidence, Found, Looked, RecordFound, Span, found
from server.floor.events.counters import CounterClosed, CounterOpened, CounterPaused
from server.floor.events.settings import ServiceSet
from server.floor.events.visits import ServiceChanged
from server.floor.opening import day_of
from server.floor.reads.halls import all_counters, hall_now
from server.floor.tables import tickets
from server.kernel.languages import N_, words
from server.security.rights import May
from server.store.events import EVENTS
from server.store.hall import HallSnapshot
from server.store.journal import Entry, told_between
from server.store.tables import MICROSECOND

STARTED_WITHIN: Final = timedelta(seconds=90)
AWAY: Final = timedelta(minutes=10)  # from the post, where nothing else was agreed
LISTED: Final = 100
HERE: Final[Any] = bindparam("hall")
SINCE: Final[Any] = bindparam("since", type_=tickets.c.called_at.type)
UNTIL: Final[Any] = bindparam("until", type_=tickets.c.called_at.type)
_TOOK: Final = type_coerce(tickets.c.started_at, BigInteger) - type_coerce(tickets.c.called_at, BigInteger)
STARTED: Final = select(
    func.count(), func.sum(case((_TOOK > STARTED_WITHIN // MICROSECOND, 1), else_=0)), func.max(tickets.c.called_at)
).where(
    tickets.c.hall_id == HERE, tickets.c.called_at >= SINCE, tickets.c.called_at <= UNTIL,
    tickets.c.started_at.is_not(None),
)  # fmt: skip
ISSUED: Final = select(func.count()).where(
    tickets.c.hall_id == HERE, tickets.c.day >= bindparam("first"), tickets.c.day <= bindparam("last")
)
LOST: Final = (
    select(tickets.c.id, tickets.c.number, tickets.c.issued_at)
    .where(
        tickets.c.hall_id == HERE, tickets.c.day >= bindparam("first"), tickets.c.day < bindparam("over"),
        tickets.c.ended_at.is_(None),
    )
    .limit(LISTED)
)  # fmt: skip


def counters_covered(hall: HallSnapshot, _span: Span) -> Looked:
    """Look at the counters, as of now: none can be set up without its kind and what it serves."""
    return Looked(len(all_counters(hall)), latest=hall.at)


def calls_answered(hall: HallSnapshot, span: Span) -> Looked:
    """Look at the calls to which somebody came: served within the time that a counter waits."""
    row = hall.connection.execute(STARTED, {"hall": hall.id, "since": span.since, "until": span.until}).one()
    return Looked(row[0], broken=row[1] or 0, latest=row[2])


def tickets_kept(hall: HallSnapshot, span: Span) -> Looked:
    """Look at the numbers: when their day is over and a night has gone by, each has an ending."""
    settings = hall_now(hall).settings
    days = {
        "first": day_of(settings, span.since), "last": day_of(settings, span.until),
        "over": day_of(settings, span.until - timedelta(days=1)),
    }  # fmt: skip
    asked = {"hall": hall.id, **days}
    lost = [
        RecordFound(
            Found.BROKEN, row.issued_at, words(N_("Number {number}"), number=row.number or "—"),
            f"reports/visits/{row.id}",
        )
        for row in hall.connection.execute(LOST, asked)
    ]  # fmt: skip
    return found(lost, hall.connection.execute(ISSUED, asked).scalar() or 0)


def absences(hall: HallSnapshot, span: Span) -> Looked:
    """Look at the pauses of counters: back by the time that was said, or within ten minutes."""
    facts = (CounterPaused.__name__, CounterOpened.__name__, CounterClosed.__name__)
    away: dict[str, Entry] = {}
    over: list[RecordFound] = []
    population, latest = 0, None
    for entry in told_between(hall.connection, hall.id, facts, span.since, span.after):
        fact = EVENTS[entry.event].from_json(entry.data)
        counter: str = fact.counter  # type: ignore[attr-defined]  # all three have one
        if isinstance(fact, CounterPaused):
            population, latest, away[counter] = population + 1, entry.at, entry
            continue
        left = away.pop(counter, None)
        if left is not None and entry.at > back_by(left):
            over.append(absence(Found.BROKEN, left, counter))
    over += [absence(Found.LATE, left, counter) for counter, left in away.items() if span.until > back_by(left)]
    return found(over, population, latest)


def back_by(left: Entry) -> Any:
    """Return by when whoever left is back."""
    fact = EVENTS[left.event].from_json(left.data)
    return fact.until or left.at + AWAY  # type: ignore[attr-defined]  # a CounterPaused


def absence(how: Found, left: Entry, counter: str) -> RecordFound:
    """Return an absence that was too long."""
    return RecordFound(how, left.at, words(N_("Counter {counter}"), counter=counter), f"journal/{left.seq}")


def services_changed(hall: HallSnapshot, span: Span) -> Looked:
    """Look at the changes of services: it is written down who made each."""
    changes = list(told_between(hall.connection, hall.id, (ServiceSet.__name__,), span.since, span.after))
    return Looked(len(changes), latest=max((one.at for one in changes), default=None))


def choices_mended(hall: HallSnapshot, span: Span) -> Looked:
    """Look at the numbers that were changed to the service that was meant: none is without its hour of arrival."""
    changes = list(told_between(hall.connection, hall.id, (ServiceChanged.__name__,), span.since, span.after))
    return Looked(len(changes), latest=max((one.at for one in changes), default=None))


EVIDENCE: Final = (
    Evidence(
        "counters_covered", ("R1.2",), N_("Counters: none is set up without its kind and what it serves"),
        counters_covered, to="counters", may=May.SET_UP, now=True,
    ),
    Evidence(
        "calls_answered", ("R4.1.1",),
        N_("Calls to which somebody came: kept when served within 90 seconds; nine of ten are enough"),
        calls_answered, to="reports", tolerated=0.1, risky=0.05, quiet=2,
    ),
    Evidence(
        "choices_mended", ("R4.1.2",),
        N_("Numbers changed to the service that was meant: kept, since each keeps its hour of arrival"),
        choices_mended, to="journal", may=May.READ_JOURNAL,
    ),
    Evidence(
        "tickets_kept", ("R8.3.4",), N_("Numbers: kept when each has an ending after its day"),
        tickets_kept, to="reports/visits",
    ),
    Evidence(
        "absences", ("R3.1.2",),
        N_("Pauses of counters: kept when back by the time that was said, else within ten minutes"),
        absences, to="journal", may=May.READ_JOURNAL, tolerated=0.1, risky=0.05,
    ),
    Evidence(
        "services_changed", ("R3.2.3",), N_("Changes of services: kept when it is written down who made them"),
        services_changed, to="journal", may=May.READ_JOURNAL,
    ),
)  # fmt: skip
