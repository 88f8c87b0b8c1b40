"""The start page: what to do now, by time left; what the hall is like just now."""

from datetime import timedelta
from typing import Final

from server.floor.opening import day_of
from server.floor.reads.figures import day_figures
from server.floor.reads.halls import all_counters, hall_now, working
from server.floor.reads.tickets import in_state
from server.floor.states import TicketState
from server.kernel.languages import N_
from server.office.context import Go, PageContext
from server.office.pages import Nav, Pages
from server.security.rights import May
from server.store.hall import HEAD

SOON: Final = timedelta(minutes=30)  # from then on the time left is marked


pages: Final = Pages("start")


@pages.page("/", may=None)
def first(context: PageContext) -> Go | str:
    """Go on to the reader's first hall; without one, say so."""
    if context.hall != HEAD:
        return context.go()
    return Go("/office/new-hall") if context.may(May.SET_UP) else context.render("office/no_hall.html")


@pages.page("/<hall>/", may=None, nav=Nav(N_("Mine"), N_("Today"), 0))
def start(context: PageContext) -> str:
    """Show what to do now."""
    return context.render(
        "office/start.html",
        todos=context.frame.todos(context),
        facts=facts(context),
        asides=context.frame.asides(context),
        soon=context.now + SOON,
    )


def facts(context: PageContext) -> list[tuple[str, str]]:
    """Return what the hall is like just now."""
    with context.look() as hall:
        now, counters, waiting = hall_now(hall), all_counters(hall), in_state(hall, TicketState.WAITING)
        day = day_of(now.settings, context.now)
        served = sum(day_figures(hall, day, counter).served for counter in counters)
    longest = max((context.now - one.issued_at for one in waiting), default=None)
    return [
        (context.t("Tickets waiting"), str(len(waiting))),
        (context.t("Longest wait, in minutes"), str(round(longest.total_seconds() / 60)) if longest else "—"),
        (context.t("Counters open"), f"{len(working(counters))} / {len(counters)}"),
        (context.t("Served today"), str(served)),
        (context.t("Issue of numbers"), context.t("stopped") if now.stopped(context.now) else context.t("running")),
    ]
