"""Why something about a task was not taken."""

from server.kernel.languages import N_
from server.kernel.refusals import Missing
from server.store.workflow import MoveNotOpen


class UnknownTask(Missing):
    """The hall has no such task."""

    says = N_("There is no such task. The list shows all of them.")


class TaskOver(MoveNotOpen):
    """What is done or dropped stays so."""

    says = N_("This task is over already.")
