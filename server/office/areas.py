"""The journal's kinds of facts by what they are about, so that one is found among eighty, or a whole area at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from server.kernel.languages import N_
from server.store.events import EVENTS, Event

WHOLE: Final = "all:"  # before an area's name: each of its kinds


@dataclass(frozen=True, slots=True)
class Area:
    """What facts are about, by the modules that hold them and by single names."""

    name: str
    label: str
    modules: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()

    def holds(self, fact: type[Event]) -> bool:
        """Return whether a kind of fact belongs here."""
        return fact.__name__ in self.facts or any(f"{fact.__module__}.".startswith(f"{one}.") for one in self.modules)


AREAS: Final = (  # the first that holds a kind has it
    Area(
        "opening",
        N_("Opening, closing, numbers stopped"),
        modules=("server.floor.events.restraints",),
        facts=("DayBegun", "DayPlanned", "DayClosed", "DayEnded", "IssueStopped", "IssueResumed"),
    ),
    Area(
        "settings",
        N_("Settings and plans"),
        modules=("server.floor.events.settings", "server.store.directory"),
        facts=("PlanSet", "PlanDrafted", "StepSet", "JournalKeyed", "FeatureSet"),
    ),
    Area("counters", N_("Counters"), modules=("server.floor.events.counters",)),
    Area("numbers", N_("Numbers: given out, called, served"), modules=("server.floor.events",)),
    Area("ratings", N_("Ratings and opinions"), modules=("server.ratings",)),
    Area("crowd", N_("Crowd"), modules=("server.crowd",)),
    Area("incidents", N_("Incidents and drills"), modules=("server.emergency",)),
    Area(
        "access",
        N_("Sign-ins and downloads"),
        modules=("server.office",),
        facts=("SignedIn", "SignedOut"),
    ),
    Area("people", N_("Staff and devices"), modules=("server.security",)),
)
SHOWN: Final = ("numbers", "counters", "opening", "crowd", "incidents", "ratings", "access", "people", "settings")


def by_area() -> Mapping[Area, list[str]]:
    """Return each area's kinds, in the order in which areas are shown."""
    found: dict[Area, list[str]] = {area: [] for area in sorted(AREAS, key=lambda one: SHOWN.index(one.name))}
    for name, fact in EVENTS.items():
        area = next((one for one in AREAS if one.holds(fact)), None)
        if area is not None:
            found[area].append(name)
    return found


def kinds(wanted: str) -> tuple[str, ...]:
    """Return which kinds are asked for: an area's, one, or none where it does not matter."""
    if wanted.startswith(WHOLE):
        return next((tuple(names) for area, names in by_area().items() if WHOLE + area.name == wanted), ())
    return (wanted,) if wanted in EVENTS else ()
