"""Phone numbers: as they are typed, and as a gateway takes them (E.164: + and at most fifteen digits)."""

import re
import unicodedata
from typing import Final

from server.kernel.languages import N_
from server.kernel.refusals import Invalid

BETWEEN: Final = re.compile(r"[\s\-–.()/]+")
WHOLE: Final = re.compile(r"\+[1-9][0-9]{7,14}")
LONGEST: Final = 24  # characters, as typed
WRONG: Final = N_("Write a phone number, for instance {example}.")
ABROAD: Final = N_("Messages go to numbers that begin with +{country} only.")


def number_of(typed: str, *, country: str, abroad: bool) -> str:
    """Return a number with its country; one that begins with 0 is of the hall's own. Refuse what is none."""
    bare = BETWEEN.sub("", unicodedata.normalize("NFKC", typed[:LONGEST]))
    if bare.startswith("00"):
        bare = "+" + bare[2:]
    elif bare.startswith("0"):
        bare = f"+{country}{bare[1:]}"
    elif bare.isascii() and bare.isdigit():
        bare = f"+{bare}" if bare.startswith(country) and len(bare) > 10 else f"+{country}{bare}"
    if not WHOLE.fullmatch(bare):
        raise Invalid(("phone", WRONG, {"example": "0912 345 678" if country == "886" else f"+{country} …"}))
    if not abroad and not bare.startswith(f"+{country}"):
        raise Invalid(("phone", ABROAD, {"country": country}))
    return bare


def hidden(number: str) -> str:
    """Return a number as its owner knows it again and nobody else learns it."""
    return f"…{number[-3:]}"
