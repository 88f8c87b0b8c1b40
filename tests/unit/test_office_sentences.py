"""Every fact has its sentence, every setting its label, in each language."""

import dataclasses
import re
from datetime import UTC, date, datetime
from enum import StrEnum
from types import SimpleNamespace, UnionType
from typing import Union, get_args, get_origin, get_type_hints

import pytest

import server.admin  # noqa: F401 - imports all facts
from server.floor.hallfile import Counter, Hall, Service
from server.kernel import catalogue as making
from server.kernel.clock import SystemClock
from server.kernel.languages import PLACEHOLDER
from server.office.fields import kind_of
from server.office.labels import LABELS
from server.office.sentences import Teller
from server.office.visit import Visit
from server.store.events import EVENTS

TRADITIONAL = {making.identity(message) for message in making.read("zh-Hant") if message.id and message.string}
SETTINGS = [(model, name) for model in (Hall, Service, Counter) for name in model.model_fields]


@pytest.mark.parametrize("event", EVENTS.values(), ids=lambda event: event.__name__)
def test_every_fact_has_its_sentence(event):
    """An auditor reads sentences: a class attribute `says`, with fields of the fact in braces."""
    assert event.says, f"{event.__name__} has no `says`"
    known = {field.name for field in dataclasses.fields(event)}
    changes = {"changes"} if {"before", "after"} <= known else set()
    assert set(PLACEHOLDER.findall(event.says)) <= known | changes | {"this_person"}
    assert event.says in TRADITIONAL


SAMPLES = [
    (bool, True),
    (datetime, datetime(2026, 1, 5, 9, 30, tzinfo=UTC)),
    (date, date(2026, 1, 5)),
    (int, 41),
    (float, 4.5),
    (str, "x"),
    (dict, {"zh-Hant": "開門", "zh-Hans": "开门", "en": "open the door"}),
]


def sample(kind: object) -> object:
    """Return a value of a field's type."""
    if get_origin(kind) in {list, tuple}:
        return [sample(get_args(kind)[0])]
    if get_origin(kind) in {Union, UnionType}:
        return sample(get_args(kind)[0])
    plain = get_origin(kind) or kind
    if isinstance(plain, type) and issubclass(plain, StrEnum):
        return next(iter(plain))
    return next((value for one, value in SAMPLES if plain is one), "x")


@pytest.mark.parametrize("event", EVENTS.values(), ids=lambda event: event.__name__)
def test_every_fact_can_be_told(event):
    """Whatever its fields are called and are: the journal shows a sentence, without braces and without a dict."""
    hints = get_type_hints(event)
    given = {field.name: sample(hints[field.name]) for field in dataclasses.fields(event) if field.init}
    settings = {"before": '{"area": 140}', "after": '{"area": 320}'} if "{changes}" in event.says else {}
    fact = event(**given | settings)
    teller = Teller.__new__(Teller)
    teller.visit = Visit(SimpleNamespace(store=SimpleNamespace(clock=SystemClock())), "en", "", None, {}, None)
    teller.names, teller.devices, teller.tickets = {}, {}, {}
    told = teller.sentence(fact, 41)
    assert not re.search(r"[{}]", told), told


@pytest.mark.parametrize(("model", "name"), SETTINGS, ids=lambda one: getattr(one, "__name__", one))
def test_every_setting_is_explained_in_each_language(model, name):
    """A form's hint is the setting's own sentence."""
    assert model.model_fields[name].description in TRADITIONAL
    if name not in {"demo", "counters"}:
        assert (LABELS.get(f"{model.__name__}.{name}") or LABELS.get(name)) in TRADITIONAL


@pytest.mark.parametrize(
    ("model", "name", "kind"),
    [
        (Hall, "name", "words"),
        (Hall, "hours", "hours"),
        (Service, "hours", "hours"),
        (Hall, "notices", "words-list"),
        (Hall, "languages", "order"),
        (Hall, "closed_on", "dates"),
        (Hall, "recall_after", "numbers"),
        (Hall, "at_closing", "choice"),
        (Hall, "area", "number"),
        (Hall, "voice", "flag"),
        (Hall, "accent", "text"),
        (Service, "fee", "words"),
        (Counter, "services", "choices"),
        (Counter, "kind", "choice"),
    ],
)
def test_a_setting_s_field_follows_from_its_type(model, name, kind):
    """So that a new setting needs no form of its own."""
    assert kind_of(model.model_fields[name].annotation) == kind
