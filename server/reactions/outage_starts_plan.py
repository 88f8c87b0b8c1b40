"""When something that the hall needs fails for minutes, the plan for a system failure starts by itself."""

from typing import Final

from server.emergency.commands.raising import start
from server.emergency.plan_reads import plans_to_start
from server.emergency.reads import going_on
from server.floor.reads.halls import hall_now
from server.outages.events import OutageBegan
from server.store.hall import UnitOfWork

KIND: Final = "system_failure"


def outage_starts_plan(hall: UnitOfWork, _event: OutageBegan) -> None:
    """Start it, unless the hall withdrew it or it runs already; what fails stands on the board."""
    if hall_now(hall).settings.demo:
        return  # its screens are pages of a browser, which somebody closes
    if KIND in plans_to_start(hall) and not any(one.kind == KIND and not one.drill for one in going_on(hall)):
        start(hall, kind=KIND)
