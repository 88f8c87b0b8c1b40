"""A period in sums, and beside the one before it: pure.

Compared are whole days only, each with the same weekday: a Monday is no measure for a Sunday, and half a day for none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from server.kernel.languages import N_
from server.reports.feedback import FeedbackFigures
from server.reports.figures import DayFigures

WEEK: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Totals:
    """A period's sums, and its means and shares, each weighted by how many it is of. Durations in seconds."""

    issued: int
    served: int
    no_shows: int
    mean: float | None
    mean_priority: float | None
    within: float | None
    kept: float | None
    service: float | None
    staffed: int
    utilisation: float | None
    out_of_order: int


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure of a period beside that of the one before: `kind` says how both are written."""

    label: str
    kind: str  # count · minutes · hours · share
    now: float | None
    before: float | None

    @property
    def change(self) -> float | None:
        """By how much it differs: of shares the difference, of others the share of what it was."""
        if self.now is None or self.before is None:
            return None
        if self.kind == "share":
            return self.now - self.before
        return (self.now - self.before) / self.before if self.before else None


def totals(days: Sequence[DayFigures]) -> Totals:
    """Return a period's totals."""
    staffed = sum(one.staffed for one in days)
    priority = [one.by_class["priority"] for one in days]
    return Totals(
        issued=sum(one.issued for one in days),
        served=sum(one.served for one in days),
        no_shows=sum(one.no_shows for one in days),
        mean=weighted([(one.waits.count, one.waits.mean) for one in days]),
        mean_priority=weighted([(one.count, one.mean) for one in priority]),
        within=weighted([(one.waits.count, one.waits.within_target) for one in days]),
        kept=weighted([(one.promises, one.promises_kept) for one in days]),
        service=weighted([(one.times.count, one.times.mean) for one in days]),
        staffed=staffed,
        utilisation=sum(desk.busy for one in days for desk in one.counters) / staffed if staffed else None,
        out_of_order=sum(len(one.out_of_order) for one in days),
    )


def weighted(pairs: Sequence[tuple[int, float | None]]) -> float | None:
    """Return the mean of means or shares, each by how many it is of; what is none counts nowhere."""
    known = [(count, value) for count, value in pairs if value is not None]
    many = sum(count for count, _ in known)
    return sum(count * value for count, value in known) / many if many else None


def spans(since: date, until: date, today: date) -> tuple[tuple[date, date], tuple[date, date]] | None:
    """Return which days are compared with which before; none where none of the period is over."""
    last = min(until, today - timedelta(days=1))
    if last < since:
        return None
    back = WEEK * -(-((last - since).days + 1) // 7)
    return (since, last), (since - back, last - back)


def compared(now: Totals, before: Totals, said: FeedbackFigures, said_before: FeedbackFigures) -> list[Compared]:
    """Return the figures that are compared."""
    return [
        Compared(N_("Numbers"), "count", now.issued, before.issued),
        Compared(N_("Served"), "count", now.served, before.served),
        Compared(N_("No-shows"), "count", now.no_shows, before.no_shows),
        Compared(N_("Mean wait, min"), "minutes", now.mean, before.mean),
        Compared(N_("Mean wait with priority, min"), "minutes", now.mean_priority, before.mean_priority),
        Compared(N_("Within target"), "share", now.within, before.within),
        Compared(N_("Announced waits kept"), "share", now.kept, before.kept),
        Compared(N_("Mean service, min"), "minutes", now.service, before.service),
        Compared(N_("Counters staffed, h"), "hours", now.staffed, before.staffed),
        Compared(N_("Utilisation"), "share", now.utilisation, before.utilisation),
        Compared(N_("Calls out of order"), "count", now.out_of_order, before.out_of_order),
        Compared(N_("Share satisfied"), "share", said.total.satisfied, said_before.total.satisfied),
        Compared(N_("Share rated"), "share", said.total.response, said_before.total.response),
        Compared(N_("Opinions"), "count", said.opinions.given, said_before.opinions.given),
    ]
