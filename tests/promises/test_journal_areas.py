"""An auditor looks for one kind of fact among those of its area, or for the whole area."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.features import FEATURES, facts_of
from server.office.areas import areas_of, by_area
from tests.inside import Inside
from tests.inside_office import in_one_line


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """The demo's hall, standing still."""
    made = Inside(tmp_path)
    yield made
    made.close()


def test_every_kind_is_in_one_area() -> None:
    """A fact that a feature brings later is not lost from the list."""
    areas = by_area(areas_of(FEATURES))
    assert sorted(name for names in areas.values() for name in names) == sorted(facts_of())
    assert all(areas.values())


def test_an_area_is_looked_through(hall: Inside) -> None:
    """The kinds stand under their areas; a whole area finds its kinds, and no others."""
    browser = hall.app.test_client()
    browser.post("/api/v1/session", json={"username": "auditor", "password": "demo"})
    page = in_one_line(browser.get("/office/main/journal?event=all:settings", headers={"Accept-Language": "en"}).text)
    select = page.partition('name="event">')[2].partition("</select>")[0]
    areas = re.findall(r'<optgroup label="(.*?)">(.*?)</optgroup>', select, re.DOTALL)
    assert areas[0][0] == "Numbers: given out, called, served"
    assert '<option value="all:settings" selected>' in dict(areas)["Settings and plans"]
    assert "ServiceSet" in dict(areas)["Settings and plans"]
    told = page.partition("<tbody>")[2]
    assert "Settings of service A: added" in told
    assert "Settings of counter 1: added" in told
    assert "The day 2026-11-25 began" not in told
    assert "The day" in browser.get("/office/main/journal?event=all:opening", headers={"Accept-Language": "en"}).text
