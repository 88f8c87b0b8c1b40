"""Days and periods, as reports show them."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import and_, bindparam, select

from server.floor.commands.issue import OVER_NIGHT
from server.floor.opening import midnight_after
from server.floor.reads.halls import all_services, hall_now
from server.floor.tables import days, slips, tickets
from server.reports.figures import DayFigures, Row, day_figures
from server.reports.tables import day_reports
from server.store.hall import HallSight

ROWS: Final = (
    select(
        tickets.c.number, tickets.c.service, tickets.c.priority, tickets.c.party, tickets.c.state,
        tickets.c.issued_at, tickets.c.called_at, tickets.c.started_at, tickets.c.ended_at, tickets.c.outcome,
        tickets.c.counter, tickets.c.laters, tickets.c.transfers, tickets.c.print, slips.c.low, slips.c.high,
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


def day_report(hall: HallSight, day: str) -> DayFigures:
    """Return a day's figures, from its tickets as they are now."""
    settings = hall_now(hall).settings
    rows = [Row(*tuple(row)) for row in hall.connection.execute(ROWS, {"hall": hall.id, "day": day})]
    targets = {code: service.target * 60 for code, service in all_services(hall).items()}
    return day_figures(day, rows, targets=targets, zone=settings.zone)


def period(hall: HallSight, since: str, until: str) -> list[DayFigures]:
    """Return the figures of each day of a period on which numbers were given out; both ends count."""
    found = hall.connection.execute(DAYS, {"hall": hall.id, "since": since, "until": until}).all()
    return [day_report(hall, day) if text is None else DayFigures.model_validate_json(text) for day, text in found]


def over_and_unmade(hall: HallSight) -> list[str]:
    """Return the days that are over, night included, and whose figures are not kept yet."""
    found = hall.connection.execute(UNMADE, {"hall": hall.id}).scalars().all()
    return [day for day in found if hall.at > ends_at(hall, day)]


def ends_at(hall: HallSight, day: str) -> datetime:
    """Return when the last ticket of a day has ended."""
    settings = hall_now(hall).settings
    noon = datetime.fromisoformat(day).replace(hour=12, tzinfo=settings.zone)
    return midnight_after(settings, noon) + OVER_NIGHT + timedelta(minutes=1)
