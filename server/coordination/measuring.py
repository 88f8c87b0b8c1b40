"""The figure by which an improvement is measured: of the four weeks that were over, as the reports have it."""

from datetime import date, timedelta
from typing import Final

from server.coordination.levels import MINUTES, SHARES
from server.floor.opening import day_of
from server.floor.reads.halls import hall_now
from server.reports.comparing import totals
from server.reports.feedback import feedback
from server.reports.reads import period
from server.store.hall import HallSnapshot

SPAN: Final = timedelta(weeks=4)


def figure_now(hall: HallSnapshot, figure: str) -> float | None:
    """Return a figure of the last four weeks without today: a share, seconds, or how many; None: there was nothing."""
    if not figure:
        return None
    last = date.fromisoformat(day_of(hall_now(hall).settings, hall.at)) - timedelta(days=1)
    first = last - SPAN + timedelta(days=1)
    if figure in {"satisfied", "response"}:
        value = getattr(feedback(hall, first, last).total, figure)
    else:
        days = period(hall, first.isoformat(), last.isoformat())
        value = getattr(totals(days), figure) if days else None
    return None if value is None else float(value)


def figure_said(figure: str, value: float | None) -> str:
    """Return a figure as it is read: a share in per cent, minutes, or how many."""
    if value is None:
        return "–"
    if figure in SHARES:
        return f"{round(value * 100)} %"
    return f"{value / 60:.1f}" if figure in MINUTES else str(round(value))
