"""Every page of the kiosk, in each language, size and type: nothing crosses or is cut, and larger type is larger."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from tests.alone import opened
from tests.boxes import faults
from tests.kiosk_drawn import MOMENTS, SIZES, draw, large_hall, usual_hall
from tests.large_hall import TAGS

pytestmark = pytest.mark.xdist_group("browser")

Contexts = Callable[..., BrowserContext]
SCREENS = [(1080, 1920), (1920, 1080)]
HALLS: dict[str, dict[str, Any]] = {
    "usual": usual_hall(),
    "large": large_hall(),
    "large, no groups": large_hall(grouped=False),
}
LARGER = 1.25  # times: what "larger type" is at least


@pytest.mark.parametrize("size", SCREENS, ids=str)
@pytest.mark.parametrize("language", TAGS)
@pytest.mark.parametrize("hall", HALLS)
def test_nothing_crosses_or_is_cut(context: Contexts, size: tuple[int, int], language: str, hall: str) -> None:
    """On each step, on each page of services and in each group, in the usual type and in the larger one."""
    page = opened(context(*size).new_page(), "kiosk/page")
    found = []
    for moment in MOMENTS:
        for larger in (False, True):
            draw(page, HALLS[hall], language, moment, larger=larger)
            found += [f"{moment}{' larger' if larger else ''}: {fault}" for fault in faults(page)]
    if hall != "usual":
        for low in (False, True):
            for more in ({"group": "g1"}, {"sheet": 1}, {"group": "g1", "sheet": 1}):
                draw(page, HALLS[hall], language, "home", low=low, **more)
                found += [f"{low} {more}: {fault}" for fault in faults(page)]
    assert found == []


@pytest.mark.parametrize("size", SCREENS, ids=str)
@pytest.mark.parametrize("language", TAGS)
def test_larger_type_is_larger(context: Contexts, size: tuple[int, int], language: str) -> None:
    """Every text grows by at least a quarter, on every page; and is at its full size in the usual one, however long."""
    page = opened(context(*size).new_page(), "kiosk/page")
    for moment in MOMENTS:
        draw(page, HALLS["usual"], language, moment)
        usual = page.evaluate(SIZES)
        draw(page, HALLS["usual"], language, moment, larger=True)
        larger = page.evaluate(SIZES)
        both = usual.keys() & larger.keys()
        assert both, moment
        small = {text: larger[text] / usual[text] for text in both if larger[text] < usual[text] * LARGER - 0.01}
        assert small == {}, moment
    draw(page, HALLS["usual"], language, "home")
    short = page.evaluate("getComputedStyle(document.querySelector('.row .name')).fontSize")
    draw(page, HALLS["large, no groups"], language, "home")
    assert page.evaluate("getComputedStyle(document.querySelector('.row .name')).fontSize") == short
