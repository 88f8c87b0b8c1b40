"""What people read in full is written in full: a text that a line does not hold has a text area, in each language."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from unicodedata import east_asian_width

import pytest

from tests.inside import Inside
from tests.inside_office import page, sends

LINE = 44  # columns that a third of the page shows at 1366 px, a Han sign being two
SHORT = re.compile(r'<input class="tongue-text" name="([^"]+)" value="([^"]*)"')
LONG = re.compile(r'<textarea class="tongue-text" name="([^"]+)"[^>]*>([^<]*)</textarea>')
ENTERED = re.compile(r'<input(?![^>]*type="(?:checkbox|radio|hidden)")[^>]* name="([^"]+)" value="([^"]*)"')
EDITS = re.compile(r'href="/office/main/([\w/-]+)"')


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """The demo's hall, each of its plans open to be written."""
    made = Inside(tmp_path)
    for plan in linked(made, "plans"):
        sends(made, "admin", plan)
    yield made
    made.close()


def linked(hall: Inside, of: str) -> set[str]:
    """Return the pages below a list that it leads to and that edit one thing."""
    found = {path for path in EDITS.findall(page(hall, "admin", of)) if path.startswith(f"{of}/")}
    return {path for path in found if not path.endswith(("/new", "/make", "/other"))}


def columns(text: str) -> int:
    """Return how wide a text is."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def test_no_text_of_the_demo_is_longer_than_its_field(hall: Inside) -> None:
    """Every form of the office that edits something: what stands in a line fits there, in three languages."""
    forms = {"hall", "notices"}
    for of in ("services", "counters", "groups", *linked(hall, "plans")):
        forms |= linked(hall, of)
    assert len(forms) > 60
    cut: dict[str, str] = {}
    areas: set[str] = set()
    for path in sorted(forms):
        told = page(hall, "admin", path)
        cut |= {
            f"{path} {name}": unescape(text) for name, text in SHORT.findall(told) if columns(unescape(text)) > LINE
        }
        areas |= {f"{path} {name}" for name, _ in LONG.findall(told)}
    assert cut == {}
    assert {f"plans/crowding/measures/1 text.{one}" for one in ("zh-Hant", "zh-Hans", "en")} <= areas


def test_an_announcement_is_seen_whole_in_three_languages_and_comes_back_as_written(hall: Inside) -> None:
    """No language is behind another; a proposal of the other script is an area again."""
    path = "plans/crowding/measures/1"
    told = page(hall, "admin", path)
    assert not re.search(r"<div data-tongue=\"[\w-]+\" hidden>", told)
    before = unescape(told.partition('name="before" value="')[2].partition('"')[0])
    given = {name: unescape(text) for name, text in [*ENTERED.findall(told), *LONG.findall(told)]}
    chosen = dict(re.findall(r'<select[^>]*name="(\w+)".*?<option value="(\w+)" selected', told, re.DOTALL))
    text = "Please wait outside for a quarter of an hour. " * 4
    status, after = sends(hall, "admin", path, **given | chosen | {"before": before, "text.en": text})
    assert status == 200, after
    assert dict(LONG.findall(page(hall, "admin", path)))["text.en"].strip() == text.strip()
