"""The plot of announced ranges against what came true: a panel a day, numbers by what was announced as likeliest."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from random import Random
from statistics import fmean
from typing import Final, Protocol

WIDE, HIGH, LEFT, TOP = 240, 220, 44, 40  # px of a panel, and of what stands beside and over it
DOTS: Final = 160  # of a panel: numbers that are drawn, so that one sees them
BINS: Final = 8  # as many numbers in each
STYLE: Final = (
    "text{font:12px sans-serif;fill:#1c2733}.h{font-weight:600;font-size:14px}.q{fill:#5a6875;font-size:11px}"
)


class Told(Protocol):
    """A number with what was announced and how long it waited; seconds."""

    low: int
    likely: int
    high: int
    waited: float


def against_truth(days: Mapping[str, Sequence[Told]]) -> str:
    """Return the plot: the announced range as a band, the true waits as dots, those outside of their range open."""
    parts = [
        '<text x="20" y="20" class="h">True waits against what was announced, minutes</text>',
        '<text x="330" y="20" class="q">band: the announced 80 % range · open dots: outside of theirs</text>',
    ]
    for nth, (day, some) in enumerate(days.items()):
        parts += panel(day, sorted(some, key=lambda one: one.likely), LEFT + nth * (WIDE + LEFT))
    whole = LEFT + len(days) * (WIDE + LEFT)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {TOP + HIGH + 40}" role="img">'
        "<title>Announced ranges against true waits on simulated days</title>"
        f'<style>{STYLE}</style><rect width="{whole}" height="{TOP + HIGH + 40}" fill="#fff"/>'
    )
    return "\n".join([head, *parts, "</svg>", ""])


def panel(day: str, some: Sequence[Told], left: float) -> list[str]:
    """Return a day's panel; `some` in the order of what was announced."""
    longest = max(1.0, some[int(0.98 * (len(some) - 1))].likely * 1.25)

    def at(likely: float, wait: float) -> tuple[float, float]:
        return left + WIDE * min(likely / longest, 1.0), TOP + HIGH * (1 - min(wait / longest, 1.0))

    bins = [some[a:b] for a, b in pairwise([round(nth * len(some) / BINS) for nth in range(BINS + 1)])]
    means = [[fmean(getattr(one, name) for one in its) for name in ("likely", "low", "high")] for its in bins if its]
    band = [at(likely, low) for likely, low, _ in means] + [at(likely, high) for likely, _, high in reversed(means)]
    end = min(longest, means[-1][0])
    parts = [
        f'<polygon points="{" ".join(f"{x:.0f},{y:.0f}" for x, y in band)}" fill="#dcebf0"/>',
        line(at(0, 0), at(end, end), "#0b5d7a", 1.5),
        line(at(0, 0), at(longest, 0), "#5a6875", 1),
        line(at(0, 0), at(0, longest), "#5a6875", 1),
        f'<text x="{left}" y="{TOP - 6}">{day}</text>',
        f'<text x="{left}" y="{TOP + HIGH + 34}" class="q">across: announced as likeliest; up: true</text>',
    ]
    step = next(one for one in (1, 2, 5, 10, 15, 20, 30, 60) if longest / 60 / one <= 6 or one == 60)
    for minute in range(0, int(longest / 60) + 1, step):
        x, y = at(minute * 60, minute * 60)
        parts.append(f'<text x="{x:.0f}" y="{TOP + HIGH + 16}" text-anchor="middle" class="q">{minute}</text>')
        parts.append(f'<text x="{left - 6}" y="{y + 4:.0f}" text-anchor="end" class="q">{minute}</text>')
    for one in Random(day).sample(list(some), min(DOTS, len(some))):
        x, y = at(one.likely, one.waited)
        fill = "#0b5d7a" if one.low <= one.waited <= one.high else "none"
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2" fill="{fill}" stroke="#0b5d7a" stroke-width="1"/>')
    return parts


def line(start: tuple[float, float], end: tuple[float, float], colour: str, width: float) -> str:
    """Return a line."""
    (a, b), (c, d) = start, end
    return f'<line x1="{a:.0f}" y1="{b:.0f}" x2="{c:.0f}" y2="{d:.0f}" stroke="{colour}" stroke-width="{width}"/>'
