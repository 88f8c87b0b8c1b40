"""What a hall wants of counters that call by themselves."""

from typing import Final

from pydantic import Field

from server.feature.effects import Effect
from server.feature.settings import OwnSettings
from server.floor.hallfile import Model
from server.kernel.languages import N_


class AutocallSettings(Model):
    """Whether clerks may have the next person called by itself, and how long they can stop it."""

    offered: bool = Field(
        default=True, description=N_("each clerk chooses at the terminal whether the next one is called by itself")
    )
    seconds: int = Field(default=8, ge=3, le=60, description=N_("seconds of the countdown in which it can be stopped"))


SETTINGS: Final = OwnSettings(
    "autocall",
    AutocallSettings,
    title=N_("Calling by itself"),
    labels={"offered": N_("Counters may call by themselves"), "seconds": N_("Countdown, in seconds")},
    effects={"offered": Effect.AT_ONCE, "seconds": Effect.CALLS},
)
