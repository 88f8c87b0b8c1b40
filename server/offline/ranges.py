"""Which numbers a kiosk may give out by itself: its own part of 801–999, for a service and a day. Pure."""

from datetime import date
from typing import Final, NamedTuple

FIRST: Final = 801
LAST: Final = 999
MIDDLE: Final = 899  # the last one of odd days, where a day's line goes on into the next one
DAYS: Final = 3  # today and two days ahead: a kiosk that starts with the network down serves


class NumberRange(NamedTuple):
    """Numbers from the first to the last, both of them."""

    first: int
    last: int

    def left(self, used_to: int) -> int:
        """Return how many of them lie behind the last one that was used."""
        return self.last - max(self.first - 1, min(used_to, self.last))


def range_of(day: str, *, outlived: bool) -> NumberRange:
    """Return the numbers of a day; `outlived`: whoever came on a day may still be there when the next one begins.

    Then days take turns, so that a number of yesterday that somebody still bears is never given out today: a kiosk that
    is cut off cannot know who went home.
    """
    if not outlived:
        return NumberRange(FIRST, LAST)
    odd = date.fromisoformat(day).toordinal() % 2
    return NumberRange(FIRST, MIDDLE) if odd else NumberRange(MIDDLE + 1, LAST)


def share(size: int, kiosks: int, of: NumberRange) -> int:
    """Return how many numbers a kiosk gets at once: the hall's size, less where many kiosks share the day's range.

    One share more than there are kiosks is left for whoever needs a second one.
    """
    return min(size, max(1, (of.last - of.first + 1) // (kiosks + 1)))


def next_range(granted_to: int, size: int, of: NumberRange) -> NumberRange | None:
    """Return the numbers that follow the last one granted (0: none yet) of a range; None where there are no more."""
    first = max(of.first, granted_to + 1)
    return None if first > of.last or size < 1 else NumberRange(first, min(first + size - 1, of.last))


def wants_more(left: int, size: int) -> bool:
    """Return whether a kiosk with so many numbers left gets more: below half of what it gets at once."""
    return left * 2 < size
