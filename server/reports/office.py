"""Reports in the office: a period at a glance, a day in full, and both to take away."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from server.floor.opening import day_of
from server.floor.reads.halls import all_services, hall_now
from server.kernel.languages import N_
from server.kernel.refusals import Missing
from server.office.pages import Aside, Nav, Pages
from server.office.visit import Visit
from server.reports.api import Period, days_of
from server.reports.figures import DayFigures
from server.reports.plots import heat, numbers_by_hour, waits_by_day, waits_by_hour
from server.reports.reads import day_report, period
from server.reports.sheets import CSV, XLSX, as_csv, as_xlsx
from server.reports.tablets import usable_between
from server.security.problems import misfit
from server.security.rights import May
from server.security.serving import filed
from server.security.web import File
from server.store.hall import HallSight

pages: Final = Pages("reports", Path(__file__).parent / "templates")
LOOKED_BACK: Final = timedelta(days=14)  # for the last day that the start page shows
SPANS: Final = ((7, N_("7 days")), (28, N_("4 weeks")), (91, N_("13 weeks")))


class NoNumbers(Missing):
    """No number was given out on this day."""

    says = N_("No numbers were given out on {day}.")


def asked_period(visit: Visit) -> Period:
    """Return the period that is asked for; refuse what is none."""
    given = {name: value for name in ("since", "until") if (value := visit.asked.get(name))}
    try:
        return Period.model_validate(given)
    except ValidationError as error:
        raise misfit(error) from error


@pages.page("/<hall>/reports", may=May.READ_REPORTS, nav=Nav(N_("Running the hall"), N_("Reports"), 10))
def period_page(visit: Visit) -> str:
    """Show a period: its days, their waits, and when people come."""
    asked = asked_period(visit)
    with visit.look() as hall:
        today = date.fromisoformat(day_of(hall_now(hall).settings, hall.at))
        days = days_of(hall, asked)
        until = asked.until or today
        tablets = usable_between(hall, asked.since or until - timedelta(days=6), until)
    return visit.render(
        "reports/period.html",
        days=days,
        since=asked.since or until - timedelta(days=6),
        until=until,
        today=today,
        spans=[(visit.t(label), until - timedelta(days=length - 1)) for length, label in SPANS],
        waits=waits_by_day(days),
        rows=heat(days),
        totals=totals(days),
        tablets=tablets,
    )


@pages.page("/<hall>/reports/<day>", may=May.READ_REPORTS)
def day_page(visit: Visit, day: str) -> str:
    """Show a day in full."""
    with visit.look() as hall:
        one = report_of(hall, day)
        names = {code: visit.pick(service.name) for code, service in all_services(hall).items()}
        tablets = usable_between(hall, date.fromisoformat(one.day), date.fromisoformat(one.day))
    return visit.render(
        "reports/day.html",
        one=one,
        called=names,
        waits=waits_by_hour(one),
        numbers=numbers_by_hour(one),
        tablets=tablets,
    )


@pages.page("/<hall>/reports/days.csv", may=May.READ_REPORTS)
def csv_file(visit: Visit) -> Any:
    """Give the period as CSV, in the reader's language."""
    with visit.look() as hall:
        days = days_of(hall, asked_period(visit))
    return filed(File(f"{visit.hall_code}-days.csv", CSV, as_csv(days, visit.language)))


@pages.page("/<hall>/reports/days.xlsx", may=May.READ_REPORTS)
def xlsx_file(visit: Visit) -> Any:
    """Give the period as a workbook, in the reader's language."""
    with visit.look() as hall:
        days = days_of(hall, asked_period(visit))
    return filed(File(f"{visit.hall_code}-days.xlsx", XLSX, as_xlsx(days, visit.language)))


@pages.glance(may=May.READ_REPORTS)
def last_day(visit: Visit, hall: HallSight) -> Aside | None:
    """Say what the last day before this one came to."""
    today = date.fromisoformat(day_of(hall_now(hall).settings, hall.at))
    found = period(hall, str(today - LOOKED_BACK), str(today - timedelta(days=1)))
    if not found:
        return None
    last = found[-1]
    yesterday = last.day == str(today - timedelta(days=1))
    return Aside(
        title=visit.t("Yesterday") if yesterday else visit.dated(last.day),
        rows=[
            (visit.t("Served"), str(last.served)),
            (visit.t("Within target"), share(last.waits.within_target)),
            (visit.t("Median wait, min"), minutes(last.waits.median)),
            (visit.t("Longest wait, min"), minutes(last.waits.longest)),
            (visit.t("No-shows"), str(last.no_shows)),
            (visit.t("Announced waits kept"), share(last.promises_kept)),
        ],
        to=visit.path(f"reports/{last.day}"),
    )


def share(of: float | None) -> str:
    """Say a share in percent."""
    return "–" if of is None else f"{round(of * 100)} %"


def minutes(seconds: float | None) -> str:
    """Say a span in minutes."""
    return "–" if seconds is None else str(round(seconds / 60))


def report_of(hall: HallSight, day: str) -> DayFigures:
    """Return a day's figures; refuse what is no day, and one on which nothing happened."""
    try:
        wanted = date.fromisoformat(day).isoformat()
    except ValueError:
        raise NoNumbers(day=day) from None
    found = day_report(hall, wanted)
    if not found.issued and not found.walk_ins:
        raise NoNumbers(day=wanted)
    return found


def totals(days: list[DayFigures]) -> dict[str, float | None]:
    """Return the period's sums, and its means weighted by how many there were."""
    issued, served = sum(one.issued for one in days), sum(one.served for one in days)
    waited = sum(one.waits.count for one in days)
    judged = [(one.waits.count, one.waits.within_target) for one in days if one.waits.within_target is not None]
    kept = [(one.promises, one.promises_kept) for one in days if one.promises_kept is not None]
    return {
        "issued": issued,
        "served": served,
        "no_shows": sum(one.no_shows for one in days),
        "mean": sum((one.waits.mean or 0) * one.waits.count for one in days) / waited if waited else None,
        "within": weighted(judged),
        "kept": weighted(kept),
    }


def weighted(pairs: list[tuple[int, float]]) -> float | None:
    """Return the mean of shares, each by how many it is of."""
    many = sum(count for count, _ in pairs)
    return sum(count * share for count, share in pairs) / many if many else None
