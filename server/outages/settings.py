"""What a hall wants of the watch over its machines."""

from typing import Final

from pydantic import Field

from server.feature.effects import Effect
from server.feature.settings import OwnSettings
from server.floor.hallfile import Model
from server.kernel.languages import N_


class OutageSettings(Model):
    """A hall's own settings of the watch over its machines."""

    outage_after: int = Field(
        default=10,
        ge=0,
        le=120,
        description=N_(
            "minutes in which no kiosk, no display or no printer of the hall answers, until the plan for a system"
            " failure starts by itself; 0: it never does"
        ),
    )


SETTINGS: Final = OwnSettings(
    "outages",
    OutageSettings,
    title=N_("System failure"),
    labels={"outage_after": N_("The plan starts after, in minutes")},
    effects={"outage_after": Effect.AT_ONCE},
)
