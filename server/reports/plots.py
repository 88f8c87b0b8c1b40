"""Plots of a period, as numbers for SVG: bars of an hour or a day, and a heat map of hour and weekday. Pure.

Drawn on the server: they need no script, print as they stand, and the table beside them says the same in words.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from server.reports.feedback import RatedOf
from server.reports.figures import DayFigures

WIDTH: Final = 760  # of a plot, in its own units
HEIGHT: Final = 180
WIDEST: Final = 56.0  # a bar, where there are few
TICKS: Final = (1, 2, 5, 10, 15, 20, 30, 60, 90, 120, 180, 240, 360, 600, 1200, 2400, 6000)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; `mark` is a second value over it (nine of ten within), `None` where there is none."""

    label: str
    value: float
    x: float
    y: float
    width: float
    height: float
    mark_y: float | None
    says: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """A plot of bars over an axis from 0 to `top`."""

    bars: list[Bar]
    top: float
    lines: list[tuple[float, float]]  # value and y of each line across
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class Cell:
    """A weekday's hour: mean number of tickets a day; `shade` 0–4."""

    weekday: int
    hour: int
    mean: float
    shade: int


def bars(values: Sequence[tuple[str, float | None, float | None]]) -> Bars:
    """Lay out labelled values, each with a mark; nothing is drawn where a value is None."""
    highest = max((one for _, value, mark in values for one in (value, mark) if one is not None), default=0.0)
    step = next((tick for tick in TICKS if highest / tick <= 4), TICKS[-1])
    top = max(step, step * -(-int(highest + 0.999) // step))
    each = WIDTH / max(1, len(values))
    wide = min(each * 0.7, WIDEST)
    laid = []
    for nth, (label, value, mark) in enumerate(values):
        height = HEIGHT * (value or 0) / top
        laid.append(
            Bar(
                label=label,
                value=value or 0,
                x=round((nth + 0.5) * each - wide / 2, 1),
                y=round(HEIGHT - height, 1),
                width=round(wide, 1),
                height=round(height, 1),
                mark_y=None if mark is None else round(HEIGHT * (1 - mark / top), 1),
            )
        )
    return Bars(laid, top, [(line, round(HEIGHT * (1 - line / top), 1)) for line in range(0, int(top) + 1, step)])


def waits_by_day(days: Sequence[DayFigures]) -> Bars:
    """Plot each day's median wait in minutes, nine of ten as its mark."""
    return bars([(one.day[8:], in_minutes(one.waits.median), in_minutes(one.waits.ninth)) for one in days])


def waits_by_hour(day: DayFigures) -> Bars:
    """Plot the median wait by the hour in which the number was taken, nine of ten as its mark."""
    found = {one.hour: one for one in day.hours}
    return bars(
        [
            (f"{hour:02d}", in_minutes(found[hour].waits.median), in_minutes(found[hour].waits.ninth))
            if hour in found
            else (f"{hour:02d}", None, None)
            for hour in hours_of(day)
        ]
    )


def numbers_by_hour(day: DayFigures) -> Bars:
    """Plot how many numbers were taken in each hour."""
    found = {one.hour: one.issued for one in day.hours}
    return bars([(f"{hour:02d}", found.get(hour, 0), None) for hour in hours_of(day)])


def satisfied_by_week(weeks: Sequence[RatedOf]) -> Bars:
    """Plot the share of each week's ratings that was satisfied, in per cent; the mark is the share that was rated."""
    return bars([(one.of[5:], in_percent(one.satisfied), in_percent(one.response)) for one in weeks])


def in_percent(share: float | None) -> float | None:
    """Return a share in per cent."""
    return None if share is None else round(share * 100)


def hours_of(day: DayFigures) -> range:
    """Return the hours from the first number to the last."""
    return range(day.hours[0].hour, day.hours[-1].hour + 1) if day.hours else range(0)


def in_minutes(seconds: int | None) -> float | None:
    """Return seconds as minutes."""
    return None if seconds is None else round(seconds / 60, 1)


def heat(days: Sequence[DayFigures]) -> list[list[Cell]]:
    """Return a row a weekday (Monday first), a cell an hour, for the hours in which any number was taken."""
    counts: defaultdict[tuple[int, int], int] = defaultdict(int)
    of_weekday: defaultdict[int, int] = defaultdict(int)
    for one in days:
        weekday = date.fromisoformat(one.day).weekday()
        of_weekday[weekday] += 1
        for hour in one.hours:
            counts[weekday, hour.hour] += hour.issued
    if not counts:
        return []
    means = {key: count / of_weekday[key[0]] for key, count in counts.items()}
    most = max(means.values())
    hours = range(min(hour for _, hour in means), max(hour for _, hour in means) + 1)
    return [
        [
            Cell(weekday, hour, mean, min(4, int(mean / most * 4.999)) if mean else 0)
            for hour in hours
            for mean in [means.get((weekday, hour), 0.0)]
        ]
        for weekday in sorted(of_weekday)
    ]
