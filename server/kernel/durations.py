"""How long something took or is left: one notation everywhere, since 0:10 was minutes here and seconds there."""

from typing import Final

from server.kernel.languages import LANGUAGES, N_, Words, say

MINUTE, HOUR, DAY = 60, 3600, 86400  # seconds
ROUGH: Final = 100  # minutes up to which minutes alone are said
DAYS_FROM: Final = 48  # hours


def took(seconds: float, language: str) -> str:
    """Say how long something took: 45 s, 9 min 4 s, 1 h 5 min."""
    whole = abs(round(seconds))
    if whole < MINUTE:
        return say(N_("{s} s"), language, s=whole)
    if whole < HOUR:
        minutes, rest = divmod(whole, MINUTE)
        return say(N_("{m} min {s} s") if rest else N_("{m} min"), language, m=minutes, s=rest)
    hours, minutes = divmod(round(whole / MINUTE), 60)
    return say(N_("{h} h {m} min"), language, h=hours, m=minutes) if minutes else say(N_("{h} h"), language, h=hours)


def left(seconds: float, language: str) -> str:
    """Say roughly how long is left, in its largest unit: 65 min, 5 h, 3 d; what is over begins with a minus."""
    minutes = round(abs(seconds) / MINUTE)
    sign = "−" if seconds < 0 and minutes else ""
    if minutes < ROUGH:
        return sign + say(N_("{m} min"), language, m=minutes)
    hours = round(minutes / 60)
    if hours < DAYS_FROM:
        return sign + say(N_("{h} h"), language, h=hours)
    return sign + say(N_("{d} d"), language, d=round(hours / 24))


def took_words(seconds: float) -> Words:
    """Say how long something took in every language."""
    return {language: took(seconds, language) for language in LANGUAGES}
