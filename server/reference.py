"""The references in docs/: every fact and setting, made from the code. `python -m server.reference` writes them."""

import json
from pathlib import Path
from typing import Final

from pydantic import BaseModel

from server.admin import FACTS
from server.floor.hallfile import Configuration, Counter, Demo, Hall, Person, Service
from server.kernel.settings import Settings
from server.store.events import describe

DOCS: Final = Path(__file__).parents[1] / "docs"
PARTS: Final = ((Configuration, "The file"), (Demo, "[demo]"), (Person, "[demo] people"), (Hall, "[[halls]]"))
MORE: Final = ((Service, "[[halls.services]]"), (Counter, "[[halls.counters]]"))


def references() -> dict[str, str]:
    """Return file name → content of all references."""
    return {"events.json": events_json(), "events.md": events_page(), "settings.md": settings_page()}


def events_json() -> str:
    """Return event → its fields, to notice a removed or changed one."""
    return json.dumps({name: one["fields"] for name, one in describe().items()}, indent=1) + "\n"


def events_page() -> str:
    """Return the page of all facts."""
    rows = [f"| `{name}` | {one['written']} | {', '.join(one['fields']) or '—'} |" for name, one in describe().items()]
    head = f"# Events\n\nEvery fact of the journal, from {len(FACTS)} files. Made by `python -m server.reference`.\n"
    return "\n".join([head, "| event | | fields |", "|---|---|---|", *rows]) + "\n"


def settings_page() -> str:
    """Return the page of all settings."""
    lines = ["# Settings", "", "Made by `python -m server.reference`.", "", "## The process: environment variables", ""]
    lines += table(Settings, "FLOOR_", upper=True)
    lines += ["", "## Halls: the TOML file that FLOOR_CONFIG names"]
    for model, title in (*PARTS, *MORE):
        lines += ["", f"### {title}", "", *table(model)]
    return "\n".join(lines) + "\n"


def table(model: type[BaseModel], prefix: str = "", *, upper: bool = False) -> list[str]:
    """Return a model's fields as the lines of a table."""
    rows = ["| setting | default | |", "|---|---|---|"]
    for name, field in model.model_fields.items():
        default = "needed" if field.is_required() else f"`{field.get_default(call_default_factory=True)}`"
        rows.append(f"| `{prefix}{name.upper() if upper else name}` | {default} | {field.description or ''} |")
    return rows


if __name__ == "__main__":
    for file, content in references().items():
        (DOCS / file).write_text(content, encoding="utf-8")
