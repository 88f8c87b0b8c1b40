"""Promise: where enough is known of a hall it is played as it stands, beside the server; without that, all goes on."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from server.floor.calibration import Range
from server.floor.foresight import Foresight
from server.floor.foretelling.levels import AT_FIRST
from server.floor.learning import CALLS, beside
from server.floor.reads.told import STANDS, Told, moved
from server.floor.reads.turns import learned_last
from server.floor.tables import line_waits
from server.floor.telling import in_steps
from tests.hall import ROOT, quiet_config
from tests.inside import NINE, Inside
from tests.played import board, customer, hands


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """The demo's hall; the process that plays it ends with the test."""
    made = Inside(tmp_path)
    yield made
    made.close()


@pytest.fixture
def each(tmp_path: Path, database: str) -> Iterator[Inside]:
    """The demo's hall, on either database."""
    made = Inside(tmp_path, database=database)
    yield made
    made.close()


def serves(hall: Inside, people: int, seconds: float = 300.0) -> None:
    """Have so many come, wait for a minute or more, and be served one after the other."""
    its = hands(hall)
    its.open("3")
    for _ in range(people):
        its.issue(customer())
        hall.clock.forward(90)
        its.call("3")
        its.start("3")
        hall.clock.forward(seconds)
        its.finish("3")
        hall.clock.forward(20)


def kept(hall: Inside) -> dict[str, Any]:
    """Return what stands of what the simulation told."""
    with hall.store.look(hall.hall) as sight:
        found = sight.connection.execute(select(line_waits.c.data).where(line_waits.c.hall_id == hall.hall)).scalar()
    told: dict[str, Any] = json.loads(str(found)).get("told", {})
    return told


def looks(hall: Inside) -> dict[str, Any]:
    """Have the forecasts made, and return what was told."""
    hall.floor.scheduler.now("forecasts")
    return kept(hall)


def test_after_a_hundred_calls_the_hall_is_played_and_its_ranges_are_announced(hall: Inside) -> None:
    """Not before; then what is told of the next number is what its slip says, in steps; what came true is learned."""
    serves(hall, CALLS - 1)
    assert looks(hall) == {}
    serves(hall, 1)
    its = hands(hall)
    for _ in range(4):
        its.issue(customer())
    its.call("3")
    told = looks(hall)
    assert set(told["new"]) >= {"A", "A+priority", "B", "B+priority", "C", "C+priority"}
    assert len(told["line"]) == 3
    then, low, likely, high = told["new"]["B"]
    assert then > 600
    assert low < likely < high
    wait = hall.ticket("B")["wait"]
    assert Range(wait["low"], wait["likely"], wait["high"]) == in_steps(Range(low, likely, high))
    assert told["levels"]["hall"] == list(AT_FIRST)
    its.start("3")
    hall.later(2400)
    its.finish("3")
    its.call("3")
    again = looks(hall)
    assert (again["since"], again["till"] > told["till"]) == (told["since"], True)
    assert again["levels"] != told["levels"]


def test_the_board_says_how_many_held_and_which_counter_to_open(each: Inside) -> None:
    """Of the last two days; opening a counter is advised while many wait too long, and no more when there is one."""
    hall = each
    serves(hall, CALLS)
    its = hands(hall)
    told = [its.issue(customer()).likely for _ in range(9)]
    its.call("3")
    its.start("3")
    hall.clock.forward(told[1] or 0)
    its.finish("3")
    its.call("3")  # just as long after as was announced
    looks(hall)
    shown = board(hall)
    assert shown["announced"] == {"kept": 1, "of": CALLS + 1}  # and the one who was called at once had not to wait
    advice = kept(hall)["advice"]
    counter, now, then, low, high = advice
    assert counter in {"2", "4", "6"}
    assert now + 5 <= then
    assert low <= then <= high
    said = next(one for one in shown["todo"] if one["text"]["en"].startswith("Open one more"))
    assert f"Opening counter {counter} now: {now} → {then} % of who waits here" in said["why"]["en"]
    hall.at_counter(counter, "open")
    for _ in range(7):  # the last of them had been told more than half an hour
        its.start("3")
        hall.clock.forward(30)
        its.finish("3")
        its.call("3")
    looks(hall)
    assert board(hall)["announced"]["of"] == CALLS + 8
    assert kept(hall)["advice"] is None


def test_without_the_process_numbers_go_on_by_the_single_play(hall: Inside) -> None:
    """What was told stands for a minute; then the range is that of the single play, and what was learned is kept."""
    serves(hall, CALLS)
    hands(hall).issue(customer())
    told = looks(hall)
    beside(hall.store).stop()
    beside(hall.store).module = "server.floor.nowhere"
    hall.later(STANDS.total_seconds() + 1)
    with hall.store.look(hall.hall) as sight:
        assert learned_last(sight).told == Told()
    assert hall.ticket("B")["wait"]["high"] > 0
    hall.floor.scheduler.now("forecasts")
    assert kept(hall)["levels"] == told["levels"]


def test_at_night_it_is_not_played_and_forgets_nothing(hall: Inside) -> None:
    """Where nobody works, nothing is told; what the levels had learned stands for the next day."""
    serves(hall, CALLS)
    hands(hall).issue(customer())
    told = looks(hall)
    its = hands(hall)
    its.call("3")
    its.start("3")
    its.finish("3")
    its.close("3")
    closed = looks(hall)
    assert (closed["new"], closed["line"]) == ({}, {})
    assert (closed["since"], closed["levels"]) == (told["since"], told["levels"])


def test_the_server_starts_without_what_only_the_play_needs() -> None:
    """NumPy is loaded beside the server, by no other command and by no page's process."""
    ask = "import sys, server.app, server.features, server.admin; print('numpy' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout == "False\n"


@pytest.mark.parametrize(
    ("breaks", "later", "least", "most"), [("9:10-9:50", 0, 30, 45), ("9:01-9:15", 16, 11, 18), ("9:01-9:15", 70, 0, 0)]
)
def test_planned_breaks_are_reckoned_with(tmp_path: Path, breaks: str, later: int, least: int, most: int) -> None:
    """The only counter of a service has a break in ten minutes: who cannot be called before waits for its end.

    One that should have been over is still to come while the service that it had to wait for goes on, for an hour.
    """
    likely = []
    for planned in (f'breaks = "{breaks}"', ""):
        folder = tmp_path / f"{len(planned)}"
        folder.mkdir()
        config = quiet_config(folder)
        words, three = config.read_text(encoding="utf-8"), 'services = ["A", "B", "C"]'
        assert words.count(three) == 1
        config.write_text(words.replace(three, f"{three}\n{planned}"), encoding="utf-8")
        hall = Inside(folder, config=config)
        its = hands(hall)
        its.open("3")
        for _ in range(4):
            its.issue(customer())
        its.call("3")
        hall.clock.forward(later * 60)
        with hall.store.look(hall.hall) as sight:
            told = Foresight().of(sight, learned_last(sight), {})
        likely.append(told["new"]["B"][2])
        hall.close()
    assert least * 60 <= likely[0] - likely[1] <= most * 60


@pytest.mark.parametrize(
    ("played", "told"),
    [
        (600.0, Range(300, 500, 900)),
        (700.0, Range(400, 600, 1000)),
        (260.0, Range(0, 160, 560)),
        (200.0, None),
        (970.0, None),
    ],
)
def test_what_was_told_moves_with_the_single_play(played: float, told: Range | None) -> None:
    """By as much as that has changed since, never below zero; where it changed by a lot nothing is told."""
    assert moved((600, 300, 500, 900), played) == told
    assert Told(NINE).stands(NINE + STANDS)
    assert not Told(NINE).stands(NINE + STANDS + timedelta(seconds=1))
