"""What a hall wants of its news."""

from typing import Final

from pydantic import Field

from server.feature.effects import Effect
from server.feature.settings import OwnSettings
from server.floor.hallfile import Model
from server.kernel.languages import N_


class NewsSettings(Model):
    """When somebody on the way is told to come back."""

    near_people: int = Field(default=3, ge=1, le=30, description="told when at most so many are called before")
    near_minutes: int = Field(default=10, ge=1, le=60, description="and when the wait is likely to be at most so long")


SETTINGS: Final = OwnSettings(
    "news",
    NewsSettings,
    title=N_("News by message"),
    labels={"near_people": N_("Told when so many are ahead"), "near_minutes": N_("… and so many minutes, at most")},
    effects={"near_people": Effect.AT_ONCE, "near_minutes": Effect.AT_ONCE},
)
