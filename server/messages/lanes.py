"""A thread for each of what is sent to, so that none waits for another's slow side; it ends with what it is for."""

from collections.abc import Callable, Collection
from threading import Event, Thread
from typing import Final

from server.kernel.recurring import Recurring

LOOK: Final = 1.0  # seconds between two looks; what waits does so no longer than that for an idle worker


class Lanes:
    """Threads by name: `present` says which there are just now, `work` does for one what there is to do."""

    def __init__(
        self,
        what: str,
        present: Callable[[], Collection[str]],
        work: Callable[[str], object],
        *,
        stopping: Event,
        faults: Recurring,
    ) -> None:
        self.what, self.present, self.work = what, present, work
        self.stopping, self.faults = stopping, faults
        self.names: frozenset[str] = frozenset()

    def run(self) -> None:
        """Work until told to stop; what goes wrong is told, and tried again."""
        threads: dict[str, Thread] = {}
        while not self.stopping.is_set():
            self.tried(self.what, self.look)
            for name in self.names:
                if name not in threads or not threads[name].is_alive():
                    threads[name] = Thread(target=self.lane, args=(name,), name=name)
                    threads[name].start()
            self.stopping.wait(LOOK)
        for thread in threads.values():
            thread.join()

    def look(self) -> None:
        """See which there are now."""
        self.names = frozenset(self.present())

    def lane(self, name: str) -> None:
        """Work for one, as long as it is there."""
        while not self.stopping.is_set() and name in self.names:
            self.tried(f"{self.what}: {name}", lambda: self.work(name))
            self.stopping.wait(LOOK)

    def tried(self, what: str, act: Callable[[], object]) -> None:
        """Do something; a database that is away comes back."""
        try:
            act()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told, and tried again
            self.faults.failed(what, error)
        else:
            self.faults.went_well(what)
