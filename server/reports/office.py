"""Reports in the office: a period at a glance, a day in full, and both to take away."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from server.floor.opening import day_of
from server.floor.reads.halls import all_services, hall_now
from server.kernel.languages import N_
from server.kernel.refusals import Missing
from server.office.context import PageContext
from server.office.pages import Aside, Nav, Pages
from server.office.taking import FileTaken
from server.reports.api import Period, days_of, span_of
from server.reports.comparing import Compared, compared, spans, totals
from server.reports.endings import ENDINGS, summed
from server.reports.feedback import feedback
from server.reports.figures import DayFigures
from server.reports.meanings import MEANINGS
from server.reports.phones import sent_to_phones
from server.reports.plots import heat, numbers_by_hour, waits_by_day, waits_by_hour
from server.reports.reads import day_report, period
from server.reports.sheets import CSV, XLSX, as_csv, as_xlsx
from server.reports.sums import appointments_of, classes_of, counters_of, services_of, weeks_of
from server.reports.tablets import usable_between
from server.security import reads as people
from server.security.problems import misfit
from server.security.rights import May
from server.security.serving import filed
from server.security.web import File
from server.store.hall import HallSnapshot

pages: Final = Pages("reports", Path(__file__).parent / "templates")
RUNNING: Final = N_("Running the hall")
LOOKED_BACK: Final = timedelta(days=14)  # for the last day that the start page shows
SPANS: Final = ((7, N_("7 days")), (28, N_("4 weeks")), (91, N_("13 weeks")))


class NoNumbers(Missing):
    """No number was given out on this day."""

    says = N_("No numbers were given out on {day}.")


def asked_period(context: PageContext) -> Period:
    """Return the period that is asked for; refuse what is none."""
    given = {name: value for name in ("since", "until") if (value := context.asked.get(name))}
    try:
        return Period.model_validate(given)
    except ValidationError as error:
        raise misfit(error) from error


def today_of(hall: HallSnapshot) -> date:
    """Return the hall's today."""
    return date.fromisoformat(day_of(hall_now(hall).settings, hall.at))


def choosing(context: PageContext, since: date, until: date, today: date) -> dict[str, Any]:
    """Return what a page needs to have a period chosen."""
    return {
        "since": since,
        "until": until,
        "today": today,
        "spans": [(context.t(label), until - timedelta(days=length - 1)) for length, label in SPANS],
    }


@pages.page("/<hall>/reports", may=May.READ_REPORTS, nav=Nav(RUNNING, N_("Reports"), 10))
def period_page(context: PageContext) -> str:
    """Show a period beside the one before: its days, weeks, services and counters, and when people come."""
    asked = asked_period(context)
    with context.look() as hall:
        days, (since, until), today = days_of(hall, asked), span_of(hall, asked), today_of(hall)
        names = {code: context.pick(service.name) for code, service in all_services(hall).items()}
        classes = class_names(context, hall)
        beside = compared_with(hall, since, until)
        heard, tablets = feedback(hall, since, until), usable_between(hall, since, until)
        phones = sent_to_phones(hall, since, until)
    return context.render(
        "reports/period.html", phones=phones,
        days=days, called=names, totals=totals(days), waits=waits_by_day(days), rows=heat(days), heard=heard,
        tablets=tablets, endings=ENDINGS, ended=summed([one.endings for one in days]),
        services=services_of(days), appointments=appointments_of(days), counters=counters_of(days),
        weeks=weeks_of(days), beside=beside, meanings=MEANINGS,
        by_class=classes_of(days), classes=classes,
        **choosing(context, since, until, today),
    )  # fmt: skip


def class_names(context: PageContext, hall: HallSnapshot) -> dict[str, str]:
    """Return what the hall's priority classes are called, by their codes."""
    return {one.code: context.pick(one.name) for one in hall_now(hall).settings.classes}


def compared_with(hall: HallSnapshot, since: date, until: date) -> tuple[list[Compared], tuple[date, ...]] | None:
    """Return a period's figures beside those of the one before, and which days each is of; none where none is over."""
    found = spans(since, until, today_of(hall))
    if found is None:
        return None
    (first, last), (first_before, last_before) = found
    now, before = (totals(period(hall, str(one), str(other))) for one, other in found)
    figures = compared(now, before, feedback(hall, first, last), feedback(hall, first_before, last_before))
    return figures, (first, last, first_before, last_before)


@pages.page("/<hall>/reports/<day>", may=May.READ_REPORTS)
def day_page(context: PageContext, day: str) -> str:
    """Show a day in full."""
    with context.look() as hall:
        one = report_of(hall, day)
        names = {code: context.pick(service.name) for code, service in all_services(hall).items()}
        of, classes = date.fromisoformat(one.day), class_names(context, hall)
        heard, tablets, clerks = feedback(hall, of, of), usable_between(hall, of, of), people.names(hall)
    return context.render(
        "reports/day.html", one=one, called=names, clerks=clerks, heard=heard, meanings=MEANINGS,
        tablets=tablets, endings=ENDINGS, waits=waits_by_hour(one), numbers=numbers_by_hour(one),
        classes=classes,
    )  # fmt: skip


@pages.page("/<hall>/reports/days.csv", may=May.READ_REPORTS)
def csv_file(context: PageContext) -> Any:
    """Give the period as CSV, in the reader's language."""
    with context.look() as hall:
        days, span = days_of(hall, asked_period(context)), span_of(hall, asked_period(context))
    note(context, "CSV", *span)
    return filed(File(f"{context.hall_code}-days.csv", CSV, as_csv(days, context.language)))


@pages.page("/<hall>/reports/days.xlsx", may=May.READ_REPORTS)
def xlsx_file(context: PageContext) -> Any:
    """Give the period as a workbook, in the reader's language."""
    asked = asked_period(context)
    with context.look() as hall:
        span = span_of(hall, asked)
        days, said, phones = days_of(hall, asked), feedback(hall, *span), sent_to_phones(hall, *span)
    note(context, "XLSX", *span)
    return filed(
        File(f"{context.hall_code}-days.xlsx", XLSX, as_xlsx(days, said, context.language, context.zone, phones))
    )


def note(context: PageContext, what: str, since: date, until: date) -> None:
    """Write down that a report left the house."""
    with context.work() as hall:
        hall.record(FileTaken(what=what, since=since.isoformat(), until=until.isoformat()))


@pages.names(FileTaken)
def file_said(context: PageContext, _hall: HallSnapshot, fact: FileTaken) -> dict[str, object]:
    """Say what was taken away."""
    if fact.what == "journal":
        return {"what": context.t(N_("The journal"))}
    return {"what": context.t(N_("A report ({kind})"), kind=fact.what)}


@pages.glance(may=May.READ_REPORTS)
def last_day(context: PageContext, hall: HallSnapshot) -> Aside | None:
    """Say what the last day before this one came to."""
    today = today_of(hall)
    found = period(hall, str(today - LOOKED_BACK), str(today - timedelta(days=1)))
    if not found:
        return None
    last = found[-1]
    of = date.fromisoformat(last.day)
    return Aside(
        title=context.t("Yesterday") if of == today - timedelta(days=1) else context.dated(last.day),
        rows=[
            (context.t("Served"), str(last.served)),
            (context.t("Within target"), share(last.waits.within_target)),
            (context.t("Median wait, min"), minutes(last.waits.median)),
            (context.t("Longest wait, min"), minutes(last.waits.longest)),
            (context.t("No-shows"), str(last.no_shows)),
            (context.t("Announced waits kept"), share(last.promises_kept)),
            (context.t("Calls out of order"), str(len(last.out_of_order))),
            (context.t("Share satisfied"), share(feedback(hall, of, of).total.satisfied)),
        ],
        to=context.path(f"reports/{last.day}"),
    )


def share(of: float | None) -> str:
    """Say a share in percent."""
    return "–" if of is None else f"{round(of * 100)} %"


def minutes(seconds: float | None) -> str:
    """Say a span in minutes."""
    return "–" if seconds is None else str(round(seconds / 60))


def report_of(hall: HallSnapshot, day: str) -> DayFigures:
    """Return a day's figures; refuse what is no day, and one on which nothing happened."""
    try:
        wanted = date.fromisoformat(day).isoformat()
    except ValueError:
        raise NoNumbers(day=day) from None
    found = day_report(hall, wanted)
    if not found.issued and not found.walk_ins:
        raise NoNumbers(day=wanted)
    return found
