"""The hub: a burst is one push, each push is newer, a view that fails stops nobody, and nothing is pushed in vain."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import gevent
import orjson
import pytest
from pydantic import BaseModel
from structlog.testing import capture_logs

from server.live.hub import Hub
from server.live.send_buffers import text_frame
from server.live.views import UnknownView, Views
from server.security.rights import May
from server.store.hall import HallSnapshot, Store
from tests.bench.board import Shown, board_views, opened, put

PER_SECOND = 20
OFTEN = 4 / PER_SECOND  # seconds until a hub looks by itself what time has changed


class Screen:
    """Writes down what is pushed to it."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []

    def push(self, what: str, frame: bytes) -> None:
        """Take a frame."""
        text = frame[frame.index(b"42/live,") :]
        assert frame == text_frame(text)
        name, value = orjson.loads(text.removeprefix(b"42/live,"))
        assert name == "view"
        self.got.append(value)

    def values(self, view: str = "all") -> list[dict[str, str]]:
        """Return the states of a view that came."""
        return [value["data"]["values"] for value in self.got if value["view"] == view]


class Floor:
    """A hall, its hub and how often each view was made."""

    def __init__(self, folder: Path) -> None:
        self.store, self.hall = opened(f"sqlite:///{folder}/hub.db")
        self.hub = Hub(self.store, PER_SECOND)
        self.hour = "nine"
        self.store.on_commit(self.hub.changed)
        self.views = board_views()
        self.made = 0
        self.views.add("counted", self.counted, May.SEE_DISPLAY)
        self.views.add("clock", lambda _hall: Shown(values={"hour": self.hour}), May.SEE_DISPLAY)

    def counted(self, hall: HallSnapshot) -> BaseModel:
        """Make the view `all`, and count."""
        self.made += 1
        return self.views.known["all"].read(hall, None)

    def put(self, key: str, value: str) -> int:
        """Commit a value."""
        return put(self.store, self.hall, key, value.encode())

    def watch(self, screen: Screen, text: str = "all") -> tuple[int, Any]:
        """Watch a view."""
        view, argument = self.views.find(text)
        version, data = self.hub.watch(self.hall, text, screen, code="main", view=view, argument=argument)
        gevent.sleep(2.5 / PER_SECOND)  # a new hall's pump looks once by itself
        return version, orjson.loads(data)


@pytest.fixture
def floor(tmp_path: Path) -> Iterator[Floor]:
    """Give a hall of its own."""
    floor = Floor(tmp_path)
    yield floor
    floor.store.database.close()


def until(true: Callable[[], bool]) -> None:
    """Wait until something is true; fail when it does not become so."""
    with gevent.Timeout(10):
        while not true():
            gevent.sleep(0.01)


def rest() -> None:
    """Let the pump work and come to rest."""
    gevent.sleep(2.5 / PER_SECOND)


def test_a_watcher_gets_the_present_and_then_each_newer_state(floor: Floor) -> None:
    screen = Screen()
    floor.put("a", "1")
    assert floor.watch(screen) == (1, {"values": {"a": "1"}})
    assert screen.got == []
    version = floor.put("a", "2")
    rest()
    assert screen.got == [{"hall": "main", "view": "all", "version": version, "data": {"values": {"a": "2"}}}]


def test_what_does_not_change_is_not_pushed(floor: Floor) -> None:
    screen = Screen()
    floor.watch(screen, "value:a")
    floor.put("b", "1")
    rest()
    assert screen.got == []
    assert floor.hub.version(floor.hall) == 1


def test_a_burst_is_made_once(floor: Floor) -> None:
    screen = Screen()
    floor.watch(screen, "counted")
    made = floor.made
    for number in range(50):
        floor.put("a", str(number))
    rest()
    assert screen.values("counted") == [{"a": "49"}]
    assert floor.made == made + 1


def test_the_first_push_is_at_once_and_the_next_no_sooner_than_agreed(floor: Floor) -> None:
    screen = Screen()
    floor.watch(screen)
    floor.put("a", "first")
    gevent.sleep(0.2 / PER_SECOND)
    assert screen.values() == [{"a": "first"}]
    for number in range(100):
        floor.put("a", str(number))
        gevent.sleep(0.005)
    rest()
    assert 3 <= len(screen.got) <= 0.005 * 100 * 4 * PER_SECOND
    assert len(screen.got) < 50
    assert screen.values()[-1] == {"a": "99"}
    versions = [value["version"] for value in screen.got]
    assert versions == sorted(set(versions))


def test_what_time_alone_changes_is_a_version_of_its_own(floor: Floor) -> None:
    """Nobody committed anything, and the hour struck: each screen hears of it, in the order of all that is pushed."""
    screen = Screen()
    floor.hub.by_itself = OFTEN
    floor.watch(screen, "clock")
    version = floor.put("a", "1")
    rest()
    floor.hour = "ten"
    until(lambda: screen.values("clock") == [{"hour": "ten"}])
    assert screen.got[0]["version"] == version + 1


def test_where_time_changes_nothing_there_is_no_version_and_no_push(floor: Floor) -> None:
    screen = Screen()
    floor.hub.by_itself = OFTEN
    floor.watch(screen, "counted")
    version = floor.put("a", "1")
    rest()
    made = floor.made
    until(lambda: floor.made > made + 1)  # it looked by itself, more than once
    with floor.store.look(floor.hall) as sight:
        assert sight.version == version
    assert screen.values("counted") == [{"a": "1"}]


def test_all_views_of_a_pass_are_of_one_moment(floor: Floor) -> None:
    screen = Screen()
    for text in ("all", "value:a", "counted"):
        floor.watch(screen, text)
    floor.put("a", "1")
    rest()
    assert {value["version"] for value in screen.got} == {1}
    assert len(screen.got) == 3


def test_a_view_that_fails_stops_no_other_and_comes_back(floor: Floor) -> None:
    screen = Screen()
    floor.watch(screen, "value:a")
    floor.watch(screen, "all")
    floor.put("a", "broken")
    with capture_logs() as said:
        until(lambda: screen.values("all") == [{"a": "broken"}])
        floor.put("b", "1")
        until(lambda: len(screen.values("all")) == 2)
    assert screen.values("value:a") == []
    assert [line["view"] for line in said] == ["value:a"]  # said once
    floor.put("a", "whole")
    until(lambda: screen.values("value:a") == [{"a": "whole"}])


def test_a_late_watcher_gets_what_the_others_have(floor: Floor) -> None:
    early, late = Screen(), Screen()
    floor.watch(early, "counted")
    floor.put("a", "1")
    rest()
    made = floor.made
    assert floor.watch(late, "counted") == (1, {"values": {"a": "1"}})
    assert floor.made == made
    floor.put("a", "2")
    rest()
    assert early.values("counted")[-1] == late.values("counted")[-1] == {"a": "2"}


def test_an_older_moment_never_replaces_a_newer_one(floor: Floor) -> None:
    screen = Screen()
    floor.watch(screen)
    floor.put("a", "new")
    rest()
    hall = floor.hub.halls[floor.hall]
    floor.hub.publish(hall, hall.views["all"], 0, b'{"values":{}}')
    assert screen.values() == [{"a": "new"}]
    assert floor.watch(screen)[1] == {"values": {"a": "new"}}


def test_what_nobody_watches_is_forgotten(floor: Floor) -> None:
    screen, other = Screen(), Screen()
    floor.watch(screen, "counted")
    floor.watch(other, "counted")
    floor.hub.leave(floor.hall, "counted", screen)
    floor.put("a", "1")
    rest()
    assert screen.got == []
    assert other.values("counted") == [{"a": "1"}]
    floor.hub.leave(floor.hall, "counted", other)
    floor.hub.leave(floor.hall, "counted", other)
    assert floor.hub.halls == {}
    made = floor.made
    floor.put("a", "2")
    rest()
    assert floor.made == made


def test_a_watch_that_fails_leaves_no_watcher(floor: Floor) -> None:
    floor.put("a", "broken")
    with pytest.raises(ZeroDivisionError):
        floor.watch(Screen(), "value:a")
    assert floor.hub.halls == {}


def test_a_database_that_is_gone_for_a_while_costs_no_state(floor: Floor) -> None:
    screen = Screen()
    floor.watch(screen)
    healthy = floor.store

    class Gone(Store):
        def look(self, hall_id: int) -> Any:
            raise OSError

    floor.hub.store = Gone(healthy.database, healthy.clock)
    floor.put("a", "1")
    with capture_logs() as said:
        until(lambda: len(said) == 1)
    assert screen.got == []
    floor.hub.store = healthy
    until(lambda: screen.values() == [{"a": "1"}])


@pytest.mark.parametrize(
    "text",
    ["", "nothing", "all:3", "all:", "value", "value:", "value:a b", "value:" + "a" * 21, "value:a:b", "VALUE:a"],
)
def test_there_is_no_view_but_those_entered(text: str) -> None:
    with pytest.raises(UnknownView):
        board_views().find(text)


def test_an_argument_may_be_optional() -> None:
    def make(hall: HallSnapshot, counter: str | None = None) -> BaseModel:
        return BaseModel()

    views = Views()
    views.add("counter", make, May.SEE_COUNTER)
    assert views.find("counter")[1] is None
    assert views.find("counter:3")[1] == "3"
    with pytest.raises(ValueError, match="two views"):
        views.add("counter", make, May.SEE_COUNTER)
