"""Neighbours: what another process committed is seen, by message or by looking; no message can do harm."""

from collections.abc import Iterator
from pathlib import Path

import gevent
import pytest

from server.kernel.clock import SystemClock
from server.live.hub import Hub
from server.live.neighbours import Neighbours
from server.store.engine import Database
from server.store.hall import Store
from tests.bench.board import board_views, opened, put


class Screen:
    """Counts what is pushed to it."""

    def __init__(self) -> None:
        self.frames: list[bytes] = []

    def push(self, what: str, frame: bytes) -> None:
        """Take a frame."""
        self.frames.append(frame)

    def has(self, count: int) -> bool:
        """Return whether it has so many frames, once they came and had the time to be too many."""
        with gevent.Timeout(5, exception=False):
            while len(self.frames) < count:
                gevent.sleep(0.01)
        gevent.sleep(0.05)
        return len(self.frames) == count


class Two:
    """A process that watches a hall, and another's store."""

    def __init__(self, folder: Path) -> None:
        url = f"sqlite:///{folder}/two.db"
        self.store, self.hall = opened(url)
        self.other = Store(Database(url), SystemClock())
        self.hub = Hub(self.store, 50)
        self.neighbours = Neighbours(self.store, self.hub, None)
        self.screen = Screen()
        view, _ = board_views().find("all")
        self.hub.watch(self.hall, "all", self.screen, code="main", view=view)
        gevent.sleep(0.05)


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    """Give two processes' stores on one database."""
    two = Two(tmp_path)
    yield two
    two.store.database.close()
    two.other.database.close()


def test_a_commit_of_another_process_is_found_by_looking(two: Two) -> None:
    put(two.other, two.hall, "a", b"1")
    gevent.sleep(0.05)
    assert two.screen.frames == []
    two.neighbours.look()
    assert two.screen.has(1)
    two.neighbours.look()
    assert two.screen.has(1)


def test_a_message_tells_at_once(two: Two) -> None:
    version = put(two.other, two.hall, "a", b"1")
    two.neighbours.heard(f"other {two.hall} {version}".encode())
    assert two.screen.has(1)


@pytest.mark.parametrize(
    "message",
    [b"", b"other", b"other 1", b"other x 1", b"other 1 -5", b"other 1 99999999", b"\xff\xfe 1 1", b"other 99 1"],
)
def test_a_false_message_changes_nothing(two: Two, message: bytes) -> None:
    two.neighbours.heard(message)
    gevent.sleep(0.05)
    assert two.screen.frames == []
    two.neighbours.heard(f"other {two.hall} {put(two.other, two.hall, 'a', b'1')}".encode())
    assert two.screen.has(1)
