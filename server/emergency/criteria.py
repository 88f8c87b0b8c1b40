"""What must be so before an incident is called under control, numbers come again and it is closed. Pure.

Each criterion stands with its live figures beside the move; whoever goes on against one says why, and the log keeps it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from server.emergency.plans import Criterion
from server.emergency.states import Exits
from server.kernel.languages import LANGUAGES, N_, Words, listed, words

FEW_FOR: Final = timedelta(minutes=5)


class Ask(StrEnum):
    """What somebody is about to do."""

    STABILISE = "stabilise"
    RECOVER = "recover"
    EASE = "ease"  # numbers or calls go on
    DOWN = "down"  # a stage
    CLOSE = "close"


LOOKS_AT: Final = {
    Ask.STABILISE: (Criterion.PEOPLE, Criterion.EXITS, Criterion.MEASURES),
    Ask.RECOVER: (Criterion.PEOPLE, Criterion.EXITS, Criterion.MEASURES),
    Ask.EASE: (Criterion.PEOPLE, Criterion.EXITS),
    Ask.DOWN: (Criterion.PEOPLE,),
    Ask.CLOSE: (Criterion.PEOPLE, Criterion.EXITS, Criterion.MEASURES),
}


@dataclass(frozen=True, slots=True)
class Figures:
    """What is known of hall and incident at a moment."""

    people: int
    few: int | None  # persons under which it is few; None where a hall knows no limit
    few_since: datetime | None  # None: they are not few
    dangerous: int | None
    exits: Exits | None
    exits_at: str  # as a clock in the hall shows it
    leading_out: tuple[Words, ...]  # names of what sends people out just now
    holding: tuple[Words, ...]  # names of all measures that hold


@dataclass(frozen=True, slots=True)
class CriterionStanding:
    """A criterion, whether it is met, and the figures that say so."""

    criterion: Criterion
    met: bool
    text: Words


def standings(ask: Ask, wanted: Collection[Criterion], figures: Figures, at: datetime) -> list[CriterionStanding]:
    """Return how each criterion stands that a plan wants before something is done; measures are always looked at."""
    looked_at = [one for one in LOOKS_AT[ask] if one in wanted or one is Criterion.MEASURES]
    return [standing(ask, one, figures, at) for one in looked_at]


def standing(ask: Ask, criterion: Criterion, figures: Figures, at: datetime) -> CriterionStanding:
    """Return how one criterion stands."""
    if criterion is Criterion.EXITS:
        met, text = exits(figures)
    elif criterion is Criterion.MEASURES:
        met, text = measures(figures.holding if ask is Ask.CLOSE else figures.leading_out)
    elif ask is Ask.DOWN:
        met, text = under_danger(figures)
    else:
        met, text = few(figures, at)
    return CriterionStanding(criterion, met, text)


def few(figures: Figures, at: datetime) -> tuple[bool, Words]:
    """Say whether few enough people have been inside for long enough."""
    if figures.few is None:
        return False, words(N_("No limit is known for this hall: count by hand, and say why"))
    minutes, needed = 0, FEW_FOR // timedelta(minutes=1)
    values = {"people": figures.people, "few": figures.few, "needed": needed}
    if figures.few_since is None:
        return False, words(N_("{people} people; fewer than {few} for {needed} min are wanted"), **values)
    minutes = (at - figures.few_since) // timedelta(minutes=1)
    if at - figures.few_since < FEW_FOR:
        text = N_("{people} people, fewer than {few} for {minutes} of {needed} min")
        return False, words(text, minutes=minutes, **values)
    return True, words(N_("{people} people, fewer than {few} for {minutes} min"), minutes=minutes, **values)


def under_danger(figures: Figures) -> tuple[bool, Words]:
    """Say whether it is no longer dangerous."""
    if figures.dangerous is None:
        return True, words(N_("{people} people"), people=figures.people)
    text = N_("{people} people; from {dangerous} on it is dangerous")
    return figures.people < figures.dangerous, words(text, people=figures.people, dangerous=figures.dangerous)


def exits(figures: Figures) -> tuple[bool, Words]:
    """Say what was last said of the exits."""
    if figures.exits is None:
        return False, words(N_("Nobody has said yet that the exits are clear"))
    clear = figures.exits is Exits.CLEAR
    text = N_("Exits clear, said at {time}") if clear else N_("Exits blocked, said at {time}")
    return clear, words(text, time=figures.exits_at)


def measures(on: Sequence[Words]) -> tuple[bool, Words]:
    """Say which measures are on that should have ended."""
    if on:
        return False, words(N_("Still on: {measures}"), measures=in_line(on))
    return True, words(N_("No measure in the way"))


def unmet(found: Sequence[CriterionStanding]) -> list[CriterionStanding]:
    """Return the criteria that speak against it."""
    return [one for one in found if not one.met]


def in_line(texts: Sequence[Words]) -> Words:
    """Return texts one after the other, kept apart though they have commas of their own."""
    return {language: listed(texts, language, long=True) for language in LANGUAGES}
