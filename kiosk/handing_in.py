"""Handing in what this kiosk wrote by itself, in order and at least once; and hearing what it may do by itself next."""

import logging
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

import gevent

from kiosk.alone import Alone
from kiosk.clocks import KioskClock
from kiosk.journal import CannotKeepError, Journal
from kiosk.upstream import CutOffError, RefusedError, Upstream

AT_ONCE: Final = 50  # entries in one request
LOOK: Final = 1.0  # seconds between looks for something to hand in
EVERY: Final = 20.0  # seconds after which the server is asked although there is nothing
LATER: Final = 60.0  # seconds until a server that does not take it is asked again
DAYS_KEPT: Final = 7 * 86_400  # seconds that entries stay here after the server has them

log = logging.getLogger(__name__)


class HandingIn:
    """Hands entries in; `trouble`: what the server said of a journal that it does not take."""

    def __init__(self, journal: Journal, upstream: Upstream, alone: Alone, clock: KioskClock) -> None:
        self.journal, self.upstream, self.alone, self.clock = journal, upstream, alone, clock
        self.hall: str | None = None
        self.trouble = ""
        self.heard: float | None = None  # this machine's count of seconds when the server last answered

    def run(self) -> None:
        """Hand in what there is, and ask now and then, for ever."""
        while True:
            gevent.sleep(LOOK)
            try:
                hall = self.hall
                if hall and self.due():
                    while self.once(hall):
                        pass
            except CutOffError:
                pass
            except RefusedError as error:
                self.trouble = str(error)
                log.warning("the server does not take what this kiosk hands in: %s", error)
                gevent.sleep(LATER)
            except CannotKeepError as error:
                log.warning("nothing can be kept: %s", error)
            except Exception:  # what is left stays in the journal for the next look
                log.exception("handing in")

    def due(self) -> bool:
        """Return whether there is something to hand in, or nobody asked for a while."""
        return self.heard is None or self.unsent() > 0 or self.clock.machine.mono() - self.heard > EVERY

    def unsent(self) -> int:
        """Return how many entries the server has not taken in yet."""
        return self.journal.entries.last() - self.journal.entries.handed().acked

    def once(self, hall: str) -> bool:
        """Hand in what comes next; return whether there is more."""
        handed = self.journal.entries.handed()
        lines = self.journal.entries.after(handed.acked, AT_ONCE)
        last = self.journal.entries.last()
        turn = int(self.journal.kept("turn") or 0) + 1
        self.journal.keep("turn", turn)  # a disk that is set back counts lower than the server remembers
        asked = self.clock.machine.mono()
        body = {
            "journal": handed.name,
            "follows": handed.follows,
            "last": last,
            "turn": turn,
            "entries": [asdict(line) for line in lines],
            "mono": round(asked, 3),
            "boot": self.clock.machine.boot,
        }
        answer = self.upstream.hand_in(hall, body)
        self.hears(answer, asked)
        if answer["broken"] or answer["seq"] > last or not self.journal.entries.agrees(answer["seq"], answer["hash"]):
            log.error("what this kiosk wrote does not follow what it had handed in: was its disk set back?")
            self.journal.begin_anew()
            self.alone.learns([], self.alone.prefix)
            return True
        self.journal.acknowledge(answer["seq"], self.clock.seconds() - DAYS_KEPT)
        self.alone.learns(answer["days"], answer["prefix"])
        return bool(answer["seq"] > handed.acked and answer["seq"] < last)

    def hears(self, answer: dict[str, Any], asked: float) -> None:
        """Note that the server is there, and what time it has."""
        self.heard, self.trouble = self.clock.machine.mono(), ""
        self.clock.hears(datetime.fromisoformat(answer["now"]).timestamp(), asked=asked)
        turn = max(int(self.journal.kept("turn") or 0), answer["turn"])
        self.journal.keep_all(clock=self.clock.kept(), turn=turn)
