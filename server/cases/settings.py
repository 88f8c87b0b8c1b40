"""What a hall says of its cases."""

from typing import Final

from pydantic import Field

from server.feature.effects import Effect
from server.feature.settings import OwnSettings
from server.floor.hallfile import Model
from server.kernel.languages import N_


class CaseSettings(Model):
    """How cases are taken in."""

    promise: bool = Field(
        default=False, description=N_("accept though secondary materials are missing, if they are promised in writing")
    )
    promised_for: int = Field(default=10, ge=1, le=60, description=N_("working days in which what was promised comes"))
    notice_for: int = Field(default=15, ge=1, le=90, description=N_("working days in which what was missing comes"))
    in_hand: int = Field(
        default=30, ge=5, le=240, description=N_("minutes that a case stays in somebody's hand without being touched")
    )
    answer_within: int = Field(
        default=30, ge=5, le=480, description=N_("minutes in which the supervisor answers about a hard case")
    )


SETTINGS: Final = OwnSettings(
    "cases",
    CaseSettings,
    title=N_("Cases"),
    labels={
        "promise": N_("Acceptance with a promise"),
        "promised_for": N_("What was promised comes within, in working days"),
        "notice_for": N_("What was missing comes within, in working days"),
        "in_hand": N_("Stays in hand for, in minutes"),
        "answer_within": N_("Hard cases answered within, in minutes"),
    },
    effects={
        "promise": Effect.AT_ONCE,
        "promised_for": Effect.AT_ONCE,
        "notice_for": Effect.AT_ONCE,
        "in_hand": Effect.AT_ONCE,
        "answer_within": Effect.AT_ONCE,
    },
)
