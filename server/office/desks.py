"""The counters as who leads the floor works them: free one, close one, take one over, move services for the day."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from server.floor.commands.counters import SIMULATED, open_counter
from server.floor.commands.supervise import Then, close_for, free_counter, move_services
from server.floor.reads.halls import CounterNow, all_counters, all_services
from server.floor.reads.tickets import Ticket, tickets_of
from server.kernel.languages import N_
from server.office.context import Go, PageContext
from server.office.pages import Nav, Pages
from server.security import reads as people
from server.security.rights import May

pages: Final = Pages("desks")


@dataclass(frozen=True, slots=True)
class StaffedCounter:
    """A counter with who sits there and whom they have."""

    counter: CounterNow
    clerk: str
    ticket: Ticket | None


@pages.page("/<hall>/desks", may=May.DIRECT, nav=Nav(N_("On the floor"), N_("Counters now"), 12))
def desks_page(context: PageContext, code: str = "") -> str:
    """Show the counters as they are now, each with what can be done there; `code` is the one whose form was refused."""
    with context.look() as hall:
        counters, services, names = all_counters(hall), all_services(hall), people.names(hall)
        wanted = [one.ticket for one in counters.values() if one.ticket is not None]
        tickets = {one.id: one for one in tickets_of(hall, wanted)} if wanted else {}
    return context.render(
        "office/desks.html",
        desks=[
            StaffedCounter(one, said(context, one.clerk, names), tickets.get(one.ticket or 0))
            for one in counters.values()
        ],
        services=services,
        refused_at=code,
        may_sit=context.may(May.SERVE),
        me=context.actor.id,
    )  # fmt: skip


def said(context: PageContext, clerk: int | None, names: Mapping[int, str]) -> str:
    """Say who sits at a counter."""
    if clerk is None:
        return ""
    return names.get(clerk) or context.t(N_("the demo") if clerk >= SIMULATED else N_("somebody who left"))


@pages.form("/<hall>/desks/<code>", may=May.DIRECT, again=desks_page)
def act(context: PageContext, code: str) -> Go:
    """Do at a counter what its form asks for."""
    wanted = context.given.get("do", "")
    if wanted == "take":
        with context.work() as hall:
            open_counter(hall, counter=code, take_over=True)
        return Go(f"/counter/?counter={code}")
    then = Then.DONE if wanted.endswith("done") else Then.BACK
    with context.work() as hall:
        if wanted.startswith("free"):
            free_counter(hall, counter=code, then=then)
        elif wanted.startswith("close"):
            close_for(hall, counter=code, then=then)
        else:
            move_services(hall, counter=code, services=[] if wanted == "own" else context.given.getlist("services"))
    return context.go("desks", said="saved")
