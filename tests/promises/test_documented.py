"""Promise 12: events and settings are documented, and pages load nothing from elsewhere."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from server.features import FEATURES, facts_of, under
from server.kernel.settings import Settings
from server.office.taking_effect import EACH, effect_of
from server.reference import DOCS, described, references, released, with_new_ones
from server.store.events import unreadable
from server.store.tables import metadata
from tests.inside import Inside

ROOT = Path(__file__).parents[2]
MODELS = [model for feature in FEATURES for written in feature.written for model, _ in written.models]
PAGES = [path for folder in ("kiosk", "counter", "display", "server") for path in (ROOT / folder).rglob("*")]


@pytest.mark.parametrize(
    "name", ["events.json", "events.md", "settings.md", "workflows.md", "../server/static/views.d.ts"]
)
def test_references_are_what_the_code_says(name: str) -> None:
    """A changed fact or setting shows in docs/, or this fails: `python -m server.reference` writes them anew."""
    assert (DOCS / name).read_text(encoding="utf-8") == references()[name]


def test_every_event_is_a_features() -> None:
    """`floor verify` folds them all: an event of a file that no feature names would be unknown to it."""
    texts = (path.read_text(encoding="utf-8") for path in (ROOT / "server").rglob("*.py"))
    written = {name for text in texts for name in re.findall(r"^class (\w+)\(Event\b.*\):", text, re.MULTILINE)}
    assert sorted(written) == sorted(name for feature in FEATURES for name in feature.facts())


def test_every_table_is_a_features() -> None:
    """Each is one feature's; what verify and backup go through is what the features have."""
    named = [name for feature in FEATURES for name in feature.all_tables()]
    assert sorted(named) == sorted(table.name for table in metadata.sorted_tables)


@pytest.mark.parametrize("command", ["verify", "backup", "restore", "rehearse"])
def test_a_command_that_goes_through_everything_knows_everything(command: str, tmp_path: Path) -> None:
    """Though none of them imports a feature by name: a fact or table that it did not know would be left out."""
    words = {"verify": [], "backup": [str(tmp_path / "b")], "restore": [str(tmp_path)], "rehearse": [str(tmp_path)]}
    ask = "import sys; from server.admin import main; main(sys.argv[1:]); "
    ask += "from server.store.events import EVENTS; from server.store.tables import metadata; "
    ask += "print('knows', len(EVENTS), len(metadata.sorted_tables))"
    settings = {**os.environ, "FLOOR_DATABASE_URL": f"sqlite:///{tmp_path}/none.db", "FLOOR_DATA": str(tmp_path)}
    told = subprocess.run(
        [sys.executable, "-c", ask, command, *words[command]],
        cwd=ROOT, env=settings, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stdout.splitlines()[-1] == f"knows {len(facts_of())} {len(metadata.sorted_tables)}"


def test_what_was_once_written_can_be_read_for_ever() -> None:
    """No released fact is gone or changed, and a new field has a default."""
    assert list(unreadable(released(), described())) == []


def fact(needed: tuple[str, ...] = (), **fields: str) -> dict[str, object]:
    """Describe a fact."""
    return {"written": "Written when …", "fields": fields, "needed": set(needed)}


CALLED = {"Called": {"ticket": "int", "counter": "str"}}
CHANGED = {
    "nothing": ({"Called": fact(("ticket", "counter"), ticket="int", counter="str")}, ""),
    "another fact": ({"Called": fact(ticket="int", counter="str"), "Left": fact(("ticket",), ticket="int")}, ""),
    "a new field with a default": ({"Called": fact(ticket="int", counter="str", by="str")}, ""),
    "a new field without": ({"Called": fact(("by",), ticket="int", counter="str", by="str")}, "Called.by is new"),
    "a field gone": ({"Called": fact(ticket="int")}, "Called.counter is gone"),
    "a field of another type": ({"Called": fact(ticket="str", counter="str")}, "Called.ticket was int"),
    "a fact gone": ({"Left": fact()}, "Called is gone"),
}


@pytest.mark.parametrize("what", CHANGED)
def test_a_change_that_could_not_be_read_is_named(what: str) -> None:
    """Removed, changed, new and needed: each is refused; what old facts can do without is not."""
    now, said = CHANGED[what]
    found = list(unreadable(CALLED, now))
    assert [one[: len(said)] for one in found] == ([said] if said else [])


def test_a_release_only_adds() -> None:
    """What was released before stays as it was."""
    before = {"CallUndone": {"ticket": "an older type"}, "Forgotten": {"by": "str"}}
    after = with_new_ones(before)
    assert (after["Forgotten"], after["CallUndone"]["ticket"]) == ({"by": "str"}, "an older type")
    assert after["CallUndone"].keys() == {"ticket", "counter"}
    assert after.keys() >= described().keys()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_setting_has_its_sentence(model: type) -> None:
    """A setting is one field with a default and a sentence."""
    lacking = [name for name, field in model.model_fields.items() if not field.description]  # type: ignore[attr-defined]  # a pydantic model
    assert lacking == []


@pytest.mark.parametrize("model", [Settings, *MODELS])
def test_every_setting_says_when_a_change_holds(model: type) -> None:
    """At once, from the next call on, after a start: what is not said is not known to whoever changes it."""
    names = model.model_fields  # type: ignore[attr-defined]  # a pydantic model
    assert [name for name in names if effect_of(model.__name__, name) is None] == []


def test_no_effect_is_said_of_what_is_not_there() -> None:
    """A setting that is gone is gone from the table, too."""
    fields = {model.__name__: set(model.model_fields) for model in MODELS}
    assert {name: set(each) - fields[name] for name, each in EACH.items()} == {name: set() for name in EACH}


def test_pages_load_nothing_from_elsewhere() -> None:
    """No page, style or script names another host."""
    for path in PAGES:
        if path.suffix in {".html", ".css", ".js"} and path.is_file():
            named = re.findall(r"https?://[^\s\"'`)]+", path.read_text(encoding="utf-8"))
            assert [one for one in named if not re.search(r"127\.0\.0\.1|192\.168\.|www\.w3\.org", one)] == [], path


def test_every_call_has_an_example_that_its_model_takes(tmp_path: Path) -> None:
    """What stands in the description can be sent as it stands, but for the secrets."""
    hall = Inside(tmp_path)
    told = hall.app.test_client().get("/openapi/openapi.json").json or {}
    of = {one["operationId"]: one for methods in told["paths"].values() for one in methods.values()}
    routes = {
        route.name: route for feature in under(Settings(), FEATURES) for api in feature.api for route in api.routes
    }
    hall.close()
    assert len(routes) > 80
    for name, route in routes.items():
        line = of[name]["x-codeSamples"][0]["source"]
        assert line.startswith("curl ")
        if route.body is not None:
            example = of[name]["requestBody"]["content"]["application/json"]["example"]
            TypeAdapter(route.body).validate_python(example)
            assert " -d " in line
