"""Why somebody could not join the line by phone."""

from server.kernel.languages import N_
from server.kernel.refusals import Conflict, Refusal


class NotByPhone(Conflict):
    """The hall lets nobody join by phone, or not from where they are."""

    title = N_("Not by phone")
    says = N_("Here numbers are taken at the kiosk or at reception. Please come during the opening hours.")


class DoorCodeOver(Conflict):
    """The code of the door opens nothing any more, and from elsewhere nobody joins."""

    title = N_("Please scan the code at the door")
    says = N_("This works with the QR code that stands in the hall just now. Please scan it there.")


class TooNearToJoin(Conflict):
    """The wait is too short for coming from elsewhere."""

    title = N_("Please just come")
    says = N_("The wait is short now. Please come, and take a number in the hall.")


class TooLongToJoin(Conflict):
    """The wait is so long that nobody else joins from elsewhere."""

    title = N_("Not from here just now")
    says = N_("Too many people wait just now. Please look again later, or take a number in the hall.")


class WaitUnknown(Conflict):
    """Nobody serves it, so nobody knows when somebody should come."""

    title = N_("Not from here just now")
    says = N_("No counter is open for this just now. Please look again later, or take a number in the hall.")


class PhoneHasNumber(Conflict):
    """This phone has as many numbers as one can have."""

    title = N_("You have a number already")
    says = N_("This phone has a number in the line already. Its page is below.")


class WaitsAlready(Conflict):
    """This phone waits for the service already, and the hall wants one number a person and service."""

    title = N_("You have a number for this")
    says = N_("{number} waits for service {service} already and keeps its place. You need no second one.")


class NotAway(Refusal):
    """Whoever says that they are there is in the line already, or their number is over."""

    status = 409
    title = N_("Nothing to do")
    says = N_("This number does not wait for its customer to come: it is in the line, being served, or over.")
