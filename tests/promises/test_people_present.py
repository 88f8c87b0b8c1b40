"""Who counts as present: who waits, is called, held or served, or was served just now; as many as come on a number."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from server.crowd.commands import assess, count_heads
from server.crowd.counting import SILENT, Count, awake, corrected, party_of, people_of, told_at_door, told_inside
from server.crowd.levels import Limits
from server.crowd.reads import crowd_now
from server.crowd.watching import Step, Watch, watched
from server.security.actors import SYSTEM
from tests.hall import quiet_config
from tests.inside import Inside

LIMITS = Limits(busy=77, crowded=100, dangerous=140)
NOON = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Inside]:
    """The demo's hall, standing still."""
    made = Inside(tmp_path)
    yield made
    made.close()


def people(hall: Inside) -> int:
    """Return how many there are by now."""
    with hall.store.look(hall.hall) as sight:
        return crowd_now(sight).people


def test_who_gave_a_number_back_or_did_not_come_is_not_here(hall: Inside) -> None:
    """Who was served is, for the two and a half minutes that it takes to be out of the door."""
    gone, missed, served = hall.ticket(party=1), hall.ticket(), hall.ticket()
    assert (missed["ticket"]["number"], served["ticket"]["number"]) == ("A002", "A003")
    all_three = people(hall)
    hall.told(None, "POST", f"/track/{gone['track_url'].rpartition('/')[2]}/cancel")
    hall.at_counter("3", "open")
    hall.at_counter("3", "call")
    hall.at_counter("3", "no-show")
    one = people(hall)
    assert one == round(all_three / 3)
    for act in ("call", "start", "finish"):
        hall.at_counter("3", act)
    assert people(hall) == one
    hall.later(151)
    assert people(hall) == 0


def test_a_dead_counter_at_the_door_pulls_nothing() -> None:
    """Sixty by the door, then silence: after half an hour tickets alone say how many there are."""
    count = told_at_door(Count(at=NOON), 60, 0, NOON)
    for minute in range(1, 241):
        count = corrected(count, 30, NOON + timedelta(minutes=minute), limit=100)
    assert round(people_of(count, 30)) == 30
    late = NOON + timedelta(minutes=240)
    again = told_at_door(awake(count, people_of(count, 30), late), 2, 1, late)
    assert again.door == 31, "it goes on from who is here, not from whom it saw hours ago"


def test_one_that_still_counts_pulls() -> None:
    """Silence shorter than half an hour is a quiet door."""
    count = told_at_door(Count(at=NOON), 60, 0, NOON)
    count = corrected(count, 30, NOON + SILENT, limit=100)
    assert round(people_of(count, 30)) > 55


@pytest.mark.parametrize(("many", "within"), [(119, 120.0), (120, 0.0), (135, 0.0)])
def test_far_over_the_limit_is_raised_at_once(many: int, within: float) -> None:
    """From six fifths of it nobody waits two minutes."""
    watch, raised = Watch(), None
    for second in range(0, 181, 5):
        watch, steps = watched(watch, many, LIMITS, NOON + timedelta(seconds=second))
        if Step.RAISE in steps:
            raised = second
            break
    assert raised == within


def test_how_many_come_on_a_number_is_learned(tmp_path: Path) -> None:
    """Where the kiosk does not ask, counts of all inside teach it; the setting counts at first, and less and less."""
    config = quiet_config(tmp_path)
    text = config.read_text(encoding="utf-8")
    assert "ask_party = true" in text
    config.write_text(text.replace("ask_party = true", "ask_party = false"), encoding="utf-8")
    hall = Inside(tmp_path, config=config)
    for _ in range(20):
        hall.ticket()
    assert people(hall) == 30
    for _ in range(30):
        with hall.store.hall(hall.hall, SYSTEM) as work:
            count_heads(work, inside=50)
        hall.later(600)
    hall.later(4 * 3600)
    with hall.store.hall(hall.hall, SYSTEM) as work:
        assess(work)
    assert 46 <= people(hall) <= 50
    hall.close()


@pytest.mark.parametrize(("inside", "many"), [(8, 9), (15, 40), (900, 30)])
def test_what_cannot_teach_does_not(inside: int, many: int) -> None:
    """Too few tickets, fewer people than tickets, more than any party: the usual party stays."""
    assert party_of(told_inside(Count(), inside, many, NOON, many=many), 1.5) == 1.5
