"""Reports over HTTP: a day, a period, what customers said in it, and its exports."""

from datetime import date, timedelta
from typing import Literal

from pydantic import BaseModel, Field

from server.floor.api.models import MOST_DAYS, Span
from server.floor.opening import day_of
from server.floor.reads.halls import hall_now
from server.kernel.moments import Day
from server.office.taking import FileTaken
from server.reports.feedback import FeedbackFigures, feedback
from server.reports.figures import DayFigures
from server.reports.phones import sent_to_phones
from server.reports.reads import day_report, period
from server.reports.sheets import CSV, XLSX, as_csv, as_xlsx
from server.security.actors import Actor
from server.security.authenticator import Authenticator
from server.security.rights import May
from server.security.web import Api, File
from server.store.hall import HallSnapshot

api = Api("Reports")


class Period(Span):
    """Some days, both ends counted; the last week where nothing is said."""

    since: Day | None = Field(default=None, description="the first day; six days before the last where not said")
    until: Day | None = Field(default=None, description="the last day; the hall's today where not said")


class Export(Period):
    """Which days, in which language."""

    language: Literal["zh-Hant", "zh-Hans", "en"] = Field(default="en", description="of the heads")


class Days(BaseModel):
    """A period's days."""

    items: list[DayFigures]
    next: None = None


def span_of(hall: HallSnapshot, asked: Period) -> tuple[date, date]:
    """Return the first and the last day that are asked for, a year at most."""
    until = asked.until or date.fromisoformat(day_of(hall_now(hall).settings, hall.at))
    return max(asked.since or until - timedelta(days=6), until - timedelta(days=MOST_DAYS - 1)), until


def days_of(hall: HallSnapshot, asked: Period) -> list[DayFigures]:
    """Return the days of a period that are asked for."""
    since, until = span_of(hall, asked)
    return period(hall, since.isoformat(), until.isoformat())


@api.read("/halls/<hall>/reports/days", may=May.READ_REPORTS)
def days(hall: HallSnapshot, query: Period) -> Days:
    """Read the figures of a period's days."""
    return Days(items=days_of(hall, query))


@api.read("/halls/<hall>/reports/today", may=May.READ_REPORTS)
def today(hall: HallSnapshot) -> DayFigures:
    """Read the figures of today so far."""
    return day_report(hall, day_of(hall_now(hall).settings, hall.at))


@api.read("/halls/<hall>/reports/feedback", may=May.SEE_RATINGS)
def customers_said(hall: HallSnapshot, query: Period) -> FeedbackFigures:
    """Read a period's ratings by service, counter and week, and its opinions."""
    return feedback(hall, *span_of(hall, query))


def note(authenticator: Authenticator, actor: Actor, hall: HallSnapshot, what: str, query: Period) -> None:
    """Write down that a report left the house."""
    since, until = span_of(hall, query)
    with authenticator.store.hall(hall.id, actor) as work:
        work.record(FileTaken(what=what, since=since.isoformat(), until=until.isoformat()))


@api.read("/halls/<hall>/reports/days.csv", may=May.READ_REPORTS)
def days_as_csv(hall: HallSnapshot, query: Export, actor: Actor, authenticator: Authenticator) -> File:
    """Fetch a period's days as CSV; that it was taken away is written down."""
    note(authenticator, actor, hall, "CSV", query)
    return File("days.csv", CSV, as_csv(days_of(hall, query), query.language))


@api.read("/halls/<hall>/reports/days.xlsx", may=May.READ_REPORTS)
def days_as_xlsx(hall: HallSnapshot, query: Export, actor: Actor, authenticator: Authenticator) -> File:
    """Fetch a period as a workbook: days, services, hours, counters, ratings, calls out of order; it is noted."""
    note(authenticator, actor, hall, "XLSX", query)
    said = feedback(hall, *span_of(hall, query))
    phones = sent_to_phones(hall, *span_of(hall, query))
    made = as_xlsx(days_of(hall, query), said, query.language, hall_now(hall).settings.zone, phones)
    return File("days.xlsx", XLSX, made)
