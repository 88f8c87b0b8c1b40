"""Passwords: argon2id, and an answer that takes as long for an unknown name as for a known one."""

import secrets
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from server.security.tokens import UNAMBIGUOUS

# 32 MiB, 2 passes, one lane: above OWASP's least (19 MiB, 2 passes) and 45 ms on a small machine; the library's 64 MiB
# in four lanes took 100 ms of both cores while 300 screens were waiting for them.
HASHER: Final = PasswordHasher(time_cost=2, memory_cost=32_768, parallelism=1)
# Of a password that nobody knows, with the parameters above: verified for names that nobody has.
NOBODY: Final = "$argon2id$v=19$m=32768,t=2,p=1$64gnlpI5MnPfOpueW0uaxw$OzIsX+cpi6rUBdCJ+kw25jW7LnKQ9VoGOKFACKI47I0"
LEAST: Final = 8  # characters of a password; the wrong ones are counted (rate_limiter.py)


def hashed(password: str) -> str:
    """Return what is kept of a password."""
    return HASHER.hash(password)


def one_time_password() -> str:
    """Return a password to be said aloud or written down, good for one sign-in."""
    letters = [secrets.choice(UNAMBIGUOUS) for _ in range(12)]
    return "-".join("".join(letters[start : start + 4]) for start in (0, 4, 8))


def fits(password_hash: str | None, password: str) -> bool:
    """Return whether a password is right; without a hash it takes as long and says no."""
    try:
        HASHER.verify(password_hash or NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None
