"""What one's place in the line means: which wait is told, in which steps, and when it is time to come."""

from typing import Any

import pytest

from server.floor.calibration import Range, calibration
from server.floor.forecast import Turn
from server.floor.telling import AT_ONCE, FEW, SOON, STEP, Place, behind, in_steps, is_soon, places, unserved

USUAL = calibration([])


def told_places(turns: list[Turn], **how: Any) -> list[Place]:
    """Return what is told where nothing was learned yet."""
    return places(turns, [USUAL.around(*turn) for turn in turns], **how)


@pytest.mark.parametrize(
    ("wait", "told"),
    [
        (Range(0, 0, 0), Range(0, 0, 0)),
        (Range(14, 22, 1), Range(0, 15, 15)),
        (Range(15, 23, 15), Range(15, 30, 15)),
        (Range(29, 38, 31), Range(15, 45, 45)),
    ],
)
def test_waits_are_told_in_steps(wait: Range, told: Range) -> None:
    """Rounded outward: the lowest down, the highest up, the likely one to the nearest."""
    assert in_steps(wait) == told


@pytest.mark.parametrize(
    ("ahead", "low", "soon"),
    [
        (0, None, True),
        (0, 9000, True),
        (1, None, False),
        (FEW, SOON, True),
        (FEW, SOON + 1, False),
        (FEW + 1, SOON, False),
        (FEW + 1, AT_ONCE, True),
        (FEW + 1, AT_ONCE + 1, False),
        (99, 0, True),
    ],
)
def test_when_it_is_time_to_come(ahead: int, low: int | None, *, soon: bool) -> None:
    """Whoever is next; few people and little time; or hardly any time."""
    assert is_soon(ahead, None if low is None else Range(low, low, low)) is soon


def test_a_place_behind_some_more() -> None:
    """Later by what each of them takes; where no wait is told, none is told; nobody more changes nothing."""
    place = Place(1, Range(30, 60, 90), soon=True, played=50.0)
    assert behind(place, 0, 100.0, served=True) is place
    assert behind(place, 2, 100.0, served=True) == Place(3, Range(225, 255, 300), soon=True, played=250.0)
    assert behind(place, 9, 100.0, served=True) == Place(10, Range(930, 960, 990), soon=False, played=950.0)
    assert behind(place, 2, 100.0, served=False).soon is False
    assert behind(Place(1, None, soon=False), 2, 10.4, served=True) == Place(3, None, soon=False, played=None)


def test_a_turn_that_nobody_serves() -> None:
    """Who is before, and no more."""
    assert unserved(Turn(600.0, 4)) == Place(4, None, soon=False, played=None)


def test_whoever_is_called_later_is_not_told_a_shorter_wait() -> None:
    """Though more people before one make a narrower range: in the order of their turns, whatever the order given."""
    turns = [Turn(900.0, 40), Turn(880.0, 0), Turn(0.0, 0)]
    told = told_places(turns, served=True, held=False)
    waits = [one.wait for one in told]
    assert [one.ahead for one in told] == [40, 0, 0]
    assert [one.played for one in told] == [900.0, 880.0, 0.0]
    assert all(wait is not None for wait in waits)
    first, second, third = (wait or Range(0, 0, 0) for wait in waits)
    assert all(sooner <= later for sooner, later in zip(second, first, strict=True))
    assert second == in_steps(USUAL.around(880.0, 0))
    assert first == tuple(map(max, in_steps(USUAL.around(900.0, 40)), second))
    assert third == in_steps(USUAL.around(0.0, 0))


def test_what_is_held_or_not_served_yet() -> None:
    """Held: no wait, and only whoever is next comes; not served yet: not before it opens, and nobody is to come."""
    turns = [Turn(0.0, 0), Turn(60.0, 1)]
    held = told_places(turns, served=True, held=True)
    assert [(one.wait, one.soon) for one in held] == [(None, True), (None, False)]
    closed = told_places(turns, served=False, held=False, opens_in=3601.0)
    least = 3600 + STEP
    assert [one.wait for one in closed] == [Range(least, least, least)] * 2
    assert [one.soon for one in closed] == [False, False]


def test_a_surer_wait_before_does_not_become_a_shorter_one() -> None:
    """Whoever is called later and less surely is told no less at best than who is called before, and more at worst."""
    before, after = told_places([Turn(880.0, 40), Turn(900.0, 0)], served=True, held=False)
    assert before.wait is not None
    assert after.wait is not None
    assert in_steps(USUAL.around(900.0, 0)).low < before.wait.low == after.wait.low
    assert after.wait.high > before.wait.high


def test_hardly_any_wait_is_time_to_come() -> None:
    """Though people are before one; with a long wait it is not, where nobody serves it neither."""
    turns = [Turn(0.0, 5), Turn(5000.0, 5)]
    assert [one.soon for one in told_places(turns, served=True, held=False)] == [True, False]
    assert [one.soon for one in told_places(turns, served=False, held=False)] == [False, False]
