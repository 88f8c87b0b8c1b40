"""What giving out a number needs to know, in one question: under the hall's lock each trip to the database counts.

The day and the moment that a ticket counts from follow from settings which the same question reads. So it is asked with
the settings of last time, and once more where they have changed since.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, String, bindparam, case, cast, func, literal_column, or_, select

from server.floor.calling import counts_from
from server.floor.hallfile import Service
from server.floor.numbering import (
    FIRST_OF_MORE,
    LAST_OF_SEQUENCE,
    first_free,
    label,
    number_after,
    numbers_after,
    rests_for,
)
from server.floor.opening import day_of
from server.floor.reads.halls import HallNow, parsed_hall, parsed_service
from server.floor.reads.newcomer import behind, played_lately
from server.floor.refusals import UnknownService
from server.floor.restraints import parsed
from server.floor.states import TicketState
from server.floor.tables import hall_settings, series, services, tickets, waits
from server.floor.telling import Place
from server.kernel.refusals import UnknownHall
from server.store.hall import HallSight, HallWork
from server.store.prepared import Prepared, first_rows

SINCE: Final = (  # how many came since the line was played who may be called before
    select(func.count())
    .where(
        tickets.c.hall_id == bindparam("hall"),
        tickets.c.id > bindparam("played_to"),
        tickets.c.state == literal_column(f"'{TicketState.WAITING.value}'"),
        bindparam("beside", type_=String).contains(tickets.c.service),
        tickets.c.counts_from < bindparam("counts_from"),
    )
    .scalar_subquery()
)


def whole(number: int) -> ColumnElement[int]:
    """Return a number as it stands in a statement, since a prepared one has named parameters alone."""
    return literal_column(str(number))


NTH: Final = case(
    (series.c.last == whole(LAST_OF_SEQUENCE), whole(FIRST_OF_MORE)),
    else_=func.coalesce(series.c.last, whole(0)) + whole(1),
)  # numbering.number_after
ZEROS: Final = case(
    (NTH.between(whole(0), whole(9)), literal_column("'00'")),
    (NTH.between(whole(10), whole(99)), literal_column("'0'")),
    else_=literal_column("''"),
)
LABEL: Final = services.c.code.concat(ZEROS).concat(cast(NTH, String))  # numbering.label
MAY_RETURN: Final = tickets.c.state != literal_column(f"'{TicketState.CANCELLED.value}'")
BEARING: Final = select(tickets.c.id).where(tickets.c.hall_id == bindparam("hall"), tickets.c.number == LABEL)
BORNE: Final = or_(
    BEARING.where(tickets.c.ended_at.is_(None)).exists(),
    BEARING.where(tickets.c.ended_at > bindparam("rests_since", type_=tickets.c.ended_at.type), MAY_RETURN).exists(),
)
BEARERS: Final = select(tickets.c.number).where(
    tickets.c.hall_id == bindparam("hall"),
    tickets.c.number.in_(bindparam("numbers", expanding=True)),
    or_(tickets.c.ended_at.is_(None), (tickets.c.ended_at > bindparam("rests_since")) & MAY_RETURN),
)
SOME_MORE: Final = 100  # numbers that are looked at together where the next one is borne
ASKED: Final = Prepared(
    select(
        hall_settings.c.settings, hall_settings.c.issue_stopped, hall_settings.c.stopped_until,
        hall_settings.c.restraints,
        services.c.settings, BORNE, series.c.last, SINCE, waits.c.naive,
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
    nth: int  # the number that is given out
    last: int | None  # number of the day; None before the first
    place: Place
    desks: tuple[str, ...]  # counters that serve it, at which somebody works
    back: datetime | None  # there is none: when there will be, where that is known
    naive: int | None  # seconds for one person ahead, by the usual formula


def asked(hall: HallWork, service: str, *, priority: bool) -> Asked:
    """Return what the next number of a service needs."""
    lately = played_lately(hall)
    found = lately.turns
    texts = LAST.get((hall.id, service))
    while True:
        follow = Follows("", hall.at, hall.at) if texts is None else follows(texts, hall.at, priority=priority)
        question = {
            "hall": hall.id, "service": service,
            "day": follow.day, "counts_from": follow.counts_from, "rests_since": follow.rests_since,
            "played_to": lately.newest, "beside": found.beside.get(service, service),
        }  # fmt: skip
        (row,) = first_rows(hall.connection, [(ASKED, question)])
        if row is None:
            raise UnknownHall(hall=hall.id)
        if row[4] is None:
            raise UnknownService(service=service)
        if (row[0], row[4]) == texts:
            break
        texts = LAST[hall.id, service] = (row[0], row[4])
    borne, last, since, naive = row[5:]
    desks = found.desks[service]
    return Asked(
        hall=HallNow(parsed_hall(row[0]), row[1], row[2], parsed(row[3])),
        service=parsed_service(row[4]),
        day=follow.day,
        counts_from=follow.counts_from,
        nth=free_number(hall, service, last or 0, follow.rests_since) if borne else number_after(last or 0),
        last=last,
        place=behind(found.new[service, priority], since, naive or 0, served=bool(desks)),
        desks=desks,
        back=found.back[service],
        naive=naive,
    )


def free_number(hall: HallSight, letter: str, last: int, rests_since: datetime) -> int:
    """Return the next number that nobody bears, be it from yesterday or from another time zone."""
    while True:
        numbers = numbers_after(last, SOME_MORE)
        asked = {"hall": hall.id, "numbers": [label(letter, one) for one in numbers], "rests_since": rests_since}
        free = first_free(letter, numbers, set(hall.connection.execute(BEARERS, asked).scalars()))
        if free is not None:
            return free
        last = numbers[-1]


@dataclass(frozen=True, slots=True)
class Follows:
    """What follows from a hall's settings at a moment."""

    day: str
    counts_from: datetime  # of a ticket of that moment
    rests_since: datetime  # numbers of tickets that ended since are not given out yet


def follows(texts: tuple[str, str], at: datetime, *, priority: bool) -> Follows:
    """Return what follows from the settings of a hall and a service for a ticket of a moment."""
    hall, service = parsed_hall(texts[0]), parsed_service(texts[1])
    from_when = counts_from(
        at,
        priority=priority,
        class_credit=timedelta(minutes=hall.priority_credit),
        service_credit=timedelta(minutes=service.credit),
    )
    return Follows(day_of(hall, at), from_when, at - rests_for(hall.back_within))
