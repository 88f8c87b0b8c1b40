"""What is otherwise between two versions of a procedure, in words that can be read. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from server.kernel.languages import Words
from server.procedures.procedure import HEAD_FIELDS, Material, Procedure, ProcedureField


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is otherwise: in which part, of which record, which field, from what to what."""

    part: str  # about · materials · fields
    of: Words | None  # the record's name; None: the procedure itself
    field: str  # empty: the record as a whole
    was: Any = None
    now: Any = None

    @property
    def what(self) -> str:
        """Whether it came, went or changed."""
        return "changed" if self.field or not self.of else "added" if self.was is None else "removed"


def differences(before: Procedure | None, after: Procedure) -> list[Difference]:
    """Return what is otherwise; against nothing, everything came."""
    old = before or Procedure()
    head = [
        Difference("about", None, name, getattr(old, name), getattr(after, name))
        for name in HEAD_FIELDS
        if getattr(old, name) != getattr(after, name)
    ]
    return [
        *head,
        *of_records("materials", old.materials, after.materials),
        *of_records("fields", old.fields, after.fields),
    ]


def of_records(
    part: str, before: Sequence[Material | ProcedureField], after: Sequence[Material | ProcedureField]
) -> Iterator[Difference]:
    """Yield what is otherwise between lists of records, by their names."""
    was, now = {one.code: one for one in before}, {one.code: one for one in after}
    for code, one in was.items():
        if code not in now:
            yield Difference(part, one.name, "", was=one)
    for code, one in now.items():
        if code not in was:
            yield Difference(part, one.name, "", now=one)
        elif was[code] != one:
            yield from of_fields(part, was[code], one)


def of_fields(part: str, before: BaseModel, after: BaseModel) -> Iterator[Difference]:
    """Yield the fields of one record that are otherwise."""
    for name in type(after).model_fields:
        was, now = getattr(before, name), getattr(after, name)
        if was != now:
            yield Difference(part, after.name, name, was, now)  # type: ignore[attr-defined]  # a Material or a ProcedureField
