"""Why something about the crowd was not done."""

from server.kernel.languages import N_
from server.kernel.refusals import Conflict


class NoSuchAlert(Conflict):
    """The alert is over, or was never raised."""

    title = N_("No such alert")
    says = N_("This alert no longer stands; the screen shows what it is now.")
