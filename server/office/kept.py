"""How long what is kept, as the tables themselves say it, and from when the oldest of it is."""

from datetime import timedelta
from typing import Final

from server.kernel.languages import N_
from server.office.context import PageContext
from server.office.pages import Nav, Pages
from server.security.rights import May
from server.store.kept import all_kept, oldest
from server.store.tables import Retention

pages: Final = Pages("kept")
A_YEAR: Final = 365  # days


@pages.page("/<hall>/kept", may=May.SEE_KEPT, nav=Nav(N_("Running the hall"), N_("How long data is kept"), 60))
def kept_page(context: PageContext) -> str:
    """List what is kept for a time, the shortest first."""
    with context.look() as hall:
        found = [(kept, oldest(hall, table, kept)) for table, kept in all_kept()]
    rows: dict[str, tuple[str, str]] = {}
    for kept, since in sorted(found, key=lambda one: (one[0].lasts is None, one[0].lasts or timedelta())):
        before = rows.get(kept.what)
        told = context.dated(context.local(since).date()) if since else "—"
        if before is None or before[1] == "—":
            rows[kept.what] = (said(context, kept), told)
    return context.render("office/kept.html", rows=rows)


def said(context: PageContext, kept: Retention) -> str:
    """Say how long something is kept."""
    if kept.lasts is None:
        return context.t(kept.until)
    if kept.lasts.days and kept.lasts.days % A_YEAR == 0:
        return context.tn("{n} year", "{n} years", kept.lasts.days // A_YEAR)
    return context.tn("{n} day", "{n} days", kept.lasts.days)
