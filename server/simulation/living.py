"""The demo that moves by itself: one hall's simulated people, living beside the requests of one server process."""

import threading
from collections.abc import Mapping
from random import Random
from typing import Final

import structlog

from server.floor.commands.deadlines import HANDLERS, Handler
from server.floor.hallfile import Hall
from server.simulation.closed_screens import CLOSED_AFTER, take_out_closed
from server.simulation.filling import fill
from server.simulation.life import Life, LifeSettings
from server.store.hall import Store

log = structlog.get_logger()
LOOKS: Final = 0.5  # seconds at most between two looks: people may sit down at any time
LEAST: Final = 0.05  # seconds between two looks, so that the server comes first
REST: Final = 2.0  # seconds after something failed


class Living:
    """Lets a hall live from `start` to `stop`; `settings` may be changed at any time by `change`."""

    def __init__(
        self,
        store: Store,
        hall: Hall,
        hall_id: int,
        *,
        settings: LifeSettings | None = None,
        seed: int | None = None,
        handlers: Mapping[str, Handler] = HANDLERS,
    ) -> None:
        self.store, self.hall, self.hall_id = store, hall, hall_id
        self.random = Random(seed)  # noqa: S311 - a demo's whims, no secret
        self.life = Life(store, hall, hall_id, self.random, settings or LifeSettings(), handlers)
        self.stopping = threading.Event()
        self.thread: threading.Thread | None = None

    @property
    def settings(self) -> LifeSettings:
        """How the hall lives now."""
        return self.life.settings

    @property
    def running(self) -> bool:
        """Whether the hall lives."""
        return self.thread is not None and self.thread.is_alive()

    def change(self, settings: LifeSettings) -> None:
        """Live on otherwise."""
        self.life.change(settings)

    def start(self) -> None:
        """Begin, first filling a hall in which nothing has happened lately; returns at once."""
        if self.running:
            return
        self.stopping.clear()
        self.thread = threading.Thread(target=self.run, name=f"living {self.hall.code}", daemon=True)
        self.thread.start()

    def stop(self) -> None:
        """End, leaving everything as it is."""
        self.stopping.set()
        if self.thread is not None:
            self.thread.join(timeout=5)

    def run(self) -> None:
        """Live, whatever fails."""
        try:
            fill(self.store, self.life)
        except Exception:
            log.exception("the demo's hall could not be filled", hall=self.hall.code)
        pause, tidied = LEAST, self.store.clock.now()
        while not self.stopping.wait(pause):
            try:
                if self.store.clock.now() - tidied > CLOSED_AFTER / 4:
                    tidied = self.store.clock.now()
                    take_out_closed(self.store, self.hall_id)
                due = self.life.step()
                pause = min(LOOKS, max(LEAST, (due - self.store.clock.now()).total_seconds()))
            except Exception:
                log.exception("the demo's hall stumbled", hall=self.hall.code)
                pause = REST
