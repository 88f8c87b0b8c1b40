"""Promise: what the server does by itself wakes no screen and holds no lock, unless there is something to say."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from server.crowd.reads import remembered
from server.floor.commands.forecasting import is_new, lesson, write
from server.floor.jobs import stirring
from server.floor.tables import line_waits, waits
from server.security.actors import SYSTEM
from server.security.rights import Role
from server.security.setting_up import add_staff
from server.store.tables import lines
from tests.inside import Inside

FULL = 190  # of the 198 from which the demo's hall is crowded


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """The demo's hall, with a floor area: its crowd is watched."""
    made = Inside(tmp_path)
    yield made
    made.close()


def version(hall: Inside) -> int:
    """Return the version that screens are told."""
    with hall.store.look(hall.hall) as sight:
        return sight.version


def let_pass(hall: Inside, seconds: float) -> None:
    """Do for some seconds what the server does by itself every few."""
    device = hall.authenticator.resolve(hall.token("kiosk"))
    assert device is not None
    hall.floor.scheduler.present = lambda: {hall.hall: {device.id}}
    for _ in range(int(seconds / 5)):
        hall.clock.forward(5)
        hall.floor.scheduler.once(hall.clock.passed())


def once(hall: Inside, name: str) -> None:
    """Do one of these things now."""
    next(one for one in hall.floor.scheduler.jobs if one.name == name).act(hall.store)


def test_a_hall_where_nothing_happens_stays_as_it_is(hall: Inside) -> None:
    """Crowd, forecasts and devices are looked at for ten minutes, with people waiting: no view is made anew."""
    hall.at_counter("3", "open")
    for _ in range(3):
        hall.ticket()
    let_pass(hall, 15)
    before = version(hall)
    let_pass(hall, 600)
    assert version(hall) == before


def test_what_finds_nothing_new_waits_for_no_lock(hall: Inside) -> None:
    """While a command holds the hall, crowd and forecasts are looked at all the same."""
    hall.ticket()
    let_pass(hall, 15)
    with hall.store.hall(hall.hall, SYSTEM) as work:
        once(hall, "the crowd")
        once(hall, "forecasts")
        assert not work.facts


def test_a_crowd_is_still_seen_in_time(hall: Inside) -> None:
    """Whoever looks only writes down what matters: two minutes of crowding are an alert, and after a restart too."""
    hall.told("sensor", "POST", "/halls/main/headcount", {"inside": FULL})
    let_pass(hall, 65)
    with hall.store.look(hall.hall) as sight:
        watch = remembered(sight).watch
        assert watch.seen_at is not None
        assert sight.at - watch.seen_at <= timedelta(seconds=30)
    for _ in range(3):
        hall.told("sensor", "POST", "/halls/main/headcount", {"inside": FULL})
        let_pass(hall, 30)
    assert "CrowdAlertRaised" in hall.journal()


def test_a_counter_at_the_door_that_says_nothing_new_wakes_nobody(hall: Inside) -> None:
    """Nobody came, nobody went; whoever comes later is told of at once."""
    hall.told("sensor", "POST", "/halls/main/headcount", {"inside": 40})
    let_pass(hall, 5)
    before = version(hall)
    hall.told("sensor", "POST", "/halls/main/headcount", {"entered": 0, "left": 0})
    assert version(hall) == before
    hall.told("sensor", "POST", "/halls/main/headcount", {"inside": 45})
    assert version(hall) > before


def learned(hall: Inside) -> list[tuple[object, ...]]:
    """Return what stands of what was learned."""
    with hall.store.look(hall.hall) as sight:
        return [tuple(row) for table in (line_waits, waits) for row in sight.connection.execute(select(table))]


def test_what_was_learned_is_written_once_and_only_while_it_is_fresh(hall: Inside) -> None:
    """Not over what was learned later; not when it is old; and nobody is woken, since no screen shows it."""
    with hall.store.look(hall.hall) as sight:
        early = lesson(sight)
    hall.at_counter("3", "open")
    hall.clock.forward(2)
    before = version(hall)
    once(hall, "forecasts")
    stands = learned(hall)
    assert stands
    with hall.store.hall(hall.hall, SYSTEM) as work:
        assert not is_new(work, early)
        write(work, early)
    hall.at_counter("3", "close")
    with hall.store.look(hall.hall) as sight:
        late = lesson(sight)
        assert is_new(sight, late)
    hall.clock.forward(60)
    with hall.store.hall(hall.hall, SYSTEM) as work:
        write(work, late)
    assert learned(hall) == stands
    with hall.store.look(hall.hall) as sight:
        moved = sight.connection.execute(select(lines.c.version).where(lines.c.hall_id == hall.hall)).scalar_one()
    assert moved == before + 1  # the counter's closing


@pytest.mark.parametrize("name", ["counters of who left", "forecasts"])
def test_a_still_hall_is_left_alone_until_something_happens(hall: Inside, name: str) -> None:
    """Else a house of a thousand halls would look at each of them every other second; and no rest lasts for ever."""
    job = next(one for one in hall.floor.scheduler.jobs if one.name == name).act
    hall.at_counter("3", "open")
    once(hall, name)
    once(hall, name)
    assert stirring(hall.store, job) == []
    hall.ticket()
    assert stirring(hall.store, job) == [hall.hall]
    once(hall, name)
    assert stirring(hall.store, job) == []
    add_staff(hall.store, name="New", username="new", role=Role.CLERK, halls=("main",), password="of nobody here 4")
    assert stirring(hall.store, job) == [hall.hall]
    once(hall, name)
    hall.clock.forward(61)
    assert stirring(hall.store, job) == [hall.hall]


def test_an_empty_hall_is_looked_at_by_the_half_minute(hall: Inside) -> None:
    """Its crowd changes by time alone only while somebody is there."""
    job = next(one for one in hall.floor.scheduler.jobs if one.name == "the crowd").act
    once(hall, "the crowd")
    hall.clock.forward(5)
    once(hall, "the crowd")
    assert stirring(hall.store, job) == []
    hall.clock.forward(26)
    assert stirring(hall.store, job) == [hall.hall]
    hall.told("sensor", "POST", "/halls/main/headcount", {"inside": 3})
    once(hall, "the crowd")
    hall.clock.forward(5)
    assert stirring(hall.store, job) == [hall.hall]
