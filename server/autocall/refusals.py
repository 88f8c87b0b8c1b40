"""Why a counter does not call by itself."""

from server.kernel.languages import N_
from server.kernel.refusals import Conflict


class NotOffered(Conflict):
    """The hall does not want counters to call by themselves."""

    title = N_("Not in this hall")
    says = N_("In this hall everybody is called by hand.")


class NotByItself(Conflict):
    """Nothing is called by itself here just now."""

    title = N_("Nothing to stop")
    says = N_("Nobody is called by itself here just now; the screen shows how it is.")
