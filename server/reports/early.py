"""Calls out of order: who called whom before their turn, why, and who was passed."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from server.floor.reads.tickets import tickets_of
from server.kernel.languages import N_
from server.office.context import PageContext
from server.office.pages import Nav, Pages
from server.reports.api import days_of, span_of
from server.reports.figures import DayFigures
from server.reports.office import RUNNING, asked_period, choosing, today_of
from server.security import reads as people
from server.security.rights import May
from server.store.hall import HallSnapshot

pages: Final = Pages("reports", Path(__file__).parent / "templates")
NAMED: Final = 12  # of those who were passed


@dataclass(frozen=True, slots=True)
class CallOutOfOrder:
    """A call out of order, as it is listed."""

    at: datetime
    ticket: int
    number: str
    counter: str
    clerk: int | None
    why: str
    passed: list[tuple[int, str]]  # ticket and number of some of those whose turn it was
    how_many: int
    waited: float | None  # seconds that the longest of them had waited by then


@pages.page("/<hall>/reports/out-of-order", may=May.READ_REPORTS, nav=Nav(RUNNING, N_("Calls out of order"), 30))
def out_of_order_page(context: PageContext) -> str:
    """List a period's calls out of order, the newest first, and how many there were by counter and clerk."""
    asked = asked_period(context)
    with context.look() as hall:
        days, (since, until), today = days_of(hall, asked), span_of(hall, asked), today_of(hall)
        found = passings(hall, days)
        clerks = people.names(hall)
    by_clerk: dict[tuple[str, int | None], int] = {}
    for one in found:
        by_clerk[one.counter, one.clerk] = by_clerk.get((one.counter, one.clerk), 0) + 1
    return context.render(
        "reports/out_of_order.html",
        found=found, clerks=clerks, issued=sum(one.issued for one in days),
        often=sorted(by_clerk.items(), key=lambda one: -one[1]), **choosing(context, since, until, today),
    )  # fmt: skip


def passings(hall: HallSnapshot, days: list[DayFigures]) -> list[CallOutOfOrder]:
    """Return the calls out of order of some days, the newest first, with those who were passed."""
    calls = [call for one in days for call in one.out_of_order]
    wanted = sorted({ticket for call in calls for ticket in call.passed})
    known = {one.id: one for one in tickets_of(hall, wanted)} if wanted else {}
    found = []
    for call in calls:
        passed = [known[ticket] for ticket in call.passed]
        waits = [(call.at - one.issued_at).total_seconds() for one in passed]
        found.append(
            CallOutOfOrder(
                at=call.at, ticket=call.ticket, number=call.number, counter=call.counter, clerk=call.clerk,
                why=call.why, passed=[(one.id, one.number or "—") for one in passed[:NAMED]], how_many=len(passed),
                waited=max(waits, default=None),
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: one.at, reverse=True)
