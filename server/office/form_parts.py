"""What a form is made of, as its template needs it: fields, parts of them, what somebody else changed meanwhile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from server.kernel.languages import LANGUAGES
from server.office.fields import State


@dataclass(frozen=True)
class FormField:
    """One field of a form, as its template needs it."""

    name: str
    kind: str  # fields.kind_of, or zone
    label: str
    hint: str
    needed: bool
    optional_hours: bool
    options: list[tuple[str, str]]
    rows: int
    faults: list[str]
    state: State
    asked: Sequence[str]  # languages in which a text is asked for
    choosing: bool  # whether these are chosen in the same form: then the others are there, hidden
    long: bool = False  # whether its text may be of several lines
    ways: Mapping[str, str] = field(default_factory=dict)  # of hours: what each choice is called
    records: Sequence[Sequence["FormField"]] = ()  # of a list of records: the fields of each row
    weekdays: Sequence[tuple[str, str]] = ()

    def languages(self) -> list[str]:
        """Return the languages that its texts have inputs for, those asked for first."""
        return [*self.asked, *(one for one in LANGUAGES if self.choosing and one not in self.asked)]

    def value(self, more: str = "") -> str:
        """Return what stands in (a part of) the field."""
        return next(iter(self.state.get(self.name + more, ())), "")

    def has(self, value: str) -> bool:
        """Return whether one of several choices is chosen."""
        return value in self.state.get(self.name, ())

    def told(self) -> str:
        """Return what stands in the field, in one line."""
        if self.kind == "hours":
            return self.hours_told()
        if self.kind == "records":
            return " · ".join(one.told() for row in self.records for one in row if one.told() != "—") or "—"
        names = dict(self.options)
        parts = [
            names.get(one, one)
            for name, values in self.state.items()
            if name == self.name or name.startswith(f"{self.name}.")
            if self.kind not in {"words", "words-list"} or name.rpartition(".")[2] in self.asked
            for one in values
            if one
        ]
        return " · ".join(parts) or "—"

    def hours_told(self) -> str:
        """Return hours in one line: how, or each weekday by its name with its spans."""
        how = self.value(".how")
        if how != "days":
            return self.ways.get(how, how) or "—"
        told = [f"{label} {self.value('.' + day)}" for day, label in self.weekdays if self.value("." + day)]
        return " · ".join(told) or "—"


@dataclass(frozen=True)
class FormPart:
    """Fields that belong together."""

    title: str
    fields: list[FormField]
    first: bool
    at: str  # the field that the address asks for: hall?at=area

    @property
    def open(self) -> bool:
        """Whether it is unfolded from the beginning."""
        return self.first or any(one.faults or one.name == self.at for one in self.fields)


@dataclass(frozen=True, slots=True)
class Merged:
    """What others saved since a form was opened, beside what its reader entered."""

    both: list[tuple[FormField, FormField, FormField]]  # changed by both: as it was, as it is now, as entered
    theirs: list[FormField]  # changed by others alone, as it is now
