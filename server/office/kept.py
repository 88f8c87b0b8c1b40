"""How long what is kept, as the tables themselves say it, and from when the oldest of it is."""

from datetime import timedelta
from typing import Final

from server.kernel.languages import N_
from server.office.pages import Nav, Pages
from server.office.visit import Visit
from server.security.rights import May
from server.store.kept import all_kept, oldest
from server.store.tables import Retention

pages: Final = Pages("kept")
A_YEAR: Final = 365  # days


@pages.page("/<hall>/kept", may=May.SEE_KEPT, nav=Nav(N_("Running the hall"), N_("How long data is kept"), 60))
def kept_page(visit: Visit) -> str:
    """List what is kept for a time, the shortest first."""
    with visit.look() as hall:
        found = [(kept, oldest(hall, table, kept)) for table, kept in all_kept()]
    rows: dict[str, tuple[str, str]] = {}
    for kept, since in sorted(found, key=lambda one: (one[0].lasts is None, one[0].lasts or timedelta())):
        before = rows.get(kept.what)
        told = visit.dated(visit.local(since).date()) if since else "—"
        if before is None or before[1] == "—":
            rows[kept.what] = (said(visit, kept), told)
    return visit.render("office/kept.html", rows=rows)


def said(visit: Visit, kept: Retention) -> str:
    """Say how long something is kept."""
    if kept.lasts is None:
        return visit.t(kept.until)
    if kept.lasts.days and kept.lasts.days % A_YEAR == 0:
        return visit.tn("{n} year", "{n} years", kept.lasts.days // A_YEAR)
    return visit.tn("{n} day", "{n} days", kept.lasts.days)
