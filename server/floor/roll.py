"""Numbers of a paper roll: torn off by customers, counted on or typed by staff. Pure.

They are counted without end, over days and rounds: the seventh number of the third round of a hundred is 207, and 07 is
printed on it. A roll goes on where it was left the day before.
"""

from typing import Final

MOST: Final = 60  # people who are said to be in the room at once: more is a slip of the finger


def printed(nth: int, size: int) -> str:
    """Return what is printed on a number of a roll: 7 of a hundred is 07."""
    return f"{nth % size:0{len(str(size - 1))}d}"


def next_with(text: int, last: int, size: int) -> int:
    """Return the count of the next number after the last one on which this is printed."""
    return last + 1 + (text - last - 1) % size
