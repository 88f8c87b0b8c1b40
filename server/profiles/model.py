"""A work profile: what each counter serves while it holds. Pure."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Final, Self

from pydantic import Field, model_validator

from server.floor.hallfile import Counter, Model, Spans, Words
from server.kernel.languages import N_
from server.kernel.refusals import unfit

Weekday = Annotated[str, Field(pattern="^(mon|tue|wed|thu|fri|sat|sun)$")]
Letters = Annotated[list[Annotated[str, Field(min_length=1, max_length=2)]], Field(max_length=60)]
APART: Final = "/"  # between what a counter serves and what of it comes first, as it is kept


class Served(Model):
    """What a counter serves under a profile."""

    services: Letters = Field(min_length=1, description="letters of what it serves")
    primary: Letters = Field(default=[], description="of these, what it serves first")

    @model_validator(mode="after")
    def primary_is_served(self) -> Self:
        """Refuse a first service that the counter does not serve."""
        if lost := set(self.primary) - set(self.services):
            raise unfit(
                N_("primary names {services}, which is not among its services"), services=", ".join(sorted(lost))
            )
        return self


class WorkProfile(Model):
    """Which services each counter serves, first and besides; counters that it does not name serve what is theirs."""

    name: Words = Field(description=N_("for instance morning, lunch, rush; staff read it on the board"))
    hours: dict[Weekday, Spans] | None = Field(
        default=None, description="when it holds by itself, the spans of each weekday; none: only when it is chosen"
    )
    counters: Annotated[dict[str, Served], Field(max_length=200)] = Field(
        default={}, description="what counters serve under it, by their numbers"
    )


def serving(profile: WorkProfile | None, own: Iterable[Counter], services: Iterable[str]) -> dict[str, str | None]:
    """Return counter → what a profile has it serve, as it is kept; None: what it is set up for.

    Services that the hall has no more are left out; a counter that would be left without any serves its own.
    """
    known, found = set(services), dict[str, str | None]()
    for counter in own:
        wanted = profile.counters.get(counter.code) if profile is not None else None
        letters = [code for code in wanted.services if code in known] if wanted is not None else []
        first = [code for code in wanted.primary if code in letters] if wanted is not None else []
        found[counter.code] = f"{','.join(letters)}{APART}{','.join(first)}" if letters else None
    return found


def left_out(kept: Mapping[str, str | None], own: Iterable[Counter], services: Iterable[str]) -> list[str]:
    """Return the services that no counter serves while counters serve what is `kept` for them."""
    there: set[str] = set()
    for counter in own:
        text = kept.get(counter.code)
        there.update(letters_of(text)[0] if text else counter.services)
    return [code for code in services if code not in there]


def letters_of(kept: str) -> tuple[list[str], list[str]]:
    """Return what a counter serves, and what of it first, from how that is kept."""
    services, _, primary = kept.partition(APART)
    return services.split(","), primary.split(",") if primary else []
