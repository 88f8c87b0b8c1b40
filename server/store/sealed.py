"""Text of customers that only this server can read: encrypted before it reaches the database, with every backup of it.

The key follows from the server's secret; a row that was sealed with another one says so instead of failing.
"""

import base64
import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Dialect, LargeBinary, Text
from sqlalchemy.types import TypeDecorator

MARK: Final = "sealed:"  # what was written before texts were sealed has none
OF_ANOTHER: Final = "[sealed with another secret key]"
AS_IT_STANDS: ContextVar[bool] = ContextVar("as it stands", default=False)
keys: list[Fernet] = []  # the newest first; more than one only where one process serves several databases
hashing: list[bytes] = []  # likewise: what the journal's hashes are keyed with
quick: list[AESGCM] = []  # likewise: for bytes, which each command keeps
addressing: list[bytes] = []  # likewise: what the addresses of files are keyed with
pushing: list[bytes] = []  # likewise: what push services know the server by
finding: list[bytes] = []  # likewise: what sealed texts are found by
QUICKLY: Final = b"sealed-gcm:"  # before a nonce and what was sealed with it
NONCE: Final = 12  # bytes


def unlock(secret: str) -> None:
    """Seal, read and hash with the keys that follow from a server's secret (HKDF, RFC 5869)."""
    journal = derived(secret, b"servicefloor journal")
    if hashing[:1] != [journal]:
        hashing.insert(0, journal)
        keys.insert(0, Fernet(base64.urlsafe_b64encode(derived(secret, b"servicefloor personal data"))))
        addressing.insert(0, derived(secret, b"servicefloor files"))
        finding.insert(0, derived(secret, b"servicefloor found by"))
        pushing.insert(0, derived(secret, b"servicefloor push"))
        quick.insert(0, AESGCM(derived(secret, b"servicefloor kept answers")))


def derived(secret: str, purpose: bytes) -> bytes:
    """Return the key of a purpose that follows from a secret."""
    return HKDF(SHA256(), length=32, salt=None, info=purpose).derive(secret.encode())


def file_key() -> bytes:
    """Return the key of the addresses of files; refuse where no key was given."""
    if not addressing:
        raise LookupError("nothing unlocked what is sealed: call unlock first")
    return addressing[0]


def push_secret() -> bytes:
    """Return what the key for push services is made of; refuse where no key was given."""
    if not pushing:
        raise LookupError("nothing unlocked what is sealed: call unlock first")
    return pushing[0]


def fingerprint(text: str) -> str:
    """Return the keyed hash by which a sealed text is found: who has the database alone cannot try all short ones."""
    if not finding:
        raise LookupError("nothing unlocked what is sealed: call unlock first")
    return hmac.new(finding[0], text.encode(), "sha256").hexdigest()


@contextmanager
def as_it_stands() -> Iterator[None]:
    """Give and take sealed text as it stands in the database: a copy needs no key."""
    before = AS_IT_STANDS.set(True)
    try:
        yield
    finally:
        AS_IT_STANDS.reset(before)


def seal(text: str) -> str:
    """Return a text sealed; refuse where no key was given, since what is written in the open stays there."""
    if not keys:
        raise LookupError("nothing unlocked what is sealed: call unlock first")
    return MARK + keys[0].encrypt(text.encode()).decode()


def opened(text: str) -> str:
    """Return a sealed text as it was written; one that never was sealed as it is."""
    if not text.startswith(MARK):
        return text
    try:
        return MultiFernet(keys).decrypt(text.removeprefix(MARK)).decode() if keys else OF_ANOTHER
    except InvalidToken:
        return OF_ANOTHER


class Sealed(TypeDecorator[str]):
    """Text that is encrypted at rest (Fernet: AES-128-CBC with HMAC-SHA256)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Seal a text."""
        return value if value is None or AS_IT_STANDS.get() else seal(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:
        """Open a sealed text."""
        return value if value is None or AS_IT_STANDS.get() else opened(value)


class SealedBytes(TypeDecorator[bytes]):
    """Bytes that are encrypted at rest (AES-256-GCM: a seventh of Fernet's time); None where nothing opens them."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """Seal bytes; refuse where no key was given."""
        return value if value is None or AS_IT_STANDS.get() else sealed_bytes(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> bytes | None:
        """Open sealed bytes, also those that an earlier program sealed otherwise or not at all."""
        return value if value is None or AS_IT_STANDS.get() else opened_bytes(bytes(value))


def sealed_bytes(value: bytes) -> bytes:
    """Return bytes sealed; refuse where no key was given."""
    if not quick:
        raise LookupError("nothing unlocked what is sealed: call unlock first")
    nonce = secrets.token_bytes(NONCE)
    return QUICKLY + nonce + quick[0].encrypt(nonce, value, None)


def opened_bytes(found: bytes) -> bytes | None:
    """Return sealed bytes as they were written; None where nothing opens them."""
    if found.startswith(QUICKLY):
        return opened_quickly(found.removeprefix(QUICKLY))
    if not found.startswith(MARK.encode()):
        return found
    try:
        return MultiFernet(keys).decrypt(found.removeprefix(MARK.encode())) if keys else None
    except InvalidToken:
        return None


def opened_quickly(sealed: bytes) -> bytes | None:
    """Return what was sealed behind its nonce; None where no key that is known here opens it."""
    for key in quick:
        try:
            return key.decrypt(sealed[:NONCE], sealed[NONCE:], None)
        except InvalidTag:
            continue
    return None
