"""Which numbers a kiosk may give out by itself: its own part of 801–999, for a service and a day. Pure."""

from typing import Final, NamedTuple

FIRST: Final = 801
LAST: Final = 999
DAYS: Final = 3  # today and two days ahead: a kiosk that starts with the network down serves


class NumberRange(NamedTuple):
    """Numbers from the first to the last, both of them."""

    first: int
    last: int

    def left(self, used_to: int) -> int:
        """Return how many of them lie behind the last one that was used."""
        return self.last - max(self.first - 1, min(used_to, self.last))


def share(size: int, kiosks: int) -> int:
    """Return how many numbers a kiosk gets at once: the hall's size, less where many kiosks share the range.

    One share more than there are kiosks is left for whoever needs a second one.
    """
    return min(size, max(1, (LAST - FIRST + 1) // (kiosks + 1)))


def next_range(granted_to: int, size: int) -> NumberRange | None:
    """Return the numbers that follow the last one granted (0: none yet); None where there are no more."""
    first = max(FIRST, granted_to + 1)
    return None if first > LAST or size < 1 else NumberRange(first, min(first + size - 1, LAST))


def wants_more(left: int, size: int) -> bool:
    """Return whether a kiosk with so many numbers left gets more: below half of what it gets at once."""
    return left * 2 < size
