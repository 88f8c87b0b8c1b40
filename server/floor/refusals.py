"""Why something was not done in a hall."""

from server.kernel.languages import N_
from server.kernel.refusals import Conflict, Forbidden, Missing, Moved


class UnknownService(Missing):
    """No service of the hall has this code."""

    says = N_("This hall has no service “{service}”.")


class NoSuchNumber(Missing):
    """Nobody bears this number, nor did lately."""

    says = N_("There is no number “{number}” here. Read it once more from the slip.")


class NoAppointments(Missing):
    """Nothing can be booked here."""

    says = N_("There are no appointments here. Please take a number.")


class UnknownGroup(Missing):
    """No group of the hall's services has this code."""

    says = N_("This hall has no group “{group}”.")


class UnknownClass(Missing):
    """No priority class of the hall has this code."""

    says = N_("This hall has no priority class “{name}”. Please choose once more.")


class ClassByReception(Conflict):
    """A priority class that customers do not choose by themselves."""

    title = N_("Please ask at reception")
    says = N_("This kind of priority is given by our staff.")


class NoRoll(Conflict):
    """A service whose numbers come from no paper roll."""

    says = N_("The numbers of service {service} do not come from a paper roll.")


class OneRoll(Conflict):
    """A second paper roll in a hall."""

    says = N_("Service {service} has a paper roll already. Numbers of two rolls could not be told apart.")


class FromRoll(Conflict):
    """A service whose numbers are torn off a paper roll."""

    title = N_("Please tear off a number")
    says = N_("The numbers of this service are on the paper roll. Please tear one off.")


class RollNotBegun(Conflict):
    """Nobody has said with which number a paper roll begins."""

    says = N_("Nobody has said yet with which number the roll begins. Enter the number that is next.")


class WrongOfRoll(Conflict):
    """A number that is not on the paper roll."""

    says = N_("There is no “{number}” on the roll: its numbers go from {first} to {last}.")


class TooManyOfRoll(Conflict):
    """So many people are hardly in the room: the number was typed wrongly, or is known already."""

    says = N_(
        "With {number} as the last one, {many} people would be in the room. The next number is {next}; look again."
    )


class NumberBorne(Conflict):
    """Somebody in the line has this number, from the round of the roll before."""

    says = N_("Number {number} of the round before is still in the line. End it first, so that nobody is mixed up.")


class UnknownCounter(Missing):
    """No counter of the hall has this number."""

    says = N_("This hall has no counter “{counter}”.")


class HallClosed(Conflict):
    """No numbers outside the opening hours."""

    title = N_("The hall is closed")
    says = N_("Numbers are given out again when the hall opens.")
    until = N_("Numbers are given out again from {time} on.")


class IssueStopped(Conflict):
    """The issue of numbers was stopped for a while."""

    title = N_("No numbers just now")
    says = N_("The hall is full for the moment. Please ask the staff.")
    until = N_("No new numbers until {time}. Whoever has one is still served.")


class IssueSlowed(Conflict):
    """In an incident a service's numbers are given out with some time between them."""

    title = N_("Numbers a little slower")
    says = N_("Numbers are given out more slowly just now. The next one in {retry_after} s.")


class LineHeld(Conflict):
    """In an incident nobody new is called; the line keeps its order."""

    title = N_("The line is held")
    says = N_("Nobody is called just now. The line keeps its order and goes on where it stopped.")


class ServiceClosed(Conflict):
    """The service is not offered at this time."""

    title = N_("Not served just now")
    says = N_("This service is not offered at this time of the day.")
    until = N_("Numbers for this service are given out again from {time} on.")


class CannotPlan(Conflict):
    """The services of a visit can't be changed so any more."""

    title = N_("Not possible any more")
    says = N_("The services of this number cannot be changed so now. Please ask our staff.")


class TooManyServices(Conflict):
    """A visit has as many services as one may have."""

    title = N_("Enough for one visit")
    says = N_("One visit can have {most} services. Please take another number for more.")


class NobodyWaiting(Conflict):
    """There is nobody the counter could call."""

    title = N_("Nobody is waiting")
    says = N_("Nobody is waiting for what this counter serves.")
    until = N_(
        "{number} asked to be called from {time} on, and nobody else waits."
        " If they stand here already, call them from the line."
    )
    absent = N_("{number} is not in the hall yet, and nobody else waits. If they stand here, call them from the line.")

    @property
    def sentence(self) -> str:
        """What it says, of whoever took the number from elsewhere too."""
        return self.absent if getattr(self, "values", {}).get("away") else super().sentence


class StillServing(Conflict):
    """The counter has a ticket; it ends first."""

    title = N_("Still serving")
    says = N_("Finish or hold the present ticket first.")


class CounterNotOpen(Conflict):
    """The counter is closed or paused."""

    title = N_("The counter is not open")
    says = N_("Open the counter first.")


class NoTicketHere(Conflict):
    """The counter has no ticket in the state that the act needs."""

    title = N_("No such ticket at this counter")
    says = N_("The ticket is no longer in this state; the screen shows what it is now.")


class NotWaiting(Conflict):
    """The ticket named is not waiting any more."""

    title = N_("Not waiting any more")
    says = N_("{number} is no longer waiting; the screen shows what it is now.")


class CounterTaken(Conflict):
    """Another clerk works at this counter; taking over wants a confirmation."""

    title = N_("Somebody sits there")
    says = N_("{by} works at this counter. Take it over only when they have left it.")


class ClerkElsewhere(Conflict):
    """The clerk works at another counter; moving wants a confirmation."""

    title = N_("You are at another counter")
    says = N_("You are signed in at counter {counter}. Confirm to close that one and move here.")


class NotYourCounter(Forbidden):
    """Only the clerk who sits at a counter works it."""

    says = N_("Open this counter first; only who sits at it can do this.")


class TooLateToUndo(Conflict):
    """A slip can be taken back within ten seconds."""

    title = N_("Too late to undo")
    says = N_("This can be undone for ten seconds only, and not after something else was done.")


class CannotComeBack(Conflict):
    """The ticket cannot come back into the line."""

    title = N_("This number cannot come back")
    says = N_("The time to come back is over, or it was used. Please take a new number.")


class CannotWait(Conflict):
    """The ticket cannot be called later."""

    title = N_("Not possible any more")
    says = N_("The number can be put back only while it is waiting, and three times at most.")


class CannotCancel(Conflict):
    """The ticket is with a clerk or has ended."""

    title = N_("Not possible any more")
    says = N_("The number is being served or has ended.")


class CannotServe(Conflict):
    """The counter does not serve this service."""

    title = N_("Not served there")
    says = N_("Counter {counter} does not serve {service}. Choose another counter or another service.")


class WhereTo(Conflict):
    """A transfer names neither a service nor a counter."""

    status = 422
    title = N_("Where to?")
    says = N_("Name a service or a counter, or both.")


class ReasonNeeded(Conflict):
    """A call out of order is allowed with a reason; it is listed for supervisor and auditor."""

    status = 422
    title = N_("A reason is needed")
    says = N_("Say why this ticket is called out of order.")


class StillInUse(Conflict):
    """A counter where somebody works is not removed."""

    title = N_("Still in use")
    says = N_("Somebody works at counter {counter}; close it before it is removed.")


class ClassStillWaits(Conflict):
    """A priority class of which somebody is here is not removed."""

    title = N_("Still in use")
    says = N_("People of class “{name}” are still here; serve them before it is removed.")


class StillWaited(Conflict):
    """A service for which somebody waits is not removed."""

    title = N_("Still in use")
    says = N_("People wait for service {service}; serve them before it is removed.")


class StillServed(Conflict):
    """A service that counters serve is not removed."""

    title = N_("Still in use")
    says = N_("Counters serve service {service}: {counters}. Take it out there first.")


class CannotBePlayed(Conflict):
    """The process that plays halls did not answer."""

    status = 503
    title = N_("Not known just now")
    says = N_("What would come of it could not be reckoned. Nothing was changed. Please try again in a moment.")


class CodeTaken(Conflict):
    """Two things of a hall cannot have one code."""

    title = N_("Already there")
    says = N_("There is “{code}” already. Choose another one, or change that one.")


class ChangedMeanwhile(Moved):
    """Somebody saved the same thing since it was opened; nothing is overwritten."""

    says = N_("Somebody else has saved this since you opened it. Both are shown below; nothing was overwritten.")
