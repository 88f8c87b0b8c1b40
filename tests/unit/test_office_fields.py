"""What a form shows of a setting and what comes back from it is the same setting."""

from pathlib import Path

import pytest

from server.floor.configuration import read_configuration
from server.floor.hallfile import Counter, Hall, HallOnly, Service
from server.office.fields import flatten, kind_of, value_of

DEMO = read_configuration(Path("config/demo.toml")).halls[0]
WORDS = {"zh-Hant": "甲", "zh-Hans": "甲", "en": "A"}
RICH = Hall(
    code="west",
    name=WORDS,
    timezone="Europe/Berlin",
    languages=["en", "zh-Hans"],
    display_languages=["en"],
    accent="#0b4f5c",
    hours={"mon": ["08:30-12:00", "13:30-17:00"], "fri": ["09:00-24:00"]},
    closed_on=["2026-12-25", "2027-01-01"],
    at_closing="cancel",
    notices=[WORDS, WORDS],
    recall_after=[20, 40, 60],
    ask_party=True,
    area=99.5,
    capacity=120,
    voice=False,
    services=[Service(code="A", name=WORDS, about=WORDS, bring=[WORDS], fee=WORDS, credit=-5, hours="always")],
    counters=[Counter(code="1", services=["A"], primary=["A"], side="left", post=WORDS)],
)
THINGS = [
    *(HallOnly.model_validate(hall.model_dump(exclude={"services", "counters"})) for hall in (DEMO, RICH)),
    *DEMO.services,
    *DEMO.counters,
    *RICH.services,
    *RICH.counters,
]


@pytest.mark.parametrize("thing", THINGS, ids=lambda thing: f"{type(thing).__name__} {thing.code}")
def test_there_and_back(thing):
    """Nothing is lost or changed by opening a form and saving it."""
    flat, found = {}, {}
    kinds = {name: kind_of(info.annotation) for name, info in type(thing).model_fields.items()}
    for name in ("services", "counters", "classes"):  # each has pages of its own
        if isinstance(thing, Hall):
            kinds.pop(name, None)
    for name, kind in kinds.items():
        flatten(flat, name, kind, getattr(thing, name))
    for name, kind in kinds.items():
        value = value_of(flat, name, kind)
        if value is not None:
            found[name] = value
    assert type(thing).model_validate(found) == thing
