"""Colours, sizes of type, distances, corners and shadows stand in one stylesheet, and all others name them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from server.live.pages import ROOT

SCALE: Final = ROOT / "server/static/scale.css"
FOLDERS: Final = ("kiosk", "display", "counter", "server")
SHEETS: Final = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.css") if path != SCALE)
DECLARED: Final = re.compile(r"^\s*([a-z-]+):\s*([^;{}]+);", re.MULTILINE)
COLOUR: Final = re.compile(
    r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|hwb|lab|lch|color)a?\(|\b(?:white|black|red|gr[ea]y|green|blue)\b"
)
LENGTH: Final = re.compile(r"(?<![\w.-])-?[\d.]*[1-9][\d.]*(?:px|rem|pt)\b")  # what is printed is measured in mm
DISTANCE: Final = re.compile(r"(row-|column-)?gap|(padding|margin)(-[a-z-]+)?")
ROOTS: Final = {  # what a px of the drawing is, on the screens that are as large as they are
    ("kiosk/page/kiosk.css", "font-size: 32px"),
    ("kiosk/page/kiosk.css", "font-size: 40px"),
    ("kiosk/page/kiosk.css", "font-size: 30px"),
    ("kiosk/page/kiosk.css", "font-size: 37.5px"),
    ("server/static/theme.css", "font: 400 16px / 1.45 var(--font)"),
}


def own_values(path: Path) -> Iterator[str]:
    """Name each declaration of a stylesheet that has a value of its own where there is one for all."""
    name = str(path.relative_to(ROOT))
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    for kind, value in DECLARED.findall(text):
        said = re.sub(r"var\([^()]*\)", "", value)
        sized = kind in {"font-size", "font", "border-radius"} or DISTANCE.fullmatch(kind)
        shadow = kind == "box-shadow" and not value.startswith(("var(", "none"))
        own = COLOUR.search(said) or shadow or (sized and LENGTH.search(said))
        if own and (name, f"{kind}: {value}") not in ROOTS:
            yield f"{kind}: {value}"


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_stylesheet_names_what_stands_in_the_scale(path: Path) -> None:
    """It has no colour, size, distance, corner or shadow of its own."""
    assert list(own_values(path)) == []


def test_each_name_of_the_scale_is_used() -> None:
    """What nobody uses is no part of it, and what is used is there."""
    texts = [path.read_text(encoding="utf-8") for path in (*SHEETS, SCALE)]
    texts += [path.read_text(encoding="utf-8") for folder in FOLDERS for path in (ROOT / folder).rglob("*.html")]
    used = set(re.findall(r"var\((--[\w-]+)", "\n".join(texts)))
    there = set(re.findall(r"^\s*(--[\w-]+):", SCALE.read_text(encoding="utf-8"), re.MULTILINE))
    assert there - used == set()
    assert {name for name in used if re.match(r"--(type|space|round)-", name)} - there == set()
