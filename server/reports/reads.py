"""Days and periods, as reports show them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import and_, bindparam, select

from server.appointments.reads import endings
from server.floor.commands.days import OVER_NIGHT
from server.floor.hallfile import HallOnly
from server.floor.opening import closing_at, midnight_after
from server.floor.reads.halls import all_services, hall_now
from server.floor.tables import days, slips, tickets
from server.reports.courses import MOVES, OF_TICKETS, Course, FactTold, courses, desk_times
from server.reports.figures import AppointmentsDay, DayFigures, TicketRow, day_figures
from server.reports.paper import paper_of
from server.reports.tables import day_reports
from server.store.events import EVENTS
from server.store.hall import HallSnapshot
from server.store.journal import first_since, last_seq
from server.store.tables import journal

ROWS: Final = (
    select(
        tickets.c.id, tickets.c.number, tickets.c.service, tickets.c.priority, tickets.c.priority_class,
        tickets.c.party, tickets.c.state, tickets.c.issued_at, tickets.c.ended_at, tickets.c.outcome, tickets.c.print,
        slips.c.low, slips.c.high,
    )
    .select_from(
        tickets.outerjoin(slips, and_(slips.c.hall_id == tickets.c.hall_id, slips.c.ticket == tickets.c.id))
    )
    .where(tickets.c.hall_id == bindparam("hall"), tickets.c.day == bindparam("day"))
    .order_by(tickets.c.id)
)  # fmt: skip
DAYS: Final = (
    select(days.c.day, day_reports.c.figures)
    .select_from(
        days.outerjoin(day_reports, and_(day_reports.c.hall_id == days.c.hall_id, day_reports.c.day == days.c.day))
    )
    .where(days.c.hall_id == bindparam("hall"), days.c.day >= bindparam("since"), days.c.day <= bindparam("until"))
    .order_by(days.c.day)
)
UNMADE: Final = (
    select(days.c.day)
    .select_from(
        days.outerjoin(day_reports, and_(day_reports.c.hall_id == days.c.hall_id, day_reports.c.day == days.c.day))
    )
    .where(days.c.hall_id == bindparam("hall"), day_reports.c.day.is_(None))
    .order_by(days.c.day)
)
FACTS: Final = tuple(sorted({fact.__name__ for fact in (*MOVES, *OF_TICKETS)}))
TOLD: Final = (
    select(journal.c.seq, journal.c.at, journal.c.actor, journal.c.event, journal.c.data)
    .where(
        journal.c.hall_id == bindparam("hall"), journal.c.seq >= bindparam("first"), journal.c.seq < bindparam("after"),
        journal.c.event.in_(FACTS),
    )
    .order_by(journal.c.seq)
)  # fmt: skip


def day_report(hall: HallSnapshot, day: str) -> DayFigures:
    """Return a day's figures, from its tickets as they are now and the journal of the day and its night."""
    settings = hall_now(hall).settings
    begins = datetime.fromisoformat(day).replace(tzinfo=settings.zone)
    facts = list(told_between(hall, begins, ends_at(hall, day)))
    found = hall.connection.execute(ROWS, {"hall": hall.id, "day": day}).all()
    told = courses(facts, day, {row.id: row.service for row in found if row.issued_at < begins})
    rows = [row_of(tuple(row), told) for row in found]
    targets = {code: service.target * 60 for code, service in all_services(hall).items()}
    midnight = midnight_after(settings, noon_of(settings, day))
    desks = desk_times(facts, begins, min(midnight, hall.at), closes=closing_at(settings, noon_of(settings, day)))
    figures = day_figures(day, rows, targets=targets, zone=settings.zone, desks=desks)
    booked, paper = appointments_of(hall, begins, midnight), paper_of(hall, day, begins)
    return figures.model_copy(update={"appointments": booked, "paper": paper})


def appointments_of(hall: HallSnapshot, begins: datetime, ends: datetime) -> list[AppointmentsDay]:
    """Return what became of a day's appointments, by service."""
    return [
        AppointmentsDay(service=one.service, kept=one.came, missed=one.missed, cancelled=one.cancelled)
        for one in endings(hall, begins, ends)
        if one.came + one.missed + one.cancelled
    ]


def row_of(values: tuple[Any, ...], told: dict[int, Course]) -> TicketRow:
    """Return a ticket of the day; without its course where the journal does not have it."""
    ticket, number, service, *others = values
    course = told.get(ticket) or Course(service, service)
    rest: list[Any] = [*others, course]
    return TicketRow(ticket, number, course.asked, *rest)


def told_between(hall: HallSnapshot, begins: datetime, ends: datetime) -> Iterator[FactTold]:
    """Yield what the journal says of tickets and counters from one moment to before another, in order."""
    last = last_seq(hall.connection, hall.id)
    first = first_since(hall.connection, hall.id, begins, last)
    after = first_since(hall.connection, hall.id, ends, last)
    for seq, at, actor, event, data in hall.connection.execute(TOLD, {"hall": hall.id, "first": first, "after": after}):
        yield FactTold(seq, at, actor, EVENTS[event].from_json(data))


def period(hall: HallSnapshot, since: str, until: str) -> list[DayFigures]:
    """Return the figures of each day of a period on which numbers were given out; both ends count."""
    found = hall.connection.execute(DAYS, {"hall": hall.id, "since": since, "until": until}).all()
    return [day_report(hall, day) if text is None else DayFigures.model_validate_json(text) for day, text in found]


def over_and_unmade(hall: HallSnapshot) -> list[str]:
    """Return the days that are over, night included, and whose figures are not kept yet."""
    found = hall.connection.execute(UNMADE, {"hall": hall.id}).scalars().all()
    return [day for day in found if hall.at > ends_at(hall, day)]


def ends_at(hall: HallSnapshot, day: str) -> datetime:
    """Return when the last ticket of a day has ended."""
    settings = hall_now(hall).settings
    return midnight_after(settings, noon_of(settings, day)) + OVER_NIGHT + timedelta(minutes=1)


def noon_of(settings: HallOnly, day: str) -> datetime:
    """Return noon of a day of the hall."""
    return datetime.fromisoformat(day).replace(hour=12, tzinfo=settings.zone)
