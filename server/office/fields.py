"""A field's kind by its type, and its way between a browser's flat texts and a model's value.

`flatten` writes a value down as a browser would send it (`name.zh-Hant`, `bring.0.en`, `hours.mon`), `value_of` makes a
value of what was sent; the model alone decides what fits.
"""

import json
import types
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from werkzeug.datastructures import MultiDict

from server.floor.hallfile import WEEKDAYS
from server.floor.typed_hours import written
from server.kernel.languages import LANGUAGES, Words

State = Mapping[str, Sequence[str]]
OF_LISTS: Final[Mapping[Any, str]] = {
    Words: "words-list", date: "dates", int: "numbers", Literal: "order", str: "choices",
}  # fmt: skip
OF_ONE: Final[Mapping[Any, str]] = {
    Words: "words", bool: "flag", int: "number", float: "number", date: "date", str: "text",
}  # fmt: skip
ALWAYS_SENT: Final = frozenset({"flag", "choice"})  # they say nothing of whether a row was filled in


def entered(given: "MultiDict[str, str]") -> State:
    """Return a form as it was sent."""
    return {name: values for name, values in given.lists() if name != "csrf"}


def before(given: "MultiDict[str, str]") -> dict[str, Any]:
    """Return what a form was opened with, as it sends it back; nothing where it sends none."""
    try:
        found = json.loads(given.get("before", "{}"))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def kind_of(annotation: Any) -> str:
    """Return which kind of field a type needs; raise `TypeError` where none fits: an empty one would wipe the value."""
    members = [bare(one) for one in get_args(annotation) if one is not type(None)] if is_union(annotation) else []
    if {get_origin(one) for one in members} == {Literal, dict}:
        return "hours"
    whole = members[0] if len(members) == 1 else bare(annotation)
    if is_union(whole) and len(members) == 1:
        return kind_of(whole)
    kind: str | None = "choice" if is_choice(whole) else OF_ONE.get(whole)
    if get_origin(whole) is list:
        inner = bare(get_args(whole)[0])
        of = Literal if get_origin(inner) is Literal else str if is_choice(inner) else inner
        kind = "records" if record_of(annotation) else OF_LISTS.get(of)
    if kind is None:
        raise TypeError(f"a form has no field for {annotation}")
    return kind


def is_choice(whole: Any) -> bool:
    """Return whether a type is one of several values."""
    return get_origin(whole) is Literal or (isinstance(whole, type) and issubclass(whole, StrEnum))


def record_of(annotation: Any) -> type[BaseModel] | None:
    """Return the model of a list of records; None where a type is anything else."""
    whole = bare(annotation)
    inner = bare(get_args(whole)[0]) if get_origin(whole) is list else None
    return inner if isinstance(inner, type) and issubclass(inner, BaseModel) else None


def fits(model: type[BaseModel], leave_out: Sequence[str] = (), choices: Sequence[str] = ()) -> None:
    """Raise `TypeError` at start where a form of a model would have a field that cannot show what stands in it.

    `choices` are the fields whose values the page names: a list of texts is chosen from, and needs them.
    """
    for name, info in model.model_fields.items():
        if name in leave_out:
            continue
        kind, of = kind_of(info.annotation), record_of(info.annotation)
        if kind == "choices" and name not in choices and not values_of(info.annotation):
            raise TypeError(f"{model.__name__}.{name}: nothing says what can be chosen")
        if of is not None:
            fits(of)
            kinds = {kind_of(inner.annotation) for inner in of.model_fields.values()}
            if kinds & {"records", "hours"} or kinds <= ALWAYS_SENT:
                raise TypeError(f"{model.__name__}.{name}: a row of a form cannot hold {sorted(kinds)}")


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


def flatten(found: dict[str, list[str]], name: str, kind: str, value: Any, of: type[BaseModel] | None = None) -> None:
    """Write a value down as a browser would send it; `of` is the model of records."""
    if kind == "hours":
        found[f"{name}.how"] = ["hall" if value is None else "always" if value == "always" else "days"]
        spans = value if isinstance(value, dict) else {}
        found.update({f"{name}.{day}": [", ".join(some)] for day, some in spans.items()})
    elif value is None or value == []:
        return
    elif kind == "words":
        found.update({f"{name}.{language}": [value.get(language, "")] for language in LANGUAGES})
    elif kind == "words-list":
        for place, one in enumerate(value):
            flatten(found, f"{name}.{place}", "words", one)
    elif kind == "records" and of is not None:
        for place, one in enumerate(value):
            for inner, info in of.model_fields.items():
                held = one.get(inner) if isinstance(one, dict) else getattr(one, inner)
                flatten(found, f"{name}.{place}.{inner}", kind_of(info.annotation), held)
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


def value_of(given: State, name: str, kind: str, of: type[BaseModel] | None = None) -> Any:
    """Return a field's value from what was sent; None where it was left empty. `of` is the model of records."""
    if of is not None:
        return [row for place in places(given, name) if (row := record(given, f"{name}.{place}", of)) is not None]
    making = MAKING.get(kind)
    if making is not None:
        return making(given, name)
    value = text(given, name)
    return value or None


def text(given: State, name: str) -> str:
    """Return one text without spaces around it, its lines ended in one way: browsers send CR LF."""
    return next(iter(given.get(name, ())), "").strip().replace("\r\n", "\n")


def words(given: State, name: str) -> dict[str, str] | None:
    """Return a text in those languages in which it was entered."""
    found = {language: text(given, f"{name}.{language}") for language in LANGUAGES}
    return {language: said for language, said in found.items() if said} or None


def words_list(given: State, name: str) -> list[dict[str, str]]:
    """Return the rows that were filled in."""
    return [row for place in places(given, name) if (row := words(given, f"{name}.{place}"))]


def record(given: State, name: str, of: type[BaseModel]) -> dict[str, Any] | None:
    """Return a row's values; None where nothing was written in it."""
    kinds = {inner: kind_of(info.annotation) for inner, info in of.model_fields.items()}
    found = {inner: value_of(given, f"{name}.{inner}", kind) for inner, kind in kinds.items()}
    written = any(value not in (None, [], {}) for inner, value in found.items() if kinds[inner] not in ALWAYS_SENT)
    return {inner: value for inner, value in found.items() if value is not None} if written else None


def places(given: State, name: str) -> list[int]:
    """Return the numbers of a list's rows."""
    parts = {part.removeprefix(f"{name}.").partition(".")[0] for part in given if part.startswith(f"{name}.")}
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
        return {day: spans for day in WEEKDAYS if (spans := written(text(given, f"{name}.{day}")))}
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
