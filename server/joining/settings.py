"""From where a hall lets customers join its line by their own phone, and for how long it keeps who is not there yet."""

from enum import StrEnum
from typing import Final

from pydantic import Field

from server.feature.effects import Effect
from server.feature.settings import OwnSettings
from server.floor.hallfile import Model
from server.kernel.languages import N_


class CountsFrom(StrEnum):
    """What a number that was taken from home counts from."""

    JOINING = "joining"
    ARRIVING = "arriving"


class JoiningSettings(Model):
    """A hall's own settings of joining by phone."""

    door: bool = Field(
        default=False,
        description=N_("customers take a number on their phone by the QR code at the door; they count as being there"),
    )
    changes: int = Field(
        default=0, ge=0, le=240,
        description=N_(
            "minutes after which the code at the door is another one, so that nobody joins by a photo of it; "
            "it then stands on the hall display only. 0: never, and it can be printed"
        ),
    )  # fmt: skip
    edition: int = Field(
        default=1, ge=1, le=9999,
        description=N_("number of the printed code: with another number old posters open nothing"),
    )  # fmt: skip
    home: bool = Field(
        default=False,
        description=N_("customers take a number from anywhere; before they are called they say that they are there"),
    )
    home_least: int = Field(
        default=20, ge=0, le=600, description=N_("minutes that one must expect to wait for joining from elsewhere")
    )
    home_most: int = Field(
        default=0, ge=0, le=600, description=N_("minutes of wait beyond which nobody joins from elsewhere; 0: no limit")
    )
    home_counts: CountsFrom = Field(
        default=CountsFrom.JOINING,
        description=N_("what a number taken from elsewhere counts from: joining, or being there"),
    )
    keeps: int = Field(
        default=15, ge=1, le=120,
        description=N_("minutes for which who is not there when their turn comes keeps the place; then it ends"),
    )  # fmt: skip
    most: int = Field(default=1, ge=1, le=5, description=N_("numbers that one phone can have at once"))
    once: bool = Field(
        default=False,
        description=N_(
            "a phone waits for each service once, whatever else it has in the line: one person, one number a service"
        ),
    )
    most_an_hour: int = Field(
        default=60, ge=1, le=1000,
        description=N_("numbers an hour from one network; a hall's own and a provider's may be many phones"),
    )  # fmt: skip


SETTINGS: Final = OwnSettings(
    "joining",
    JoiningSettings,
    title=N_("Joining by phone"),
    labels={
        "door": N_("By the code at the door"),
        "changes": N_("Code at the door changes, in minutes"),
        "edition": N_("Number of the printed code"),
        "home": N_("From anywhere"),
        "home_least": N_("From anywhere: wait at least, in minutes"),
        "home_most": N_("From anywhere: wait at most, in minutes"),
        "home_counts": N_("From anywhere: counts from"),
        "keeps": N_("Place kept, in minutes"),
        "most": N_("Numbers a phone"),
        "once": N_("Once a phone and service"),
        "most_an_hour": N_("Numbers an hour from one network"),
    },
    effects={
        "door": Effect.AT_ONCE,
        "changes": Effect.AT_ONCE,
        "edition": Effect.AT_ONCE,
        "home": Effect.AT_ONCE,
        "home_least": Effect.AT_ONCE,
        "home_most": Effect.AT_ONCE,
        "home_counts": Effect.AT_ONCE,
        "keeps": Effect.AT_ONCE,
        "most": Effect.AT_ONCE,
        "once": Effect.AT_ONCE,
        "most_an_hour": Effect.AT_ONCE,
    },
)
