"""Forms from pydantic models: a field each, its label and hint in the reader's language, its faults beside it.

A form's state is flat, as browsers send it (fields.py): made of the present values, or what was sent and refused.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeVar, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from server.feature.settings import OwnSettings
from server.floor.hallfile import LONG
from server.kernel.languages import LANGUAGES, N_, Words
from server.office.context import PageContext
from server.office.fields import (
    State,
    before,
    entered,
    fits,
    flatten,
    kind_of,
    order,
    places,
    record_of,
    value_of,
    values_of,
)
from server.office.form_parts import FormField, FormPart, Merged
from server.office.labels import CHOICES, LABELS, OWN_NAMES, PARTS
from server.office.other_languages import in_all
from server.office.taking_effect import effect_of
from server.security.serving import fitted

M = TypeVar("M", bound=BaseModel)
BLANK: Final = 1  # empty rows after a list's last one
WRITTEN: Final[Mapping[str, Callable[[str], str]]] = {  # however it was typed
    "Hall.code": str.lower,
    "Service.code": str.upper,
    "Group.code": str.lower,
    "PriorityClass.code": str.lower,
    "Counter.code": str.upper,
    "NewPerson.username": str.lower,
    "FirstAdministrator.username": str.lower,
}


@dataclass
class Form:
    """A model as a form: filled from what is there, or from what was entered when it was refused."""

    context: PageContext
    model: type[BaseModel]
    present: BaseModel | None = None
    leave_out: Sequence[str] = ()
    choices: Mapping[str, list[tuple[str, str]]] = field(default_factory=dict)
    own: OwnSettings[Any] | None = None  # whose words its fields have, where they are one feature's own

    def __post_init__(self) -> None:
        """Take the state from the form that was sent, else from the present values."""
        fits(self.model, self.leave_out, list(self.choices))
        given = self.context.given
        sent = bool(self.context.faults or self.context.refusal) and bool(given) and "remove" not in given
        self.state: State = self.in_rows(entered(given)) if sent else self.flat(self.present)
        self.asked = self.languages_of(entered(given) if given and "remove" not in given else self.state)

    def names(self) -> list[str]:
        """Return the names of its fields."""
        return [name for name in self.model.model_fields if name not in self.leave_out]

    def languages_of(self, state: State) -> list[str]:
        """Return in which languages texts are asked for: the hall's own, and those of its display."""
        hall, chosen = self.context.settings, [*order(state, "languages"), *order(state, "display_languages")]
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
            value, of = getattr(present, name, None) if known else default, record_of(info.annotation)
            flatten(found, name, kind_of(info.annotation), value, of)
        return found

    def in_rows(self, state: State) -> State:
        """Return a form as it was sent, the rows of records counted anew without those that were left empty."""
        found = dict(state)
        for name in self.names():
            if of := record_of(self.model.model_fields[name].annotation):
                rows: dict[str, list[str]] = {}
                flatten(rows, name, "records", value_of(state, name, "records", of), of)
                found = {key: values for key, values in found.items() if key.partition(".")[0] != name} | rows
        return found

    def fields(self) -> list[FormField]:
        """Return its fields."""
        return [self.field(name, self.state) for name in self.names()]

    def merge(self, opened: BaseModel | None) -> Merged:
        """Take what others saved since into what the reader did not touch; return what came of it."""
        states: tuple[State, ...] = (self.flat(opened) if opened else {}, self.flat(self.present), self.state)
        merged: dict[str, Sequence[str]] = {}
        both, theirs = [], []
        for name in self.names():
            annotation = self.model.model_fields[name].annotation
            kind, of = kind_of(annotation), record_of(annotation)
            was, now, mine = (self.as_asked(kind, value_of(state, name, kind, of)) for state in states)
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
        if kind == "records":
            return [
                {name: self.as_asked("words" if is_words(held) else "", held) for name, held in one.items()}
                for one in value
            ]
        if kind != "words" or value is None:
            return value
        return {language: text for language, text in value.items() if language in self.asked}

    def in_all(self, name: str, kind: str, value: Any) -> Any:
        """Return a value; of texts, with the languages that were not asked for."""
        known = before(self.context.given).get(name) or []
        if kind == "records":
            return [
                {
                    inner: in_all(held, self.asked, texts(known, inner)) if is_words(held) else held
                    for inner, held in one.items()
                }
                for one in value
            ]
        if kind not in {"words", "words-list"} or value is None:
            return value
        known = known if isinstance(known, list) else [known]
        made = [in_all(one, self.asked, known) for one in (value if kind == "words-list" else [value])]
        return made if kind == "words-list" else made[0] or None

    def parts(self) -> list[FormPart]:
        """Return its fields in parts; the first is always open."""
        wanted, left = PARTS.get(self.model.__name__, ()), self.names()
        parts = []
        for title, names in wanted:
            parts.append((title, [name for name in names if name in left]))
            left = [name for name in left if name not in names]
        shown = [(title, names) for title, names in [*parts, (N_("More"), left)] if names]
        at = self.context.asked.get("at", "")
        return [
            FormPart(self.context.t(title), [self.field(name, self.state) for name in names], place == 0, at)
            for place, (title, names) in enumerate(shown)
        ]

    def field(self, name: str, state: State) -> FormField:
        """Return one field."""
        info = self.model.model_fields[name]
        hint = self.context.t(info.description) if info.description else ""
        effect = self.own.effects[name] if self.own else effect_of(self.model.__name__, name)
        if hint and effect is not None:
            hint = self.context.t("{about}; {effect}", about=hint, effect=self.context.t(effect))
        label = self.label(f"{self.model.__name__}.{name}", name)
        rows = max(places(state, name), default=-1) + 1 + BLANK
        made = self.made(name, info, state, hint=hint, label=label, rows=rows)
        of = record_of(info.annotation)
        if of is None:
            return made
        records = [self.row(name, place, of, state) for place in range(rows)]
        inside = {fault for row in records for one in row for fault in one.faults}
        return replace(made, records=records, faults=[fault for fault in made.faults if fault not in inside])

    def row(self, name: str, place: int, of: type[BaseModel], state: State) -> list[FormField]:
        """Return the fields of a record in its row."""
        found = []
        for inner, info in of.model_fields.items():
            hint = self.context.t(info.description) if info.description else ""
            label = self.label(f"{name}.{inner}", inner) or self.label(f"{of.__name__}.{inner}", inner)
            rows = max(places(state, f"{name}.{place}.{inner}"), default=-1) + 1 + BLANK
            found.append(self.made(f"{name}.{place}.{inner}", info, state, hint=hint, label=label, rows=rows))
        return found

    def label(self, known: str, name: str) -> str:
        """Return a setting's short name, of its model or of all; empty where it has none."""
        own = self.own.labels if self.own else {}
        found = own.get(known) or own.get(name) or LABELS.get(known) or LABELS.get(name)
        return self.context.t(found) if found else ""

    def made(self, name: str, info: FieldInfo, state: State, *, hint: str, label: str, rows: int) -> FormField:
        """Return a field of a name, which in a record stands behind its row's."""
        kind = "zone" if name == "timezone" else kind_of(info.annotation)
        kind = "choice" if kind == "text" and name in self.choices else kind
        return FormField(
            name=name,
            kind=kind,
            label=label or hint,
            hint=hint if label else "",
            needed=info.is_required(),
            optional_hours=kind == "hours" and type(None) in get_args(info.annotation),
            options=self.options(name, info.annotation),
            asked=self.asked,
            ways={
                "hall": self.context.t(N_("as the hall")),
                "always": self.context.t(N_("around the clock")),
            },
            weekdays=self.context.weekdays(),
            choosing="languages" in self.names(),
            rows=rows,
            long=LONG in info.metadata,
            faults=self.context.faults.get(name, []),
            state=state,
        )

    def options(self, name: str, annotation: Any) -> list[tuple[str, str]]:
        """Return what can be chosen: value and label."""
        if name in self.choices:
            return self.choices[name]
        nothing = [("", "–")] if kind_of(annotation) == "choice" and type(None) in get_args(annotation) else []
        return nothing + [
            (value, OWN_NAMES.get(value) or self.context.t(CHOICES.get(value, value)))
            for value in values_of(annotation)
        ]

    def read(self) -> dict[str, Any]:
        """Return what was entered as the model takes it; what was left empty is left out."""
        found = {}
        given = entered(self.context.given)
        for name in self.names():
            annotation = self.model.model_fields[name].annotation
            kind, of = kind_of(annotation), record_of(annotation)
            value = self.in_all(name, kind, value_of(given, name, kind, of))
            if value is not None:
                write = WRITTEN.get(f"{self.model.__name__}.{name}")
                found[name] = write(value) if write else value
        return found

    def taken(self, model: type[M], **more: Any) -> M:
        """Return the model of what was entered; refuse it naming each field."""
        made: M = fitted(model.model_validate, {**self.read(), **more})
        return made


def is_words(value: Any) -> bool:
    """Return whether a value is one text in several languages."""
    return isinstance(value, dict) and bool(value) and value.keys() <= set(LANGUAGES)


def texts(rows: Sequence[Any], name: str) -> list[Words]:
    """Return the texts that stand in a field of the records of before."""
    return [one[name] for one in rows if isinstance(one, dict) and is_words(one.get(name))]
