"""Why a rating, a follow-up or an opinion was not taken."""

from server.kernel.languages import N_
from server.kernel.refusals import Conflict, Forbidden, Missing
from server.store.workflow import MoveNotOpen


class AlreadyRated(Conflict):
    """A ticket is rated once."""

    title = N_("Rated already")
    says = N_("This visit has been rated already. Thank you; the first rating counts.")


class RatingTokenOld(Conflict):
    """The leave to rate is over, or is for another ticket."""

    title = N_("Too late for this rating")
    says = N_("This visit can no longer be rated here. With your slip you can rate it on your phone, all day.")


class RatingOver(Conflict):
    """A phone rates for a day."""

    title = N_("Too late for this rating")
    says = N_("A visit can be rated for a day. You can still leave us an opinion at the kiosk.")


class NotServed(Conflict):
    """Only a service that has ended is rated."""

    title = N_("Not served yet")
    says = N_("You can rate the service when it has ended.")


class NotRated(Conflict):
    """Reasons belong to a rating."""

    title = N_("Not rated yet")
    says = N_("Please choose how satisfied you are first.")


class UnknownFollowUp(Missing):
    """No follow-up has this number."""

    says = N_("There is no such follow-up.")


class FollowUpOver(MoveNotOpen):
    """The follow-up is not in the state that the step needs."""

    title = N_("Done already")
    says = N_("This follow-up has moved on meanwhile; the list shows what it is now.")


class ExtendedOnce(Conflict):
    """More time is taken once."""

    title = N_("Extended already")
    says = N_("More time can be taken once only.")


class NotReachable(Conflict):
    """Nobody can be contacted who left no way to be reached."""

    title = N_("No way to reach them")
    says = N_("The customer left no phone number or e-mail address. Say what was done, and settle it.")


class OwnService(Forbidden):
    """Nobody follows up the rating of their own service."""

    says = N_("You served this customer yourself; a colleague follows it up.")


class UnknownOpinion(Missing):
    """No opinion has this number."""

    says = N_("There is no such opinion.")


class AnsweredAlready(MoveNotOpen):
    """An opinion gets one answer."""

    title = N_("Answered already")
    says = N_("Somebody has answered this opinion already.")


class EnoughOpinions(Conflict):
    """One phone or device sends a few opinions, not a flood."""

    status = 429
    title = N_("Thank you, that is enough for today")
    says = N_("We have your opinions of today and will read them all.")
