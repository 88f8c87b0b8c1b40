"""What can be booked in a hall, and by which rules."""

from typing import Final

from pydantic import Field

from server.feature.effects import Effect
from server.feature.settings import OwnSettings
from server.floor.hallfile import Model
from server.kernel import patterns
from server.kernel.languages import N_


class Bookable(Model):
    """A service that can be booked, in some hours of the day; it may have several rows, for other hours."""

    service: str = Field(pattern=patterns.LETTER, description=N_("the service's letter"))
    places: int = Field(
        default=1, ge=1, le=50, description=N_("appointments at one time; never more than counters that serve it")
    )
    minutes: int = Field(default=15, ge=5, le=240, description=N_("minutes from one time to the next"))
    since: str = Field(
        default="", pattern=patterns.TIME, description=N_("the first time of the day; empty: as it opens")
    )
    until: str = Field(
        default="", pattern=patterns.TIME, description=N_("when the last one is over; empty: as it closes")
    )


class AppointmentSettings(Model):
    """A hall's own settings of appointments."""

    services: list[Bookable] = Field(
        default=[], max_length=60, description=N_("what can be booked, and when; none: nothing")
    )
    ahead: int = Field(default=30, ge=1, le=365, description=N_("days ahead that can be booked"))
    notice: int = Field(
        default=60, ge=0, le=10_080, description=N_("minutes before its time until which customers can book it")
    )
    change_until: int = Field(
        default=60, ge=0, le=10_080,
        description=N_("minutes before its time until which customers can move or cancel it themselves"),
    )  # fmt: skip
    most: int = Field(default=3, ge=1, le=20, description=N_("appointments that one e-mail address can have ahead"))
    check_in_from: int = Field(
        default=60, ge=0, le=600, description=N_("minutes before its time from which the customer can check in")
    )
    credit: int = Field(
        default=30, ge=0, le=240,
        description=N_("minutes before its time that an appointment counts from, if the customer comes in time"),
    )  # fmt: skip
    late: int = Field(
        default=10, ge=0, le=120,
        description=N_("minutes after its time that still are in time; later it counts from the moment of check-in"),
    )  # fmt: skip
    missed_after: int = Field(
        default=60, ge=5, le=600, description=N_("minutes after its time when it counts as missed")
    )
    remind: int = Field(
        default=24, ge=0, le=168, description=N_("hours before its time when the customer is reminded; 0: not at all")
    )
    hold: int = Field(
        default=30, ge=0, le=1440,
        description=N_("minutes for which a place that becomes free is held for who waits for one; 0: nobody can wait"),
    )  # fmt: skip


SETTINGS: Final = OwnSettings(
    "appointments",
    AppointmentSettings,
    title=N_("Appointments"),
    labels={
        "services": N_("What can be booked"),
        "services.service": N_("Service"),
        "services.places": N_("Places at one time"),
        "services.minutes": N_("Minutes each"),
        "services.since": N_("From"),
        "services.until": N_("To"),
        "ahead": N_("Can be booked ahead, in days"),
        "notice": N_("Booked at the latest, in minutes before"),
        "change_until": N_("Moved or cancelled at the latest, in minutes before"),
        "most": N_("Appointments a person"),
        "check_in_from": N_("Check-in from, in minutes before"),
        "credit": N_("Counts from, in minutes before"),
        "late": N_("Still in time, in minutes after"),
        "missed_after": N_("Missed, in minutes after"),
        "remind": N_("Reminder, in hours before"),
        "hold": N_("Waiting list: held for, in minutes"),
    },
    effects={
        "services": Effect.AT_ONCE,
        "ahead": Effect.AT_ONCE,
        "notice": Effect.AT_ONCE,
        "change_until": Effect.AT_ONCE,
        "most": Effect.AT_ONCE,
        "check_in_from": Effect.AT_ONCE,
        "credit": Effect.NUMBERS,
        "late": Effect.NUMBERS,
        "missed_after": Effect.BOOKINGS,
        "remind": Effect.BOOKINGS,
        "hold": Effect.AT_ONCE,
    },
)
