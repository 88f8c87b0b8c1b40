"""What reading a hall costs: the wait forecast of its line, the views of its screens."""

import time
from collections.abc import Callable, Iterator

from server.app import views_of
from server.features import under
from server.floor.commands.forecasting import refresh
from server.floor.reads.turns import turns
from server.kernel.clock import SystemClock
from server.kernel.settings import Settings
from server.security.actors import SYSTEM
from server.store.engine import Database
from server.store.hall import Store
from tests.bench.halls import Halls

TIMES = 30


def measured(halls: Halls) -> Iterator[tuple[str, list[float], float | None]]:
    """Yield what was read, the milliseconds it took each time, and the most that it may."""
    store = Store(Database(halls.url), SystemClock())
    number = halls.numbers["main"]
    views = views_of(under(Settings(public_url="http://127.0.0.1")))

    def forecast() -> None:
        with store.hall(number, SYSTEM) as hall:
            refresh(hall)

    def view(name: str) -> Callable[[], None]:
        found, argument = views.find(name)

        def read() -> None:
            with store.look(number) as hall:
                found.json(hall, argument)

        return read

    def play() -> None:
        with store.look(number) as hall:
            turns(hall)

    yield "wait forecast of 300 waiting, read and played", taken(play), 25
    yield "what it is played with, learned and written", taken(forecast), 25
    for name in ("display", "counter:3", "line", "kiosk"):
        yield f"view {name} with 300 waiting", taken(view(name)), None
    store.database.close()


def taken(work: Callable[[], None]) -> list[float]:
    """Return the milliseconds that something takes, each time."""
    found = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        work()
        found.append((time.perf_counter() - begun) * 1000)
    return found[3:]
