"""What time it is at the server, as well as this machine knows: also without it, or with a clock that is wrong."""

import time
import uuid
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

BOOT: Final = Path("/proc/sys/kernel/random/boot_id")
STALE: Final = 600.0  # seconds after which a worse measurement is taken, too: clocks drift
STRANGE: Final = 1.0  # seconds beyond what the way can explain: the clock was set meanwhile


class MachineClock:
    """The machine's clocks: what it shows, and the seconds since its start, which nobody can set."""

    def __init__(self) -> None:
        self.boot = BOOT.read_text().strip() if BOOT.exists() else uuid.uuid4().hex

    def wall(self) -> float:
        """Return the seconds since 1970 that it shows."""
        return time.time()

    def mono(self) -> float:
        """Return the seconds since its start, those that it slept among them."""
        return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


@dataclass(frozen=True)
class Stamp:
    """When something was written down, by all that is known of the time."""

    wall: float
    mono: float
    boot: str
    offset: float  # seconds that the wall clock was behind the server's


@dataclass
class Heard:
    """What the server's clock said last, and how this machine's stood beside it."""

    server: float
    mono: float
    boot: str
    offset: float
    trip: float  # seconds there and back, of that measurement


class KioskClock:
    """The server's time: counted on from what it said last, else this machine's, less how far it was off."""

    def __init__(self, machine: MachineClock | None = None, kept: dict[str, Any] | None = None) -> None:
        self.machine = machine or MachineClock()
        self.heard = Heard(**kept) if kept else None

    def stamp(self) -> Stamp:
        """Return the moment as an entry carries it."""
        return Stamp(
            round(self.machine.wall(), 3),
            round(self.machine.mono(), 3),
            self.machine.boot,
            round(self.heard.offset if self.heard else 0.0, 3),
        )

    def seconds(self) -> float:
        """Return the server's time now, in seconds since 1970; it is never before what was heard of it."""
        if self.heard is None:
            return self.machine.wall()
        if self.heard.boot == self.machine.boot:
            return self.heard.server + max(0.0, self.machine.mono() - self.heard.mono)
        return max(self.heard.server, self.machine.wall() + self.heard.offset)

    def now(self) -> datetime:
        """Return the server's time now."""
        return datetime.fromtimestamp(self.seconds(), UTC)

    def hears(self, server: float, *, asked: float) -> None:
        """Learn from an answer that says the server's time; `asked`: this machine's count when it was asked.

        Of several measurements the one with the shortest way is the best (as in NTP); one that the way cannot explain
        means that the clock was set.
        """
        mono = self.machine.mono()
        trip = max(0.0, mono - asked)
        offset = server + trip / 2 - self.machine.wall()
        last = self.heard
        same = last is not None and last.boot == self.machine.boot
        if last is not None and same and trip > last.trip and mono - last.mono < STALE:
            explained = abs(offset - last.offset) <= trip + last.trip + STRANGE
            if explained:
                return
        self.heard = Heard(server + trip / 2, mono, self.machine.boot, offset, trip)

    def kept(self) -> dict[str, Any] | None:
        """Return what is to be known after a restart."""
        return asdict(self.heard) if self.heard else None
