"""What opens an appointment: a short code to type in the hall, and a long secret in a link."""

import re
import secrets
import unicodedata
from collections.abc import Callable
from typing import Final

from server.store.sealed import fingerprint

DIGITS: Final = 6  # typed at a kiosk; it opens nothing but the check-in, near its time
PATH: Final = re.compile(r"/a/([^/?#\s]+)")
ODD: Final = re.compile(r"[\s\-–.·]+")


def new_code(taken: Callable[[str], bool]) -> str:
    """Return a code that no appointment has just now."""
    while True:
        code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
        if not taken(code_hash(code)):
            return code


def code_hash(code: str) -> str:
    """Return by what a code is found."""
    return fingerprint(f"appointment {code}")


def contact_hash(contact: str) -> str:
    """Return by what somebody's appointments are counted: an address written otherwise is the same."""
    return fingerprint(f"contact {contact.strip().casefold()}")


def typed(said: str) -> str:
    """Return a code as it was meant: digits of any script's keyboard, without what stands between them."""
    return ODD.sub("", unicodedata.normalize("NFKC", said))


def secret_in(said: str) -> str | None:
    """Return the secret in what a reader of QR codes sent: the address of an appointment's page."""
    found = PATH.search(said)
    return found[1] if found else None
