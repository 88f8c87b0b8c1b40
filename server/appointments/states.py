"""What becomes of an appointment, as a table: who may do what, from where, and when."""

from dataclasses import dataclass
from typing import Final

from server.appointments.events import (
    AppointmentCancelled,
    AppointmentCheckedIn,
    AppointmentConfirmed,
    AppointmentLapsed,
    AppointmentMissed,
    AppointmentMoved,
    AppointmentReminded,
    BookerContactSeen,
)
from server.appointments.refusals import (
    AppointmentOver,
    CheckedInAlready,
    OfferOver,
    TooEarlyToCheckIn,
    TooLateToChange,
)
from server.appointments.terms import AppointmentState, OfferState
from server.kernel.languages import N_
from server.security.rights import May
from server.store.workflow import Guard, Move, Workflow

BOOKED, _, CHECKED_IN, CANCELLED, MISSED = AppointmentState
KEPT: Final = (BOOKED, CHECKED_IN, CANCELLED, MISSED)
OFFERED, TAKEN, LEFT = OfferState


@dataclass(frozen=True, slots=True)
class Timely:
    """How an appointment stands in time, for whoever wants to do something with it."""

    may_change: bool  # customers not shortly before its time; staff always
    may_check_in: bool  # not too early, and not on another day
    has_number: bool = False  # one that was not given back


CHANGEABLE: Final = Guard("not shortly before its time, by customers", lambda one: one.may_change, TooLateToChange)
ON_TIME: Final = Guard("on its day, and not too early", lambda one: one.may_check_in, TooEarlyToCheckIn)

NUMBERLESS: Final = Guard("without a number for it", lambda one: not one.has_number, CheckedInAlready)

APPOINTMENT: Final = Workflow(
    name="appointment",
    about="A booked time: its customer comes and gets a number, gives it up, or misses it.",
    states=KEPT,
    moves=(
        Move(
            "check_in", (BOOKED, MISSED, CHECKED_IN), CHECKED_IN, right=May.ISSUE, writes=AppointmentCheckedIn,
            says=N_("The customer is here"), guards=(NUMBERLESS, ON_TIME),
        ),
        Move(
            "move", (BOOKED,), None, right=May.BOOK, writes=AppointmentMoved, says=N_("Another time"),
            guards=(CHANGEABLE,),
        ),
        Move(
            "cancel", (BOOKED,), CANCELLED, right=May.BOOK, writes=AppointmentCancelled,
            says=N_("Cancel the appointment"), guards=(CHANGEABLE,),
        ),
        Move("remind", (BOOKED,), None, right=May.END_APPOINTMENTS, writes=AppointmentReminded, says=N_("reminded")),
        Move("miss", (BOOKED,), MISSED, right=May.END_APPOINTMENTS, writes=AppointmentMissed, says=N_("missed")),
        Move(
            "look_up", KEPT, None, right=May.SEE_BOOKED, writes=BookerContactSeen,
            says=N_("Show where to reach them"),
        ),
    ),
    closed=AppointmentOver,
)  # fmt: skip

OFFER: Final = Workflow(
    name="offer",
    about="A place that became free, held for who waited for one: they take it, or it goes to the next.",
    states=tuple(OfferState),
    moves=(
        Move("take", (OFFERED,), TAKEN, right=May.BOOK, writes=AppointmentConfirmed, says=N_("Take this place")),
        Move("leave", (OFFERED,), LEFT, right=May.BOOK, writes=AppointmentLapsed, says=N_("No, thank you")),
    ),
    closed=OfferOver,
)


def offer_state(state: AppointmentState) -> OfferState:
    """Return how far an offer is, by the state of its appointment."""
    held, left = state is AppointmentState.HELD, state is AppointmentState.CANCELLED
    return OFFERED if held else LEFT if left else TAKEN
