"""The named days: how busy a hall is, half hour by half hour. Pure data; a seed makes customers and clerks of it.

A load of 1 brings just as much work as the staffed counters can do. The shape is that of public service halls:
a peak before noon, fewer at lunch, a second and lower peak, quiet towards the end.
"""

from dataclasses import dataclass
from typing import Final

HALF_HOUR: Final = 1800.0
OPENS: Final = 8.5 * 3600  # seconds since midnight, the hall's time


@dataclass(frozen=True, slots=True)
class Day:
    """A day as it is drawn from."""

    name: str
    load: tuple[float, ...]  # of each half hour from OPENS on: arriving work ÷ work that the staffed counters can do
    staffed: float  # share of the hall's counters
    line: int  # people in the line that the moving demo keeps to on such a day

    @property
    def closes(self) -> float:
        """When the last customer may come, in seconds since midnight."""
        return OPENS + HALF_HOUR * len(self.load)


DAYS: Final = {
    day.name: day
    for day in (
        Day(
            "quiet",
            (0.3, 0.4, 0.5, 0.55, 0.55, 0.5, 0.4, 0.3, 0.3, 0.35, 0.5, 0.55, 0.5, 0.45, 0.4, 0.3, 0.2),
            staffed=0.75,
            line=3,
        ),
        Day(
            "busy",
            (0.7, 0.85, 1.0, 1.05, 0.95, 0.8, 0.6, 0.45, 0.45, 0.65, 0.85, 0.95, 0.9, 0.8, 0.65, 0.5, 0.3),
            staffed=1.0,
            line=7,
        ),
        Day(
            "rush",
            (1.0, 1.2, 1.25, 1.15, 1.0, 0.85, 0.65, 0.45, 0.45, 0.75, 1.0, 1.1, 1.0, 0.85, 0.65, 0.45, 0.3),
            staffed=1.0,
            line=18,
        ),
    )
}

PRIORITY: Final = 0.10  # of the customers
NO_SHOW: Final = 0.05
COMES_BACK: Final = 0.5  # of those who missed their call
TRANSFERRED: Final = 0.03
HELD: Final = 0.03
GIVES_UP: Final = 0.03
LATER: Final = 0.02  # ask by phone to be called later
OUT_OF_ORDER: Final = 0.01  # of the calls
TURNOVER: Final = 45.0  # seconds between two customers: the way to the counter and the clerk's wrap-up, on average
SPREAD: Final = 0.55  # deviation ÷ mean of a service time
PARTIES: Final = ((1, 0.68), (2, 0.22), (3, 0.07), (4, 0.03))
LANGUAGES: Final = (("zh-Hant", 0.86), ("zh-Hans", 0.08), ("en", 0.06))
