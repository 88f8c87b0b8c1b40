"""Text of customers that only this server can read: encrypted before it reaches the database, with every backup of it.

The key follows from the server's secret; a row that was sealed with another one says so instead of failing.
"""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator

MARK: Final = "sealed:"  # what was written before texts were sealed has none
OF_ANOTHER: Final = "[sealed with another secret key]"
AS_IT_STANDS: ContextVar[bool] = ContextVar("as it stands", default=False)
keys: list[Fernet] = []  # the newest first; more than one only where one process serves several databases


def unlock(secret: str) -> None:
    """Seal and read with the key that follows from a server's secret (HKDF, RFC 5869)."""
    derived = HKDF(SHA256(), length=32, salt=None, info=b"servicefloor personal data").derive(secret.encode())
    keys.insert(0, Fernet(base64.urlsafe_b64encode(derived)))


@contextmanager
def as_it_stands() -> Iterator[None]:
    """Give and take sealed text as it stands in the database: a copy needs no key."""
    before = AS_IT_STANDS.set(True)
    try:
        yield
    finally:
        AS_IT_STANDS.reset(before)


class Sealed(TypeDecorator[str]):
    """Text that is encrypted at rest (Fernet: AES-128-CBC with HMAC-SHA256)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Seal a text; refuse where no key was given, since what is written in the open stays there."""
        if value is None or AS_IT_STANDS.get():
            return value
        if not keys:
            raise LookupError("nothing unlocked what is sealed: call unlock first")
        return MARK + keys[0].encrypt(value.encode()).decode()

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:
        """Open a sealed text."""
        if value is None or AS_IT_STANDS.get() or not value.startswith(MARK):
            return value
        try:
            return MultiFernet(keys).decrypt(value.removeprefix(MARK)).decode() if keys else OF_ANOTHER
        except InvalidToken:
            return OF_ANOTHER
