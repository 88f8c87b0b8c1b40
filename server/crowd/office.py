"""The alert in the office: what it says, and taking note of it."""

from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from server.crowd.commands import acknowledge, count_heads
from server.crowd.reads import crowd_now
from server.kernel.languages import N_
from server.kernel.refusals import Invalid
from server.office.context import Go, PageContext
from server.office.labels import LEVELS
from server.office.pages import Nav, Pages, SetUpStep
from server.security.rights import May
from server.security.serving import fitted
from server.store.hall import HallSnapshot

pages: Final = Pages("crowd", Path(__file__).parent / "templates")
MOST: Final = 100_000  # people, in any hall


class Inside(BaseModel):
    """A count by hand."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    inside: int = Field(ge=0, le=MOST)


@pages.page("/<hall>/crowd", may=May.SEE_BOARD, nav=Nav(N_("On the floor"), N_("Crowd"), 30))
def crowd_page(context: PageContext) -> str:
    """Show how full the hall is, and the alert that stands."""
    with context.look() as hall:
        crowd = crowd_now(hall)
    return context.render(
        "crowd/crowd.html", crowd=crowd, levels=LEVELS, may_note=context.may(May.ACKNOWLEDGE),
        may_count=context.may(May.COUNT_HEADS), may_set_up=context.may(May.SET_UP),
        may_raise=context.may(May.RAISE_INCIDENT),
    )  # fmt: skip


@pages.form("/<hall>/crowd/count", may=May.COUNT_HEADS, again=crowd_page)
def count(context: PageContext) -> Go:
    """Enter a count of all who are inside; one that cannot be changes nothing."""
    wanted = fitted(Inside.model_validate, {"inside": context.given.get("inside", "").strip()})
    with context.work() as hall:
        if not count_heads(hall, inside=wanted.inside):
            raise Invalid(("inside", N_("so many people cannot be here; count again"), {}))
    return context.go("crowd", said="saved")


@pages.form("/<hall>/crowd/<int:alert>", may=May.ACKNOWLEDGE)
def noted(context: PageContext, alert: int) -> Go:
    """Take note of the alert."""
    with context.work() as hall:
        acknowledge(hall, alert=alert)
    return context.go("crowd", said="saved")


def room_is_known(hall: HallSnapshot) -> bool:
    """Return whether anything says how many people the hall holds."""
    return crowd_now(hall).limits is not None


pages.set_up.append(SetUpStep(N_("The room"), "hall?at=area", room_is_known))
