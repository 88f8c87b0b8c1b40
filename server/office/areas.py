"""The journal's kinds of facts by what they are about, so that one is found among eighty, or a whole area at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from server.feature.parts import Feature
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


def areas_of(features: Iterable[Feature]) -> tuple[Area, ...]:
    """Return the areas of all facts: those of above, and one for each feature that has a title of its own."""
    return (*AREAS, *(Area(one.name, one.title, facts=tuple(one.facts())) for one in features if one.title))


def by_area(areas: Sequence[Area]) -> Mapping[Area, list[str]]:
    """Return each area's kinds, in the order in which areas are shown: features' own before who did what."""
    features = SHOWN.index("access") - 0.5
    order = {name: place for place, name in enumerate(SHOWN)}
    found: dict[Area, list[str]] = {area: [] for area in sorted(areas, key=lambda one: order.get(one.name, features))}
    for name, fact in EVENTS.items():
        area = next((one for one in areas if one.holds(fact)), None)
        if area is not None:
            found[area].append(name)
    return found


def kinds(wanted: str, areas: Sequence[Area]) -> tuple[str, ...]:
    """Return which kinds are asked for: an area's, one, or none where it does not matter."""
    if wanted.startswith(WHOLE):
        return next((tuple(names) for area, names in by_area(areas).items() if WHOLE + area.name == wanted), ())
    return (wanted,) if wanted in EVENTS else ()
