"""The benchmarks, as one table: `make bench`.

    python tests/bench/run.py [ROWS …] [--port N] [--write]

ROWS: tickets (with history), postgresql, screens, ready, reads, touch, halls, busy, outbox; all by themselves.
`--write` puts the table into docs/benchmarks.md. What is compared runs in turns within the run, so that the
machine's mood falls on both.
"""

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # a server that starts again has its bytecode

import orjson  # noqa: E402 - after the path

from tests.bench import busy, history, outbox, reading, screens, touch  # noqa: E402 - after the path
from tests.bench.halls import COUNTERS, Halls, Line, Server, database, made, postgresql, redis  # noqa: E402 - likewise

PAGE: Final = ROOT / "docs" / "benchmarks.md"
MARKS: Final = ("<!-- figures -->", "<!-- end of figures -->")
CLIENTS, SCREENS, TURNS, SECONDS, TOUCHES = 32, 300, 3, 3.0, 200
PAST: Final = int(os.environ.get("FLOOR_BENCH_PAST", "200000"))  # tickets behind; two million take four minutes to fill
MESSAGES: Final = 10_000
BUSY: Final = (10, 25, 40)  # halls, one after the other until it is too many; 44 have all sockets of one process


@dataclass
class Row:
    """One line of the table."""

    what: str
    found: str
    wanted: str
    reached: bool | None = None

    def line(self) -> str:
        """Return it as Markdown."""
        mark = {True: "yes", False: "**no**", None: ""}[self.reached]
        return f"| {self.what} | {self.found} | {self.wanted} | {mark} |"


@dataclass
class Rate:
    """Tickets over HTTP, turn by turn."""

    each: list[float] = field(default_factory=list)
    ms: list[float] = field(default_factory=list)
    twice: int = 0
    others: dict[str, int] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        """Tickets a second, the median turn."""
        return statistics.median(self.each)

    def at(self, percent: int) -> float:
        """Return a percentile of the milliseconds from asking to the answer."""
        return statistics.quantiles(self.ms, n=100, method="inclusive")[percent - 1]

    def text(self) -> str:
        """Return it in words."""
        odd = f", other answers {self.others}" if self.others else ""
        return (
            f"{self.rate:.0f}/s ({min(self.each):.0f}–{max(self.each):.0f}), p50 {self.at(50):.0f} ms, "
            f"p99 {self.at(99):.0f} ms, {self.twice} numbers twice{odd}"
        )


@contextmanager
def watched(server: Server, halls: Halls, many: int = SCREENS, views: str = "") -> Iterator[None]:
    """Have screens watch: a quarter each of kiosks, displays, phones and terminals."""
    staff = server.supervisor()
    tokens, codes, names = [], [], []
    for number in range(max(len(COUNTERS), len(halls.codes)) * 4):
        code = halls.codes[number // 4 % len(halls.codes)]
        name = views or ("kiosk", "display", "line", f"counter:{COUNTERS[number // 4 % len(COUNTERS)]}")[number % 4]
        names.append(name)
        codes.append(code)
        tokens.append({"kiosk": halls.kiosks, "display": halls.displays}.get(name, dict.fromkeys(codes, staff))[code])
    words = [sys.executable, "-m", "tests.bench.crowd_of_screens", str(server.port), str(many)]
    words += [",".join(tokens), ",".join(codes), ",".join(names)]
    with subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as crowd:
        try:
            if crowd.stdout is None or crowd.stdout.readline() != "ready\n":
                raise RuntimeError("the screens did not come up")
            yield
        finally:
            crowd.terminate()


def tickets(server: Server, halls: Halls, into: Rate, seconds: float = SECONDS) -> None:
    """Have kiosks take tickets for some seconds, the line held at its length."""
    line = Line(halls)
    words = [sys.executable, "-m", "tests.bench.kiosks", str(server.port), str(CLIENTS), str(seconds)]
    words += [f"{code}={halls.kiosks[code]}" for code in halls.codes]
    with (halls.folder / "kiosks.json").open("wb") as file:
        process = subprocess.Popen(words, cwd=ROOT, stdout=file)
        while process.poll() is None:
            line.hold()
            time.sleep(0.05)
    found = orjson.loads((halls.folder / "kiosks.json").read_bytes())
    into.each.append(found["tickets"] / found["seconds"])
    into.ms += found["ms"]
    into.twice += found["twice"]
    for status, many in found["others"].items():
        into.others[status] = into.others.get(status, 0) + many


def bare(folder: Path) -> tuple[float, float]:
    """Return the bare transactions a second and an fsync's milliseconds."""
    words = [sys.executable, "-m", "tests.bench.bare", str(folder), "0.7"]
    at_once, _, fsync = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    return float(at_once), float(fsync)


def issuing(folder: Path, port: int) -> Iterator[Row]:
    """One hall on SQLite, without and with a past, beside the bare transaction."""
    halls = [made(new(folder, name), f"sqlite:///{folder}/{name}/floor.db") for name in ("empty", "past")]
    begun = time.monotonic()
    history.fill(halls[1], PAST)
    filled = time.monotonic() - begun
    servers = [Server(one, port + place) for place, one in enumerate(halls)]
    empty, past, ground = Rate(), Rate(), []
    try:
        for server in servers:
            server.start()
        with watched(servers[0], halls[0]), watched(servers[1], halls[1]):
            for _ in range(TURNS):
                ground.append(bare(folder))
                tickets(servers[0], halls[0], empty)
                tickets(servers[1], halls[1], past)
    finally:
        for server in servers:
            server.stop()
    rates = [one[0] for one in ground]
    ratio = empty.rate / statistics.median(rates)
    yield Row(
        "tickets over HTTP: one hall, SQLite, 32 clients, 300 screens, 300 waiting", empty.text(),
        "≥ 500/s, p99 ≤ 120 ms, none twice", empty.rate >= 500 and empty.at(99) <= 120 and not empty.twice,
    )  # fmt: skip
    yield Row(
        "… beside the bare transaction of four statements, 32 at once",
        f"{ratio:.2f} of {statistics.median(rates):.0f}/s ({min(rates):.0f}–{max(rates):.0f}); "
        f"fsync {statistics.median([one[1] for one in ground]):.2f} ms",
        "≥ 0.5", ratio >= 0.5,
    )  # fmt: skip
    slower = empty.rate / past.rate
    yield Row(
        f"… with {PAST:,} tickets behind (filled in {filled:.0f} s)", f"{past.text()}: {slower:.2f} × an empty hall",
        "≤ 1.1", slower <= 1.1,
    )  # fmt: skip


def on_postgresql(folder: Path, port: int) -> Iterator[Row]:
    """One and eight halls, one and two processes."""
    with postgresql(folder, port + 9) as address, redis(folder, port + 8) as queue:
        for many in (1, 8):
            halls = made(new(folder, f"of{many}"), database(address, f"of{many}"), halls=many, waiting=300 // many)
            for workers in (1, 2):
                server = Server(halls, port, FLOOR_WORKERS=str(workers), FLOOR_REDIS_URL=queue)
                found = Rate()
                try:
                    server.start()
                    with watched(server, halls):
                        tickets(server, halls, found)
                finally:
                    server.stop()
                wanted = {(1, 1): 500, (8, 2): 1000}.get((many, workers))
                yield Row(
                    f"PostgreSQL: {many} hall{'s' * (many > 1)}, {workers} process{'es' * (workers > 1)}", found.text(),
                    f"≥ {wanted}/s" if wanted else "", found.rate >= wanted if wanted else None,
                )  # fmt: skip


def pushing(folder: Path, port: int) -> Iterator[Row]:
    """From the press to 1,000 screens, and what they take."""
    ours, plain = screens.compare((port, port + 1), presses=20, rounds=2)
    ratio = screens.at(ours.last, 99) / screens.at(plain.last, 99)
    yield Row(
        "press until the last of 1,000 screens has it",
        f"p50 {screens.at(ours.last, 50):.0f}, p99 {screens.at(ours.last, 99):.0f} ms; bare broadcast "
        f"{screens.at(plain.last, 50):.0f} and {screens.at(plain.last, 99):.0f} ms: {ratio:.2f}",
        "≤ 1.5 × the bare broadcast", ratio <= 1.5,
    )  # fmt: skip
    halls = made(new(folder, "thousand"), f"sqlite:///{folder}/thousand/floor.db")
    server = Server(halls, port + 2)
    try:
        server.start()
        alone = server.memory()
        with watched(server, halls, 1000, "display"):
            tickets(server, halls, Rate(), 2.0)
            full = server.memory()
    finally:
        server.stop()
    yield Row(
        "memory of the server with 1,000 displays, while tickets are given out",
        f"{full / 1e6:.0f} MB (without any {alone / 1e6:.0f})", "≤ 250 MB", full <= 250e6,
    )  # fmt: skip


def ready(folder: Path, port: int) -> Iterator[Row]:
    """From a stopped server to a ready one."""
    halls = made(new(folder, "ready"), f"sqlite:///{folder}/ready/floor.db")
    times = []
    for place in range(5):
        server = Server(halls, port + place)
        times.append(server.start())
        server.stop()
    words = [sys.executable, "-X", "importtime", "-c", "import server.serve"]
    told = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stderr.splitlines()
    lines = [line.removeprefix("import time:").split("|") for line in told if "imported package" not in line]
    depths = [(int(took), name) for _, took, name in lines]
    worst = sorted(((took, name.strip()) for took, name in depths if name[:6].strip()), reverse=True)
    middle = statistics.median(times)
    yield Row(
        "stopped until ready", f"{middle:.2f} s ({min(times):.2f}–{max(times):.2f}); dearest imports: "
        + ", ".join(f"{name} {took / 1e6:.2f} s" for took, name in worst[1:6]), "≤ 2 s", middle <= 2,
    )  # fmt: skip


def at_the_printer(folder: Path, port: int) -> Iterator[Row]:
    """From the touch to the last byte at the printer."""
    halls = made(new(folder, "touch"), f"sqlite:///{folder}/touch/floor.db")
    server = Server(halls, port)
    try:
        server.start()
        with watched(server, halls):
            times = touch.touched(halls, server, TOUCHES)
    finally:
        server.stop()
    late = statistics.quantiles(times, n=100, method="inclusive")[98]
    yield Row(
        f"touch until the last byte is at the printer, {TOUCHES} times, 300 screens watching",
        f"p50 {statistics.median(times):.0f}, p99 {late:.0f} ms", "≤ 500 ms at p99", late <= 500,
    )  # fmt: skip


def among_many(folder: Path, port: int) -> Iterator[Row]:
    """One busy hall among ten and among a thousand."""
    rates = {}
    for many in (10, 1000):
        halls = made(
            new(folder, f"of{many}"), f"sqlite:///{folder}/of{many}/floor.db", halls=many, waiting=0, staffed=10
        )
        server, rates[many] = Server(halls, port), Rate()
        try:
            server.start()
            only = replace(halls, codes=["main"])
            with watched(server, only):
                for _ in range(TURNS):
                    tickets(server, only, rates[many])
        finally:
            server.stop()
    slower = rates[10].rate / rates[1000].rate
    yield Row(
        "a ticket in one of 1,000 halls", f"{rates[1000].text()}: {slower:.2f} × one of 10", "≤ 1.2", slower <= 1.2
    )


def in_many_busy_halls(folder: Path, port: int) -> Iterator[Row]:
    """How many busy halls one machine bears, on both databases."""
    with postgresql(folder, port + 9) as address, redis(folder, port + 8) as queue:
        for name, wanted in (("SQLite", 25), ("PostgreSQL", 40)):
            found: dict[int, str] = {}
            bears = 0
            for many in BUSY:
                place = new(folder, f"busy-{name.lower()}-{many}")
                url = f"sqlite:///{place}/floor.db" if name == "SQLite" else database(address, f"busy{many}")
                halls = made(place, url, halls=many, waiting=5)
                server = Server(halls, port, FLOOR_REDIS_URL=queue)
                try:
                    server.start()
                    times, late = busy.pressed(server, halls, many)
                finally:
                    server.stop()
                found[many] = f"{many} halls {busy.told(times)}, acts at most {late * 1000:.0f} ms late"
                if statistics.quantiles(times, n=100, method="inclusive")[98] > 300:
                    break
                bears = many
            yield Row(
                f"busy halls on this machine until press → last screen passes 300 ms at p99, {name}",
                f"{bears}: {'; '.join(found.values())}", f"≥ {wanted}", bears >= wanted,
            )  # fmt: skip


def reads(folder: Path, _port: int) -> Iterator[Row]:
    """What a forecast and the views cost, with 300 waiting."""
    halls = made(new(folder, "reads"), f"sqlite:///{folder}/reads/floor.db")
    for what, times, most in reading.measured(halls):
        middle = statistics.median(times)
        yield Row(
            what, f"{middle:.1f} ms ({min(times):.1f}–{max(times):.1f})", f"≤ {most} ms" if most else "",
            middle <= most if most else None,
        )  # fmt: skip


def through_the_outbox(folder: Path, _port: int) -> Iterator[Row]:
    """Messages to a gateway that fails a third of them, the worker killed twice."""
    found = outbox.sent_through(new(folder, "outbox"), MESSAGES)
    whole = found.taken == found.different == found.states.get("sent") == MESSAGES and not found.faults
    yield Row(
        f"{MESSAGES:,} messages through a gateway that fails a third, `kill -9` of the worker twice",
        f"{found.taken:,} keys taken, {MESSAGES - found.different} lost, {found.doubles} twice under their key, "
        f"in {found.seconds:.0f} s", "none lost, each under one key", whole and found.doubles <= 2,
    )  # fmt: skip


def new(folder: Path, name: str) -> Path:
    """Make a folder in the run's."""
    made_one = folder / name
    made_one.mkdir()
    return made_one


PARTS: Final[dict[str, Callable[[Path, int], Iterator[Row]]]] = {
    "tickets": issuing, "postgresql": on_postgresql, "screens": pushing, "ready": ready, "reads": reads,
    "touch": at_the_printer, "halls": among_many, "busy": in_many_busy_halls, "outbox": through_the_outbox,
}  # fmt: skip


def main() -> int:
    """Run the parts and print the table."""
    parser = argparse.ArgumentParser("make bench")
    parser.add_argument("rows", nargs="*", metavar="ROWS", help=f"of: {', '.join(PARTS)}")
    parser.add_argument("--port", type=int, default=10400, help="the first of ten ports that are free")
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    given = parser.parse_args()
    before = os.getloadavg()[0]
    table = ["| what | found | to reach | reached |", "|---|---|---|---|"]
    print("\n".join(table), flush=True)
    for name in given.rows or PARTS:
        folder = Path(tempfile.mkdtemp(prefix="floor-bench-"))
        try:
            for row in PARTS[name](folder, given.port):
                table.append(row.line())
                print(table[-1], flush=True)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    said = (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores (shared), Python {platform.python_version()}, "
        f"load before {before:.1f}, after {os.getloadavg()[0]:.1f}."
    )
    print(f"\n{said}")
    if given.write:
        head, _, rest = PAGE.read_text().partition(MARKS[0])
        tail = rest.partition(MARKS[1])[2]
        PAGE.write_text("\n\n".join([head + MARKS[0], "\n".join(table), said, MARKS[1] + tail]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
