"""Sets lines of mixed Latin and Han text on a picture of black and white dots."""

from dataclasses import dataclass
from itertools import groupby

from PIL import Image, ImageDraw, ImageFont

from kiosk.fonts import Face, Fonts

BREAK_AFTER = "，。、？！；：・"  # Chinese breaks at its punctuation, not inside a word
HAN_FROM = "\u2e80"  # a space beside a Han character sets off a figure and belongs to it
NEVER_FIRST = "，。、？！；：・）」』"
MISSING = "?"  # drawn where no font has the character
TABULAR = ["tnum"]  # figures of one width


@dataclass(frozen=True)
class Style:
    """How a text looks: size in dots, weight 400 to 800, height of a line as a factor of the size."""

    size: int
    weight: int = 400
    leading: float = 1.3

    @property
    def height(self) -> int:
        """Return the height of a line in dots."""
        return round(self.size * self.leading)


class Setter:
    """Measures and draws text of one language."""

    def __init__(self, fonts: Fonts, language: str) -> None:
        self.fonts = fonts
        self.language = language

    def width(self, text: str, style: Style) -> float:
        """Return a text's width in dots."""
        return sum(face.getlength(part, features=figures(face)) for face, part in self._runs(text, style))

    def draw(self, picture: Image.Image, at: tuple[float, float], text: str, style: Style, *, ink: int = 0) -> None:
        """Draw one line; `at` is its left end and its baseline."""
        pen = ImageDraw.Draw(picture)
        x, y = at
        for face, part in self._runs(text, style):
            pen.text((x, y), part, font=face, fill=ink, anchor="ls", features=figures(face))
            x += face.getlength(part, features=figures(face))

    def lines(self, text: str, style: Style, width: float) -> list[str]:
        """Break a text into lines no wider than `width` dots."""
        lines, line = [], ""
        for word in words(text):
            if self.width((line + word).rstrip(), style) <= width:
                line += word
                continue
            if line:
                lines.append(line.rstrip())
            *full, line = self._cut(word, style, width)
            lines += full
        return [*lines, line.rstrip()] if line.strip() else lines

    def _cut(self, word: str, style: Style, width: float) -> list[str]:
        """Cut a word that is wider than a line by its characters."""
        parts = [""]
        for character in word:
            if parts[-1] and self.width((parts[-1] + character).rstrip(), style) > width:
                carried = parts[-1][-1] if character in NEVER_FIRST and len(parts[-1]) > 1 else ""
                parts[-1] = parts[-1].removesuffix(carried)
                parts.append(carried)
            parts[-1] += character
        return parts

    def _runs(self, text: str, style: Style) -> list[tuple[Face, str]]:
        """Split a text where the face changes."""
        faced = [self._faced(character, style) for character in text]
        return [
            (pairs[0][0], "".join(character for _, character in pairs))
            for pairs in (list(group) for _, group in groupby(faced, key=lambda pair: id(pair[0])))
        ]

    def _faced(self, character: str, style: Style) -> tuple[Face, str]:
        face = self.fonts.face(character, self.language, style.size, style.weight)
        if face:
            return face, character
        known = self.fonts.face(MISSING, self.language, style.size, style.weight)
        if not known:
            raise LookupError("no font draws even a question mark")
        return known, MISSING


def figures(face: Face) -> list[str] | None:
    """Return the features to ask a face for: only those laid out by Raqm know any."""
    return TABULAR if face.layout_engine == ImageFont.Layout.RAQM else None


def words(text: str) -> list[str]:
    """Split a text after each place where a line may end."""
    parts, start = [], 0
    for place, character in enumerate(text):
        before, following = text[place - 1 : place], text[place + 1 : place + 2]
        spaced = character == " " and max(before, following) < HAN_FROM
        if (character in BREAK_AFTER or spaced) and following and following not in NEVER_FIRST:
            parts.append(text[start : place + 1])
            start = place + 1
    return [*parts, text[start:]] if text[start:] else parts
