"""Why something was not done with what kiosks hand in."""

from server.kernel.languages import N_
from server.kernel.refusals import Conflict, Forbidden


class JournalNeeded(Forbidden):
    """Only a kiosk hands in a kiosk's journal."""


class AlreadySettled(Conflict):
    """Somebody saw to it meanwhile, or there is no such thing."""

    title = N_("Seen to already")
    says = N_("Somebody has seen to this number meanwhile. The page shows what still waits.")


class CannotJoin(Conflict):
    """What was put aside can't come into the line."""

    title = N_("It can't come into the line")
    says = N_(
        "Somebody else has this number today, or it can't be read. Give its customer a new number, and press “Seen to”."
    )
