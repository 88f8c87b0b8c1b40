"""Who has a role just now: people and counters that were named, open counters of a kind, else all of a sign-in."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from server.emergency.plans import PlanRole
from server.floor.commands.counters import SIMULATED
from server.floor.reads.halls import CounterNow
from server.floor.states import STAFFED


@dataclass(frozen=True, slots=True)
class Given:
    """Whom the commander named."""

    counters: tuple[str, ...] = ()
    people: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Holding:
    """Who has a role at a moment."""

    counters: tuple[str, ...] = ()  # open ones
    people: tuple[int, ...] = ()
    everyone: bool = False  # of the role's sign-in
    each: bool = False  # every counter confirms for itself

    def has(self, staff: int, counter: str | None) -> bool:
        """Return whether somebody, sitting at a counter or nowhere, is named."""
        return staff in self.people or (counter is not None and counter in self.counters)


def held(role: PlanRole, given: Given | None, counters: Mapping[str, CounterNow]) -> Holding:
    """Return who has a role; where everybody named has gone, everyone of its sign-in, so that no step is nobody's."""
    open_now = [
        code
        for code, one in counters.items()
        if one.state in STAFFED and one.clerk is not None and one.clerk < SIMULATED  # those confirm nothing
    ]
    if given is not None and (given.counters or given.people):
        of_kind = [code for code in open_now if code in given.counters]
    else:
        of_kind = [code for code in open_now if role.counters in {"all", counters[code].settings.kind}]
    people = given.people if given is not None else ()
    if not of_kind and not people:
        return Holding(everyone=True)
    return Holding(tuple(of_kind), people, each=role.each and len(of_kind) > 0)


def lacking(holding: Holding, confirmed: Collection[str]) -> list[str]:
    """Return the counters that have not confirmed what each confirms."""
    return [code for code in holding.counters if code not in confirmed]


def of_how_many(holding: Holding, confirmed: Collection[str]) -> tuple[int, int] | None:
    """Return how many of how many have confirmed; None where one is enough."""
    if not holding.each:
        return None
    return len({*confirmed}), len({*holding.counters, *confirmed})
