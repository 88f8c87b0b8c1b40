"""When a hall is set up while the program runs, the plans come into force there too."""

from collections.abc import Callable, Mapping

from server.emergency.commands.plans import set_plans
from server.emergency.plans import Plan
from server.floor.events.settings import HallSet
from server.store.hall import UnitOfWork


def new_hall_gets_plans(plans: Mapping[str, Plan]) -> Callable[[UnitOfWork, HallSet], None]:
    """Return what brings the plans into force when a hall is set up for the first time."""

    def react(hall: UnitOfWork, event: HallSet) -> None:
        if event.before is None:
            set_plans(hall, plans)

    return react
