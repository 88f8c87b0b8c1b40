"""How often somebody may try: counted in memory, or in Redis where several processes share it.

The engine is `limits`, on which Flask-Limiter stands: its decorators count every request alike, a sign-in only the
wrong ones.
"""

import time
from collections.abc import Callable
from typing import Final

import structlog
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage, Storage, storage_from_string
from limits.strategies import MovingWindowRateLimiter

from server.kernel.refusals import TooManyTries

log = structlog.get_logger()
OF_A_NAME_HERE: Final = parse("10/minute")  # wrong passwords for one username from one address
OF_A_NAME: Final = parse("20/minute")  # and from anywhere: after these each try waits
OF_AN_ADDRESS: Final = parse("60/minute")  # wrong passwords from one address: a hall's staff may share one
PAIRINGS: Final = parse("60/minute")  # devices that ask, from one address
OF_CODES: Final = parse("10/minute")  # codes of appointments that open nothing, from one address
BOOKINGS: Final = parse("20/hour")  # appointments booked from one address: an office or a family may share one
SLOWED_BY: Final = 2.0  # seconds, in the middle of an attack on one's name


class RateLimiter:
    """Counts tries. When Redis is away each process counts for itself."""

    def __init__(self, redis_url: str | None, *, pause: Callable[[float], None] = time.sleep) -> None:
        self.pause = pause  # under gevent it is this request alone that waits
        self.alone = MovingWindowRateLimiter(MemoryStorage())
        self.storage: Storage | None = storage_from_string(redis_url) if redis_url else None  # type: ignore[assignment]  # never an async one by this address
        self.shared = MovingWindowRateLimiter(self.storage) if self.storage else self.alone

    def count(self, limit: RateLimitItem, *of: str) -> None:
        """Count a try; refuse it where there were too many."""
        if not self.asked("hit", limit, *of):
            raise TooManyTries

    def check(self, limit: RateLimitItem, *of: str) -> None:
        """Refuse where there were too many, without counting."""
        if not self.asked("test", limit, *of):
            raise TooManyTries

    def slow(self, limit: RateLimitItem, *of: str) -> None:
        """Count a try; let it wait where there were too many, and go on."""
        if not self.asked("hit", limit, *of):
            self.pause(SLOWED_BY)

    def forgive(self, limit: RateLimitItem, *of: str) -> None:
        """Forget the tries: the last one was right."""
        self.asked("clear", limit, *of)

    def asked(self, what: str, limit: RateLimitItem, *of: str) -> bool:
        """Ask the shared count, or this process's own."""
        if self.storage is not None:
            try:
                return bool(getattr(self.shared, what)(limit, *of))
            except self.storage.base_exceptions as error:
                log.warning("Redis is away; tries are counted by this process alone", error=str(error))
        return bool(getattr(self.alone, what)(limit, *of))
