"""The slip's letters: the screens' own fonts out of node_modules, else what the machine has.

The fonts from npm are cut into some hundred pieces by character; a slip opens the few that it needs.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

LATIN = "atkinson-hyperlegible-next"
HAN = {"zh-Hant": "noto-sans-tc", "zh-Hans": "noto-sans-sc", "en": "noto-sans-tc"}

# Where Debian puts fonts with Han characters: the better design first. The number is the face in the collection.
ON_THE_MACHINE = (
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-{weight}.ttc", {"zh-Hant": 3, "zh-Hans": 2, "en": 3}),
    ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", {"zh-Hant": 0, "zh-Hans": 0, "en": 0}),
)
SAMPLE = "號号廳厅證证"  # what a font must have to count as one with both kinds of Han characters
BOLD = 600  # weights from here on take a bold file where the font has no axis

Face = ImageFont.FreeTypeFont


INSTALLED = ("/usr/share/fonts", "/usr/local/share/fonts")  # where a font may be chosen from
KINDS = {".ttf", ".ttc", ".otf"}


def installed() -> list[Path]:
    """Return the font files of this machine."""
    found = (path for folder in INSTALLED for path in Path(folder).rglob("*") if path.suffix.lower() in KINDS)
    return sorted(path for path in found if path.is_file())


@dataclass(frozen=True)
class Piece:
    """A font file that has the characters between the bounds of its ranges."""

    path: Path
    ranges: tuple[tuple[int, int], ...]

    def has(self, code: int) -> bool:
        """Say whether the piece has a character."""
        return any(low <= code <= high for low, high in self.ranges)


@lru_cache(maxsize=8)
def pieces(folder: Path) -> tuple[Piece, ...]:
    """Return the pieces of a font family as npm brings it; none where it is not there or not readable."""
    try:
        table: dict[str, str] = json.loads((folder / "unicode.json").read_text())
    except (OSError, ValueError):
        return ()
    files = folder / "files"
    named = (
        (files / f"{folder.name}-{name.strip('[]')}-wght-normal.woff2", tuple(bounds(text)))
        for name, text in table.items()
    )
    return tuple(Piece(path, ranges) for path, ranges in named if path.exists())


def bounds(text: str) -> Iterator[tuple[int, int]]:
    """Read ranges as CSS writes them: `U+4e00-4e10,U+ff0c`."""
    for part in text.split(","):
        low, _, high = part.strip().removeprefix("U+").partition("-")
        yield int(low, 16), int(high or low, 16)


@lru_cache(maxsize=256)
def opened(path: Path, size: int, weight: int, index: int = 0) -> Face:
    """Open a font file once for each size and weight."""
    face = ImageFont.truetype(path, size, index=index)
    try:
        axes = face.get_variation_axes()
    except OSError:  # has no axes: the file is one weight
        return face
    least, most = int(axes[0]["minimum"] or weight), int(axes[0]["maximum"] or weight)
    face.set_variation_by_axes([min(max(weight, least), most)])
    return face


@lru_cache(maxsize=4096)
def drawn(face: Face, character: str) -> bool:
    """Say whether a face has a character, by comparing it with what stands for a missing one."""
    absent = face.getmask("\U0010fffe")
    here = face.getmask(character)
    return here.size != absent.size or bytes(here) != bytes(absent)


class Fonts:
    """Faces for each character of a text.

    `modules` is the checkout's node_modules; `chosen` a font file that the set-up page names, taken before all others.
    """

    def __init__(self, modules: Path, chosen: Path | None = None) -> None:
        self.family = modules / "@fontsource-variable"
        self.chosen = chosen

    def face(self, character: str, language: str, size: int, weight: int) -> Face | None:
        """Return the face that draws a character, or None when there is none."""
        if self.chosen and self.chosen.is_file():
            face = opened(self.chosen, size, weight)
            if drawn(face, character):
                return face
        for name in (LATIN, HAN.get(language, HAN["en"]), *HAN.values()):
            for piece in pieces(self.family / name):
                if piece.has(ord(character)):
                    return opened(piece.path, size, weight)
        return self._on_the_machine(character, language, size, weight)

    def covers(self, text: str, language: str) -> bool:
        """Say whether every character of a text can be drawn."""
        return all(self.face(character, language, 24, 400) for character in text if not character.isspace())

    def source(self) -> str | None:
        """Name the font that draws Han characters, None where none is found."""
        for character in SAMPLE:
            if not self.face(character, "zh-Hant", 24, 400):
                return None
        face = self.face(SAMPLE[0], "zh-Hant", 24, 400)
        return (
            str(face.getname()[0]).removesuffix(" Thin") if face else None
        )  # a variable font's name is its least weight

    def _on_the_machine(self, character: str, language: str, size: int, weight: int) -> Face | None:
        """Look for a character in Debian's fonts, then in Pillow's own Latin letters."""
        for pattern, faces in ON_THE_MACHINE:
            path = Path(pattern.format(weight="Bold" if weight >= BOLD else "Regular"))
            if path.exists():
                face = opened(path, size, weight, faces.get(language, 0))
                if drawn(face, character):
                    return face
        own = ImageFont.load_default(size)
        return own if isinstance(own, ImageFont.FreeTypeFont) and drawn(own, character) else None
