"""The views there are: a name, what makes it, and who may see it. Screens enter theirs; this package knows none."""

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from pydantic import BaseModel

from server.kernel.languages import N_
from server.kernel.refusals import Missing
from server.security.rights import May
from server.store.hall import HallSight

ARGUMENT: Final = re.compile(r"[A-Za-z0-9-]{1,20}")


class UnknownView(Missing):
    """No view has this name."""

    says = N_("There is no view “{view}”.")


@dataclass(frozen=True, slots=True)
class View:
    """What a screen shows: a pure reading of a hall, for one thing in it (`counter:3`) where it takes an argument."""

    name: str
    make: Callable[..., BaseModel]
    right: May
    takes_argument: bool
    needs_argument: bool

    def fits(self, argument: str | None) -> bool:
        """Return whether the view exists with this argument."""
        if argument is None:
            return not self.needs_argument
        return self.takes_argument and ARGUMENT.fullmatch(argument) is not None

    def read(self, hall: HallSight, argument: str | None) -> BaseModel:
        """Make the view of a hall."""
        return self.make(hall, argument) if self.takes_argument else self.make(hall)

    def json(self, hall: HallSight, argument: str | None) -> bytes:
        """Make the view of a hall as it travels."""
        return self.read(hall, argument).model_dump_json().encode()


class Views:
    """All views by name."""

    def __init__(self) -> None:
        self.known: dict[str, View] = {}

    def add(self, name: str, make: Callable[..., BaseModel], right: May) -> None:
        """Enter a view: `make(hall)` is one a hall, `make(hall, counter)` one a counter; a default: optional."""
        if name in self.known:
            raise ValueError(f"two views are named {name}")
        parameters = list(inspect.signature(make).parameters.values())
        takes = len(parameters) == 2
        self.known[name] = View(name, make, right, takes, takes and parameters[1].default is inspect.Parameter.empty)

    def find(self, text: str) -> tuple[View, str | None]:
        """Return the view and its argument that `counter:3` names; refuse what there is not."""
        name, colon, rest = text.partition(":")
        argument = rest if colon else None
        view = self.known.get(name)
        if view is None or not view.fits(argument):
            raise UnknownView(view=text)
        return view, argument
