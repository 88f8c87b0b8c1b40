"""Why something about a notice was not taken."""

from server.kernel.languages import N_
from server.kernel.refusals import Conflict, Missing


class UnknownBriefing(Missing):
    """The hall has no such notice."""

    says = N_("There is no such notice. The list shows all of them.")


class NotYours(Conflict):
    """A notice is confirmed once, by those who are to read it."""

    says = N_("You have read this notice already, or it was not for you.")
