"""Work profiles over HTTP."""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from server.floor.api.models import Id
from server.kernel.languages import N_, Words
from server.kernel.moments import Moment
from server.kernel.refusals import unfit
from server.profiles.commands import back_to_plan, switch, unserved
from server.profiles.model import Served
from server.profiles.reads import all_profiles, holding
from server.security.rights import May
from server.security.web import Api
from server.store.hall import HallSnapshot, UnitOfWork

api = Api("Work profiles")


class Choose(BaseModel):
    """Which work profile is to hold."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"as_planned": True}]})

    profile: Id | None = Field(default=None, description="its number; null: counters serve what they are set up for")
    as_planned: bool = Field(default=False, description="the one that the clock says, instead")

    @model_validator(mode="after")
    def one_or_the_other(self) -> Self:
        """Refuse a number beside the clock."""
        if self.profile is not None and self.as_planned:
            raise unfit(N_("Name a profile, or have the clock choose; not both."))
        return self


class ProfileInfo(BaseModel):
    """A work profile."""

    id: int
    name: Words
    hours: dict[str, list[str]] | None = Field(description="when it holds by itself; null: only when it is chosen")
    counters: dict[str, Served] = Field(description="what counters serve under it; others serve what is theirs")
    unserved: list[str] = Field(description="services that no counter serves under it")


class ProfilesInfo(BaseModel):
    """The work profiles, and which of them holds."""

    items: list[ProfileInfo]
    holds: int | None = Field(description="null: counters serve what they are set up for")
    by_hand: bool = Field(description="chosen by somebody, until then")
    until: Moment | None = Field(description="when the clock switches next; null: not by itself")


@api.read("/halls/<hall>/work-profiles", may=May.READ_HALL)
def work_profiles(hall: HallSnapshot) -> ProfilesInfo:
    """Read the work profiles."""
    return told(hall)


@api.command("/halls/<hall>/work-profile", may=May.DIRECT)
def work_profile(hall: UnitOfWork, body: Choose) -> ProfilesInfo:
    """Have a work profile hold, until the clock has another one hold, or the day ends."""
    if body.as_planned:
        back_to_plan(hall)
    else:
        switch(hall, profile=body.profile)
    return told(hall)


def told(hall: HallSnapshot) -> ProfilesInfo:
    """Return the work profiles as they are told."""
    held = holding(hall)
    items = [
        ProfileInfo(
            id=number,
            name=profile.name,
            hours=profile.hours,
            counters=profile.counters,
            unserved=unserved(hall, profile),
        )
        for number, profile in all_profiles(hall).items()
    ]
    return ProfilesInfo(items=items, holds=held.profile, by_hand=held.by_hand, until=held.until)
