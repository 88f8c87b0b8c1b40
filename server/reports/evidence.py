"""What days say of the regulation: waits within target, calls by the rule, the five figures of the purpose."""

from datetime import date, timedelta
from typing import Final

from server.feature.evidence import Evidence, Found, Looked, RecordFound, Span
from server.floor.opening import day_of
from server.floor.reads.halls import hall_now
from server.kernel.languages import N_, words
from server.reports.figures import DayFigures
from server.reports.reads import noon_of, period
from server.store.hall import HallSnapshot

LISTED: Final = 100


def days_in(hall: HallSnapshot, span: Span) -> list[DayFigures]:
    """Return the days of a span that had begun in it."""
    settings = hall_now(hall).settings
    first = date.fromisoformat(day_of(settings, span.since)) + timedelta(days=1)
    last = day_of(settings, span.until)
    return hall.once(("days", span), lambda: period(hall, first.isoformat(), last))


def waits_in_target(hall: HallSnapshot, span: Span) -> Looked:
    """Look at the numbers that were called: within their service's target."""
    days = [one for one in days_in(hall, span) if one.waits.within_target is not None]
    called = sum(one.waits.count for one in days)
    kept = sum(round(one.waits.count * (one.waits.within_target or 0.0)) for one in days)
    return Looked(called, broken=called - kept, latest=noon_of(hall_now(hall).settings, days[-1].day) if days else None)


def calls_by_rule(hall: HallSnapshot, span: Span) -> Looked:
    """Look at the calls: by the calling rule."""
    days = days_in(hall, span)
    early = sorted((call for one in days for call in one.out_of_order), key=lambda one: one.at, reverse=True)
    records = [
        RecordFound(
            Found.BROKEN, one.at, words(N_("{number} at counter {counter}"), number=one.number, counter=one.counter),
            f"reports/visits/{one.ticket}",
        )
        for one in early[:LISTED]
    ]  # fmt: skip
    called = sum(one.waits.count for one in days)
    return Looked(max(called, len(early)), broken=len(early), records=records)


def days_counted(hall: HallSnapshot, span: Span) -> Looked:
    """Look at the days: each has its figures beside those of the time before."""
    return Looked(len(days_in(hall, span)))


EVIDENCE: Final = (
    Evidence(
        "waits_in_target", ("R1.3.1",),
        N_("Numbers that were called: kept when called within their service’s target; four of five are enough"),
        waits_in_target, to="reports", tolerated=0.2, risky=0.15, quiet=2,
    ),
    Evidence(
        "calls_by_rule", ("R1.3.2", "R3.3.2"),
        N_("Calls: kept when by the calling rule; two in a hundred may be out of order, each with its reason"),
        calls_by_rule, to="reports/out-of-order", tolerated=0.02, risky=0.01,
    ),
    Evidence(
        "days_counted", ("R1.1",), N_("Days: each has its figures of waits, services and satisfaction"),
        days_counted, to="reports",
    ),
)  # fmt: skip
