"""Facts: what the journal holds. `apply` is the only place where rows change."""

import dataclasses
import inspect
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Generic, NamedTuple, Self, TypeVar, dataclass_transform

from pydantic import TypeAdapter

from server.store.rows import Rows
from server.store.sealed import opened, seal

EVENTS: dict[str, type["Event"]] = {}


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Event:
    """A fact in the past tense: ids and values, never rows, never personal data.

    Subclasses are frozen dataclasses, known by their name for ever. A changed meaning is a new class. `says` is the
    sentence with which an auditor reads the fact, its fields in braces; {changes} are those from `before` to `after`,
    {this_person} has the entry's number.
    """

    says: ClassVar[str] = ""
    words: ClassVar[frozenset[str]] = frozenset()  # fields in which somebody wrote freely: sealed in the journal

    def __init_subclass__(cls) -> None:
        if cls.__name__ in EVENTS:
            raise TypeError(f"two events are named {cls.__name__}")
        if not (cls.__doc__ or "").startswith("Written when"):
            raise TypeError(f"{cls.__name__} does not say when it is written")
        dataclasses.dataclass(frozen=True, kw_only=True)(cls)
        EVENTS[cls.__name__] = cls

    def apply(self, rows: Rows) -> None:
        """Change the rows as the fact says. It sees itself and `rows`, nothing else."""
        raise TypeError(f"{type(self).__name__} has no apply")

    def sentence(self) -> str:
        """Return the sentence that fits this very fact; few have another than `says`."""
        return self.says

    def to_json(self) -> str:
        """Return the fact's data as it stands in the journal."""
        written = {name: seal(text) for name in self.words if (text := getattr(self, name))}
        fact = dataclasses.replace(self, **written) if written else self  # type: ignore[type-var]  # by __init_subclass__
        return self.adapter().dump_json(fact).decode()

    @classmethod
    def from_json(cls, data: str) -> Self:
        """Read the fact back; tuples come back as tuples, sealed words as they were written."""
        fact: Self = cls.adapter().validate_json(data)
        written = {name: opened(text) for name in cls.words if (text := getattr(fact, name))}
        return dataclasses.replace(fact, **written) if written else fact  # type: ignore[type-var]  # likewise

    @classmethod
    def adapter(cls) -> TypeAdapter[Any]:
        """Return the pydantic adapter of this fact, made at first use."""
        found = cls.__dict__.get("_adapter")
        if found is None:
            found = TypeAdapter(cls)
            cls._adapter = found  # type: ignore[attr-defined]  # one a class, beside its fields
        return found


E = TypeVar("E", bound=Event)


class Recorded(NamedTuple, Generic[E]):
    """A fact that was recorded, and the number of its entry: nobody knows it before, whatever follows from the fact."""

    number: int
    fact: E


def describe(events: Mapping[str, type[Event]]) -> dict[str, dict[str, Any]]:
    """Return name → when it is written, its fields and which are needed; references are made from it."""
    return {
        name: {
            "written": inspect.cleandoc(event.__doc__ or ""),
            "fields": {field.name: str(field.type) for field in fields_of(event)},
            "needed": {field.name for field in fields_of(event) if needed(field)},
        }
        for name, event in sorted(events.items())
    }


def fields_of(event: type[Event]) -> tuple[dataclasses.Field[Any], ...]:
    """Return the fields of a fact."""
    return dataclasses.fields(event)  # type: ignore[arg-type]  # a dataclass by __init_subclass__


def needed(field: dataclasses.Field[Any]) -> bool:
    """Return whether a field has no default, so that a fact of before it was there could not be read."""
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def unreadable(released: Mapping[str, Mapping[str, str]], now: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Yield why facts written by a released program could not be read by one whose facts are as `now` describes."""
    for name, fields in released.items():
        if name not in now:
            yield f"{name} is gone; keep it, with its apply, for the histories that hold it"
            continue
        for field, kind in fields.items():
            if field not in now[name]["fields"]:
                yield f"{name}.{field} is gone; a changed fact is a new class"
            elif now[name]["fields"][field] != kind:
                yield f"{name}.{field} was {kind}; a changed meaning is a new class"
        for field in sorted(now[name]["needed"] - fields.keys()):
            yield f"{name}.{field} is new; give it a default for the facts of before"
