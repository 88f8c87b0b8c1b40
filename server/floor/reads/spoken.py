"""Which calls the hall's displays should have spoken by now, and so how its devices do."""

from datetime import datetime, timedelta
from typing import Final

from server.floor.reads.halls import hall_now
from server.floor.reads.tickets import latest_calls
from server.security.health import DeviceHealth, health
from server.store.hall import HallSnapshot

HEARD_WITHIN: Final = timedelta(seconds=45)  # after a call, until a display has told that it spoke it
LATELY: Final = timedelta(minutes=15)


def devices_told(hall: HallSnapshot) -> list[DeviceHealth]:
    """Return how the hall's devices do, its voice measured by the calls of just now."""
    return hall.once(devices_told, lambda: health(hall, last_call=should_be_spoken(hall)))


def should_be_spoken(hall: HallSnapshot) -> datetime | None:
    """Return the last call that every display has had time to speak and to tell of; None where there is none lately."""
    if not hall_now(hall).settings.speaks:
        return None
    calls = latest_calls(hall, since=hall.at - LATELY, limit=12)
    spoken = [one.recalled_at or one.called_at for one in calls]
    return max((one for one in spoken if one is not None and hall.at - one > HEARD_WITHIN), default=None)
