"""Reading a configuration file; a mistake is named with file, line and remedy."""

import re
import tomllib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from server.floor.hallfile import Configuration, Hall
from server.kernel.refusals import Fault

HEADER: Final = re.compile(r"^\s*(\[\[?)\s*([\w.\-\"]+)\s*\]\]?")
KEY: Final = re.compile(r"^\s*([\w\-\"]+)\s*=")
LIST: Final = re.compile(r"=\s*\[\s*(#.*)?$")  # a list whose elements follow, a line each
M = TypeVar("M", bound=BaseModel)
REMEDIES: Final = {
    "extra_forbidden": "there is no such setting; remove it or correct its name",
    "missing": "this setting is missing; add it",
}
ALWAYS: Final = "literal['always']"  # hours that are meant as a word
EITHER: Final = 'write "always", or the spans of each weekday: { mon = ["09:00-17:00"] }'


def read_configuration(path: Path | None) -> Configuration:
    """Return what a file says; raise `Fault` naming file, line and remedy where it does not fit. No file: no halls."""
    if path is None:
        return Configuration.model_construct(halls=[])
    try:
        now = path.stat()
    except OSError:
        return read_file(path, Configuration)  # which says what is wrong
    return as_it_stood(path, now.st_mtime_ns, now.st_size)


@lru_cache(maxsize=1)
def as_it_stood(path: Path, _changed: int, _size: int) -> Configuration:
    """Return what a file says; a start reads it at three places, and that of a thousand halls takes a second."""
    configuration = read_file(path, Configuration)
    return configuration.model_copy(update={"halls": [marked(hall, configuration) for hall in configuration.halls]})


def read_file(path: Path, model: type[M], made: Callable[[Any], Any] = lambda data: data) -> M:
    """Return a TOML file as a model, `made` of what stands in it; raise `Fault` naming file, line and remedy."""
    try:
        text = path.read_text(encoding="utf-8-sig")  # Windows' editors put a mark at the beginning
    except OSError as error:
        raise Fault(
            f"{path}: cannot be read ({error.strerror}); name another file with --config or FLOOR_CONFIG"
        ) from error
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise Fault(f"{path}, line {line}: this is not UTF-8 text; save the file as UTF-8") from error
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        raise Fault(
            f"{path}, line {found[1] if found else '?'}: this is not valid TOML ({error}); correct the line"
        ) from error
    try:
        return model.model_validate(made(data))
    except ValidationError as error:
        raise Fault("\n".join(fault_lines(path, text, error))) from error


def marked(hall: Hall, configuration: Configuration) -> Hall:
    """Return a hall that knows whether it is a demo."""
    return hall.model_copy(update={"demo": configuration.demo is not None})


def fault_lines(path: Path, text: str, error: ValidationError) -> list[str]:
    """Return a sentence for each mistake."""
    places = lines_of(text)
    sentences = []
    for one in error.errors():
        if beside_the_point(one):
            continue
        place = tuple(
            part
            for part in one["loc"]
            if not (isinstance(part, str) and part.startswith(("function-", "literal[", "dict[")))
        )
        place += getattr(one.get("ctx", {}).get("error"), "at", ())
        remedy = REMEDIES.get(one["type"], one["msg"].removeprefix("Value error, "))
        if one["loc"][-1:] == (ALWAYS,):
            remedy = EITHER
        name = ".".join(str(part + 1) if isinstance(part, int) else part for part in place) or "the file"
        sentences.append(f"{path}, line {nearest(places, place)}: {name}: {remedy}")
    return sentences


def beside_the_point(one: ErrorDetails) -> bool:
    """Return whether a mistake is only that hours are no word where spans are meant, or no spans where a word is."""
    last = str(one["loc"][-1]) if one["loc"] else ""
    return (last == ALWAYS and isinstance(one["input"], dict)) or (
        one["type"] == "dict_type" and last.startswith("dict[")
    )


def nearest(places: dict[tuple[str | int, ...], int], place: tuple[str | int, ...]) -> int:
    """Return the line of a setting, or of the first of its tables, or of the table that it belongs to."""
    for length in range(len(place), 0, -1):
        lines = [line for known, line in places.items() if known[:length] == place[:length]]
        if lines:
            return places.get(place[:length], min(lines))
    return 1


def lines_of(text: str) -> dict[tuple[str | int, ...], int]:
    """Return where each table and setting of a TOML text stands: ("halls", 0, "services", 2, "norm") → line, from 1."""
    counts: dict[tuple[str | int, ...], int] = {}
    places: dict[tuple[str | int, ...], int] = {}
    table: tuple[str | int, ...] = ()
    elements: tuple[str | int, ...] | None = None  # of a list over several lines
    nth = 0
    for number, line in enumerate(text.splitlines(), 1):
        if elements is not None:
            if line.lstrip().startswith("]"):
                elements = None
            elif line.strip() and not line.lstrip().startswith("#"):
                places[(*elements, nth)] = number
                nth += 1
        elif header := HEADER.match(line):
            table = table_path(header[2].replace('"', "").split("."), header[1] == "[[", counts)
            places[table] = number
        elif key := KEY.match(line):
            place = (*table, key[1].strip('"'))
            places.setdefault(place, number)
            if LIST.search(line):
                elements, nth = place, 0
    return places


def table_path(names: list[str], in_list: bool, counts: dict[tuple[str | int, ...], int]) -> tuple[str | int, ...]:
    """Return the path of a table from its header, counting the tables of each list."""
    path: tuple[str | int, ...] = ()
    for position, name in enumerate(names):
        path = (*path, name)
        last = position == len(names) - 1
        if last and in_list:
            counts[path] = counts.get(path, -1) + 1
            for child in [
                child
                for child in counts
                if len(child) > len(path) and child[: len(path)] == path and child[len(path)] == counts[path]
            ]:
                del counts[child]
        if path in counts:
            path = (*path, counts[path])
    return path
