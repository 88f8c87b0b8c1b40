"""Why something was not done with a case."""

from server.kernel.languages import N_
from server.kernel.refusals import Conflict, Missing, Moved, Refusal
from server.store.workflow import MoveNotOpen, OwnPart


class UnknownCase(Missing):
    """No case of the hall has this number, or it is not for the reader."""

    says = N_("There is no case {case} here.")


class UnknownMaterial(Missing):
    """The case's procedure asks for nothing of this name."""

    says = N_("The procedure of this case asks for no “{item}”.")


class CaseHeld(Conflict):
    """Somebody else has the case in hand."""

    title = N_("Somebody else has it in hand")
    says = N_("{name} has this case in hand. They can lay it down, or a supervisor can take it.")


class LookFirst(Conflict):
    """What was entered for a case is read only after a look that is written down."""

    title = N_("Look into it first")
    says = N_("Open the case first: that you looked is written down.")


class ChangedInCase(Moved):
    """Somebody else changed the same thing of a case; nothing is overwritten."""

    says = N_("Somebody else changed this meanwhile. Look at it as it is now, then choose; nothing was overwritten.")


class NotAtYourCounter(Conflict):
    """A case is opened by whoever serves its customer."""

    title = N_("Not your customer")
    says = N_("Only whoever serves this number opens a case for it.")


class CaseLocked(MoveNotOpen):
    """A case that was escalated waits for its answer."""

    title = N_("It waits for the supervisor")
    says = N_("This case went to the supervisor; until the answer nothing of it is decided.")


class NotLookedAt(MoveNotOpen):
    """Not all of the materials and the form were looked at."""

    title = N_("Not everything was looked at yet")
    says = N_("Look at everything first: {items}.")


class SomethingWrong(MoveNotOpen):
    """Something is missing or wrong, so it cannot be accepted."""

    title = N_("Something is missing or wrong")
    says = N_("It cannot be accepted yet: {items}. Give one notice that names all of it.")


class NothingWrong(MoveNotOpen):
    """Nothing is missing: a notice would say nothing."""

    title = N_("Nothing is missing")
    says = N_("Everything is there and right: it can be accepted.")


class NoPromise(MoveNotOpen):
    """The hall takes no promise, or something is missing that cannot be promised."""

    title = N_("This cannot be promised")
    says = N_("A promise is taken only where the hall does so, for secondary materials that are missing.")


class SaidOnce(MoveNotOpen):
    """A further list of what is missing needs the supervisor."""

    title = N_("It is said once")
    says = N_("A notice was given already. A further one is the supervisor's to give, with the reason.")


class NoLimitRuns(MoveNotOpen):
    """The time limit can't be stopped, set going or extended now, or not at all by the procedure."""

    title = N_("Not by this procedure, or not now")
    says = N_("The time limit cannot be changed like this: the procedure does not say so, or it was done already.")


class NotForReview(MoveNotOpen):
    """The case's procedure says otherwise: it goes to a review, or it does not."""

    title = N_("The procedure says otherwise")
    says = N_("Whether somebody else looks through this case is not chosen: its procedure says it.")


class OwnCase(OwnPart):
    """Nobody reviews what they handled."""

    says = N_("You handled this case yourself; a colleague reviews it.")


class OwnQuestion(OwnPart):
    """Nobody answers what they asked."""

    says = N_("You asked this yourself; another supervisor or a manager answers.")


class MarksWanted(Conflict):
    """An approval needs all three marks, a return at least one that fails."""

    title = N_("The marks say otherwise")
    says = N_("Approve what is accurate, complete and compliant; return what is not, and mark which.")


class NoSuchNotice(Missing):
    """The secret in an address opens no case."""

    says = N_("This address opens no case, or its time is over.")


class BrokenFile(Refusal):
    """A file is of the right kind, and nothing can open it."""

    status = 422
    title = N_("This file is broken")
    says = N_("It cannot be opened: perhaps it did not come whole. Scan it again; nothing was kept.")


class EncryptedFile(Refusal):
    """A document wants a password."""

    status = 422
    title = N_("This file wants a password")
    says = N_("Nobody could read it later. Save it without a password, or scan it on paper; nothing was kept.")


class HereAlready(Conflict):
    """The customer of a case has a number in the line."""

    title = N_("You have a number")
    says = N_("Your number is {number}. It stands on its slip, or on the page that opened when you took it.")


class NothingToBring(Conflict):
    """The case waits for nothing of its customer."""

    title = N_("Nothing is missing")
    says = N_("Your case waits for nothing from you; no number is needed for it.")
