"""The code at the door, and the word of whoever came in by it: both follow from the server's key, nothing is stored."""

import hmac
from datetime import datetime
from typing import Final

from server.joining.settings import JoiningSettings
from server.store.sealed import fingerprint

SIGNS: Final = 12  # of a code: who tries them is stopped long before
MINUTES_TO_CHOOSE: Final = 15  # after scanning, until the number is taken


def door_code(hall: int, settings: JoiningSettings, at: datetime, *, before: int = 0) -> str:
    """Return the code at a moment, or the one that stood there some changes before."""
    period = int(at.timestamp() // 60) // settings.changes - before if settings.changes else 0
    return fingerprint(f"door of {hall}: {settings.edition}, {settings.changes}, {period}")[:SIGNS]


def is_at_the_door(hall: int, settings: JoiningSettings, said: str, at: datetime) -> bool:
    """Return whether a code stands at the door, or stood there a moment ago: somebody is still choosing by it."""
    known = [door_code(hall, settings, at, before=nth) for nth in ((0, 1) if settings.changes else (0,))]
    return settings.door and any(hmac.compare_digest(one, said) for one in known)


def came_in(hall: int, at: datetime) -> str:
    """Return the word of somebody who scanned the code now: they need not scan again while they choose."""
    minute = int(at.timestamp() // 60)
    return f"{minute}-{word_of(hall, minute)}"


def has_come_in(hall: int, said: str, at: datetime) -> bool:
    """Return whether a word is of somebody who scanned the code lately."""
    minute, _, word = said.partition("-")
    if not minute.isascii() or not minute.isdigit() or len(minute) > 12:
        return False
    lately = 0 <= int(at.timestamp() // 60) - int(minute) <= MINUTES_TO_CHOOSE
    return lately and hmac.compare_digest(word_of(hall, int(minute)), word)


def word_of(hall: int, minute: int) -> str:
    """Return what nobody makes without the server's key."""
    return fingerprint(f"came into {hall} at {minute}")[:SIGNS]
