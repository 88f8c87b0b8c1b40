"""What a feature lets people find: texts that anybody with a right may read, and where they stand.

    Findable("plans", N_("Emergency plans"), plans, changed_by={PlanSet: lambda fact: fact.kind}, may=May.SEE_PLANS)

What people wrote is sealed in its columns and is none of it: an index of it would be a copy in clear.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from server.kernel.languages import Words
from server.security.rights import May
from server.store.events import Event
from server.store.hall import HallSnapshot


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found."""

    key: str  # what it is among those of its kind; at most 80 characters
    title: Words
    to: str  # where it stands, below the office of the hall
    lines: tuple[Words, ...] = ()  # what else it says


@dataclass(frozen=True, slots=True)
class Findable:
    """A kind of documents: how they are read, from which facts on they are others, and whose they are."""

    kind: str  # at most 20 characters
    label: str  # what the office calls them, a text of the catalogue
    read: Callable[[HallSnapshot, str | None], Iterable[Document]]  # the one of a key, or all that a hall has
    changed_by: Mapping[type[Event], Callable[[Any], str] | None]  # fact → key of what it changes; None: all
    may: May  # who finds them
    opens: May | None = None  # who may follow them to where they stand; None: whoever finds them
