"""What stands on screens that everybody sees, in a hall that is discreet: masked names and numbers. Pure."""

import unicodedata
from collections.abc import Collection
from typing import Final

HIDDEN: Final = "○"  # as names are masked on lists in Taiwan and on the mainland
DOTS: Final = "•"


def masked_name(name: str) -> str:
    """Return a name that its bearer knows and nobody else: 王小明 is 王○明, Mary Kay is M. K."""
    parts = name.replace(".", " ").split()
    if not parts:
        return ""
    if is_east_asian(name):
        whole = "".join(parts)
        last = whole[-1] if len(whole) > 2 else ""
        return whole[0] + HIDDEN * (len(whole) - 1 - len(last)) + last
    return " ".join(f"{part[0].upper()}." for part in parts[:3])


def is_east_asian(name: str) -> bool:
    """Return whether a name is written without spaces between its parts: in Chinese, Japanese or Korean."""
    return any(unicodedata.east_asian_width(sign) in "WF" for sign in name)


def masked_number(number: str, others: Collection[str] = ()) -> str:
    """Return a number by its last two digits: A017 is A•17; whole where somebody else's would look the same."""
    mine = short(number)
    return number if any(other != number and short(other) == mine for other in others) else mine


def short(number: str) -> str:
    """Return a number without what stands between its letter and its last two digits; of two digits, the last."""
    letter = number.rstrip("0123456789")
    digits = number[len(letter) :]
    return f"{letter}{DOTS}{digits[-2:] if len(digits) > 2 else digits[-1:]}"
