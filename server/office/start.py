"""The start page: what to do now, by time left; what the hall is like just now."""

from datetime import timedelta
from typing import Final

from server.floor.opening import day_of
from server.floor.reads.figures import day_figures
from server.floor.reads.halls import all_counters, hall_now, working
from server.floor.reads.tickets import in_state
from server.floor.states import TicketState
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
    return visit.render(
        "office/start.html",
        todos=visit.frame.todos(visit),
        facts=facts(visit),
        asides=visit.frame.asides(visit),
        soon=visit.now + SOON,
    )


def facts(visit: Visit) -> list[tuple[str, str]]:
    """Return what the hall is like just now."""
    with visit.look() as hall:
        now, counters, waiting = hall_now(hall), all_counters(hall), in_state(hall, TicketState.WAITING)
        day = day_of(now.settings, visit.now)
        served = sum(day_figures(hall, day, counter).served for counter in counters)
    longest = max((visit.now - one.issued_at for one in waiting), default=None)
    return [
        (visit.t("Tickets waiting"), str(len(waiting))),
        (visit.t("Longest wait, in minutes"), str(round(longest.total_seconds() / 60)) if longest else "—"),
        (visit.t("Counters open"), f"{len(working(counters))} / {len(counters)}"),
        (visit.t("Served today"), str(served)),
        (visit.t("Issue of numbers"), visit.t("stopped") if now.stopped(visit.now) else visit.t("running")),
    ]
