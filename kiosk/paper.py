"""A strip of paper that is filled from the top: headings, plate, rows, band, QR code. Lengths are dots."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from PIL import Image, ImageDraw

from kiosk.fonts import Fonts
from kiosk.typeset import Setter, Style

BLACK, WHITE = 0, 255
ROOM = 4000  # dots: longer than any slip; what stays empty is cut off
HALF = 128  # threshold between ink and paper: no dither, so that edges stay sharp
ON_BASELINE = 0.8  # how far down its line a text's baseline lies
QUIET = 4  # modules of white around a QR code, as its standard asks
NARROW = 5  # characters: beside a QR code with less room than this, its text goes below


@dataclass(frozen=True)
class Sizes:
    """Measures of a paper's width, taken from the draft of the slip."""

    width: int
    margin: int
    gap: int
    title: int
    module: int
    hall: Style
    text: Style
    small: Style
    service: Style
    value: Style
    item: Style
    invite: Style

    @classmethod
    def of(cls, width: int) -> "Sizes":
        """Return the measures for 576, 512 or 384 dots, or the nearest way for another width."""
        if width >= 480:
            base, margin, gap, title, module, big, invite = 26, 24, 20, 128, 8, 1.6, 1.3
        else:
            base, margin, gap, title, module, big, invite = 24, 12, 20, 88, 6, 1.45, 1.1
        return cls(
            width=width,
            margin=margin,
            gap=gap,
            title=title,
            module=module,
            hall=Style(round(base * 1.15), 700),
            text=Style(base, 400, 1.35),
            small=Style(round(base * 0.92), 400),
            service=Style(round(base * 1.6), 700, 1.2),
            value=Style(round(base * big), 700, 1.2),
            item=Style(round(base * 1.25), 700),
            invite=Style(round(base * invite), 700, 1.25),
        )


class Paper:
    """A slip in the making."""

    def __init__(self, sizes: Sizes, fonts: Fonts, language: str) -> None:
        self.sizes = sizes
        self.setter = Setter(fonts, language)
        self.picture = Image.new("L", (sizes.width, ROOM), WHITE)
        self.pen = ImageDraw.Draw(self.picture)
        self.y = sizes.margin
        self.left = sizes.margin
        self.right = sizes.width - sizes.margin

    def finished(self) -> Image.Image:
        """Return the paper cut to its length, in one bit a dot."""
        cut = self.picture.crop((0, 0, self.sizes.width, self.y + self.sizes.margin))
        return cut.point(lambda level: BLACK if level < HALF else WHITE).convert("1", dither=Image.Dither.NONE)

    def gap(self, dots: int | None = None) -> None:
        """Leave white."""
        self.y += self.sizes.gap if dots is None else dots

    def rule(self, thick: int) -> None:
        """Draw a line from margin to margin."""
        self.pen.rectangle((self.left, self.y, self.right - 1, self.y + thick - 1), fill=BLACK)
        self.y += thick + (12 if thick > 2 else 0)

    def heading(self, hall: str, when: str) -> None:
        """Write the hall's name and the time, on one line where they fit."""
        style, small = self.sizes.hall, self.sizes.text
        apart = self.setter.width(when, small)
        if self.setter.width(hall, style) + apart + 16 <= self.right - self.left:
            baseline = self.y + style.height * ON_BASELINE
            self.setter.draw(self.picture, (self.left, baseline), hall, style)
            self.setter.draw(self.picture, (self.right - apart, baseline), when, small)
            self.y += style.height
        else:
            self.paragraph(hall, style)
            self.paragraph(when, small)
        self.gap(12)
        self.rule(4)
        self.gap(8)

    def box(self, text: str) -> None:
        """Write a line in a frame: what kind of slip this is."""
        style = self.sizes.invite
        lines = self.setter.lines(text, style, self.right - self.left - 32)
        height = len(lines) * style.height + 24
        self.pen.rectangle((self.left, self.y, self.right - 1, self.y + height), outline=BLACK, width=4)
        for step, line in enumerate(lines):
            x = (self.left + self.right - self.setter.width(line, style)) / 2
            self.setter.draw(self.picture, (x, self.y + 12 + (step + ON_BASELINE) * style.height), line, style)
        self.y += height
        self.gap()

    def plate(self, number: str) -> None:
        """Draw the number as large as the paper allows, white in a black plate."""
        width = self.right - self.left
        style = Style(round(width / (max(len(number), 3) * 0.645 + 0.66)), 750, 1.26)
        while style.size > 24 and self.setter.width(number, style) > width * 0.92:  # W and M are wide
            style = Style(style.size - 4, 750, 1.26)
        box = (self.left, self.y, self.right - 1, self.y + style.height)
        self.pen.rounded_rectangle(box, radius=round(style.size * 0.18), fill=BLACK)
        left, top, right, bottom = self._ink(number, style)
        at = (
            self.left + (width - (right - left)) / 2 - left,
            self.y + (style.height - (bottom - top)) / 2 - top,
        )
        self.setter.draw(self.picture, at, number, style, ink=WHITE)
        self.y += style.height
        self.gap()

    def paragraph(self, text: str, style: Style) -> None:
        """Write a text over the whole width."""
        for line in self.setter.lines(text, style, self.right - self.left):
            self.setter.draw(self.picture, (self.left, self.y + style.height * ON_BASELINE), line, style)
            self.y += style.height

    def row(
        self,
        title: str,
        values: Sequence[str],
        remarks: Sequence[str] = (),
        *,
        value: Style | None = None,
        rule: bool = True,
    ) -> None:
        """Write a title with one or more values beside it; `rule` closes the row with a line."""
        if self.y and not self._ruled():
            self.rule(2)
        self.gap(12)
        style, small = value or self.sizes.value, self.sizes.text
        x = self.left + self.sizes.title
        baseline = self.y + style.height * ON_BASELINE
        self.setter.draw(self.picture, (self.left, baseline), title, small)
        for text, chosen in [*((text, style) for text in values), *((text, small) for text in remarks)]:
            for line in self.setter.lines(text, chosen, self.right - x):
                self.setter.draw(self.picture, (x, self.y + chosen.height * ON_BASELINE), line, chosen)
                self.y += chosen.height
        self.gap(12)
        if rule:
            self.rule(2)

    def band(self, low: float, likely: float, high: float) -> None:
        """Draw a range on an axis from 0 to 1: black where the call is likely, a white stroke at the likeliest."""
        width, height = self.right - self.left, 24
        box = (self.left, self.y, self.right - 1, self.y + height - 1)
        inner = Image.new("L", self.picture.size, WHITE)
        pen = ImageDraw.Draw(inner)
        pen.rectangle((self.left + low * width, box[1], self.left + high * width, box[3]), fill=BLACK)
        middle = self.left + likely * width
        pen.rectangle((middle - 3, box[1], middle + 2, box[3]), fill=WHITE)
        shape = Image.new("L", self.picture.size, 0)
        ImageDraw.Draw(shape).rounded_rectangle(box, radius=height // 2, fill=255)
        self.picture.paste(inner, mask=shape)
        self.pen.rounded_rectangle(box, radius=height // 2, outline=BLACK, width=3)
        self.y += height
        self.gap(6)

    def scale(self, marks: Sequence[str]) -> None:
        """Write the axis of a band: first mark left, last right, the others between."""
        style = self.sizes.small
        for step, mark in enumerate(marks):
            share = step / (len(marks) - 1)
            x = self.left + share * (self.right - self.left) - share * self.setter.width(mark, style)
            self.setter.draw(self.picture, (x, self.y + style.height * ON_BASELINE), mark, style)
        self.y += style.height
        self.gap(10)

    def code(self, modules: Sequence[Sequence[bool]], title: str, text: str) -> None:
        """Draw a QR code with its quiet zone, and beside it what it is for."""
        dot = self.sizes.module
        size, quiet = len(modules) * dot, QUIET * dot
        top = self.y + quiet
        for y, row in enumerate(modules):
            for x, black in enumerate(row):
                if black:
                    corner = (self.left + x * dot, top + y * dot)
                    self.pen.rectangle((*corner, corner[0] + dot - 1, corner[1] + dot - 1), fill=BLACK)
        bold, plain = self.sizes.invite, self.sizes.text if dot > 6 else self.sizes.small
        x = self.left + size + quiet
        beside = self.right - x >= NARROW * plain.size
        if not beside:
            x = self.left
        lines = [(line, bold) for line in self.setter.lines(title, bold, self.right - x)]
        lines += [(line, plain) for line in self.setter.lines(text, plain, self.right - x)]
        height = sum(style.height for _, style in lines)
        y = top + max(0, ceil((size - height) / 2)) if beside else top + size + quiet
        for line, style in lines:
            self.setter.draw(self.picture, (x, y + style.height * ON_BASELINE), line, style)
            y += style.height
        self.y = max(y, top + size) + quiet

    def _ruled(self) -> bool:
        """Say whether the last thing on the paper is a line."""
        return self.y > 0 and self.picture.getpixel((self.left, self.y - 1)) == BLACK

    def _ink(self, text: str, style: Style) -> tuple[float, float, float, float]:
        """Return the box of a text's ink around its start on the baseline."""
        trial = Image.new("L", (self.sizes.width * 2, style.size * 3), WHITE)
        at = (style.size, style.size * 2)
        self.setter.draw(trial, at, text, style)
        box = trial.point(lambda level: 255 if level < HALF else 0).getbbox() or (*at, *at)
        return box[0] - at[0], box[1] - at[1], box[2] - at[0], box[3] - at[1]
