"""Ratings in reports: by service, counter and week, with what customers wrote; opinions."""

from pathlib import Path
from typing import Final

from server.floor.reads.halls import all_counters, all_services
from server.kernel.languages import N_
from server.office.context import PageContext
from server.office.pages import Nav, Pages
from server.ratings.comments import comments
from server.ratings.levels import KINDS, LEVELS, REASONS
from server.reports.api import span_of
from server.reports.feedback import bounds, feedback
from server.reports.meanings import MEANINGS
from server.reports.office import asked_period, choosing, today_of
from server.reports.plots import satisfied_by_week
from server.security.rights import May

pages: Final = Pages("reports", Path(__file__).parent / "templates")


@pages.page("/<hall>/reports/ratings", may=May.SEE_RATINGS, nav=Nav(N_("Customers"), N_("Ratings"), 5))
def ratings_page(context: PageContext) -> str:
    """Show how a period's services were rated, and what was written."""
    asked = asked_period(context)
    service, counter, score = (context.asked.get(name, "")[:8] for name in ("service", "counter", "score"))
    with context.look() as hall:
        (since, until), today = span_of(hall, asked), today_of(hall)
        heard = feedback(hall, since, until)
        wanted = int(score) if score in {"1", "2", "3", "4", "5"} else 0
        written = comments(hall, *bounds(hall, since, until), service=service, counter=counter, score=wanted)
        names = {code: context.pick(one.name) for code, one in all_services(hall).items()}
        desks = list(all_counters(hall))
    return context.render(
        "reports/ratings.html",
        heard=heard, written=written, called=names, desks=desks, weeks=satisfied_by_week(heard.weeks), levels=LEVELS,
        reasons=REASONS, kinds=KINDS, meanings=MEANINGS, service=service, counter=counter, score=wanted,
        **choosing(context, since, until, today),
    )  # fmt: skip
