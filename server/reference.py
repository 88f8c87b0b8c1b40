"""The references in docs/: every fact and setting, made from the code. `python -m server.reference` writes them.

docs/released.json says what facts were made of when programs went out. `python -m server.reference released` adds to it
what is new, as a part of each release; nothing is ever taken away or changed there, since journals out there hold it.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel

from server.cases.answers import CaseAnswer
from server.feature.effects import Effect
from server.features import FEATURES, facts_of, under
from server.floor.api.models import ForSomebody
from server.kernel.settings import Settings
from server.office.taking_effect import effect_of
from server.page_types import page_types
from server.screens.paper import PaperLine
from server.screens.phone import Track
from server.store.events import describe

DOCS: Final = Path(__file__).parents[1] / "docs"
RELEASED: Final = "released.json"


def references() -> dict[str, str]:
    """Return file name → content of all references; where one is not in docs/, its name says it from there."""
    return {
        "events.json": events_json(),
        "events.md": events_page(),
        "settings.md": settings_page(),
        "workflows.md": workflows_page(),
        "../server/static/views.d.ts": page_types(shown_to_pages()),
    }


def shown_to_pages() -> list[type[BaseModel]]:
    """Return the models of all views, of a case and of a ticket as pages ask for them, and of what begins a ticket."""
    views = [view.model for feature in under(Settings()) for view in feature.views]
    return [*views, Track, PaperLine, ForSomebody, CaseAnswer]


def released() -> dict[str, dict[str, str]]:
    """Return event → field → type, of all facts that a released program may have written."""
    found: dict[str, dict[str, str]] = json.loads((DOCS / RELEASED).read_text(encoding="utf-8"))
    return found


def described() -> dict[str, dict[str, Any]]:
    """Return what all facts are made of."""
    return describe(facts_of())


def with_new_ones(before: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """Return what was released before, and the events and fields that are new."""
    now = {name: one["fields"] for name, one in described().items()}
    return {name: now.get(name, {}) | before.get(name, {}) for name in sorted(now.keys() | before.keys())}


def events_json() -> str:
    """Return event → its fields, for programs that read journals."""
    return as_text({name: one["fields"] for name, one in described().items()})


def as_text(content: dict[str, dict[str, str]]) -> str:
    """Return JSON of which a line is a field, so that a change is seen as what it is."""
    return json.dumps(content, indent=1) + "\n"


def events_page() -> str:
    """Return the page of all facts."""
    rows = [f"| `{name}` | {one['written']} | {', '.join(one['fields']) or '—'} |" for name, one in described().items()]
    having = sum(bool(feature.events) for feature in FEATURES)
    head = f"# Events\n\nEvery fact of the journal, of {having} features. Made by `python -m server.reference`.\n"
    return "\n".join([head, "| event | | fields |", "|---|---|---|", *rows]) + "\n"


def settings_page() -> str:
    """Return the page of all settings."""
    lines = ["# Settings", "", "Made by `python -m server.reference`.", "", "## The process: environment variables", ""]
    lines += table(Settings, "FLOOR_", upper=True)
    for written in (one for feature in FEATURES for one in feature.written):
        lines += ["", f"## {written.title}"]
        for model, title in written.models:
            lines += ["", f"### {title}", "", *table(model)]
    for own in (feature.settings for feature in FEATURES if feature.settings is not None):
        lines += ["", f"## {own.title}: in the office of a hall", "", *table(own.model, effects=own.effects)]
    return "\n".join(lines) + "\n"


def workflows_page() -> str:
    """Return the page of all workflows: a diagram and the table that the code follows."""
    lines = ["# Workflows", "", "Made by `python -m server.reference` from the tables that the code follows."]
    for one in sorted((one for feature in FEATURES for one in feature.workflows), key=lambda one: one.name):
        lines += ["", f"## {one.name}", "", one.about, "", "```mermaid", *one.diagram(), "```", "", *one.table()]
    return "\n".join(lines) + "\n"


def shown(default: object) -> str:
    """Return how a default stands in the table; nothing is a dash; records stand there by their codes."""
    if isinstance(default, list) and default and isinstance(default[0], BaseModel):
        default = [getattr(one, "code", one) for one in default]
    return "–" if default in (None, "", []) else f"`{default}`"


def table(
    model: type[BaseModel], prefix: str = "", *, upper: bool = False, effects: Mapping[str, Effect] | None = None
) -> list[str]:
    """Return a model's fields as the lines of a table."""
    rows = ["| setting | default | | when it holds |", "|---|---|---|---|"]
    for name, field in model.model_fields.items():
        default = "needed" if field.is_required() else shown(field.get_default(call_default_factory=True))
        effect = (effects[name] if effects else effect_of(model.__name__, name)) or ""
        setting = f"`{prefix}{name.upper() if upper else name}`"
        rows.append(f"| {setting} | {default} | {field.description or ''} | {effect} |")
    return rows


if __name__ == "__main__":
    if sys.argv[1:] == ["released"]:
        (DOCS / RELEASED).write_text(as_text(with_new_ones(released())), encoding="utf-8")
    for file, content in references().items():
        (DOCS / file).write_text(content, encoding="utf-8")
