"""What is asked for, what was found of it, and what is wrong: pure decisions about a case's materials and form."""

import hashlib
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from server.cases.terms import Fault
from server.kernel import patterns
from server.procedures.procedure import DatumKind, Material, Procedure, ProcedureField, Weight

LONGEST: Final = 200  # characters of a line
LONGEST_TEXT: Final = 2000  # of some lines
TAIWAN: Final = re.compile(r"[A-Z][1289]\d{8}")
MAINLAND: Final = re.compile(r"\d{17}[\dX]")
LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVXYWZIO"  # of a Taiwanese number, A is 10
OF_TAIWAN: Final = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)  # weights of its eleven digits
WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
Value = str | float | bool | None


@dataclass(frozen=True, slots=True)
class Check:
    """What was found of a material: three marks, and the entry of the last look."""

    complete: bool
    correct: bool
    compliant: bool
    looked: int = 0
    by: int = 0

    @property
    def fault(self) -> Fault | None:
        """What is wrong with it; none: nothing."""
        if not self.complete:
            return Fault.MISSING
        if not self.correct:
            return Fault.INCORRECT
        return None if self.compliant else Fault.NOT_COMPLIANT


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is missing or wrong."""

    part: str  # material · field
    code: str
    fault: Fault

    @property
    def text(self) -> str:
        """As a fact keeps it."""
        return f"{self.part}:{self.code}:{self.fault}"

    @classmethod
    def read(cls, text: str) -> "Wrong":
        """Return it from a fact."""
        part, code, fault = text.split(":")
        return cls(part, code, Fault(fault))


def value_fault(field: ProcedureField, value: Value) -> Fault | None:
    """Return what is wrong with a field's value; none: nothing. An empty one that is not needed is right."""
    if value is None or value == "" or (field.kind is DatumKind.TICK and value is False):
        return Fault.LACKING if field.needed else None
    return None if fits(field, value) else Fault.INVALID


def fits(field: ProcedureField, value: Value) -> bool:
    """Return whether a value is what a field asks for."""
    if field.kind is DatumKind.TICK:
        return isinstance(value, bool)
    if field.kind is DatumKind.NUMBER:
        return is_number(field, value)
    if not isinstance(value, str):
        return False
    of_kind = {
        DatumKind.LINE: lambda: len(value) <= LONGEST and "\n" not in value,
        DatumKind.LINES: lambda: len(value) <= LONGEST_TEXT,
        DatumKind.DAY: lambda: is_day(value),
        DatumKind.ONE_OF: lambda: value in {str(place) for place in range(len(field.options))},
        DatumKind.IDENTITY: lambda: is_identity(value),
        DatumKind.PHONE: lambda: len(value) <= 40 and sum(map(str.isdecimal, value)) >= 6,
        DatumKind.EMAIL: lambda: len(value) <= 120 and re.fullmatch(patterns.EMAIL, value) is not None,
    }
    return of_kind[field.kind]()


def is_number(field: ProcedureField, value: Value) -> bool:
    """Return whether a value is a number within its field's bounds."""
    if isinstance(value, bool) or not isinstance(value, int | float) or math.isnan(value):
        return False
    return (field.least is None or value >= field.least) and (field.most is None or value <= field.most)


def is_day(value: str) -> bool:
    """Return whether a text is a day of the calendar."""
    try:
        return len(value) == 10 and bool(date.fromisoformat(value))
    except ValueError:
        return False


def is_identity(value: str) -> bool:
    """Return whether a text is an identity number of Taiwan or of the mainland, its check digit right."""
    text = value.strip().upper()
    if TAIWAN.fullmatch(text):
        head = LETTERS.index(text[0]) + 10
        digits = [head // 10, head % 10, *map(int, text[1:])]
        return sum(digit * weight for digit, weight in zip(digits, OF_TAIWAN, strict=True)) % 10 == 0
    if MAINLAND.fullmatch(text):
        left = sum(int(digit) * weight for digit, weight in zip(text, WEIGHTS, strict=False)) % 11
        return text[-1] == "10X98765432"[left] and is_day(f"{text[6:10]}-{text[10:12]}-{text[12:14]}")
    return False


def at_counter(procedure: Procedure) -> list[Material]:
    """Return the materials that are looked through before anything is accepted: all of them."""
    return procedure.materials


def unchecked(procedure: Procedure, checks: Mapping[str, Check]) -> list[str]:
    """Return the materials that nobody looked at yet."""
    return [one.code for one in procedure.materials if one.code not in checks]


def wrong(
    procedure: Procedure, checks: Mapping[str, Check], lacking: Sequence[str], invalid: Sequence[str]
) -> list[Wrong]:
    """Return everything that is missing or wrong, in the procedure's order."""
    materials = [
        Wrong("material", one.code, fault)
        for one in procedure.materials
        if one.code in checks and (fault := checks[one.code].fault) is not None
    ]
    fields = [
        Wrong("field", one.code, Fault.LACKING if one.code in lacking else Fault.INVALID)
        for one in procedure.fields
        if one.code in lacking or one.code in invalid
    ]
    return [*materials, *fields]


def promisable(procedure: Procedure, found: Iterable[Wrong]) -> bool:
    """Return whether all that is wrong may follow: secondary materials that are missing, and nothing else."""
    secondary = {one.code for one in procedure.materials if one.weight is Weight.SECONDARY}
    return all(one.part == "material" and one.code in secondary and one.fault is Fault.MISSING for one in found)


def looked_at(procedure: Procedure, checks: Mapping[str, Check], form: int) -> list[str]:
    """Return all that was looked at, each with its look: what a notice proves."""
    materials = [f"material:{one.code}:{checks[one.code].looked}" for one in procedure.materials if one.code in checks]
    return materials + ([f"field:{one.code}:{form}" for one in procedure.fields] if form else [])


def proof(text: str, looked: Sequence[str]) -> str:
    """Return the proof that everything of a version of a procedure was looked at: anybody can make it again."""
    return hashlib.sha256("\n".join([text, *looked]).encode()).hexdigest()


def newly_named(earlier: Iterable[Wrong], now: Iterable[Wrong]) -> list[Wrong]:
    """Return what a later notice names and an earlier one, which looked at all, did not: a breach of saying it once."""
    known = {(one.part, one.code) for one in earlier}
    return [one for one in now if (one.part, one.code) not in known]


def masked(kind: DatumKind, value: Any) -> str:
    """Return a value as a list may show it: enough to know it again, too little to use it."""
    text = str(value or "")
    if kind is DatumKind.IDENTITY or kind is DatumKind.PHONE:
        return "•" * max(0, len(text) - 4) + text[-4:]
    return text[:1] + "○" * min(3, max(0, len(text) - 1))
