"""What a hall wants of its spot checks."""

from typing import Final

from pydantic import Field

from server.feature.effects import Effect
from server.feature.settings import OwnSettings
from server.floor.hallfile import Model
from server.kernel.languages import N_


class CheckSettings(Model):
    """A hall's own settings of spot checks."""

    checks_a_day: int = Field(
        default=0,
        ge=0,
        le=8,
        description=N_("spot checks that are drawn by lot for each day on which the hall is open; 0: none"),
    )


SETTINGS: Final = OwnSettings(
    "checks",
    CheckSettings,
    title=N_("Spot checks"),
    labels={"checks_a_day": N_("Drawn a day")},
    effects={"checks_a_day": Effect.DRAWN},
)
