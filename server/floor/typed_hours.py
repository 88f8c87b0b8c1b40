"""Hours as people type them, made into HH:MM-HH:MM: pure. What cannot be read stays as it was typed, and is refused.

Taken are “9-17”, “0900–1730”, “９：００～１２：００”, “9點到12點半”, “9am-5pm”, several with commas or spaces.
"""

import re
import unicodedata
from typing import Final

DASHES: Final = re.compile(r"\s*(?:[-‐‑‒–—―−~〜∼至到]|\bto\b)\s*")
HALF: Final = re.compile(r"[點点時时]半")
COLONS: Final = re.compile(r"[:：︰點点時时]|(?<=\d)\.(?=\d\d)|(?<=\d)h(?=\d\d)")
BETWEEN: Final = re.compile(r"[,;/、，；\n]|\band\b|[和及]")
MORNING: Final = ("am", "上午", "早上", "凌晨")
AFTERNOON: Final = ("pm", "下午", "晚上", "中午")
HALF_OF_DAY: Final = "|".join((*MORNING, *AFTERNOON))
TIME: Final = rf"({HALF_OF_DAY})?\s*(\d{{1,2}})(?::?(\d\d))?:?分?\s*(am|pm)?"
SPANS: Final = re.compile(rf"\s*{TIME}-{TIME}(?=\s|$)")
LAST: Final = 24  # hours of a day


def written(text: str) -> list[str]:
    """Return the spans that a text means, each as HH:MM-HH:MM; a part that means none as it stands."""
    plain = unicodedata.normalize("NFKC", text).lower().replace("a.m.", "am").replace("p.m.", "pm")
    plain = DASHES.sub("-", COLONS.sub(":", HALF.sub(":30", plain)))
    found: list[str] = []
    for part in BETWEEN.split(plain):
        if part.strip():
            found += spans_of(part.strip())
    return found


def spans_of(part: str) -> list[str]:
    """Return the spans of a part without commas: one, or several with spaces between."""
    found, place = [], 0
    while place < len(part):
        match = SPANS.match(part, place)
        span = None if match is None else span_of(*match.groups())
        if match is None or span is None:
            return [part]
        found.append(span)
        place = match.end()
    return found


def span_of(*said: str | None) -> str | None:
    """Return one span from what was said of both its ends; none where an hour is beyond the day's."""
    before, hour, minute, after, before_end, hour_end, minute_end, after_end = said
    end_half = before_end or after_end
    begins = half_of(before or after, int(hour or 0))
    ends = half_of(end_half, int(hour_end or 0))
    if not (before or after) and end_half in AFTERNOON and int(hour or 0) < int(hour_end or 0) < LAST // 2:
        begins += LAST // 2  # “1-5pm” is an afternoon, “9-5pm” a day
    if max(begins, ends) > LAST or max(int(minute or 0), int(minute_end or 0)) > 59:
        return None
    return f"{begins:02}:{int(minute or 0):02}-{ends:02}:{int(minute_end or 0):02}"


def half_of(half: str | None, hour: int) -> int:
    """Return an hour of the day, as its half of the day says."""
    if half in AFTERNOON and hour < LAST // 2:
        return hour + LAST // 2
    return 0 if half in MORNING and hour == LAST // 2 else hour
