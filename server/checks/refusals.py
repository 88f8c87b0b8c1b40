"""Why a check or a finding was not taken."""

from server.kernel.languages import N_
from server.kernel.refusals import Conflict, Forbidden, Missing
from server.store.workflow import MoveNotOpen


class UnknownCheck(Missing):
    """The hall has no such check."""

    says = N_("There is no such spot check. The list shows all of them.")


class UnknownFinding(Missing):
    """The hall has no such finding."""

    says = N_("There is no such finding. The list shows all of them.")


class NotItsHour(Conflict):
    """A check is made in its hour."""

    says = N_("This check is made between {begins} and {ends}. What you see at another time is recorded as a finding.")


class CheckOver(Conflict):
    """A check is made once."""

    says = N_("This check is over already; the list shows what came of it.")


class OwnPost(Forbidden):
    """Nobody checks the counter at which they sit."""

    says = N_("You sit at this counter yourself; a colleague makes this check.")


class OwnFinding(Forbidden):
    """Nobody decides on what concerns themselves."""

    says = N_("This concerns you yourself; a colleague does this step.")


class FindingOver(MoveNotOpen):
    """A finding that is corrected stays so."""

    says = N_("This finding is corrected already.")


class SaidAlready(Conflict):
    """A statement is made once."""

    says = N_("Your statement stands already. What you want to add, tell your supervisor.")
