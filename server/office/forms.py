"""Forms from pydantic models: a field each, its label and hint in the reader's language, its faults beside it.

A form's state is flat, as browsers send it: `name.zh-Hant`, `bring.0.en`, `hours.mon`. `flat` makes it of a model's
value, `value_of` makes a value of it; the model alone decides what fits.
"""

import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Final, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel
from werkzeug.datastructures import MultiDict

from server.floor.hallfile import WEEKDAYS
from server.kernel.languages import LANGUAGES, N_
from server.office.labels import CHOICES, LABELS, OWN_NAMES, PARTS
from server.office.visit import Visit
from server.security.serving import fitted

State = Mapping[str, Sequence[str]]
M = TypeVar("M", bound=BaseModel)
OF_LISTS: Final[Mapping[Any, str]] = {dict: "words-list", date: "dates", int: "numbers", Literal: "order"}
OF_ONE: Final[Mapping[Any, str]] = {dict: "words", bool: "flag", int: "number", float: "number"}
BLANK: Final = 1  # empty rows after a list's last one


@dataclass(frozen=True)
class Field:
    """One field of a form, as its template needs it."""

    name: str
    kind: str  # text · zone · number · numbers · words · words-list · choice · choices · order · hours · dates · flag
    label: str
    hint: str
    needed: bool
    optional_hours: bool
    options: list[tuple[str, str]]
    rows: int
    faults: list[str]
    state: State

    def value(self, more: str = "") -> str:
        """Return what stands in (a part of) the field."""
        return next(iter(self.state.get(self.name + more, ())), "")

    def has(self, value: str) -> bool:
        """Return whether one of several choices is chosen."""
        return value in self.state.get(self.name, ())

    def told(self) -> str:
        """Return what stands in the field, in one line."""
        names = dict(self.options)
        parts = [
            names.get(one, one)
            for name, values in self.state.items()
            if name == self.name or name.startswith(f"{self.name}.")
            for one in values
            if one
        ]
        return " · ".join(parts) or "—"


@dataclass(frozen=True)
class Part:
    """Fields that belong together."""

    title: str
    fields: list[Field]
    first: bool

    @property
    def open(self) -> bool:
        """Whether it is unfolded from the beginning."""
        return self.first or any(one.faults for one in self.fields)


@dataclass
class Form:
    """A model as a form: filled from what is there, or from what was entered when it was refused."""

    visit: Visit
    model: type[BaseModel]
    present: BaseModel | None = None
    leave_out: Sequence[str] = ()
    choices: Mapping[str, list[tuple[str, str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Take the state from the form that was sent, else from the present values."""
        sent = bool(self.visit.faults or self.visit.refusal) and bool(self.visit.given)
        self.state: State = entered(self.visit.given) if sent else self.flat(self.present)

    def names(self) -> list[str]:
        """Return the names of its fields."""
        return [name for name in self.model.model_fields if name not in self.leave_out]

    def flat(self, present: BaseModel | None) -> dict[str, list[str]]:
        """Return a model's values as a browser would send them; without one, the defaults."""
        found: dict[str, list[str]] = {}
        for name in self.names():
            info = self.model.model_fields[name]
            known = present is not None
            default = None if info.is_required() else info.get_default(call_default_factory=True)
            flatten(found, name, kind_of(info.annotation), getattr(present, name) if known else default)
        return found

    def fields(self, state: State | None = None) -> list[Field]:
        """Return its fields."""
        return [self.field(name, self.state if state is None else state) for name in self.names()]

    def parts(self) -> list[Part]:
        """Return its fields in parts; the first is always open."""
        wanted, left = PARTS.get(self.model.__name__, ()), self.names()
        parts = []
        for title, names in wanted:
            parts.append((title, [name for name in names if name in left]))
            left = [name for name in left if name not in names]
        shown = [(title, names) for title, names in [*parts, (N_("More"), left)] if names]
        return [
            Part(self.visit.t(title), [self.field(name, self.state) for name in names], place == 0)
            for place, (title, names) in enumerate(shown)
        ]

    def field(self, name: str, state: State) -> Field:
        """Return one field."""
        info = self.model.model_fields[name]
        kind = "zone" if name == "timezone" else kind_of(info.annotation)
        known = f"{self.model.__name__}.{name}"
        hint = self.visit.t(info.description) if info.description else ""
        label = LABELS.get(known) or LABELS.get(name)
        return Field(
            name=name,
            kind=kind,
            label=self.visit.t(label) if label else hint,
            hint=hint if label else "",
            needed=info.is_required(),
            optional_hours=kind == "hours" and type(None) in get_args(info.annotation),
            options=self.options(name, info.annotation),
            rows=max(places(state, name), default=-1) + 1 + BLANK,
            faults=self.visit.faults.get(name, []),
            state=state,
        )

    def options(self, name: str, annotation: Any) -> list[tuple[str, str]]:
        """Return what can be chosen: value and label."""
        if name in self.choices:
            return self.choices[name]
        return [
            (value, OWN_NAMES.get(value) or self.visit.t(CHOICES.get(value, value))) for value in values_of(annotation)
        ]

    def read(self) -> dict[str, Any]:
        """Return what was entered as the model takes it; what was left empty is left out."""
        found = {}
        given = entered(self.visit.given)
        for name in self.names():
            kind = kind_of(self.model.model_fields[name].annotation)
            value = value_of(given, name, kind)
            if value is not None:
                found[name] = value
        return found

    def taken(self, model: type[M], **more: Any) -> M:
        """Return the model of what was entered; refuse it naming each field."""
        made: M = fitted(model.model_validate, {**self.read(), **more})
        return made


def entered(given: "MultiDict[str, str]") -> State:
    """Return a form as it was sent."""
    return {name: values for name, values in given.lists() if name != "csrf"}


def kind_of(annotation: Any) -> str:
    """Return which kind of field a type needs."""
    members = [bare(one) for one in get_args(annotation) if one is not type(None)] if is_union(annotation) else []
    if len(members) > 1:
        return "hours"
    whole = members[0] if members else bare(annotation)
    if is_union(whole):
        return kind_of(whole)
    origin = get_origin(whole) or whole
    if origin is list:
        inner = bare(get_args(whole)[0])
        return OF_LISTS.get(get_origin(inner) or inner, "choices")
    if origin is Literal or (isinstance(origin, type) and issubclass(origin, StrEnum)):
        return "choice"
    return OF_ONE.get(origin, "text")


def values_of(annotation: Any) -> list[str]:
    """Return the values of a choice."""
    members = [one for one in get_args(annotation) if one is not type(None)] if is_union(annotation) else [annotation]
    whole = bare(members[0])
    if get_origin(whole) is list:
        whole = bare(get_args(whole)[0])
    if get_origin(whole) is Literal:
        return [str(one) for one in get_args(whole)]
    return [one.value for one in whole] if isinstance(whole, type) and issubclass(whole, StrEnum) else []


def is_union(annotation: Any) -> bool:
    """Return whether a type is one of several."""
    return get_origin(annotation) in {Union, types.UnionType}


def bare(annotation: Any) -> Any:
    """Return a type without what is annotated to it."""
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation


def flatten(found: dict[str, list[str]], name: str, kind: str, value: Any) -> None:
    """Write a value down as a browser would send it."""
    if kind == "hours":
        found[f"{name}.how"] = ["hall" if value is None else "always" if value == "always" else "days"]
        for day in WEEKDAYS if isinstance(value, dict) else ():
            found[f"{name}.{day}"] = [", ".join(value.get(day, ()))]
    elif value is None or value == []:
        return
    elif kind == "words":
        found.update({f"{name}.{language}": [value.get(language, "")] for language in LANGUAGES})
    elif kind == "words-list":
        for place, one in enumerate(value):
            flatten(found, f"{name}.{place}", "words", one)
    elif kind == "order":
        found.update({f"{name}.{place}": [one] for place, one in enumerate(value)})
    else:
        found[name] = plainly(kind, value)


def plainly(kind: str, value: Any) -> list[str]:
    """Return a value as the one field of its name sends it."""
    if kind == "choices":
        return list(value)
    if kind in {"numbers", "dates"}:
        return [", ".join(map(str, value))]
    if kind == "flag":
        return ["on"] if value else []
    return [f"{value:g}" if isinstance(value, float) else str(value)]


def value_of(given: State, name: str, kind: str) -> Any:
    """Return a field's value from what was sent; None where it was left empty."""
    making = MAKING.get(kind)
    if making is not None:
        return making(given, name)
    value = text(given, name)
    return value or None


def text(given: State, name: str) -> str:
    """Return one text without spaces around it."""
    return next(iter(given.get(name, ())), "").strip()


def words(given: State, name: str) -> dict[str, str] | None:
    """Return a text in those languages in which it was entered."""
    found = {language: text(given, f"{name}.{language}") for language in LANGUAGES}
    return {language: said for language, said in found.items() if said} or None


def words_list(given: State, name: str) -> list[dict[str, str]]:
    """Return the rows that were filled in."""
    return [row for place in places(given, name) if (row := words(given, f"{name}.{place}"))]


def places(given: State, name: str) -> list[int]:
    """Return the numbers of a list's rows."""
    parts = {part.split(".")[1] for part in given if part.startswith(f"{name}.")}
    return sorted(int(part) for part in parts if part.isdecimal() and len(part) < 4)


def order(given: State, name: str) -> list[str]:
    """Return what was chosen, in its order."""
    return [one for place in range(9) if (one := text(given, f"{name}.{place}"))]


def several(given: State, name: str) -> list[str]:
    """Return a list written with commas."""
    return [part.strip() for part in text(given, name).replace("、", ",").replace("，", ",").split(",") if part.strip()]


def hours(given: State, name: str) -> Any:
    """Return always, the spans of each weekday, or nothing: as the hall."""
    how = text(given, f"{name}.how")
    if how == "days":
        return {day: spans for day in WEEKDAYS if (spans := several(given, f"{name}.{day}"))}
    return "always" if how == "always" else None


MAKING: Final[Mapping[str, Callable[[State, str], Any]]] = {
    "words": words,
    "words-list": words_list,
    "order": order,
    "choices": lambda given, name: list(given.get(name, ())),
    "numbers": several,
    "dates": several,
    "flag": lambda given, name: bool(given.get(name)),
    "hours": hours,
}
