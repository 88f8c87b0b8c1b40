"""Forms from pydantic models: a field each, its label and hint in the reader's language, its faults beside it.

A form's state is flat, as browsers send it (fields.py): made of the present values, or what was sent and refused.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar, get_args

from pydantic import BaseModel

from server.kernel.languages import LANGUAGES, N_
from server.office.fields import State, before, entered, flatten, kind_of, order, places, value_of, values_of
from server.office.labels import CHOICES, LABELS, OWN_NAMES, PARTS
from server.office.taking_effect import effect_of
from server.office.tongues import in_all
from server.office.visit import Visit
from server.security.serving import fitted

M = TypeVar("M", bound=BaseModel)
BLANK: Final = 1  # empty rows after a list's last one
WRITTEN: Final[Mapping[str, Callable[[str], str]]] = {  # however it was typed
    "Hall.code": str.lower,
    "Service.code": str.upper,
    "Group.code": str.lower,
    "Counter.code": str.upper,
    "NewPerson.username": str.lower,
    "FirstAdministrator.username": str.lower,
}


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
    asked: Sequence[str]  # languages in which a text is asked for
    choosing: bool  # whether these are chosen in the same form: then the others are there, hidden
    ways: Mapping[str, str] = field(default_factory=dict)  # of hours: what each choice is called
    weekdays: Sequence[tuple[str, str]] = ()

    def tongues(self) -> list[str]:
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
class Part:
    """Fields that belong together."""

    title: str
    fields: list[Field]
    first: bool
    at: str  # the field that the address asks for: hall?at=area

    @property
    def open(self) -> bool:
        """Whether it is unfolded from the beginning."""
        return self.first or any(one.faults or one.name == self.at for one in self.fields)


@dataclass(frozen=True, slots=True)
class Merged:
    """What others saved since a form was opened, beside what its reader entered."""

    both: list[tuple[Field, Field, Field]]  # changed by both: as it was, as it is now, as entered
    theirs: list[Field]  # changed by others alone, as it is now


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
        given = self.visit.given
        sent = bool(self.visit.faults or self.visit.refusal) and bool(given) and "remove" not in given
        self.state: State = entered(given) if sent else self.flat(self.present)
        self.asked = self.languages_of(entered(given) if given and "remove" not in given else self.state)

    def names(self) -> list[str]:
        """Return the names of its fields."""
        return [name for name in self.model.model_fields if name not in self.leave_out]

    def languages_of(self, state: State) -> list[str]:
        """Return in which languages texts are asked for: the hall's own, and those of its display."""
        hall, chosen = self.visit.settings, [*order(state, "languages"), *order(state, "display_languages")]
        if "languages" not in self.names() and hall is not None:
            chosen = [*hall.languages, *hall.display_languages]
        return [one for one in dict.fromkeys(chosen) if one in LANGUAGES] or list(LANGUAGES)

    def flat(self, present: BaseModel | None) -> dict[str, list[str]]:
        """Return a model's values as a browser would send them; without one, the defaults."""
        found: dict[str, list[str]] = {}
        for name in self.names():
            info = self.model.model_fields[name]
            known = present is not None
            default = None if info.is_required() else info.get_default(call_default_factory=True)
            flatten(found, name, kind_of(info.annotation), getattr(present, name, None) if known else default)
        return found

    def fields(self) -> list[Field]:
        """Return its fields."""
        return [self.field(name, self.state) for name in self.names()]

    def merge(self, opened: BaseModel | None) -> Merged:
        """Take what others saved since into what the reader did not touch; return what came of it."""
        states: tuple[State, ...] = (self.flat(opened) if opened else {}, self.flat(self.present), self.state)
        merged: dict[str, Sequence[str]] = {}
        both, theirs = [], []
        for name in self.names():
            kind = kind_of(self.model.model_fields[name].annotation)
            was, now, mine = (self.as_asked(kind, value_of(state, name, kind)) for state in states)
            taken = states[1] if mine == was else self.state
            merged.update({key: values for key, values in taken.items() if key.partition(".")[0] == name})
            if mine not in (was, now) and now != was:
                both.append(name)
            elif mine == was != now:
                theirs.append(self.field(name, states[1]))
        self.state = merged
        was, now, mine = ([self.field(name, state) for name in both] for state in states)
        return Merged(list(zip(was, now, mine, strict=True)), theirs)

    def as_asked(self, kind: str, value: Any) -> Any:
        """Return a value; of texts, those in the languages that are asked for."""
        if kind == "words-list":
            return [self.as_asked("words", one) for one in value]
        if kind != "words" or value is None:
            return value
        return {language: text for language, text in value.items() if language in self.asked}

    def in_all(self, name: str, kind: str, value: Any) -> Any:
        """Return a value; of texts, with the languages that were not asked for."""
        if kind not in {"words", "words-list"} or value is None:
            return value
        known = before(self.visit.given).get(name) or []
        known = known if isinstance(known, list) else [known]
        made = [in_all(one, self.asked, known) for one in (value if kind == "words-list" else [value])]
        return made if kind == "words-list" else made[0] or None

    def parts(self) -> list[Part]:
        """Return its fields in parts; the first is always open."""
        wanted, left = PARTS.get(self.model.__name__, ()), self.names()
        parts = []
        for title, names in wanted:
            parts.append((title, [name for name in names if name in left]))
            left = [name for name in left if name not in names]
        shown = [(title, names) for title, names in [*parts, (N_("More"), left)] if names]
        at = self.visit.asked.get("at", "")
        return [
            Part(self.visit.t(title), [self.field(name, self.state) for name in names], place == 0, at)
            for place, (title, names) in enumerate(shown)
        ]

    def field(self, name: str, state: State) -> Field:
        """Return one field."""
        info = self.model.model_fields[name]
        kind = "zone" if name == "timezone" else kind_of(info.annotation)
        kind = "choice" if kind == "text" and name in self.choices else kind
        known = f"{self.model.__name__}.{name}"
        hint = self.visit.t(info.description) if info.description else ""
        effect = effect_of(self.model.__name__, name)
        if hint and effect is not None:
            hint = self.visit.t("{about}; {effect}", about=hint, effect=self.visit.t(effect))
        label = LABELS.get(known) or LABELS.get(name)
        return Field(
            name=name,
            kind=kind,
            label=self.visit.t(label) if label else hint,
            hint=hint if label else "",
            needed=info.is_required(),
            optional_hours=kind == "hours" and type(None) in get_args(info.annotation),
            options=self.options(name, info.annotation),
            asked=self.asked,
            ways={
                "hall": self.visit.t(N_("as the hall")),
                "always": self.visit.t(N_("around the clock")),
            },
            weekdays=self.visit.weekdays(),
            choosing="languages" in self.names(),
            rows=max(places(state, name), default=-1) + 1 + BLANK,
            faults=self.visit.faults.get(name, []),
            state=state,
        )

    def options(self, name: str, annotation: Any) -> list[tuple[str, str]]:
        """Return what can be chosen: value and label."""
        if name in self.choices:
            return self.choices[name]
        nothing = [("", "–")] if kind_of(annotation) == "choice" and type(None) in get_args(annotation) else []
        return nothing + [
            (value, OWN_NAMES.get(value) or self.visit.t(CHOICES.get(value, value))) for value in values_of(annotation)
        ]

    def read(self) -> dict[str, Any]:
        """Return what was entered as the model takes it; what was left empty is left out."""
        found = {}
        given = entered(self.visit.given)
        for name in self.names():
            kind = kind_of(self.model.model_fields[name].annotation)
            value = self.in_all(name, kind, value_of(given, name, kind))
            if value is not None:
                write = WRITTEN.get(f"{self.model.__name__}.{name}")
                found[name] = write(value) if write else value
        return found

    def taken(self, model: type[M], **more: Any) -> M:
        """Return the model of what was entered; refuse it naming each field."""
        made: M = fitted(model.model_validate, {**self.read(), **more})
        return made
