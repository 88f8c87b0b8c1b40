"""The edge: what a route is, and how its function is found out about. How a request is served: serving.py.

    api = Api("Counters")

    @api.command("/halls/<hall>/counters/<counter>/call", key=Key.OPTIONAL)
    def call(hall: UnitOfWork, counter: str, body: Call) -> Called: …

Routes are plain Flask routes, and the OpenAPI document is made from the same models (openapi.py): flask-openapi3 parses
and answers by itself, and leaves no place for the key, the transaction and the kept answer.
"""

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import Any, Final, TypeVar, get_type_hints

from pydantic import BaseModel, TypeAdapter

from server.security.rights import May

PREFIX: Final = "/api/v1"
PARAMETER: Final = re.compile(r"<(?:(int):)?(\w+)>")
Function = TypeVar("Function", bound=Callable[..., Any])


class Key(Enum):
    """Whether a command takes an Idempotency-Key."""

    OPTIONAL = "optional"
    REQUIRED = "required"


class ComesIn(StrEnum):
    """How a request comes in."""

    COMMAND = "command"  # an actor changes something, in one transaction
    READ = "read"  # an actor looks
    HOLDER = "holder"  # whoever holds a ticket's secret looks or changes
    PUBLIC = "public"  # anybody: a few, listed in a test


@dataclass(frozen=True, slots=True)
class File:
    """An answer that is a file, not JSON."""

    name: str  # under which a browser keeps it; its end is said again in the path
    kind: str  # content type
    content: bytes | Callable[[], bytes]  # a function is called when the look is over: it may take its time


@dataclass(frozen=True, slots=True)
class Route:
    """One route: how it is reached, who may, what goes in and what comes out."""

    way: ComesIn
    method: str
    path: str  # without the prefix
    function: Callable[..., Any]
    tag: str
    status: int
    key: Key | None
    may: May | None  # checked before anything is read; the function's command checks again for itself
    some: bool  # a look for those, too, who have the right of some things only: the function asks of which
    body: type[BaseModel] | None
    query: type[BaseModel] | None
    answer: TypeAdapter[Any] | None  # none where nothing or a file is answered
    file: bool
    takes: frozenset[str]

    @property
    def name(self) -> str:
        """As the OpenAPI document and Flask name it: get_halls_hall_devices."""
        plain = PARAMETER.sub(r"\2", self.path)
        return re.sub(r"\W+", "_", f"{self.method} {plain}").lower()

    @property
    def in_hall(self) -> bool:
        """Whether it works in the hall that its path names; else in head."""
        return "<hall>" in self.path


@dataclass
class Api:
    """A feature's routes, gathered by decorators and served by `serving.install`."""

    tag: str
    routes: list[Route] = field(default_factory=list)

    def command(
        self, path: str, *, key: Key = Key.OPTIONAL, status: int = 200, method: str = "POST", may: May | None = None
    ) -> Callable[[Function], Function]:
        """Have a function change something: `function(hall: UnitOfWork, …path, body) -> model`."""
        return self._add(ComesIn.COMMAND, method, path, status=status, key=key, may=may)

    def read(self, path: str, *, may: May | None = None, some: bool = False) -> Callable[[Function], Function]:
        """Have a function look: `function(hall: HallSnapshot, actor: Actor, …path, query) -> model`.

        `some`: also for those who have the right of some things only; the function asks of which.
        """
        return self._add(ComesIn.READ, "GET", path, status=200, may=may, some=some)

    def holder(self, method: str, path: str, *, status: int = 200) -> Callable[[Function], Function]:
        """Have a function serve whoever holds the path's <secret>: `function(hall, ticket: int, …)`; GET only looks."""
        key = None if method == "GET" else Key.OPTIONAL
        return self._add(ComesIn.HOLDER, method, path, status=status, key=key, may=May.TRACK)

    def public(self, method: str, path: str, *, status: int = 200) -> Callable[[Function], Function]:
        """Have a function serve anybody: `function(authenticator: Authenticator, …path, body, query) -> model`."""
        return self._add(ComesIn.PUBLIC, method, path, status=status)

    def _add(
        self, way: ComesIn, method: str, path: str, *, status: int, key: Key | None = None, may: May | None = None,
        some: bool = False,
    ) -> Callable[[Function], Function]:  # fmt: skip
        def keep(function: Function) -> Function:
            hints = get_type_hints(function)
            answer = hints.get("return", type(None))
            route = Route(
                way=way,
                method=method,
                path=path,
                function=function,
                tag=self.tag,
                status=status,
                key=key,
                may=may,
                some=some,
                body=_model(function, hints.get("body")),
                query=_model(function, hints.get("query")),
                answer=None if answer in {type(None), File} else TypeAdapter(answer),
                file=answer is File,
                takes=frozenset(inspect.signature(function).parameters),
            )
            self.routes.append(route)
            return function

        return keep


def all_routes(apis: list[Api]) -> Iterator[Route]:
    """Yield the routes of all features."""
    for api in apis:
        yield from api.routes


def _model(function: Callable[..., Any], hint: Any) -> type[BaseModel] | None:
    """Return a parameter's model; it must refuse what it does not know."""
    if hint is None:
        return None
    if not (isinstance(hint, type) and issubclass(hint, BaseModel)) or hint.model_config.get("extra") != "forbid":
        raise TypeError(
            f"{function.__module__}.{function.__name__}: {hint} must be a pydantic model with extra='forbid'"
        )
    return hint
