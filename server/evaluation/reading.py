"""The log of a line, as another system wrote it: a CSV with a row a customer. What is damaged is named and left out."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Final

COLUMNS: Final = ("arrived", "class", "service", "called", "counter", "ended", "outcome")
STANDARD: Final = "standard"
DONE, LEFT = "done", "left"
NIGHT: Final = timedelta(hours=4)  # a day of the line begins then, so what goes on after midnight belongs to it
LONGEST: Final = 24 * 3600.0  # seconds: who waited or was served for longer was forgotten


class OtherColumns(Exception):
    """The file has not the columns that it should have; the text says which."""


@dataclass(frozen=True, slots=True)
class Row:
    """A customer of the log; moments in seconds since 1970, as the log's clock said them."""

    line: int  # of the file
    arrived: float
    group: str  # its class
    service: str
    called: float | None
    counter: str
    ended: float

    @property
    def waited(self) -> float | None:
        """Return the wait in seconds of somebody who was called."""
        return None if self.called is None else self.called - self.arrived

    @property
    def day(self) -> int:
        """Return the number of the day of its arrival."""
        return day_of(self.arrived)


@dataclass(frozen=True, slots=True)
class Damage:
    """A row that is left out, and why."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Log:
    """What a file holds: its rows in the order of arrival."""

    rows: Sequence[Row]
    damaged: Sequence[Damage]

    def days(self) -> list[int]:
        """Return the days on which somebody came, in order."""
        return sorted({row.day for row in self.rows})


def day_of(moment: float) -> int:
    """Return the number of the day of the line in which a moment lies."""
    return int((moment - NIGHT.total_seconds()) // 86400)


def read_log(path: Path) -> Log:
    """Read a log; raise `OtherColumns` where it has others than it should have."""
    with path.open(newline="", encoding="utf-8-sig", errors="replace") as file:
        reader = csv.reader(file)
        head = [name.strip() for name in next(reader, [])]
        fit_columns(head)
        return sorted_out(numbered(reader), [head.index(name) for name in COLUMNS], len(head))


def numbered(reader: Iterable[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows with the numbers of their lines; a row that cannot be taken apart is an empty one."""
    number, rows = 1, iter(reader)
    while True:
        number += 1
        try:
            yield number, next(rows)
        except StopIteration:
            return
        except csv.Error:
            yield number, []


def fit_columns(head: Sequence[str]) -> None:
    """Refuse a head that lacks a column, naming the nearest that is there."""
    spare = [name for name in head if name not in COLUMNS]
    lacking = []
    for name in COLUMNS:
        if name not in head:
            near = get_close_matches(name, {one.lower(): one for one in spare}, 1, 0.5)
            meant = next((one for one in spare if near and one.lower() == near[0]), None)
            lacking.append(f"“{name}”" + (f" (is it “{meant}”?)" if meant else ""))
    if lacking:
        has = ", ".join(head) or "none"
        raise OtherColumns(f"it lacks the column {', '.join(lacking)}; it has {has}")


def sorted_out(lines: Iterable[tuple[int, list[str]]], places: Sequence[int], width: int) -> Log:
    """Return the rows in order of arrival, and what is damaged."""
    rows: list[Row] = []
    damaged: list[Damage] = []
    for number, fields in lines:
        if fields and not any(field.strip() for field in fields):
            continue  # an empty line
        try:
            if len(fields) != width:
                raise ValueError(f"it has {len(fields)} fields, not {width}")
            rows.append(
                row_of(number, {name: fields[place].strip() for name, place in zip(COLUMNS, places, strict=True)})
            )
        except ValueError as error:
            damaged.append(Damage(number, str(error)))
    rows.sort(key=lambda row: (row.arrived, row.line))
    return Log(rows, damaged)


def row_of(line: int, said: Mapping[str, str]) -> Row:
    """Return a row of what its columns say; raise `ValueError` with what is wrong."""
    outcome = said["outcome"]
    if not said["service"]:
        raise ValueError("service is empty")
    if outcome not in {DONE, LEFT}:
        raise ValueError(f"outcome is “{outcome}”, not {DONE} or {LEFT}")
    came, over = moment("arrived", said), moment("ended", said)
    if outcome == DONE and not said["counter"]:
        raise ValueError("counter is empty, and it was served")
    begun = moment("called", said) if outcome == DONE else None
    if begun is not None and begun < came:
        raise ValueError("it was called before it arrived")
    if over < (came if begun is None else begun):
        raise ValueError("it ended before it began")
    if over - came > LONGEST:
        raise ValueError("it took longer than a day")
    counter = said["counter"] if outcome == DONE else ""
    return Row(line, came, said["class"] or STANDARD, said["service"], begun, counter, over)


def moment(name: str, said: Mapping[str, str]) -> float:
    """Return a column's moment in seconds; raise `ValueError` where it is none."""
    text = said[name]
    if not text:
        raise ValueError(f"{name} is empty")
    try:
        when = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{name} is “{text}”, no moment like 2026-03-02 09:15:00") from error
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()
