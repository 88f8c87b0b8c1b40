"""Who watches what, and the pump: after a burst of commits each watched view is made once and sent if it differs.

Time changes what screens show, too: a door opens, somebody has waited too long. Where nothing was committed for a
while, the pump looks by itself; only a view that differs makes a version, in the order of all others.

One pump a hall. All views of a pass are read from one moment. Comparing, keeping and sending a view happen without a
switch between, and never for an older moment than was sent before: screens get states in order without any lock.
"""

import time
from collections import deque
from dataclasses import dataclass, field
from typing import Final, Protocol

import gevent
import structlog
from gevent.event import Event
from gevent.lock import BoundedSemaphore

from server.feature.parts import View
from server.kernel.recurring import Recurring
from server.live.send_buffers import view_frame
from server.security.actors import SYSTEM
from server.store.hall import HallSnapshot, Store

log = structlog.get_logger()
SHARE: Final = 3  # pumps rest at least so many times as long as their passes took: they never take the process over
LONGEST_REST: Final = 1.0  # second
AFTER_FAULT: Final = 1.0  # seconds until the database is asked again
BY_ITSELF: Final = 15.0  # seconds without a commit until the pump looks what time changed; waits are in such steps


class Recipient(Protocol):
    """Whoever gets pushes."""

    def push(self, what: str, frame: bytes) -> None:
        """Send the newest state of something, never waiting."""


@dataclass(eq=False, slots=True)
class Watched:
    """One view of one hall that somebody watches, as it was sent last."""

    text: str
    view: View
    argument: str | None
    recipients: dict[Recipient, None] = field(default_factory=dict)  # in the order they came
    version: int = -1
    data: bytes | None = None
    failing: str | None = None
    first: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(1))  # of many at once, one makes it


@dataclass(eq=False, slots=True)
class WatchedHall:
    """A hall that somebody watches."""

    id: int
    code: str
    version: int = -1  # as far as all its views are made
    views: dict[str, Watched] = field(default_factory=dict)
    wake: Event = field(default_factory=Event)


class Hub:
    """All that is watched in this process."""

    def __init__(self, store: Store, pushes_per_second: int, *, by_itself: float = BY_ITSELF) -> None:
        self.store, self.interval, self.by_itself = store, 1 / pushes_per_second, by_itself
        self.halls: dict[int, WatchedHall] = {}
        self.busy = 0  # pumps that make views, or rest from it
        self.faults = Recurring()

    def changed(self, hall_id: int, version: int) -> None:
        """Have a hall's views made anew if they are older than this version; returns at once."""
        hall = self.halls.get(hall_id)
        if hall is not None and version > hall.version:
            hall.wake.set()

    def watch(
        self, hall_id: int, text: str, who: Recipient, *, code: str, view: View, argument: str | None = None
    ) -> tuple[int, bytes]:
        """Enter a watcher and return the view as it is, with its version; from now on it gets each newer state."""
        hall = self.halls.get(hall_id)
        if hall is None:
            hall = self.halls[hall_id] = WatchedHall(hall_id, code)
            hall.wake.set()  # nothing is known yet
            gevent.spawn(self.pump, hall)
        watched = hall.views.setdefault(text, Watched(text, view, argument))
        watched.recipients[who] = None
        try:
            return self.present(hall, watched)
        except BaseException:
            self.leave(hall_id, text, who)
            raise

    def leave(self, hall_id: int, text: str, who: Recipient) -> None:
        """Take a watcher out; what nobody watches is forgotten."""
        hall = self.halls.get(hall_id)
        watched = hall.views.get(text) if hall else None
        if hall is None or watched is None:
            return
        watched.recipients.pop(who, None)
        if not watched.recipients:
            del hall.views[text]
        if not hall.views:
            del self.halls[hall_id]
            hall.wake.set()  # its pump ends

    def version(self, hall_id: int) -> int:
        """Return how far a watched hall's screens are."""
        hall = self.halls.get(hall_id)
        return hall.version if hall else -1

    def present(self, hall: WatchedHall, watched: Watched) -> tuple[int, bytes]:
        """Return what was sent last, or make it where there is none or the last pass could not."""
        with watched.first:
            if watched.data is None or watched.version < hall.version:
                with self.store.look(hall.id) as sight:
                    self.publish(hall, watched, sight.version, watched.view.json(sight, watched.argument))
        if watched.data is None:
            raise LookupError(watched.text)
        return watched.version, watched.data

    def publish(self, hall: WatchedHall, watched: Watched, version: int, data: bytes) -> None:
        """Keep a view and send it to all who watch it, if it is newer and differs. Nothing in here may yield."""
        if version < watched.version:
            return
        differs = watched.data is not None and watched.data != data
        watched.version, watched.data, watched.failing = version, data, None
        if differs:
            what = f"{hall.id} {watched.text}"
            frame = view_frame(hall.code, watched.text, version, data)
            for who in watched.recipients:
                who.push(what, frame)

    def pump(self, hall: WatchedHall) -> None:
        """Make a hall's views after each burst: at once after the first commit, then at most so many times a second."""
        while True:
            hall.wake.wait(self.by_itself)
            woken = hall.wake.is_set()
            hall.wake.clear()
            if self.halls.get(hall.id) is not hall:
                return
            begun = time.monotonic()
            self.busy += 1
            try:
                if woken:
                    self.make_all(hall)
                else:
                    self.look_at_time(hall)
            except Exception as error:  # noqa: BLE001 - it is told, and tried again
                self.faults.failed(f"a hall's views could not be made: {hall.code}", error)
                hall.wake.set()
                gevent.sleep(AFTER_FAULT)
            else:
                self.faults.went_well(f"a hall's views could not be made: {hall.code}")
            # all busy halls together get that share, not each of them; whoever was quiet is served at once
            gevent.sleep(min(LONGEST_REST, max(self.interval, SHARE * self.busy * (time.monotonic() - begun))))
            self.busy -= 1

    def look_at_time(self, hall: WatchedHall) -> None:
        """Make a version where a view differs from what was sent though nothing was committed; it wakes all pumps."""
        with self.store.look(hall.id) as sight:
            differs = any(self.aged(watched, sight) for watched in list(hall.views.values()))
        if differs:
            with self.store.hall(hall.id, SYSTEM) as work:
                work.seen_anew()

    def aged(self, watched: Watched, sight: HallSnapshot) -> bool:
        """Return whether a view that is as new as the hall differs from what was sent."""
        gevent.sleep(0)  # customers go first
        if watched.data is None or watched.version != sight.version:
            return False
        return watched.view.json(sight, watched.argument) != watched.data

    def make_all(self, hall: WatchedHall) -> None:
        """Make every watched view, from one moment; after one that fails the rest goes on from a new one."""
        left: deque[Watched] | None = None
        seen = hall.version
        while left is None or left:
            with self.store.look(hall.id) as sight:
                if left is None:  # only now: whoever comes later looks later, too
                    left, seen = deque(hall.views.values()), sight.version
                while left and self.make(hall, left.popleft(), sight):
                    gevent.sleep(0)  # screens can wait for a moment, customers go first
        hall.version = max(hall.version, seen)

    def make(self, hall: WatchedHall, watched: Watched, sight: HallSnapshot) -> bool:
        """Make one view and send it; return False when it failed, which is logged once."""
        if watched.version >= sight.version:
            return True
        try:
            data = watched.view.json(sight, watched.argument)
        except Exception as error:
            if watched.failing != repr(error):
                log.exception("a view could not be made", hall=hall.code, view=watched.text)
            watched.failing = repr(error)
            return False
        self.publish(hall, watched, sight.version, data)
        return True
