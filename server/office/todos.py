"""What the floor itself gives to do: services that nobody serves, slips that nobody confirmed, a set-up to finish."""

from collections.abc import Iterable
from typing import Final

from server.floor.reads.halls import hall_now
from server.floor.reads.tickets import left_open
from server.kernel.languages import N_
from server.office.context import PageContext
from server.office.pages import Nav, Pages, Todo
from server.security.rights import May
from server.store.hall import HallSnapshot

pages: Final = Pages("todos")
pages.link("/counter/", Nav(N_("On the floor"), N_("Counter terminal"), 10), may=May.SERVE)
pages.link("/board/<hall>", Nav(N_("On the floor"), N_("Board"), 15), may=May.SEE_BOARD)
pages.link("/display/<hall>", Nav(N_("On the floor"), N_("Hall display"), 20), may=May.SEE_DISPLAY)
LISTED_FOR: Final = 3  # days
MOST_NAMED: Final = 8  # numbers in one line


@pages.todo(may=May.STOP_ISSUE)
def forgotten(context: PageContext, hall: HallSnapshot) -> Iterable[Todo]:
    """Name the services of the last days that nobody ended."""
    found = left_open(hall, hall_now(hall).settings, LISTED_FOR)
    if found:
        named = [f"{one.number or context.t('Walk-in')} ({one.counter})" for one in found[-MOST_NAMED:]]
        yield Todo(
            what=context.t("Left open, with their counters: {numbers}", numbers=[*named]),
            why=context.t("Nobody ended these services before the day did. Were they served? Ask who sat there."),
            to=context.path("reports"),
            act=context.t("See the reports"),
        )


@pages.todo(may=May.SET_UP)
def set_up_first(context: PageContext, _hall: HallSnapshot) -> Iterable[Todo]:
    """Name the steps of the set-up that are still to be done."""
    left = [step for step in context.frame.steps(context) if not step.done]
    if left:
        yield Todo(
            what=context.t("Finish setting up: {steps}", steps=" · ".join(context.t(step.label) for step in left)),
            why=context.t("The hall can serve when all steps are done."),
            to=left[0].to,
            act=context.t("Go on"),
        )
