"""Time in a hall never runs back, a clock that jumps is followed late, and nothing idle is forgotten for its sake."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from server.kernel.clock import BELIEVED_AFTER, SURE_AFTER, EvenClock, HandClock
from server.store.passing import FARTHEST, hall_time
from server.store.tables import journal
from tests.inside import NINE, Inside

HOUR, DAY = 3600.0, 86400.0


@pytest.fixture
def hall(tmp_path: Path, database: str) -> Iterator[Inside]:
    """The demo's hall on either database, standing still, whose server has run for a while."""
    made = Inside(tmp_path, database=database)
    made.later(2 * SURE_AFTER)
    yield made
    made.close()


def moments(hall: Inside) -> list[datetime]:
    """Return when each entry of the hall was written, in their order."""
    with hall.store.look(hall.hall) as sight:
        asked = select(journal.c.at).where(journal.c.hall_id == hall.hall).order_by(journal.c.seq)
        return list(sight.connection.execute(asked).scalars())


def set_back_for_good(hall: Inside) -> None:
    """Set the clock back by an hour, and let it run so until it is believed."""
    hall.clock.jump(-HOUR)
    hall.store.clock.now()
    hall.clock.forward(BELIEVED_AFTER + 60)


def called(hall: Inside, counter: str = "3") -> str:
    """Call, serve and finish the next one; return the number."""
    number = str(hall.at_counter(counter, "call")["ticket"]["number"])
    hall.at_counter(counter, "start")
    hall.at_counter(counter, "finish")
    return number


@pytest.mark.parametrize("how", ["just now", "for good", "over a restart"])
def test_a_clock_set_back_lets_nobody_pass(
    hall: Inside, how: str, tmp_path: Path, database: str, request: pytest.FixtureRequest
) -> None:
    """Three wait, the clock goes back by an hour, a fourth comes: called in the order in which they came."""
    before = [hall.ticket()["ticket"]["number"] for _ in range(3)]
    with capture_logs() as logs:
        if how == "just now":
            hall.clock.jump(-HOUR)
        elif how == "for good":
            set_back_for_good(hall)
        else:
            hall.close()
            hall = Inside(tmp_path, at=hall.clock.now() - timedelta(hours=1), database=database)
            request.addfinalizer(hall.close)
        before.append(hall.ticket()["ticket"]["number"])
    hall.at_counter("3", "open")
    assert [called(hall) for _ in range(4)] == before
    assert moments(hall) == sorted(moments(hall))
    said = [one["event"] for one in logs if one["log_level"] in {"warning", "error"}]
    assert any("clock" in one for one in said), logs


def test_calls_end_by_themselves_while_the_clock_is_behind(hall: Inside) -> None:
    """The hall's time goes on from its last entry, at half speed: a call that nobody answers is over in minutes."""
    hall.at_counter("3", "open")
    set_back_for_good(hall)
    ticket = hall.ticket()["ticket"]["id"]
    hall.at_counter("3", "call")
    hall.later(100)
    assert hall.told("supervisor", "GET", f"/halls/main/tickets/{ticket}")["state"] == "called"
    hall.later(100)
    assert hall.told("supervisor", "GET", f"/halls/main/tickets/{ticket}")["state"] == "no_show"


def test_the_clock_catches_up(hall: Inside) -> None:
    """After two hours the hall's time is the clock's again."""
    hall.ticket()
    set_back_for_good(hall)
    with hall.store.look(hall.hall) as sight:
        assert sight.at - hall.clock.now() > timedelta(minutes=45)
    hall.later(2 * HOUR)
    with hall.store.look(hall.hall) as sight:
        assert sight.at == hall.clock.now()


def test_a_day_ahead_for_a_minute_changes_nothing(hall: Inside) -> None:
    """Nobody is signed out, no device forgotten, no call missed and no day ended; then the hall is as it was."""
    hall.ticket()
    hall.at_counter("3", "open")
    hall.at_counter("3", "call")
    hall.floor.scheduler.once(hall.clock.passed())
    before = hall.journal()
    hall.clock.jump(DAY)
    for _ in range(6):
        hall.clock.forward(10)
        hall.floor.scheduler.authenticator.upkeep()
        hall.floor.scheduler.once(hall.clock.passed())
        hall.told("clerk3", "GET", "/halls/main/views/counter:3")
        hall.told("kiosk", "GET", "/halls/main/views/kiosk")
    hall.clock.jump(-DAY)
    hall.floor.scheduler.authenticator.upkeep()
    hall.told("clerk3", "GET", "/halls/main/views/counter:3")
    assert [one for one in hall.journal() if one != "TicketRecalled"] == before
    assert hall.at_counter("3", "start")["ticket"]["state"] == "serving"


def test_a_server_that_starts_a_day_ahead_signs_nobody_out_for_good(
    hall: Inside, tmp_path: Path, database: str
) -> None:
    """It cannot know that its clock is wrong, but it forgets nothing before it has run evenly for an hour."""
    token = hall.token("clerk3")
    now = hall.clock.now()
    hall.close()
    wrong = Inside(tmp_path, at=now + timedelta(days=1), database=database)
    for _ in range(5):
        wrong.floor.scheduler.authenticator.upkeep()
        wrong.floor.scheduler.once(wrong.clock.passed())
        wrong.clock.forward(12)
    wrong.close()
    right = Inside(tmp_path, at=now + timedelta(minutes=2), database=database)
    right.tokens["clerk3"] = token
    right.told("clerk3", "GET", "/halls/main/views/counter:3")
    right.close()


def test_a_clock_that_stays_where_it_jumped_is_followed() -> None:
    """After ten minutes of running evenly, forwards and back; a second jump begins the ten minutes anew."""
    hand = HandClock(NINE)
    clock = EvenClock(hand)
    for by in (DAY, -DAY):
        before = clock.now()
        hand.jump(by)
        assert clock.now() == before
        hand.forward(BELIEVED_AFTER / 2)
        assert clock.now() == before + timedelta(seconds=BELIEVED_AFTER / 2)
        hand.jump(by)
        clock.now()
        hand.forward(BELIEVED_AFTER - 1)
        assert clock.now() == before + timedelta(seconds=BELIEVED_AFTER * 1.5 - 1)
        assert not clock.sure()
        hand.forward(1)
        assert clock.now() == hand.now()
    hand.forward(SURE_AFTER)
    assert clock.sure()


@pytest.mark.parametrize(
    ("now", "last", "clock", "expected"),
    [
        (0, None, None, 0),
        (60, 0, 0, 60),
        (-3600, 0, 0, 0),
        (-3000, 600, -3600, 900),
        (-60, 0, -600, 270),
        (-FARTHEST.total_seconds() - 1, 0, 0, -FARTHEST.total_seconds() - 1),
    ],
    ids=["no entry", "after it", "set back", "goes on at half speed", "never slower", "an entry of a wrong clock"],
)
def test_the_later_of_clock_and_last_entry(
    now: float, last: float | None, clock: float | None, expected: float
) -> None:
    """Seconds from nine o'clock."""

    def at(seconds: float | None) -> datetime | None:
        return None if seconds is None else NINE + timedelta(seconds=seconds)

    assert hall_time(NINE + timedelta(seconds=now), at(last), at(clock)) == at(expected)
