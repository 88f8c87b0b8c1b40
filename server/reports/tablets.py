"""How many of a period's customers could have rated on their counter's tablet."""

from datetime import date, datetime, timedelta

from server.floor.opening import midnight_after
from server.floor.reads.halls import hall_now
from server.ratings.usable import Usable, tablets_usable
from server.store.hall import HallSnapshot


def usable_between(hall: HallSnapshot, first: date, last: date) -> Usable:
    """Return it for some days of the hall, both ends counted."""
    settings = hall_now(hall).settings
    noon = [datetime(day.year, day.month, day.day, 12, tzinfo=settings.zone) for day in (first, last)]
    return tablets_usable(
        hall, midnight_after(settings, noon[0] - timedelta(days=1)), midnight_after(settings, noon[1])
    )
