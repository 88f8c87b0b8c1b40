"""The crowd over HTTP."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from server.crowd.commands import acknowledge, count_heads
from server.crowd.reads import crowd_now
from server.floor.api.models import Nothing
from server.kernel.languages import N_
from server.kernel.refusals import unfit
from server.security.rights import May
from server.security.web import Api
from server.store.hall import HallSnapshot, UnitOfWork

api = Api("Crowd")
Number = Annotated[int, Field(ge=-(2**63), le=2**63 - 1)]  # what can be kept, that a wrong count can be looked at


class HeadCount(BaseModel):
    """A count of people: of all inside, or of who came and went since the last count."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"inside": 40}]})

    inside: Number | None = Field(default=None, description="all who are inside")
    entered: Number | None = Field(default=None, description="who came since the last count")
    left: Number | None = Field(default=None, description="who went since the last count")

    @model_validator(mode="after")
    def one_or_the_other(self) -> Self:
        """Refuse a count of nothing, and one of both kinds."""
        if (self.inside is None) == (self.entered is None and self.left is None):
            raise unfit(N_("Say how many people are inside, or how many came and went; not both."))
        return self


class CountTaken(BaseModel):
    """Whether a count is used."""

    used: bool = Field(description="false: it cannot be; it is kept apart, and the sensor is shown as to be looked at")


class AlertInfo(BaseModel):
    """The alert that stands."""

    id: int
    stage: int = Field(description="2 when it is dangerous")
    raised_at: datetime
    acknowledged: bool


class Ahead(BaseModel):
    """People at a moment to come."""

    at: datetime
    likely: int
    high: int


class CrowdInfo(BaseModel):
    """How full the hall is."""

    people: int
    area: float | None = Field(description="waiting floor in m²")
    density: float | None = Field(description="persons a m²")
    level: str = Field(description="calm | busy | crowded | dangerous; unknown where neither floor nor capacity is")
    since: datetime | None
    limit: int | None = Field(description="persons from which it is crowded; null where no limit is known")
    dangerous: int | None = Field(description="persons from which it is dangerous")
    alert: AlertInfo | None
    forecast: list[Ahead] = Field(description="empty while there is none")


@api.command("/halls/<hall>/headcount", status=202, may=May.COUNT_HEADS)
def headcount(hall: UnitOfWork, body: HeadCount) -> CountTaken:
    """Say how many people are in the hall."""
    return CountTaken(used=count_heads(hall, inside=body.inside, entered=body.entered or 0, left=body.left or 0))


@api.read("/halls/<hall>/crowd", may=May.SEE_CROWD)
def crowd(hall: HallSnapshot) -> CrowdInfo:
    """Read how full the hall is."""
    return crowd_info(hall)


def crowd_info(hall: HallSnapshot) -> CrowdInfo:
    """Return how full the hall is, as it is told."""
    now = crowd_now(hall)
    alert = now.alert
    return CrowdInfo(
        people=now.people,
        area=now.area,
        density=now.density,
        level=now.said,
        since=now.since,
        limit=now.limits.crowded if now.limits else None,
        dangerous=now.limits.dangerous if now.limits else None,
        alert=AlertInfo(id=alert.id, stage=alert.stage, raised_at=alert.raised_at, acknowledged=alert.acknowledged)
        if alert
        else None,
        forecast=[],
    )


@api.command("/halls/<hall>/alerts/<int:alert>/acknowledge", may=May.ACKNOWLEDGE)
def take_note(hall: UnitOfWork, alert: int, body: Nothing) -> CrowdInfo:
    """Take note of a crowd alert."""
    acknowledge(hall, alert=alert)
    return crowd_info(hall)
