"""Tokens: what proves a sign-in. The database knows only their hashes.

Staff `s_RANDOM`, device `d_HALL_RANDOM`, pairing `p_HALL_RANDOM`: a token says where it is to be looked up.
"""

import hashlib
import hmac
import re
import secrets
from datetime import UTC, datetime
from typing import Final

from itsdangerous import Signer, URLSafeTimedSerializer

BYTES: Final = 24  # 192 bit of chance: beyond guessing, and beyond meeting by accident
UNAMBIGUOUS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0 and O, no 1 and I
SETUP_LASTS: Final = 600  # seconds that a kiosk's set-up code is shown; the agent takes it a little longer
OF_HALL: Final = re.compile(r"([dp])_(\d{1,9})_[\w-]{32,64}", re.ASCII)
OF_STAFF: Final = re.compile(r"s_[\w-]{32,64}", re.ASCII)


def staff_token() -> str:
    """Return a new token for a sign-in."""
    return f"s_{secrets.token_urlsafe(BYTES)}"


def device_token(hall: int) -> str:
    """Return a new token for a device."""
    return f"d_{hall}_{secrets.token_urlsafe(BYTES)}"


def pairing_secret(hall: int) -> str:
    """Return a new secret for a browser that asks to become a device."""
    return f"p_{hall}_{secrets.token_urlsafe(BYTES)}"


def pairing_code() -> str:
    """Return six letters and digits that nobody mistakes for others."""
    return "".join(secrets.choice(UNAMBIGUOUS) for _ in range(6))


def hash_of(token: str) -> str:
    """Return the SHA-256 of a token: it is random enough to need no salt and no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def hall_of(token: str, kind: str) -> int | None:
    """Return the hall that a device's token or a pairing's secret names; none where it is not of that kind."""
    found = OF_HALL.fullmatch(token)
    return int(found[2]) if found and found[1] == kind else None


def is_token(text: str) -> bool:
    """Return whether a text has the form of a sign-in's or a device's token: no other kind of proof is looked up."""
    return OF_STAFF.fullmatch(text) is not None or hall_of(text, "d") is not None


def setup_code(token_hash: str, at: datetime) -> tuple[str, datetime]:
    """Return the code that opens a kiosk's set-up page now, and until when; its agent makes the same from its token."""
    window = int(at.timestamp()) // SETUP_LASTS
    made = hmac.digest(token_hash.encode(), f"kiosk set-up {window}".encode(), "sha256")
    until = datetime.fromtimestamp((window + 1) * SETUP_LASTS, UTC)
    return f"{int.from_bytes(made[:8], 'big') % 10**8:08}", until


class TokenSigner:
    """What follows from a token by the server's key, so that it need not be kept."""

    def __init__(self, secret_key: str) -> None:
        self.csrf = _signer(secret_key, "csrf")
        self.first = _signer(secret_key, "first administrator")
        self.paired = _signer(secret_key, "paired device")
        self.shares = _signer(secret_key, "shares")
        self.files = hmac.digest(secret_key.encode(), b"servicefloor files that are taken away", "sha256")
        self.once = hmac.digest(secret_key.encode(), b"servicefloor shown once", "sha256")
        self.journey = URLSafeTimedSerializer(secret_key, salt="servicefloor journey")

    def csrf_of(self, token: str) -> str:
        """Return what a page must send with each write that its cookies authenticate."""
        return self.csrf.get_signature(token).decode()

    def first_of(self, ever: int) -> str:
        """Return what opens the first set-up; another one once there has been a further administrator."""
        return self.first.get_signature(str(ever)).decode()

    def share_of(self, share: str) -> str:
        """Return what is kept of an address: enough to tell one from another, and not whose it is."""
        return self.shares.get_signature(share).decode()[:16]

    def signature_of(self, content: bytes) -> str:
        """Return what proves that a file came from here and is unchanged."""
        return hmac.digest(self.files, content, "sha256").hex()

    def same(self, given: str, wanted: str) -> bool:
        """Compare in a time that tells nothing."""
        return hmac.compare_digest(given.encode(), wanted.encode())

    def token_of(self, hall: int, pairing: str) -> str:
        """Return the token of a device that was let in; not the secret itself, which proxies may have logged."""
        return f"d_{hall}_{self.paired.get_signature(pairing).decode()}"


def _signer(secret_key: str, salt: str) -> Signer:
    return Signer(secret_key, salt=f"servicefloor {salt}", key_derivation="hmac", digest_method=hashlib.sha256)
