"""Hours take what keyboards give, and what cannot be read is left for the model to refuse."""

import pytest

from server.floor.typed_hours import written

DAY, BOTH = ["09:00-17:00"], ["08:30-12:00", "13:30-17:00"]
MEANT = {
    "9-17": DAY,
    "9\u201317": DAY,
    "9\u201417": DAY,
    "9\uff0d17": DAY,
    "9\uff5e17": DAY,
    "9\u301c17": DAY,
    "\uff19\uff1a\uff10\uff10\uff5e\uff11\uff17\uff1a\uff10\uff10": DAY,
    "09:00 - 17:00": DAY,
    "0900-1700": DAY,
    "9.00-17.00": DAY,
    "9:00 to 17:00": DAY,
    "9am-5pm": DAY,
    "9 a.m. \u2013 5 p.m.": DAY,
    "上午9時至下午5時": DAY,
    "9點到17點": DAY,
    "8點半-12點、13點30分-17點": BOTH,
    "8:30-12:00, 13:30-17:00": BOTH,
    "8:30-12\uff0c13:30-17": BOTH,
    "8:30-12; 13:30-17": BOTH,
    "8:30-12 13:30-17": BOTH,
    "1-5pm": ["13:00-17:00"],
    "12pm-5pm": ["12:00-17:00"],
    "20-24": ["20:00-24:00"],
    "": [],
    "morning": ["morning"],
    "9-25": ["9-25"],
    "9-": ["9-"],
    "17-9": ["17:00-09:00"],
}


@pytest.mark.parametrize("typed", MEANT)
def test_hours_as_they_are_typed(typed: str) -> None:
    """Dashes, waves, colons, full width, Chinese, both halves of the day."""
    assert written(typed) == MEANT[typed]
