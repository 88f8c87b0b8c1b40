"""What was entered for a case, for whoever looked into it: values of the form, reasons, answers, remarks."""

from dataclasses import dataclass
from typing import Any

from server.cases.access import may_read
from server.cases.checking import Value
from server.cases.vault import all_parts, get
from server.security.actors import Actor
from server.store.hall import HallSnapshot

FORM = "form"


@dataclass(frozen=True, slots=True)
class Entry:
    """A value of the form, and with which saving it came to stand so."""

    value: Value
    form: int


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody wrote with a move; `entry` is its number in the journal."""

    entry: int
    move: str
    text: str
    remarks: dict[str, str]


def form_of(hall: HallSnapshot, case: int) -> dict[str, Entry]:
    """Return what stands in a case's form; for commands, which ask by themselves who may."""
    found = get(hall, case, FORM) or {}
    return {code: Entry(value, form) for code, (value, form) in found.items()}


def read_form(hall: HallSnapshot, actor: Actor, case: int) -> dict[str, Entry]:
    """Return what stands in a case's form, for somebody who looked into it."""
    may_read(hall, actor, case)
    return form_of(hall, case)


def read_words(hall: HallSnapshot, actor: Actor, case: int) -> list[Said]:
    """Return what was written about a case, the first at the head, for somebody who looked into it."""
    may_read(hall, actor, case)
    parts: dict[str, Any] = all_parts(hall, case)
    said = [(int(part.partition(":")[2]), told) for part, told in parts.items() if part.startswith("words:") and told]
    return [
        Said(entry, told.get("move", ""), told.get("text", ""), told.get("remarks", {}))
        for entry, told in sorted(said, key=lambda one: one[0])
    ]
