"""A fault that stays is one line, not one a second: when it begins, each minute that it lasts, when it is over."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import structlog

log = structlog.get_logger()
AGAIN: Final = 60.0  # seconds between two lines of a fault that lasts


@dataclass
class LastingFault:
    """One that lasts: since when, how often it came, when it was last said."""

    since: float
    times: int
    said: float


class Recurring:
    """Tells faults of things that are tried again and again."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.lasting: dict[str, LastingFault] = {}

    def failed(self, what: str, error: BaseException, **where: object) -> None:
        """Tell a fault: with its traceback when it begins, in a word while it lasts."""
        now = self.clock()
        fault = self.lasting.get(what)
        if fault is None:
            self.lasting[what] = LastingFault(now, 1, now)
            log.error(what, exc_info=error, **where)
            return
        fault.times += 1
        if now - fault.said >= AGAIN:
            fault.said = now
            seconds = round(now - fault.since)
            log.error(f"{what}, still", why=type(error).__name__, times=fault.times, seconds=seconds, **where)

    def went_well(self, what: str, **where: object) -> None:
        """Tell that a fault is over, if there was one."""
        fault = self.lasting.pop(what, None)
        if fault is not None:
            log.info(f"{what}: over", times=fault.times, seconds=round(self.clock() - fault.since), **where)
