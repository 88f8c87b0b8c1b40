"""No page shows a program's own word: every table of words holds all values that can occur, and none falls back to one.

The journal's sentences are held to the same over all facts in tests/promises/test_journal_in_words.py.
"""

import importlib
import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import pytest

from server.crowd.levels import Level
from server.emergency.plans import MeasureEffect as MeasureAct
from server.emergency.states import IncidentState, StepState
from server.floor.hallfile import Counter, Hall, Service
from server.floor.states import Act, CounterKind, CounterState, PauseReason, Reason, TicketState
from server.office.fields import kind_of, values_of
from server.office.labels import CHOICES, OWN_NAMES
from server.ratings.levels import OpinionKind
from server.security.rights import DeviceKind, Role

ROOT: Final = Path(__file__).parents[2]
MODULES: Final = sorted(
    path for house in ("counter", "display", "kiosk", "server") for path in (ROOT / house).rglob("*.js")
)
PYTHON: Final = sorted((ROOT / "server").rglob("*.py"))
PAGES: Final = sorted((ROOT / "server").rglob("templates/**/*.html"))
UNDOABLE: Final = ("called", "no_show", "finished")

IN_MODULES: Final[Mapping[str, tuple[str, Iterable[str]]]] = {
    "counter/terminal/naming.js kindName": ("processing", CounterKind),
    "counter/terminal/naming.js counterState": ("open", CounterState),
    "counter/terminal/naming.js reasonName": ("other", PauseReason),
    "counter/terminal/naming.js deedName": ("", Act),
    "counter/terminal/acts-column.js undoWords": ("finished", UNDOABLE),
    "display/board/strip.js word": ("", [*Level, "unknown"]),
    "display/board/plan.js word": ("", CounterState),
    "display/incident/render.js phase": ("", IncidentState),
    "display/incident/steps.js roleName": ("", ("clerk", "reviewer", "supervisor", "manager")),
    "server/pages/start/steps.js roleName": ("", Role),
    "server/pages/pair/devices.js kindName": ("", DeviceKind),
}  # where a value becomes words: the one that its last line stands for, and all that can occur

IN_PYTHON: Final[Mapping[str, Iterable[str]]] = {
    "server.floor.why SENTENCES": Reason,
    "server.office.labels STATES": CounterState,
    "server.office.labels LEVELS": Level,
    "server.emergency.log ACTS": MeasureAct,
    "server.emergency.log ROLES": ("clerk", "reviewer", "supervisor", "manager"),
    "server.emergency.office STATES": IncidentState,
    "server.emergency.office STEPS": StepState,
    "server.ratings.office KINDS": OpinionKind,
}


def source_of(place: str) -> str:
    """Return the text of a function or table of a module, up to its end."""
    file, name = place.split()
    text = (ROOT / file).read_text(encoding="utf-8")
    begin = re.search(rf"(function {name}\(|const {name} =)", text)
    assert begin, place
    end = re.search(r"\n}|;\n(?=\n|/\*\*|export|const|function)", text[begin.start() :])
    return text[begin.start() : begin.start() + end.end()] if end else text[begin.start() :]


@pytest.mark.parametrize("place", IN_MODULES)
def test_a_table_of_a_page_holds_every_value(place: str) -> None:
    """What is not named in it falls to its last line, which is meant for one value alone."""
    meant, values = IN_MODULES[place]
    source = source_of(place)
    named = set(re.findall(r'case "([\w-]+)"', source)) | set(
        re.findall(r'[{,]\s*"?([\w-]+)"?: (?:\(\) => )?(?:t|html)', source)
    )
    named |= set(re.findall(r'=== "([\w-]+)"', source))
    assert {str(value) for value in values} - named - {meant} == set()


@pytest.mark.parametrize("place", IN_PYTHON)
def test_a_table_of_the_server_holds_every_value(place: str) -> None:
    """A value without words would be shown as it is, or be a fault."""
    module, name = place.split()
    table: Mapping[str, Any] = getattr(importlib.import_module(module), name)
    assert {str(value) for value in IN_PYTHON[place]} - {str(key) for key in table} == set()


@pytest.mark.parametrize("model", [Hall, Service, Counter], ids=lambda model: model.__name__)
def test_every_choice_of_a_form_has_a_label(model: Any) -> None:
    """What can be chosen in the office is chosen by words."""
    chosen = {
        value
        for name, field in model.model_fields.items()
        if kind_of(field.annotation) in {"choice", "choices", "order"}
        and name not in {"services", "counters", "primary"}
        for value in values_of(field.annotation)
    }
    assert chosen - CHOICES.keys() - OWN_NAMES.keys() == set()


RAW: Final = {
    ".js": re.compile(
        r"\[(\w+(?:\.\w+)*)\] (?:\?\?|\|\|) \1\b|switch \((\w+(?:\.\w+)*)\) \{(?:(?!\n  \}).)*?default: return \2;",
        re.DOTALL,
    ),
    ".py": re.compile(r"\b(?:[A-Z_]{3,})\.get\((\w+(?:\.\w+)*), \1\)"),
    ".html": re.compile(r"\.get\((\w+(?:\.\w+)*), \1\)|\[(\w+(?:\.\w+)*)\] or \2\b"),
}
NO_WORDS: Final = {
    "[language] ?? language",
    "WRITTEN.get(language, language)",
    "UP.get(found.holder, found.holder)",
    "QUIET.get(who, who)",
    "CHOICES.get(value, value)",
    ".get(code, code)",  # a hall by its short name, which is its people's word
}


@pytest.mark.parametrize("suffix", RAW)
def test_no_table_of_words_falls_back_to_the_value_itself(suffix: str) -> None:
    """`TABLE[x] ?? x`, `TABLE.get(x, x)`, `default: return x`: what nobody thought of would stand there raw."""
    files = {".js": MODULES, ".py": PYTHON, ".html": PAGES}[suffix]
    found = {
        f"{path.relative_to(ROOT)}: {match[0][-60:]}"
        for path in files
        for match in RAW[suffix].finditer(path.read_text(encoding="utf-8"))
        if match[0] not in NO_WORDS
    }
    assert found == set()


def test_the_tables_are_read_as_they_are() -> None:
    """The check can fail: a value that no table has is missed in each."""

    class Strange(StrEnum):
        ODD = "odd_one"

    for place in IN_MODULES:
        assert Strange.ODD not in source_of(place)
    assert TicketState.NO_SHOW in source_of("counter/terminal/naming.js deedName")
    assert RAW[".js"].search('switch (what) {\n    case "a": return t("A");\n    default: return what;')
