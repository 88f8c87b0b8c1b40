"""A feature is one object: its name and everything that it has. The program is put together from a list of them.

    FEATURE = Feature(
        "crowd",
        events=(events,),
        tables=(tables,),
        api=(api.api,),
        office=(office.pages,),
        jobs=(PeriodicJob("the crowd", 5.0, in_every_hall(assess)),),
    )

Which features there are, in the order of the layers, stands in server/features.py, and nowhere else.
"""

import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import ModuleType
from typing import Any, Final

from flask import Flask
from pydantic import BaseModel
from sqlalchemy import Table

from server.feature.arrivals import ExpectArrivals, FindArrival
from server.feature.evidence import Evidence
from server.feature.findable import Findable
from server.feature.settings import OwnSettings
from server.feature.todos import Duty
from server.kernel.settings import Settings
from server.security.authenticator import Authenticator
from server.security.rights import May
from server.security.web import Api
from server.store.events import Event
from server.store.hall import HallSnapshot, Reaction, Store
from server.store.sweeper import Handler
from server.store.workflow import Workflow

ARGUMENT: Final = re.compile(r"[A-Za-z0-9-]{1,20}")


@dataclass(frozen=True)
class View:
    """What a screen shows: a pure reading of a hall, for one thing in it (`counter:3`) where it takes an argument.

    `make(hall)` is one a hall, `make(hall, counter)` one a counter; where that has a default, it may be left out.
    """

    name: str
    make: Callable[..., BaseModel]
    right: May
    model: type[BaseModel] = BaseModel  # what `make` returns, for the description of the API

    @cached_property
    def takes_argument(self) -> bool:
        """Whether the view is of one thing in the hall."""
        return len(inspect.signature(self.make).parameters) == 2

    @cached_property
    def needs_argument(self) -> bool:
        """Whether that thing has to be named."""
        parameters = list(inspect.signature(self.make).parameters.values())
        return self.takes_argument and parameters[1].default is inspect.Parameter.empty

    def fits(self, argument: str | None) -> bool:
        """Return whether the view exists with this argument."""
        if argument is None:
            return not self.needs_argument
        return self.takes_argument and ARGUMENT.fullmatch(argument) is not None

    def read(self, hall: HallSnapshot, argument: str | None) -> BaseModel:
        """Make the view of a hall."""
        return self.make(hall, argument) if self.takes_argument else self.make(hall)

    def json(self, hall: HallSnapshot, argument: str | None) -> bytes:
        """Make the view of a hall as it travels."""
        return self.read(hall, argument).model_dump_json().encode()


@dataclass(frozen=True, slots=True)
class PeriodicJob:
    """Something done again and again, by the process that leads."""

    name: str
    every: float  # seconds
    act: Callable[[Store], object]
    erases: bool = False  # for good: not while the clock may be wrong
    everywhere: bool = False  # by each process, also by one that does not lead


@dataclass(frozen=True, slots=True)
class Written:
    """A file that whoever runs the program writes, as docs/settings.md tells of it: its models with their titles."""

    title: str
    models: tuple[tuple[type[BaseModel], str], ...]


@dataclass(frozen=True, slots=True)
class Feature:
    """Everything that a feature has; what it has not is left out."""

    name: str
    title: str = ""  # what the journal calls the area of its facts, a text of the catalogue; none: they stand in others
    events: tuple[ModuleType, ...] = ()  # modules that hold its facts
    tables: tuple[ModuleType, ...] = ()  # modules that hold its tables
    api: tuple[Api, ...] = ()
    office: tuple[object, ...] = ()  # office.pages.Pages: of a layer above this one
    views: tuple[View, ...] = ()
    pages: Mapping[str, str] = field(default_factory=dict)  # address → the folder of its index.html, from the root
    folders: tuple[str, ...] = ()  # further folders whose files browsers fetch
    deadlines: Mapping[str, Handler] = field(default_factory=dict)  # kind → what happens when it falls due
    reactions: tuple[tuple[type[Event], Reaction], ...] = ()  # what follows in it from facts of others
    jobs: tuple[PeriodicJob, ...] = ()
    settings: OwnSettings[Any] | None = None
    todos: tuple[Duty, ...] = ()
    finds: tuple[Findable, ...] = ()  # what of it can be found
    workflows: tuple[Workflow, ...] = ()
    evidence: tuple[Evidence, ...] = ()  # what its records say of the regulation
    written: tuple[Written, ...] = ()
    warns: Mapping[type[Event], str] = field(default_factory=dict)  # facts that somebody may want to be woken by
    tells: Mapping[type[Event], str] = field(default_factory=dict)  # facts that the log has, too
    serves: tuple[Callable[[Flask, Authenticator], None], ...] = ()  # addresses for anybody, drawn on the server
    arrivals: FindArrival | None = None  # who is expected and comes, by a code; else it refuses as `Missing`
    expects: ExpectArrivals | None = None  # who will, as the forecast reckons with them; at most one feature has it
    more: "More | None" = None  # what else it has in a process: under its settings, beside the other features

    def facts(self) -> dict[str, type[Event]]:
        """Return name → class of its facts."""
        return {
            name: one
            for module in self.events
            for name, one in vars(module).items()
            if isinstance(one, type) and issubclass(one, Event) and one.__module__ == module.__name__
        }

    def all_tables(self) -> dict[str, Table]:
        """Return name → table of its tables."""
        return {one.name: one for module in self.tables for one in vars(module).values() if isinstance(one, Table)}

    def under(self, settings: Settings, features: Sequence["Feature"]) -> tuple["Feature", ...]:
        """Return it, and what it has besides under the settings of a process."""
        return (self,) if self.more is None else (self, self.more(settings, features))


More = Callable[[Settings, Sequence[Feature]], Feature]
