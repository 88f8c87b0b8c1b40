"""What a page of the office is, and how its function is found out about. How it is served: serving.py.

pages = Pages("ratings", Path(__file__).parent / "templates")

@pages.page("/<hall>/follow-ups", may=May.SEE_RATINGS, nav=Nav("Customers", "Follow-ups", 10))
def follow_ups(context: PageContext) -> str: …
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TypeVar

from server.feature.parts import Feature
from server.feature.settings import OwnSettings
from server.office.context import Go, PageContext
from server.security.rights import May
from server.store.events import Event
from server.store.hall import HallSnapshot

PREFIX: Final = "/office"
Shown = str | Go | Any  # a page's text, where to go on, or an answer of one's own, such as a file
Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Nav:
    """A page's place in the navigation; group and label are texts of the catalogue."""

    group: str
    label: str
    order: int


@dataclass(frozen=True, slots=True)
class PageRoute:
    """One address of the office: who may, what shows it; for a form, what shows it again when it was refused."""

    method: str
    path: str  # without the prefix
    function: Callable[..., Shown]
    may: May | None  # None: whoever is signed in
    nav: Nav | None = None
    again: Callable[..., Shown] | None = None
    some: bool = False  # also for those who have the right of some things only: the function asks of which
    open: bool = False  # without a sign-in
    takes: int = 0  # bytes that a form with a file may have; 0: none has

    @property
    def linked(self) -> bool:
        """Whether it only is a place in the navigation."""
        return self.method == "LINK"

    @property
    def in_hall(self) -> bool:
        """Whether it is about the hall that its address names."""
        return "<hall>" in self.path


@dataclass(frozen=True, slots=True)
class Todo:
    """Something that waits to be done, said in the reader's language."""

    what: str
    to: str  # an address
    act: str  # what its button says
    why: str = ""
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Aside:
    """A few figures that stand beside what waits to be done, said in the reader's language."""

    title: str
    rows: list[tuple[str, str]]
    to: str  # where they are in full
    act: str = ""  # what the way there says; empty: in full


@dataclass(frozen=True, slots=True)
class SetUpStep:
    """A step of a hall's set-up that a feature adds: its label, its page in the hall, and whether it is done."""

    label: str
    path: str
    done: Callable[[HallSnapshot], bool]


Glance = Callable[[PageContext, HallSnapshot], Aside | None]
Source = Callable[[PageContext, HallSnapshot], Iterable[Todo]]
Marking = Callable[[PageContext, HallSnapshot, Mapping[int, Event]], Mapping[int, str]]
Naming = Callable[[PageContext, HallSnapshot, Any], Mapping[str, object]]


@dataclass
class Pages:
    """A feature's pages, gathered by decorators and served by `install_office`."""

    name: str  # its templates' folder: ratings/follow_ups.html
    templates: Path | None = None
    routes: list[PageRoute] = field(default_factory=list)
    sources: list[tuple[May, Source]] = field(default_factory=list)
    glances: list[tuple[May, Glance]] = field(default_factory=list)
    namings: dict[type[Event], Naming] = field(default_factory=dict)
    markings: list[Marking] = field(default_factory=list)
    set_up: list[SetUpStep] = field(default_factory=list)
    own: dict[str, OwnSettings[Any]] = field(default_factory=dict)  # settings that belong to one feature

    def page(
        self, path: str, *, may: May | None, nav: Nav | None = None, some: bool = False
    ) -> Callable[[Function], Function]:
        """Have a function show a page: `function(context, …path) -> str`.

        `some`: also to those who have the right of some things only; the function asks of which.
        """
        return self._add("GET", path, may=may, nav=nav, some=some)

    def form(
        self, path: str, *, may: May | None, again: Callable[..., Shown] | None = None, takes: int = 0
    ) -> Callable[[Function], Function]:
        """Have a function take a form: `function(context, …path) -> Go`; `again` shows the page when it was refused.

        `takes`: how many bytes its body may have, where a file comes with it.
        """
        return self._add("POST", path, may=may, again=again, takes=takes)

    def door(self, method: str, path: str, again: Callable[..., Shown] | None = None) -> Callable[[Function], Function]:
        """Have a function serve whoever is not signed in: a few, listed in a test."""
        return self._add(method, path, may=None, again=again, open=True)

    def link(self, address: str, nav: Nav, *, may: May) -> None:
        """Add a screen that is no page of the office to the navigation; <hall> stands for the present one."""
        self.routes.append(PageRoute("LINK", address, _nothing, may, nav))

    def todo(self, *, may: May) -> Callable[[Source], Source]:
        """Have a function say what waits to be done in a hall, for those who have a right."""

        def keep(source: Source) -> Source:
            self.sources.append((may, source))
            return source

        return keep

    def glance(self, *, may: May) -> Callable[[Glance], Glance]:
        """Have a function say figures for the start page, for those who have a right."""

        def keep(glance: Glance) -> Glance:
            self.glances.append((may, glance))
            return glance

        return keep

    def names(self, *facts: type[Event]) -> Callable[[Naming], Naming]:
        """Have a function say fields of facts in the journal's sentences: codes by the words that they stand for."""

        def keep(naming: Naming) -> Naming:
            self.namings.update(dict.fromkeys(facts, naming))
            return naming

        return keep

    def mark(self, marking: Marking) -> Marking:
        """Have a function mark entries of the journal, by their numbers: a drill looks like one."""
        self.markings.append(marking)
        return marking

    def _add(self, method: str, path: str, *, may: May | None, **more: Any) -> Callable[[Function], Function]:
        def keep(function: Function) -> Function:
            self.routes.append(PageRoute(method, path, function, may, **more))
            return function

        return keep


def pages_of(features: Iterable[Feature]) -> list[Pages]:
    """Return the office's pages of features."""
    found = [pages for feature in features for pages in feature.office]
    for pages in found:
        if not isinstance(pages, Pages):
            raise TypeError(f"{pages!r} is no `Pages`")
    return [pages for pages in found if isinstance(pages, Pages)]


def _nothing(_visit: PageContext) -> Shown:
    """A link shows nothing itself."""
    return ""
