"""Why something was not done with a procedure."""

from server.kernel.languages import N_
from server.kernel.refusals import Conflict, Missing, Refusal


class NoProcedure(Missing):
    """The service has no procedure in force, or not in this version."""

    title = N_("No such procedure")
    says = N_("Service {service} has no such procedure in force.")


class NoProcedureDraft(Missing):
    """Nobody is writing a procedure of this service."""

    title = N_("No such draft")
    says = N_("There is no draft of the procedure of service {service} any more. Open its page anew.")


class ProcedureLacks(Conflict):
    """A procedure that does not hang together can't come into force."""

    title = N_("Not finished yet")
    says = N_("The procedure lacks something; the page lists it. Add it, then put the procedure in force.")


class OwnProcedure(Conflict):
    """Nobody puts in force what they wrote, while somebody else can."""

    title = N_("Somebody else puts it in force")
    says = N_("You wrote the last change yourself. Ask another manager or administrator of this hall to read it.")


class BrokenProcedures(Refusal):
    """A file of procedures cannot be read, or says something that no procedure can say."""

    status = 422
    title = N_("This file was not taken")
    says = N_("{why} Nothing was changed.")


class ProcedureFull(Conflict):
    """A procedure has as many records of a part as it can."""

    title = N_("No more fit here")
    says = N_("A procedure has {most} of these at most; take one out first.")
