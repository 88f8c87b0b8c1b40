"""Why an appointment could not be booked, changed or kept."""

from server.kernel.languages import N_
from server.kernel.refusals import Conflict, Missing, Refusal
from server.store.workflow import MoveNotOpen


class UnknownAppointment(Missing):
    """Nothing was booked under this code, or that was too long ago."""

    says = N_("We find no appointment with this code. Please look at it once more, or ask our staff.")


class PageErased(Missing):
    """The secret opens nothing, or does so no more."""

    says = N_("This page is no longer there: what we know of an appointment is erased a day after it.")


class NotBookable(Conflict):
    """The service is not given by appointment."""

    title = N_("Not by appointment")
    says = N_("This service has no appointments. Please come during the opening hours and take a number.")


class NotThen(Conflict):
    """A time that can't be booked; the nearest that can are in `nearest`."""

    title = N_("Not at this time")


class TimePassed(NotThen):
    """The time is over."""

    says = N_("This time is over. Please choose a later one.")


class NoSuchTime(NotThen):
    """The service is closed then, or no time begins there."""

    says = N_("There are no appointments at this time. Please choose another one.")


class TooSoon(NotThen):
    """It begins too soon to be booked."""

    says = N_("This time begins too soon to be booked. Please choose a later one, or come and take a number.")


class TooFarAhead(NotThen):
    """The hall does not plan as far ahead."""

    says = N_("Appointments can be booked up to {days} days ahead.")


class TimeTaken(NotThen):
    """Somebody else has the last place."""

    title = N_("Just taken")
    says = N_("Somebody else has just taken the last place at this time. Please choose another one.")


class BookedTwice(Conflict):
    """The same person has an appointment at that time."""

    title = N_("You have one already")
    says = N_("With this e-mail address there is an appointment at this time already. Its page is in our e-mail.")


class EnoughBooked(Conflict):
    """One person has as many appointments ahead as the hall wants."""

    title = N_("As many as one can have")
    says = N_("With this e-mail address {most} appointments are booked, as many as one can have. Cancel one first.")


class AppointmentOver(MoveNotOpen):
    """The appointment was cancelled, kept or missed."""

    title = N_("Not possible any more")
    says = N_("This appointment was cancelled, or its customer has been here.")


class OfferOver(MoveNotOpen):
    """The place that was held for somebody is taken, by them or by somebody else."""

    title = N_("Not free any more")
    says = N_("This place is not held for you any more: you have taken it, or its time was over.")


class WaitsAlready(Conflict):
    """The same person waits for a place of this service."""

    title = N_("You are on the list")
    says = N_("With this e-mail address somebody waits for this service already. We write as soon as a place is free.")


class NobodyWaits(Conflict):
    """The hall has no waiting list."""

    title = N_("No waiting list")
    says = N_("There is no waiting list here. Please look again later, or come and take a number.")


class CheckedInAlready(Conflict):
    """The customer has a number for it."""

    title = N_("You have a number already")
    says = N_("For this appointment you have the number {number} already.")


class TooLateToChange(Refusal):
    """Shortly before its time only staff change it."""

    status = 409
    title = N_("Too late for that here")
    says = N_("It is too short before the appointment to change it here. Please call us, or just come.")


class TooEarlyToCheckIn(Refusal):
    """It is not the day, or the time is not near."""

    status = 409
    title = N_("Not yet")
    says = N_("It is not time yet. Please check in shortly before your appointment.")
    until = N_("Your appointment is at {time}. Please check in from {since} on.")
