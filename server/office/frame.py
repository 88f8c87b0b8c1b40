"""The frame around every page: navigation by right, the reader's halls and language, what the page is drawn with."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined

from server.feature.parts import Feature
from server.feature.todos import Obligation
from server.kernel.languages import N_
from server.office.areas import areas_of
from server.office.labels import CHOICES, STATES
from server.office.pages import PREFIX, Aside, Pages, Route, Todo
from server.office.steps import Step, steps_of
from server.office.visit import SAID, Visit
from server.security.rights import May
from server.store.directory import all_halls
from server.store.events import Event
from server.store.hall import HEAD, HallSnapshot

HERE: Final = Path(__file__).parent / "templates"
GROUPS: Final = (
    N_("Mine"),
    N_("On the floor"),
    N_("Cases"),
    N_("Staff"),
    N_("Customers"),
    N_("Running the hall"),
    N_("Setting up"),
)
LANGUAGES: Final = (("zh-Hant", "繁", "繁體中文"), ("zh-Hans", "简", "简体中文"), ("en", "EN", "English"))


class Frame:
    """Draws pages; knows the navigation and what waits to be done."""

    def __init__(self, pages: Sequence[Pages], features: Sequence[Feature]) -> None:
        folders = {one.name: FileSystemLoader(one.templates) for one in pages if one.templates is not None}
        loader = ChoiceLoader([PrefixLoader({"office": FileSystemLoader(HERE), **folders})])
        self.environment = Environment(
            loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        self.environment.globals.update(languages=LANGUAGES, names=CHOICES, states=STATES)
        listed = [route for one in pages for route in one.routes if route.nav is not None]
        self.listed = sorted(listed, key=lambda route: (GROUPS.index(route.nav.group), route.nav.order))  # type: ignore[union-attr]  # only those with a place
        self.sources = [source for one in pages for source in one.sources]
        self.duties = [duty for feature in features for duty in feature.todos if duty.may is not None]
        self.areas = areas_of(features)
        self.own = {feature: own for one in pages for feature, own in one.own.items()}
        self.set_up = [step for one in pages for step in one.set_up]
        self.glances = [glance for one in pages for glance in one.glances]
        self.markings = [marking for one in pages for marking in one.markings]
        self.namings = {fact: naming for one in pages for fact, naming in one.namings.items()}

    def draw(self, visit: Visit, template: str, values: Mapping[str, Any]) -> str:
        """Draw a page."""
        return self.environment.get_template(template).render(
            visit=visit,
            t=visit.t,
            tn=visit.tn,
            pick=visit.pick,
            nav=self.navigation(visit),
            halls=list(self.halls_of(visit)),
            steps=self.steps(visit),
            how_many_todos=len(self.todos(visit)) if visit.inside and visit.hall != HEAD else 0,
            said=SAID.get(visit.asked.get("said", "")),
            **values,
        )

    def navigation(self, visit: Visit) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return groups of (address, label) of the pages that the reader may see."""
        if visit.actor_or_none is None:
            return []
        seen = [route for route in self.listed if self.shows(visit, route)]
        return [
            (group, [(self.address(visit, route), route.nav.label) for route in routes if route.nav])
            for group, routes in groupby(seen, key=lambda route: route.nav.group if route.nav else "")
        ]

    def shows(self, visit: Visit, route: Route) -> bool:
        """Return whether a page is in the reader's navigation."""
        return (not route.in_hall or visit.hall != HEAD) and (route.may is None or visit.may(route.may))

    def address(self, visit: Visit, route: Route) -> str:
        """Return a page's address in the present hall."""
        return ("" if route.linked else PREFIX) + route.path.replace("<hall>", visit.hall_code)

    def halls_of(self, visit: Visit) -> dict[str, int]:
        """Return code → number of the reader's halls."""
        if visit.actor_or_none is None:
            return {}
        with visit.gate.store.look(HEAD) as head:
            found = all_halls(head)
        return {code: number for code, number in sorted(found.items()) if visit.actor_or_none.of(number)}

    def todos(self, visit: Visit) -> list[Todo]:
        """Return what waits to be done by the reader in the present hall, ordered by time left."""
        with visit.look() as hall:
            found = [todo for may, source in self.sources if self.allowed(visit, may) for todo in source(visit, hall)]
            for duty in self.duties:
                if duty.may is not None and self.allowed(visit, duty.may):
                    found += [said(visit, one) for one in duty.read(hall)]
        return sorted(found, key=lambda todo: (todo.due is None, todo.due or visit.now))

    def steps(self, visit: Visit) -> list[Step]:
        """Return the steps of the present hall's set-up, until all are done."""
        return steps_of(visit, self.set_up)

    def asides(self, visit: Visit) -> list[Aside]:
        """Return the figures that stand beside what waits to be done."""
        with visit.look() as hall:
            found = [glance(visit, hall) for may, glance in self.glances if self.allowed(visit, may)]
        return [one for one in found if one is not None]

    def named(self, visit: Visit, hall: HallSnapshot, fact: Event) -> Mapping[str, object]:
        """Return how a feature says fields of its own fact, where it says more than their values."""
        naming = self.namings.get(type(fact))
        return naming(visit, hall, fact) if naming else {}

    def marked(self, visit: Visit, hall: HallSnapshot, facts: Mapping[int, Event]) -> Mapping[int, str]:
        """Return how features mark entries of the journal, by their numbers."""
        return {seq: mark for marking in self.markings for seq, mark in marking(visit, hall, facts).items()}

    def allowed(self, visit: Visit, may: May) -> bool:
        """Return whether the reader has the right that a source asks for."""
        return visit.may(may)


def said(visit: Visit, one: Obligation) -> Todo:
    """Say an obligation in the reader's language."""
    what, why, act = (visit.pick(words) for words in (one.what, one.why, one.button))
    return Todo(what=what, why=why, act=act, due=one.due, to=one.address(visit.hall_code))
