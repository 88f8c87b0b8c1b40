"""The start page: what to do now, by time left; what the hall is like just now."""

from datetime import timedelta
from typing import Final

from server.floor.opening import day_of
from server.floor.reads.halls import all_counters, hall_now, staffed
from server.floor.reads.tickets import waiting_counts
from server.kernel.languages import N_
from server.office.pages import Nav, Pages
from server.office.visit import Go, Visit
from server.security.rights import May
from server.store.hall import HEAD

SOON: Final = timedelta(minutes=30)  # from then on the time left is marked


pages: Final = Pages("start")


@pages.page("/", may=None)
def first(visit: Visit) -> Go | str:
    """Go on to the reader's first hall; without one, say so."""
    if visit.hall != HEAD:
        return visit.go()
    return Go("/office/new-hall") if visit.may(May.SET_UP) else visit.render("office/no_hall.html")


@pages.page("/<hall>/", may=None, nav=Nav(N_("Mine"), N_("Today"), 0))
def start(visit: Visit) -> str:
    """Show what to do now."""
    return visit.render("office/start.html", todos=visit.frame.todos(visit), facts=facts(visit), soon=visit.now + SOON)


def facts(visit: Visit) -> list[tuple[str, str]]:
    """Return what the hall is like just now."""
    with visit.look() as hall:
        now, counters, waiting = hall_now(hall), all_counters(hall), sum(waiting_counts(hall).values())
    return [
        (visit.t("Day"), day_of(now.settings, visit.now)),
        (visit.t("People waiting"), str(waiting)),
        (visit.t("Counters open"), f"{len(staffed(counters))} / {len(counters)}"),
        (visit.t("Numbers"), visit.t("stopped") if now.issue_stopped else visit.t("given out")),
    ]
