"""When a change of a setting takes effect: a part of each setting's sentence, in forms and in docs/settings.md."""

from enum import StrEnum

from server.kernel.languages import N_


class Effect(StrEnum):
    """When a change holds, as it stands after the setting's sentence."""

    AT_ONCE = N_("a change holds at once")
    RUNNING_DAY = N_("a change holds at once, for the day that runs too; limits already promised to customers stay")
    NUMBERS = N_("a change holds for numbers taken afterwards")
    BOOKINGS = N_("a change holds for appointments booked or moved afterwards")
    CALLS = N_("a change holds from the next call on")
    CLOSING = N_("a change holds from the next closing time on")
    LEARNING = N_("a change holds at once, and counts less the more the hall has learned")
    DRAWN = N_("a change holds for days that are not drawn yet")
    NEVER = N_("it cannot be changed later")
    START = N_("a change holds after the next start of the program")
    INCIDENT = N_("a change holds from the next incident on")
