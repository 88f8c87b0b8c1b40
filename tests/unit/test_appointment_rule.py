"""What an appointment counts from: its time less the credit, if its customer is in time; else from check-in."""

from datetime import UTC, datetime, timedelta

import pytest

from server.appointments.rule import CheckInWindow, counts_from, is_late, may_check_in

TEN = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
WINDOW = CheckInWindow(opens=timedelta(minutes=60), credit=timedelta(minutes=30), late=timedelta(minutes=10))


@pytest.mark.parametrize(
    ("came", "counts", "late"),
    [
        pytest.param(-60, -30, False, id="an hour early it still counts from half an hour before"),
        pytest.param(-1, -30, False, id="just before"),
        pytest.param(0, -30, False, id="on the minute"),
        pytest.param(10, -30, False, id="ten minutes after it is the last moment in time"),
        pytest.param(10.01, 10.01, True, id="a moment later it counts from check-in"),
        pytest.param(55, 55, True, id="much later"),
    ],
)
def test_it_counts_from(came: float, counts: float, late: bool) -> None:
    """The rule, minute by minute."""
    there = TEN + timedelta(minutes=came)
    assert counts_from(TEN, there, WINDOW) == TEN + timedelta(minutes=counts)
    assert is_late(TEN, there, WINDOW) is late


def test_check_in_opens_before_its_time_and_not_sooner() -> None:
    """An hour before, to the second."""
    assert may_check_in(TEN, TEN - timedelta(hours=1), WINDOW)
    assert not may_check_in(TEN, TEN - timedelta(hours=1, seconds=1), WINDOW)
