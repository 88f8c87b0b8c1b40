"""The numbers on tickets: a letter and three digits each day.

001–799 in sequence, 801–999 kept for kiosks that are cut off, from 1001 on when a day needs more.
"""

LAST_OF_SEQUENCE, FIRST_OF_MORE = 799, 1001


def number_after(last: int) -> int:
    """Return the number that follows the last one given out (0: none yet)."""
    return FIRST_OF_MORE if last == LAST_OF_SEQUENCE else last + 1


def label(letter: str, number: int) -> str:
    """Return what stands on the ticket: A007, A1024."""
    return f"{letter}{number:03d}"
