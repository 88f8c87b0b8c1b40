"""A new feature is an object of its own and one line in a list; all the rest of the program follows from that line."""

import io
import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from PIL import Image
from pydantic import BaseModel

from server.app import deadlines_of
from server.feature.effects import Effect
from server.feature.parts import Feature
from server.feature.settings import OwnSettings
from server.features import FEATURES
from server.floor.hallfile import Model
from server.messages.letters import KINDS
from server.office.fields import fits
from server.office.own_settings import own_settings
from server.office.pages import pages_of
from server.store.events import EVENTS
from server.store.tables import metadata
from tests.inside import Inside
from tests.inside_office import page, sends, words

UMBRELLA = {"zh-Hant": "雨傘", "zh-Hans": "雨伞", "en": "umbrella"}
GLOVES = {"zh-Hant": "手套", "zh-Hans": "手套", "en": "gloves"}
A_WEEK = 7 * 24 * 3600


@pytest.fixture
def toy() -> Iterator[ModuleType]:
    """The feature, known only while its test runs: facts and tables are known to the whole process."""
    events, tables = set(EVENTS), set(metadata.tables)
    yield import_module("tests.toy")
    for name in set(EVENTS) - events:
        del EVENTS[name]
    for name in set(metadata.tables) - tables:
        metadata.remove(metadata.tables[name])
    del KINDS["thing_given"], sys.modules["tests.toy"]


@pytest.fixture(params=["sqlite", "postgresql"])
def hall(request: pytest.FixtureRequest, toy: ModuleType, tmp_path: Path) -> Iterator[Inside]:
    """The demo's hall on either database, with one feature more in the list."""
    url = request.getfixturevalue("new_database") if request.param == "postgresql" else ""
    made = Inside(tmp_path, database=url, features=(*FEATURES, toy.FEATURE))
    with made.store.database.writing() as connection:
        toy.THINGS.create(connection)
    yield made
    assert made.faults() == []
    made.close()


def written(*rows: tuple[str, dict[str, str]]) -> dict[str, str]:
    """Return the form of the kinds of things as a browser sends it, with the empty row at its end."""
    sent = {}
    for place, (code, name) in enumerate([*rows, ("", dict.fromkeys(UMBRELLA, ""))]):
        sent[f"kinds.{place}.code"] = code
        sent.update({f"kinds.{place}.name.{language}": text for language, text in name.items()})
    return sent


def test_one_line_is_enough(hall: Inside) -> None:
    """Its setting is set in the office, its fact recorded, its view seen, its to-do said; then a message is out."""
    form = page(hall, "admin", "settings/toy")
    assert "Things found" in form
    assert 'name="kinds.0.code"' in form
    whole = written(("rain", UMBRELLA), ("cold", GLOVES))
    assert sends(hall, "admin", "settings/toy", before="{}", keep="7", **whole)[0] == 200
    assert hall.told("supervisor", "POST", "/halls/main/things", {"kind": "rain"}) == {"names": [UMBRELLA]}
    assert hall.told("display", "GET", "/halls/main/views/things")["data"] == {"names": [UMBRELLA]}
    assert page(hall, "supervisor", "things") == "<p>umbrella</p>"
    assert "Call out: umbrella" in words(page(hall, "supervisor", ""))
    assert "Call out: 雨伞" in words(page(hall, "supervisor", "", "zh-CN"))
    board = hall.told("supervisor", "GET", "/halls/main/views/board")["data"]["todo"][-1]
    assert (board["text"]["en"], board["to"]) == ("Call out: umbrella", "/office/main/things")
    assert "/halls/{hall}/things" in str(hall.app.test_client().get("/openapi/openapi.json").json)
    assert "Things found" in re.findall(r'<optgroup label="(.*?)">', page(hall, "auditor", "journal"))
    taken = io.BytesIO()
    Image.new("RGB", (9, 9)).save(taken, "PNG")
    taken.seek(0)
    assert sends(hall, "supervisor", "things/1/picture", picture=(taken, "a.png"))[0] == 200
    assert (hall.journal()[-1], len(hall.everything()["files"])) == ("ThingPictured", 1)
    hall.later(A_WEEK + 1)
    hall.tokens.clear()
    assert hall.told("display", "GET", "/halls/main/views/things")["data"] == {"names": []}
    assert [name for name in hall.journal() if name != "DeviceEnrolled"][-2:] == ["ThingGiven", "MessageWritten"]
    assert "A thing is given away" in words(page(hall, "manager", "messages"))


def test_a_list_of_records_is_kept_by_every_save(hall: Inside) -> None:
    """Opened and saved as it stands nothing is lost; a row that was emptied is gone, and what is wrong stands by it."""
    sends(hall, "admin", "settings/toy", before="{}", keep="7", **written(("rain", UMBRELLA), ("cold", GLOVES)))
    told = page(hall, "admin", "settings/toy")
    for text in ("rain", "cold", *UMBRELLA.values(), *GLOVES.values()):
        assert f'value="{text}"' in told
    before = of(hall)
    whole = written(("rain", UMBRELLA), ("cold", GLOVES))
    _, told = sends(hall, "admin", "settings/toy", before=before, keep="7", **whole)
    assert "Nothing was different" in told
    assert of(hall) == before
    wrong = whole | {"kinds.1.name.en": "", "kinds.1.name.zh-Hans": "", "kinds.1.name.zh-Hant": ""}
    status, told = sends(hall, "admin", "settings/toy", before=before, keep="7", **wrong)
    assert (status, of(hall)) == (422, before)
    assert 'name="kinds.1.code" value="cold"' in told
    without = whole | written(("", dict.fromkeys(UMBRELLA, "")), ("cold", GLOVES))
    sends(hall, "admin", "settings/toy", before=before, keep="7", **without)
    assert "rain" not in of(hall)
    assert "cold" in of(hall)
    assert "Things found" in words(page(hall, "auditor", "journal"))


def test_who_saved_first_is_not_overwritten(hall: Inside) -> None:
    """A form that was opened before somebody else saved is shown again beside what they saved."""
    sends(hall, "admin", "settings/toy", before="{}", keep="9")
    status, told = sends(hall, "admin", "settings/toy", before="{}", keep="3")
    assert status == 409
    assert "saved this at" in words(told)
    assert of(hall) == '{"keep":9}'


def of(hall: Inside) -> str:
    """Return the toy's settings as they are kept."""
    with hall.store.look(hall.hall) as sight:
        return str(hall.floor.features[-1].settings.text(sight))


class Odd(Model):
    """Settings with a type that no form knows."""

    shares: dict[str, float]


class Unnamed(Model):
    """Settings of which nothing says what can be chosen."""

    names: list[str]


class Kind(Model):
    """A record."""

    code: str


class Deep(Model):
    """Records in records."""

    class Row(Model):
        """A row."""

        code: str
        more: list[Kind]

    rows: list[Row]


@pytest.mark.parametrize("model", [Odd, Unnamed, Deep], ids=lambda model: model.__name__)
def test_a_type_that_no_form_knows_is_refused_at_start(model: type[BaseModel]) -> None:
    """Shown as an empty field it would be wiped by the next save."""
    with pytest.raises(TypeError):
        fits(model)


def test_a_setting_without_words_is_refused_at_start() -> None:
    """Its label, its sentence, when a change holds: what lacks one of them is no setting."""

    class Bare(Model):
        """A setting without a sentence."""

        days: int = 3

    with pytest.raises(TypeError, match=r"bare\.days lacks"):
        OwnSettings("bare", Bare, title="Bare", labels={"days": "Days"}, effects={"days": Effect.AT_ONCE})


def test_no_kind_of_deadline_has_two_handlers() -> None:
    """A second feature that handles what another does is refused at start, and so is a page that is none."""
    twice = Feature("twice", deadlines={"no_show": lambda _hall, _subject: None})
    assert own_settings([twice]).routes == []
    with pytest.raises(ValueError, match="twice: no_show falls due elsewhere already"):
        deadlines_of([*FEATURES, twice])
    with pytest.raises(TypeError):
        pages_of([Feature("odd", office=(twice,))])
