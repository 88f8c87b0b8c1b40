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
from server.office.context import SAID, PageContext
from server.office.labels import CHOICES, STATES
from server.office.pages import PREFIX, Aside, PageRoute, Pages, Todo
from server.office.steps import OfficeStep, steps_of
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

    def draw(self, context: PageContext, template: str, values: Mapping[str, Any]) -> str:
        """Draw a page."""
        return self.environment.get_template(template).render(
            context=context,
            t=context.t,
            tn=context.tn,
            pick=context.pick,
            nav=self.navigation(context),
            halls=list(self.halls_of(context)),
            steps=self.steps(context),
            how_many_todos=len(self.todos(context)) if context.inside and context.hall != HEAD else 0,
            said=SAID.get(context.asked.get("said", "")),
            **values,
        )

    def navigation(self, context: PageContext) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return groups of (address, label) of the pages that the reader may see."""
        if context.actor_or_none is None:
            return []
        seen = [route for route in self.listed if self.shows(context, route)]
        return [
            (group, [(self.address(context, route), route.nav.label) for route in routes if route.nav])
            for group, routes in groupby(seen, key=lambda route: route.nav.group if route.nav else "")
        ]

    def shows(self, context: PageContext, route: PageRoute) -> bool:
        """Return whether a page is in the reader's navigation."""
        return (not route.in_hall or context.hall != HEAD) and (route.may is None or context.may_some(route.may))

    def address(self, context: PageContext, route: PageRoute) -> str:
        """Return a page's address in the present hall."""
        return ("" if route.linked else PREFIX) + route.path.replace("<hall>", context.hall_code)

    def halls_of(self, context: PageContext) -> dict[str, int]:
        """Return code → number of the reader's halls."""
        if context.actor_or_none is None:
            return {}
        with context.authenticator.store.look(HEAD) as head:
            found = all_halls(head)
        return {code: number for code, number in sorted(found.items()) if context.actor_or_none.of(number)}

    def todos(self, context: PageContext) -> list[Todo]:
        """Return what waits to be done by the reader in the present hall, ordered by time left."""
        with context.look() as hall:
            found = [
                todo for may, source in self.sources if self.allowed(context, may) for todo in source(context, hall)
            ]
            for duty in self.duties:
                if duty.may is not None and self.allowed(context, duty.may):
                    found += [said(context, one) for one in duty.read(hall)]
        return sorted(found, key=lambda todo: (todo.due is None, todo.due or context.now))

    def steps(self, context: PageContext) -> list[OfficeStep]:
        """Return the steps of the present hall's set-up, until all are done."""
        return steps_of(context, self.set_up)

    def asides(self, context: PageContext) -> list[Aside]:
        """Return the figures that stand beside what waits to be done."""
        with context.look() as hall:
            found = [glance(context, hall) for may, glance in self.glances if self.allowed(context, may)]
        return [one for one in found if one is not None]

    def named(self, context: PageContext, hall: HallSnapshot, fact: Event) -> Mapping[str, object]:
        """Return how a feature says fields of its own fact, where it says more than their values."""
        naming = self.namings.get(type(fact))
        return naming(context, hall, fact) if naming else {}

    def marked(self, context: PageContext, hall: HallSnapshot, facts: Mapping[int, Event]) -> Mapping[int, str]:
        """Return how features mark entries of the journal, by their numbers."""
        return {seq: mark for marking in self.markings for seq, mark in marking(context, hall, facts).items()}

    def allowed(self, context: PageContext, may: May) -> bool:
        """Return whether the reader has the right that a source asks for."""
        return context.may_some(may)


def said(context: PageContext, one: Obligation) -> Todo:
    """Say an obligation in the reader's language."""
    what, why, act = (context.pick(words) for words in (one.what, one.why, one.button))
    return Todo(what=what, why=why, act=act, due=one.due, to=one.address(context.hall_code))
