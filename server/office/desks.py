"""The counters as who leads the floor works them: free one, close one, take one over, move services for the day."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from server.floor.commands.counters import SIMULATED, open_counter
from server.floor.commands.supervise import Then, close_for, free_counter, move_services
from server.floor.reads.halls import CounterNow, all_counters, all_services
from server.floor.reads.tickets import Ticket, tickets_of
from server.kernel.languages import N_
from server.office.pages import Nav, Pages
from server.office.visit import Go, Visit
from server.security import reads as people
from server.security.rights import May

pages: Final = Pages("desks")


@dataclass(frozen=True, slots=True)
class Desk:
    """A counter with who sits there and whom they have."""

    counter: CounterNow
    clerk: str
    ticket: Ticket | None


@pages.page("/<hall>/desks", may=May.DIRECT, nav=Nav(N_("On the floor"), N_("Counters now"), 12))
def desks_page(visit: Visit, code: str = "") -> str:
    """Show the counters as they are now, each with what can be done there; `code` is the one whose form was refused."""
    with visit.look() as hall:
        counters, services, names = all_counters(hall), all_services(hall), people.names(hall)
        wanted = [one.ticket for one in counters.values() if one.ticket is not None]
        tickets = {one.id: one for one in tickets_of(hall, wanted)} if wanted else {}
    return visit.render(
        "office/desks.html",
        desks=[
            Desk(one, said(visit, one.clerk, names), tickets.get(one.ticket or 0)) for one in counters.values()
        ],
        services=services,
        refused_at=code,
        may_sit=visit.may(May.SERVE),
        me=visit.actor.id,
    )  # fmt: skip


def said(visit: Visit, clerk: int | None, names: Mapping[int, str]) -> str:
    """Say who sits at a counter."""
    if clerk is None:
        return ""
    return names.get(clerk) or visit.t(N_("the demo") if clerk >= SIMULATED else N_("somebody who left"))


@pages.form("/<hall>/desks/<code>", may=May.DIRECT, again=desks_page)
def act(visit: Visit, code: str) -> Go:
    """Do at a counter what its form asks for."""
    wanted = visit.given.get("do", "")
    if wanted == "take":
        with visit.work() as hall:
            open_counter(hall, counter=code, take_over=True)
        return Go(f"/counter/?counter={code}")
    then = Then.DONE if wanted.endswith("done") else Then.BACK
    with visit.work() as hall:
        if wanted.startswith("free"):
            free_counter(hall, counter=code, then=then)
        elif wanted.startswith("close"):
            close_for(hall, counter=code, then=then)
        else:
            move_services(hall, counter=code, services=[] if wanted == "own" else visit.given.getlist("services"))
    return visit.go("desks", said="saved")
