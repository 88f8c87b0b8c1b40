"""What a hall wants of its kiosks while they are cut off."""

from typing import Final

from pydantic import Field

from server.feature.effects import Effect
from server.feature.settings import OwnSettings
from server.floor.hallfile import Model
from server.kernel.languages import N_


class OfflineSettings(Model):
    """A hall's own settings of kiosks that are cut off."""

    block_size: int = Field(
        default=40,
        ge=0,
        le=199,
        description=N_(
            "numbers of each service and day that a kiosk may give by itself while it is cut off; 0: it gives none then"
        ),
    )


SETTINGS: Final = OwnSettings(
    "offline",
    OfflineSettings,
    title=N_("Kiosks without connection"),
    labels={"block_size": N_("Numbers for each kiosk, service and day")},
    effects={"block_size": Effect.AT_ONCE},
)
