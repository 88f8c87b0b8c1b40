"""What giving out a number needs to know, in one question: under the hall's lock each trip to the database counts.

The day and the moment that a ticket counts from follow from settings which the same question reads. So it is asked with
the settings of last time, and once more where they have changed since. What follows from it all is decided elsewhere:
`issuing.py`, `numbering.py`, `telling.py`.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, String, bindparam, case, cast, func, literal_column, or_, select

from server.floor.classes import in_class, meant
from server.floor.hallfile import Service
from server.floor.intake import Intake
from server.floor.issuing import Follows, follows
from server.floor.numbering import FIRST_OF_MORE, LAST_OF_SEQUENCE
from server.floor.reads.halls import HallNow, parsed_hall, parsed_service
from server.floor.reads.newcomer import Came, before, played_lately
from server.floor.reads.turns import Played
from server.floor.refusals import UnknownService
from server.floor.restraints import parsed
from server.floor.states import TicketState
from server.floor.tables import hall_settings, series, services, tickets, waits
from server.kernel.refusals import UnknownHall
from server.store.hall import HallSnapshot, UnitOfWork
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


class AskedRow(NamedTuple):
    """What is read; the question names its columns so."""

    hall: str
    issue_stopped: bool
    stopped_until: datetime | None
    restraints: str | None
    service: str | None
    borne: bool
    last: int | None
    since: int
    naive: int | None


READ: Final[dict[str, Any]] = {
    "hall": hall_settings.c.settings,
    "issue_stopped": hall_settings.c.issue_stopped,
    "stopped_until": hall_settings.c.stopped_until,
    "restraints": hall_settings.c.restraints,
    "service": services.c.settings,
    "borne": BORNE,
    "last": series.c.last,
    "since": SINCE,
    "naive": waits.c.naive,
}
ASKED: Final = Prepared(
    select(*(READ[name] for name in AskedRow._fields))
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
)
NOBODY: Final = 2**62  # no ticket has a number behind it
LAST: dict[tuple[int, str], tuple[str, str]] = {}  # (hall, service) → settings of both, as they were last time


@dataclass(frozen=True, slots=True)
class Asked:
    """A service at the moment when somebody asks for its next number."""

    hall: HallNow
    service: Service
    intake: Intake  # with its class by name
    follow: Follows
    borne: bool  # somebody bears the number that would be next
    last: int | None  # number of the day; None before the first
    play: Played  # everybody's turn, as it was played last
    came: Came | None  # who came since then, where this process knows that
    since: int  # people who came since then and are called before this one
    naive: int | None  # seconds for one person ahead, by the usual formula


def asked(hall: UnitOfWork, service: str, *, intake: Intake, alone: bool, since: datetime | None = None) -> Asked:
    """Return what the next number of a service needs; `since`: what an appointment counts from.

    `alone`: nobody of the staff gives it out, so that not every priority class can be had.
    """
    lately, came = played_lately(hall)
    beside = lately.turns.beside.get(service, service)
    texts = LAST.get((hall.id, service))
    while True:
        follow = Follows("", hall.at, hall.at)
        if texts is not None:
            settings = parsed_hall(texts[0])
            code = meant(settings, intake, alone=alone)
            follow = follows(settings, parsed_service(texts[1]), hall.at, priority_class=code, since=since)
        question = {
            "hall": hall.id, "service": service,
            "day": follow.day, "counts_from": follow.counts_from, "rests_since": follow.rests_since,
            "played_to": lately.newest if came is None else NOBODY, "beside": beside,
        }  # fmt: skip
        (found,) = first_rows(hall.connection, [(ASKED, question)])
        if found is None:
            raise UnknownHall(hall=hall.id)
        row = AskedRow(*found)
        if row.service is None:
            raise UnknownService(service=service)
        if (row.hall, row.service) == texts:
            break
        texts = LAST[hall.id, service] = (row.hall, row.service)
    settings = parsed_hall(row.hall)
    return Asked(
        hall=HallNow(settings, row.issue_stopped, row.stopped_until, parsed(row.restraints)),
        service=parsed_service(row.service),
        intake=in_class(settings, intake, alone=alone),
        follow=follow,
        borne=bool(row.borne),
        last=row.last,
        play=lately,
        came=came,
        since=row.since if came is None else before(came, beside, follow.counts_from),
        naive=row.naive,
    )


def bearing(hall: HallSnapshot, labels: Sequence[str], rests_since: datetime) -> Collection[str]:
    """Return which of some numbers somebody bears, be it from yesterday or from another time zone."""
    question = {"hall": hall.id, "numbers": list(labels), "rests_since": rests_since}
    return set(hall.connection.execute(BEARERS, question).scalars())
