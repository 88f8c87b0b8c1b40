"""Each mistake in a configuration file is named with file, line and remedy."""

import re
from pathlib import Path

import pytest

from server.floor.configuration import read_configuration
from server.kernel.refusals import Fault
from tests.hall import DEMO

SEAL = '{ zh-Hant = "印章", zh-Hans = "印章", en = "Name seal" }'
MON = "hours = { mon = [%s] }"
MISTAKES = {
    "a setting that there is not": ("ask_party = true", "ask_parties = true", "ask_parties: there is no such setting"),
    "one of a service": ("norm = 9", "norms = 9", "halls.1.services.1.norms: there is no such setting; remove it"),
    "one of the demo": ('password = "demo"', 'pass_word = "demo"', "demo.pass_word: there is no such setting"),
    "a table that there is not": ("[[halls]]", "[[hall]]", "hall: there is no such setting"),
    "one that is missing": ('code = "main"', "", "code: this setting is missing; add it"),
    "a word for a number": ("area = 80", 'area = "big"', "area: Input should be a valid number"),
    "a word for yes or no": ("ask_party = true", 'ask_party = "perhaps"', "ask_party: Input should be a valid boolean"),
    "a word for a list": ('services = ["A", "B"]', 'services = "A"', "services: Input should be a valid list"),
    "a number out of bounds": ("area = 80", "area = -3", "area: Input should be greater than 0"),
    "a role of nowhere": ('role = "reviewer"', 'role = "king"', "demo.people.9.role: Input should be 'clerk'"),
    "a time zone of nowhere": ('"Asia/Taipei"', '"Asia/Taipeh"', "is no IANA time zone; write for instance Asia/"),
    "a name that lacks a language": (', en = "Central Service Hall"', "", "name: the text lacks en; write it"),
    "an empty name": ('en = "Central Service Hall"', 'en = " "', "name: the text lacks en; write it"),
    "a line of a list that lacks one": (SEAL, '{ zh-Hant = "印章", en = "Seal" }', "bring.3: the text lacks zh-Hans"),
    "a service that there is not": ('services = ["A", "B"]', 'services = ["A", "Q"]', "serves Q, which is not among"),
    "a service twice": ('code = "B"', 'code = "A"', "service A is there twice; give each a code of its own"),
    "a counter twice": ('code = "2"', 'code = "1"', "counter 1 is there twice; give each a code of its own"),
    "hours in a word": ('hours = "always"', 'hours = "sometimes"', 'hours: write "always", or the spans'),
    "hours that are none": ('hours = "always"', MON % '"9-17"', "“9-17” is no span of hours; write for instance"),
    "hours backwards": ('hours = "always"', MON % '"17:00-09:00"', "“17:00-09:00” is no span of hours"),
    "hours that overlap": ('hours = "always"', MON % '"09:00-12:00", "11:00-17:00"', "the spans overlap"),
    "a day of no week": ('hours = "always"', 'hours = { someday = ["09:00-17:00"] }', "Input should be 'mon', 'tue'"),
    "a broken text": ('code = "main"', "code = main", "this is not valid TOML"),
    "a setting twice": ('code = "main"', 'code = "main"; code = "x"', "this is not valid TOML"),
}  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the file stands."""
    return tmp_path / "hall.toml"


def fault(file: Path) -> str:
    """Read the file, and return how it is refused."""
    with pytest.raises(Fault) as refused:
        read_configuration(file)
    return str(refused.value)


@pytest.mark.parametrize("what", MISTAKES)
def test_a_mistake_is_named(file: Path, what: str) -> None:
    """In one line, which says where and what to do."""
    wrong, by, remedy = MISTAKES[what]
    text = DEMO.read_text(encoding="utf-8")
    assert wrong in text
    file.write_text(text.replace(wrong, by, 1), encoding="utf-8")
    line = text[: text.index(wrong)].count("\n") + 1
    said = fault(file).splitlines()[-1]
    named = re.match(rf"{re.escape(str(file))}, line (\d+): ", said)
    assert named, said
    assert int(named[1]) == (line - 1 if "is missing" in remedy else line), said  # what is missing belongs to its table
    assert remedy in said


def test_every_mistake_is_named_at_once(file: Path) -> None:
    """Whoever corrects a file does not learn of its mistakes one by one."""
    text = DEMO.read_text(encoding="utf-8")
    for wrong, by in (("area = 80", "area = 0"), ("norm = 9", "norms = 9"), ('"Asia/Taipei"', '"Mars"')):
        text = text.replace(wrong, by, 1)
    file.write_text(text, encoding="utf-8")
    assert [line.split(": ")[1].rpartition(".")[2] for line in fault(file).splitlines()] == [
        "timezone",
        "area",
        "norms",
    ]


def test_a_file_that_cannot_be_read(file: Path) -> None:
    """Not there, a folder, another encoding: each says what to do."""
    assert "name another file with --config or FLOOR_CONFIG" in fault(file)
    assert "cannot be read" in fault(file.parent)
    file.write_bytes("# 大廳\nname = 大廳".encode("big5"))
    assert f"{file}, line 1: this is not UTF-8 text; save the file as UTF-8" in fault(file)


def test_a_mark_at_the_beginning_is_no_mistake(file: Path) -> None:
    """Some editors write one."""
    file.write_text(DEMO.read_text(encoding="utf-8"), encoding="utf-8-sig")
    assert [hall.code for hall in read_configuration(file).halls] == ["main"]
