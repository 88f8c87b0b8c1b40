"""An auditor looks for one kind of fact among those of its area, or for the whole area."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import server.admin  # noqa: F401 - imports all facts
from server.office.areas import by_area
from server.store.events import EVENTS
from tests.inside import Inside


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """The demo's hall, standing still."""
    made = Inside(tmp_path)
    yield made
    made.close()


def test_every_kind_is_in_one_area() -> None:
    """A fact that a feature brings later is not lost from the list."""
    found = [name for names in by_area().values() for name in names]
    assert sorted(found) == sorted(name for name, fact in EVENTS.items() if fact.__module__.startswith("server."))
    assert all(by_area().values())


def test_an_area_is_looked_through(hall: Inside) -> None:
    """The kinds stand under their areas; a whole area finds its kinds, and no others."""
    browser = hall.app.test_client()
    browser.post("/api/v1/session", json={"username": "auditor", "password": "demo"})
    page = browser.get("/office/main/journal?event=all:settings", headers={"Accept-Language": "en"}).text
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
