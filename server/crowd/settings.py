"""What a hall wants of the watch over its crowd."""

from typing import Final

from pydantic import Field

from server.feature.effects import Effect
from server.feature.settings import OwnSettings
from server.floor.hallfile import Model
from server.kernel.languages import N_


class CrowdSettings(Model):
    """A hall's own settings of the crowd."""

    remind_after: int = Field(
        default=15, ge=5, le=60, description=N_("minutes until an alert of which nobody took note is said again")
    )


SETTINGS: Final = OwnSettings(
    "crowd",
    CrowdSettings,
    title=N_("Crowd alert"),
    labels={"remind_after": N_("Said again after, in minutes")},
    effects={"remind_after": Effect.AT_ONCE},
)
