"""Promise 8: a screen converges. After any cuts, restarts, slow reading and lost messages it shows what the hall is."""

import itertools
import random
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from server.kernel.clock import SystemClock
from server.store.engine import Database
from server.store.hall import Store
from tests.bench.board import put
from tests.bench.raw_screen import Screen, Served, ends, hang_up, served

PORT, NEIGHBOUR, REDIS = 9811, 9812, 9813
DISPLAY = {"token": "display-1"}


@pytest.fixture(autouse=True)
def lines_closed() -> Iterator[None]:
    """Close the screens' lines after each test."""
    yield
    hang_up()


class Follower(threading.Thread):
    """A screen as the pages are: draws what is newer, asks anew on each connection; its line is cut now and then."""

    def __init__(self, port: int, seed: int, cuts: bool = True) -> None:
        super().__init__(daemon=True)
        self.port, self.random, self.cuts = port, random.Random(seed), cuts
        self.shown: dict[str, Any] = {}
        self.versions: list[int] = []
        self.connections = 0
        self.faults: list[Exception] = []
        self.ended = False

    def run(self) -> None:
        """Follow until the end."""
        while not self.ended:
            try:
                self.follow()
            except (OSError, ConnectionError):
                time.sleep(0.05)
            except Exception as fault:  # noqa: BLE001  # told by the test
                self.faults.append(fault)
                return

    def follow(self) -> None:
        """Follow on one connection until it is cut."""
        screen = Screen(self.port, DISPLAY)
        self.connections += 1
        try:
            answer = screen.watch("all")
            self.shown, self.versions = answer["data"], [int(str(answer["version"]))]
            early = [value for name, value in screen.heard if name == "view"]
            screen.sock.settimeout(0.3)
            while not self.ended:
                if self.cuts and self.random.random() < 0.03:
                    return
                with suppress(TimeoutError):
                    self.draw(early.pop(0) if early else screen.view())
        finally:
            screen.close()

    def draw(self, pushed: Any) -> None:
        """Draw a push; one that comes late is not drawn."""
        if pushed["version"] > self.versions[-1]:
            self.shown = pushed["data"]
        self.versions.append(pushed["version"])


def until(true: Callable[[], bool], within: float = 10.0) -> float:
    """Wait until something is true and return how long that took; fail when it does not become so."""
    begun = time.monotonic()
    while not true():
        assert time.monotonic() - begun < within, "it did not become so"
        time.sleep(0.01)
    return time.monotonic() - begun


def press(server: Served, key: str, value: str) -> None:
    """Commit a value, as often as it takes."""
    while True:
        try:
            server.call("POST", f"/put/1/{key}", value.encode())
            return
        except (OSError, ConnectionError):
            time.sleep(0.05)


def test_screens_show_the_hall_after_cuts_and_kills(tmp_path: Path, database: str) -> None:
    where = {"FLOOR_DATABASE_URL": database} if database else {}
    with served(PORT, tmp_path, **where) as server:
        screens = [Follower(PORT, seed) for seed in range(12)]
        for screen in screens:
            screen.start()
        chance = random.Random(8)
        expected: dict[str, str] = {}
        for number in range(150):
            key = f"k{chance.randrange(5)}"
            expected[key] = f"{number} 螢幕"
            press(server, key, expected[key])
            if number in {40, 80, 120}:
                server.kill()
                server.start()
        until(lambda: all(screen.shown == {"values": dict(sorted(expected.items()))} for screen in screens))
        for screen in screens:
            screen.ended = True
        for screen in screens:
            screen.join(5)
            assert screen.faults == []
            assert screen.connections >= 4
            assert screen.versions == sorted(screen.versions)


def test_a_slow_screen_holds_nobody_up_and_shows_the_newest(tmp_path: Path) -> None:
    with served(PORT, tmp_path, FLOOR_PUSHES_PER_SECOND="50") as server:
        slow = Screen(PORT, DISPLAY, receive_buffer=4096)
        slow.watch("all")
        quick = Screen(PORT, DISPLAY)
        quick.watch("all")
        for number in range(60):
            press(server, "k", f"{number} " + "." * 60_000)
            begun = time.monotonic()
            while not str(quick.view()["data"]).startswith(f"{{'values': {{'k': '{number} "):
                pass
            assert time.monotonic() - begun < 10
        got = []
        while not got or not got[-1].startswith("59 "):
            slow.more()  # in small pieces
            got.append(str(slow.view()["data"]["values"]["k"]))  # type: ignore[index]  # the view is a dict
        assert len(got) < 30
        numbers = [int(text.split(" ")[0]) for text in got]
        assert numbers == sorted(set(numbers))
        assert slow.watch("all")["version"] == 60


def test_screens_leave_in_peace_when_the_server_ends_and_come_back(tmp_path: Path) -> None:
    with served(PORT, tmp_path) as server:
        screens = [Screen(PORT, DISPLAY) for _ in range(100)]
        for screen in screens:
            screen.watch("all")
        assert server.stop() < 15  # leaving takes a moment, however many watch
        for screen in screens:
            assert ends(screen, 5) < 5
        server.start()
        press(server, "k", "after")
        assert Screen(PORT, DISPLAY).watch("all")["data"] == {"values": {"k": "after"}}


def test_a_commit_from_beside_the_server_is_seen_within_seconds(tmp_path: Path, database: str) -> None:
    where = {"FLOOR_DATABASE_URL": database} if database else {}
    with served(PORT, tmp_path, **where) as server:
        screen = Screen(PORT, DISPLAY)
        screen.watch("all")
        beside = Store(Database(database or f"sqlite:///{tmp_path}/live.db"), SystemClock())
        put(beside, 1, "k", b"enrolled")
        begun = time.monotonic()
        assert screen.view()["data"] == {"values": {"k": "enrolled"}}
        assert time.monotonic() - begun < 15
        beside.database.close()
        assert server.call("GET", "/counts")["sessions"] == 1


def test_a_pulse_tells_the_version_and_the_time(tmp_path: Path) -> None:
    with served(PORT, tmp_path) as server:
        screen = Screen(PORT, DISPLAY)
        screen.watch("value-less")
        screen.watch("all")
        assert [name for name, _ in screen.heard] == ["pulse"]
        press(server, "k", "1")
        screen.view()
        name, value = screen.event()
        assert name == "pulse"
        assert isinstance(value, dict)
        assert value["version"] == 1
        assert value["at"].endswith("+00:00")


def answers() -> bool:
    """Return whether Redis listens."""
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", REDIS)) == 0


@contextmanager
def redis_server(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Give a Redis of one's own."""
    words = [
        "redis-server",
        "--port",
        str(REDIS),
        "--save",
        "",
        "--appendonly",
        "no",
        "--dir",
        str(folder),
        "--loglevel",
        "warning",
    ]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL)
    until(answers)
    try:
        yield process
    finally:
        process.kill()
        process.wait(5)


@pytest.mark.skipif(shutil.which("redis-server") is None, reason="redis-server is not on this machine")
def test_two_processes_show_the_same_with_redis_without_and_with_it_again(tmp_path: Path, database: str) -> None:
    where = {"FLOOR_REDIS_URL": f"redis://127.0.0.1:{REDIS}/0"} | ({"FLOOR_DATABASE_URL": database} if database else {})
    with (
        redis_server(tmp_path) as redis,
        served(PORT, tmp_path, **where) as here,
        served(NEIGHBOUR, tmp_path, **where),
    ):
        screen = Follower(NEIGHBOUR, 1, cuts=False)
        screen.start()
        until(lambda: screen.versions != [])

        def took(value: str) -> float:
            press(here, "k", value)
            return until(lambda: screen.shown == {"values": {"k": value}})

        tries = itertools.count()
        until(lambda: took(f"first {next(tries)}") < 0.5, within=20)  # both have found Redis
        assert sorted(took(f"with {number}") for number in range(5))[2] < 0.5
        redis.send_signal(signal.SIGKILL)
        redis.wait(5)
        assert max(took(f"without {number}") for number in range(3)) < 3
        with redis_server(tmp_path):
            until(lambda: took(f"back {next(tries)}") < 0.5, within=20)  # and found it again
            assert sorted(took(f"again {number}") for number in range(5))[2] < 0.5
        screen.ended = True
        screen.join(5)
        assert screen.faults == []
