"""What time it is, of values alone: a clock that jumps, a clock that is behind, and how far a hall is ahead of it."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from structlog.testing import capture_logs

from server.kernel.clock import A_JUMP, BELIEVED_AFTER, SURE_AFTER, EvenClock, HandClock, SystemClock
from server.store.passing import FARTHEST, TOLD_EVERY, Passing, hall_time

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
LEAST = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("now", "last_at", "last_clock", "at"),
    [
        (NOON, None, None, NOON),  # nothing was written yet
        (NOON, None, NOON + HOUR, NOON),
        (NOON, NOON, NOON, NOON),
        (NOON, NOON - LEAST, NOON, NOON),
        (NOON, NOON + LEAST, NOON, NOON + LEAST),  # never back, by the least there is
        (NOON, NOON + HOUR, NOON, NOON + HOUR),
        (NOON, NOON + HOUR, NOON - 10 * MINUTE, NOON + HOUR + 5 * MINUTE),  # at half speed since it was written
        (NOON, NOON + HOUR, NOON + 10 * MINUTE, NOON + HOUR),  # the clock went back once more: it stands
        (NOON, NOON + 10 * MINUTE, None, NOON + 10 * MINUTE),  # written before clocks were kept
        (NOON, NOON + FARTHEST, NOON, NOON + FARTHEST),
        (NOON, NOON + FARTHEST + LEAST, NOON, NOON),  # that far ahead the entry was wrong
    ],
)
def test_a_halls_time(now: datetime, last_at: datetime | None, last_clock: datetime | None, at: datetime) -> None:
    """The later of the clock and the last entry, going on at half speed, unless the entry lies hours ahead."""
    assert hall_time(now, last_at, last_clock) == at
    assert timedelta(hours=2) == FARTHEST


def passing(at: datetime = NOON) -> tuple[HandClock, Passing]:
    """Return a clock, and the halls' times by it."""
    clock = HandClock(at)
    return clock, Passing(EvenClock(clock))


def test_how_far_a_hall_is_ahead() -> None:
    """Each hall has its own; one that has caught up is ahead no more."""
    clock, halls = passing()
    assert (halls.farthest(), halls.now(1)) == (timedelta(), NOON)
    assert halls.of(1, NOON + HOUR, NOON) == (NOON + HOUR, NOON)
    assert halls.of(2, NOON + MINUTE, NOON) == (NOON + MINUTE, NOON)
    assert halls.of(3, NOON, NOON) == (NOON, NOON)
    assert (halls.now(1), halls.now(2), halls.now(3), halls.now(4)) == (NOON + HOUR, NOON + MINUTE, NOON, NOON)
    assert halls.farthest() == HOUR
    clock.forward(30)
    assert halls.now(1) == NOON + HOUR + timedelta(seconds=30)
    assert halls.of(1, NOON, NOON) == (clock.now(), clock.now())
    assert (halls.now(1), halls.farthest()) == (clock.now(), MINUTE)
    assert halls.of(2, None, None)[0] == clock.now()
    assert halls.farthest() == timedelta()


def test_what_is_odd_is_said_once_a_minute_and_hall() -> None:
    """With the times that whoever looks into it needs; an entry that was wrong is told otherwise."""
    clock, halls = passing()
    behind = {
        "event": "the clock is behind; the hall's time goes on from its last entry",
        "log_level": "warning",
        "hall": 1,
        "clock": "2026-11-25 12:00:00+00:00",
        "last_entry": "2026-11-25 13:00:00+00:00",
        "hall_time": "2026-11-25 13:00:00+00:00",
    }
    with capture_logs() as logs:
        halls.of(1, NOON, NOON)
        halls.of(1, None, None)
        assert logs == []
        halls.of(1, NOON + HOUR, NOON)
        halls.of(1, NOON + HOUR, NOON)
        assert logs == [behind]
        halls.of(2, NOON + 3 * HOUR, NOON)
        assert [one["hall"] for one in logs] == [1, 2]
        wrong = "entries lie in the future: the clock was wrong when they were written, and is believed now"
        assert (logs[1]["event"], logs[1]["hall_time"]) == (wrong, "2026-11-25 12:00:00+00:00")
        clock.forward(TOLD_EVERY.total_seconds() - 1)
        halls.of(1, NOON + HOUR, NOON)
        assert len(logs) == 2
        clock.forward(1)
        halls.of(1, NOON + HOUR, NOON)
        assert len(logs) == 3
        clock.forward(-5)  # told in what is now the future: said again
        halls.of(1, NOON + HOUR, NOON)
        assert len(logs) == 4


def test_a_clock_of_the_machine() -> None:
    """In UTC, beside a count that only grows."""
    clock = SystemClock()
    before = datetime.now(UTC)
    assert before <= clock.now() <= datetime.now(UTC)
    assert clock.now().tzinfo is UTC
    first = clock.passed()
    assert first <= clock.passed()


def test_a_clock_that_is_moved_by_hand() -> None:
    """Set back, no time passes; set wrong, neither; whatever zone it is told, it says UTC."""
    clock = HandClock(NOON.astimezone(timezone(8 * HOUR)))
    assert (clock.now(), clock.now().tzinfo, clock.passed()) == (NOON, UTC, 0.0)
    clock.forward(90)
    assert (clock.now(), clock.passed()) == (NOON + timedelta(seconds=90), 90.0)
    clock.forward(-30)
    assert (clock.now(), clock.passed()) == (NOON + MINUTE, 90.0)
    clock.jump(3600)
    assert (clock.now(), clock.passed()) == (NOON + HOUR + MINUTE, 90.0)
    clock.set((NOON + HOUR + 2 * MINUTE).astimezone(timezone(8 * HOUR)))
    assert (clock.now(), clock.now().tzinfo, clock.passed()) == (NOON + HOUR + 2 * MINUTE, UTC, 150.0)


@pytest.mark.parametrize(("by", "follows"), [(60, True), (-60, True), (60.001, False), (-60.001, False)])
def test_what_is_a_jump(by: float, follows: bool) -> None:
    """More than a minute off what passed by the machine's own count, either way."""
    clock = HandClock(NOON)
    even = EvenClock(clock)
    clock.forward(1000)
    clock.jump(by)
    expected = NOON + timedelta(seconds=1000)
    assert even.now() == (clock.now() if follows else expected)
    assert MINUTE == A_JUMP


def test_a_jump_is_followed_after_ten_even_minutes() -> None:
    """Not before; it goes on from where it was, and is told once, with how far it jumped."""
    clock = HandClock(NOON)
    even = EvenClock(clock)
    clock.forward(100)
    even.now()
    clock.jump(-3600)
    with capture_logs() as logs:
        assert even.now() == NOON + timedelta(seconds=100)
        clock.forward(BELIEVED_AFTER - 1)
        assert even.now() == NOON + timedelta(seconds=699)
        clock.forward(1)
        assert even.now() == clock.now() == NOON + timedelta(seconds=700 - 3600)
        assert even.doubted is None
    assert logs == [
        {
            "event": "the clock jumped; it is followed if it stays so",
            "log_level": "error",
            "seconds": -3600,
            "followed_in": BELIEVED_AFTER,
        }
    ]


def test_a_clock_that_jumps_again_begins_its_ten_minutes_anew() -> None:
    """A drift of less than a minute since the first jump is none."""
    clock = HandClock(NOON)
    even = EvenClock(clock)
    clock.jump(7200)
    even.now()
    clock.forward(500)
    clock.jump(60)
    assert even.now() == NOON + timedelta(seconds=500)  # still the first jump
    clock.jump(1)
    with capture_logs() as logs:
        assert even.now() == NOON + timedelta(seconds=500)
    assert [one["seconds"] for one in logs] == [7261]
    clock.forward(BELIEVED_AFTER - 1)
    assert even.now() == NOON + timedelta(seconds=500 + BELIEVED_AFTER - 1)
    clock.forward(1)
    assert even.now() == clock.now()


def test_a_day_ahead_for_a_moment_is_forgotten() -> None:
    """Back within ten minutes it is as if nothing had been; a later jump is doubted from its own beginning."""
    clock = HandClock(NOON)
    even = EvenClock(clock)
    clock.jump(86400)
    even.now()
    clock.jump(-86400)
    clock.forward(BELIEVED_AFTER)
    assert even.now() == clock.now()
    clock.jump(86400)
    assert even.now() == NOON + timedelta(seconds=BELIEVED_AFTER)


def test_it_is_sure_after_an_even_hour() -> None:
    """From the start, and again from each jump; asking is looking."""
    clock = HandClock(NOON)
    clock.forward(5)
    even = EvenClock(clock)
    assert even.passed() == 5.0
    clock.forward(SURE_AFTER - 1)
    assert not even.sure()
    clock.forward(1)
    assert even.sure()
    clock.jump(3600)
    assert not even.sure()
    clock.forward(SURE_AFTER - 1)
    assert not even.sure()
    clock.forward(1)
    assert even.sure()
