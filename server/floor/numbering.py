"""The numbers on tickets: a letter (or two) and three digits each day.

001–799 in sequence, 801–999 kept for kiosks that are cut off, from 1001 on when a day needs more. A number that
somebody still bears is passed over: of two people with one number, display and voice could only mean both.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import timedelta
from typing import Final

LAST_OF_SEQUENCE, FIRST_OF_MORE = 799, 1001
SOME_MORE: Final = 100  # numbers that are looked at together where the next one is borne
UNDONE_WITHIN: Final = timedelta(seconds=10)  # an end that was a slip of the hand is taken back within this time


def number_after(last: int) -> int:
    """Return the number that follows the last one given out (0: none yet)."""
    return FIRST_OF_MORE if last == LAST_OF_SEQUENCE else last + 1


def label(letter: str, number: int) -> str:
    """Return what stands on the ticket: A007, A1024."""
    return f"{letter}{number:03d}"


def numbers_after(last: int, many: int) -> list[int]:
    """Return the numbers that follow the last one given out, in their order."""
    numbers: list[int] = []
    for _ in range(many):
        last = number_after(last)
        numbers.append(last)
    return numbers


def first_free(letter: str, numbers: Collection[int], borne: Collection[str]) -> int | None:
    """Return the first of some numbers that nobody bears; None where all are borne."""
    return next((number for number in numbers if label(letter, number) not in borne), None)


def next_number(letter: str, last: int, *, borne: bool, bearing: Callable[[Sequence[str]], Collection[str]]) -> int:
    """Return the number to give out after the last one: the next that nobody bears.

    `borne`: somebody bears the very next one, as from yesterday; then `bearing` says which of some labels are borne.
    """
    if not borne:
        return number_after(last)
    while True:
        numbers = numbers_after(last, SOME_MORE)
        free = first_free(letter, numbers, bearing([label(letter, one) for one in numbers]))
        if free is not None:
            return free
        last = numbers[-1]


def rests_for(back_within: float) -> timedelta:
    """Return how long a number rests after its ticket ended: while its bearer may come back (minutes), or an undo."""
    return max(timedelta(minutes=back_within), UNDONE_WITHIN)
