"""How good announced waits are on simulated days: a table, and its plots in docs/announced-waits.svg and -ranges.svg.

python -m tests.bench.announced --seeds 41-50

Every day of the demo's hall is played from its first number on, knowing nothing but its settings (norms, planned
breaks). Judged are those who had to wait for more than a minute and had not asked to be called later. It takes about
twelve seconds of a core a day played.
"""

import argparse
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean
from typing import Final

from server.floor.configuration import read_configuration
from server.simulation.days import DAYS
from server.simulation.figures import HAD_TO_WAIT
from server.simulation.playing import play
from tests.bench.against_truth import against_truth

ROOT: Final = Path(__file__).parents[2]
PLOT: Final = ROOT / "docs" / "announced-waits.svg"
AGAINST: Final = ROOT / "docs" / "announced-ranges.svg"
WAYS: Final = {"naive": "people ahead × mean ÷ counters", "shared": "shared counters", "likely": "simulation"}
COLOURS: Final = {"naive": "#b9c2cc", "shared": "#7d8ea0", "likely": "#0b5d7a"}


@dataclass(frozen=True)
class Judged:
    """A ticket whose holder had to wait; seconds."""

    day: str
    service: str
    waited: float
    low: int
    likely: int
    high: int
    naive: int | None
    shared: float | None


def judged(day: str, seeds: Iterable[int]) -> list[Judged]:
    """Play days and return whose announced wait is judged."""
    hall = read_configuration(ROOT / "config" / "demo.toml").halls[0]
    found = []
    for seed in seeds:
        for one in play(hall, DAYS[day], seed).records.values():
            told = one.taken
            if one.asked_later or one.waited is None or one.waited <= HAD_TO_WAIT:
                continue
            if told.low is not None and told.likely is not None and told.high is not None:
                range_told = told.low, told.likely, told.high
                found.append(Judged(day, one.customer.service, one.waited, *range_told, told.naive, told.shared))
    return found


def error(some: Sequence[Judged], way: str) -> float:
    """Return a way's mean absolute error in seconds."""
    return fmean(abs(getattr(one, way) - one.waited) for one in some if getattr(one, way) is not None)


def coverage(some: Sequence[Judged]) -> float:
    """Return the share inside the announced range."""
    return fmean(one.low <= one.waited <= one.high for one in some)


def table(days: dict[str, list[Judged]]) -> str:
    """Return the figures as a Markdown table."""
    services = sorted({one.service for some in days.values() for one in some})
    rows = [
        "| day | waited | error: simulation | ÷ people ahead | ÷ shared | inside | width | "
        + " | ".join(services)
        + " |"
    ]
    rows.append("|---" * (7 + len(services)) + "|")
    for day, some in days.items():
        ours = error(some, "likely")
        by_service = [[one for one in some if one.service == code] for code in services]
        cells = [
            day, f"{len(some)}, {fmean(one.waited for one in some) / 60:.1f} min", f"{ours / 60:.1f} min",
            f"{ours / error(some, 'naive'):.2f}", f"{ours / error(some, 'shared'):.2f}", f"{coverage(some):.0%}",
            f"{fmean(one.high - one.low for one in some) / 60:.1f} min",
            *(f"{coverage(its):.0%} of {len(its)}" if its else "–" for its in by_service),
        ]  # fmt: skip
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def plot(days: dict[str, list[Judged]]) -> str:
    """Return the plot: errors of the three ways on the left, the share inside the range by service on the right."""
    longest = max(error(some, way) for some in days.values() for way in WAYS)
    parts = ['<text x="20" y="24" class="h">Mean error of announced waits, minutes</text>']
    parts.append('<text x="480" y="24" class="h">Inside the announced 80 % range, by service</text>')
    for nth, (way, name) in enumerate(WAYS.items()):
        parts.append(f'<rect x="{20 + 150 * nth}" y="36" width="10" height="10" fill="{COLOURS[way]}"/>')
        parts.append(
            f'<text x="{34 + 150 * nth}" y="45">{name.replace("people ahead × mean ÷ counters", "people ahead")}</text>'
        )
    for row, (day, some) in enumerate(days.items()):
        top = 64 + 92 * row
        parts.append(f'<text x="20" y="{top + 36}">{day}</text>')
        for nth, way in enumerate(WAYS):
            seconds = error(some, way)
            wide, y = 300 * seconds / longest, top + 22 * nth
            parts.append(f'<rect x="70" y="{y}" width="{wide:.0f}" height="18" fill="{COLOURS[way]}"/>')
            parts.append(f'<text x="{76 + wide:.0f}" y="{y + 13}">{seconds / 60:.1f}</text>')
        left, scale = 500, 300 / 0.4  # from 60 % to 100 %
        parts.append(
            f'<rect x="{left + scale * 0.18:.0f}" y="{top}" width="{scale * 0.04:.0f}" height="66" fill="#dcebf0"/>'
        )
        for percent in (60, 70, 80, 90, 100):
            x = left + scale * (percent / 100 - 0.6)
            parts.append(f'<text x="{x:.0f}" y="{top + 80}" text-anchor="middle" class="q">{percent} %</text>')
        for nth, code in enumerate(sorted({one.service for one in some})):
            x = left + scale * (coverage([one for one in some if one.service == code]) - 0.6)
            y = top + 8 + 13 * nth
            parts.append(f'<circle cx="{x:.0f}" cy="{y}" r="4" fill="{COLOURS["likely"]}"/>')
            parts.append(f'<text x="{x + 8:.0f}" y="{y + 4}">{code}</text>')
    style = "text{font:12px sans-serif;fill:#1c2733}.h{font-weight:600;font-size:14px}.q{fill:#5a6875;font-size:11px}"
    high = 64 + 92 * len(days)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 840 {high}" role="img">'
    title = "<title>Announced waits on simulated days</title>"
    return "\n".join(
        [
            head,
            title,
            f"<style>{style}</style>",
            f'<rect width="840" height="{high}" fill="#fff"/>',
            *parts,
            "</svg>",
            "",
        ]
    )


def main() -> None:
    """Play the days, print the table and draw the plot."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", default="41-50")
    parser.add_argument("--days", nargs="+", default=list(DAYS))
    parser.add_argument("--kept", type=Path, help="a folder: what was played is kept there, and not played again")
    given = parser.parse_args()
    first, _, last = given.seeds.partition("-")
    days: dict[str, list[Judged]] = {}
    for day in given.days:
        days[day] = []
        for seed in range(int(first), int(last or first) + 1):
            file = None if given.kept is None else given.kept / f"{day}-{seed}.json"
            if file is not None and file.exists():
                some = [Judged(**one) for one in json.loads(file.read_text(encoding="utf-8"))]
            else:
                some = judged(day, [seed])
                if file is not None:
                    file.write_text(json.dumps([asdict(one) for one in some]), encoding="utf-8")
            days[day] += some
    print(table(days))
    PLOT.write_text(plot(days), encoding="utf-8")
    AGAINST.write_text(against_truth(days), encoding="utf-8")


if __name__ == "__main__":
    main()
