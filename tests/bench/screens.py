"""How long from a clerk's press until the last of 1,000 screens has it, beside a bare Flask-SocketIO broadcast.

    python -m tests.bench.screens [SCREENS] [PRESSES]

`measure(…)` presses on a running server; `compare(…)` starts both servers one after the other, in turns, and measures.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.raw_screen import ROOT, Served

BYTES = 4_000  # of a display's view
PAUSE = 0.3  # seconds between presses: each is a first push


@dataclass
class Figures:
    """Of one server: seconds from press to the last screen and to each screen, and its memory in bytes."""

    last: list[float] = field(default_factory=list)
    each: list[float] = field(default_factory=list)
    memory: int = 0

    def add(self, other: "Figures") -> None:
        """Take another run's figures in."""
        self.last += other.last
        self.each += other.each
        self.memory = max(self.memory, other.memory)

    def line(self, name: str) -> str:
        """Return them as a line of text, in milliseconds."""
        return (
            f"{name:<28} last screen: p50 {at(self.last, 50):6.1f}  p99 {at(self.last, 99):6.1f} ms   "
            f"any screen: p50 {at(self.each, 50):6.1f}  p99 {at(self.each, 99):6.1f} ms   {self.memory / 1e6:5.0f} MB"
        )


def at(values: list[float], percent: int) -> float:
    """Return a percentile in milliseconds."""
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1] * 1000


def measure(
    port: int,
    press: Callable[[str], object],
    memory: Callable[[], int] = lambda: 0,
    *,
    screens: int,
    presses: int,
    token: str,
    hall: str,
    view: str,
) -> Figures:
    """Have screens watch a view, press so often, and return how long each press took to arrive.

    `press(key)` does something that puts the key into the view; it returns when the server has answered. `memory` says
    how many bytes the server holds.
    """
    words = [sys.executable, "-m", "tests.bench.crowd_of_screens", str(port), str(screens), token, hall, view]
    found = Figures()
    with subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as crowd:
        if crowd.stdin is None or crowd.stdout is None or crowd.stdout.readline() != "ready\n":
            raise RuntimeError("the screens did not come up")
        for number in range(presses + 3):
            key = f"press-{number:06}-"
            print(key, file=crowd.stdin, flush=True)
            crowd.stdout.readline()
            begun = time.monotonic()
            press(key)
            times = [float(word) - begun for word in crowd.stdout.readline().split()]
            if number >= 3:  # the first ones warm up
                found.each += times
                found.last.append(times[-1])
            time.sleep(PAUSE)
        found.memory = memory()
        crowd.stdin.close()
    return found


def on(server: Served, *, screens: int, presses: int) -> Figures:
    """Measure a server of the bench's own, started for it."""
    server.start()
    try:

        def press(key: str) -> object:
            return server.call("POST", "/put/1/shown", (key + "." * BYTES).encode())

        def memory() -> int:
            return int(str(server.call("GET", "/counts")["memory"]))

        return measure(
            server.port, press, memory, screens=screens, presses=presses, token="display-1", hall="main", view="all"
        )
    finally:
        server.stop()


def bare_broadcast(port: int, *, screens: int = 1000, presses: int = 40) -> Figures:
    """Measure the reference."""
    return on(Served(port, "tests.bench.bare_broadcast:application()"), screens=screens, presses=presses)


def compare(
    ports: tuple[int, int], *, screens: int = 1000, presses: int = 40, rounds: int = 2
) -> tuple[Figures, Figures]:
    """Return (ours, bare) of servers that run in turns, so that the machine's mood falls on both."""
    ours, bare = Figures(), Figures()
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            database = f"sqlite:///{Path(folder)}/live.db"
            server = Served(ports[0], env={"FLOOR_DATABASE_URL": database})
            ours.add(on(server, screens=screens, presses=presses // rounds))
        bare.add(bare_broadcast(ports[1], screens=screens, presses=presses // rounds))
    return ours, bare


if __name__ == "__main__":
    screens, presses = (int(word) for word in (*sys.argv[1:], "1000", "40")[:2])
    ours, bare = compare((9851, 9852), screens=screens, presses=presses)
    print(ours.line("servicefloor"))
    print(bare.line("bare Flask-SocketIO"))
    print(f"ratio of p99, last screen: {at(ours.last, 99) / at(bare.last, 99):.2f}")
