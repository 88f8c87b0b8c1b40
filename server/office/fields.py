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

from werkzeug.datastructures import MultiDict

from server.floor.hallfile import WEEKDAYS
from server.floor.typed_hours import written
from server.kernel.languages import LANGUAGES

State = Mapping[str, Sequence[str]]
OF_LISTS: Final[Mapping[Any, str]] = {dict: "words-list", date: "dates", int: "numbers", Literal: "order"}
OF_ONE: Final[Mapping[Any, str]] = {dict: "words", bool: "flag", int: "number", float: "number", date: "date"}


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
        spans = value if isinstance(value, dict) else {}
        found.update({f"{name}.{day}": [", ".join(some)] for day, some in spans.items()})
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
    """Return one text without spaces around it, its lines ended in one way: browsers send CR LF."""
    return next(iter(given.get(name, ())), "").strip().replace("\r\n", "\n")


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
