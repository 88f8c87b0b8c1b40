"""Every fact has its sentence, every setting its label, in each language."""

import dataclasses

import pytest

import server.admin  # noqa: F401 - imports all facts
from server.floor.hallfile import Counter, Hall, Service
from server.kernel import catalogue as making
from server.kernel.languages import PLACEHOLDER
from server.office.fields import kind_of
from server.office.labels import LABELS
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
