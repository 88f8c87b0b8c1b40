"""Screens that the demo let in by itself: once closed they are taken out, so that the board names real trouble."""

from datetime import timedelta
from typing import Final

from server.security import commands
from server.security.actors import SYSTEM
from server.security.health import health
from server.security.naming import name_unasked
from server.security.reads import all_devices
from server.security.rights import DeviceKind
from server.store.hall import HallSnapshot, Store

SCREENS: Final = frozenset({DeviceKind.DISPLAY, DeviceKind.COUNTER_SIGN, DeviceKind.TABLET})
CLOSED_AFTER: Final = timedelta(minutes=2)  # a page that is loaded again is back sooner


def take_out_closed(store: Store, hall_id: int) -> int:
    """Take out the screens that nobody named and nobody shows any more; return how many."""
    with store.look(hall_id) as sight:
        gone = closed(sight)
    if gone:
        with store.hall(hall_id, SYSTEM) as hall:
            for device in closed(hall):
                commands.revoke_device(hall, device=device)
    return len(gone)


def closed(hall: HallSnapshot) -> list[int]:
    """Return the numbers of screens that were closed a while ago."""
    seen = {one.id: one.seen_at for one in health(hall)}
    return [
        one.id
        for one in all_devices(hall)
        if one.kind in SCREENS
        and one.name == name_unasked(one.kind, one.counter)
        and hall.at - max(one.enrolled_at, seen.get(one.id) or one.enrolled_at) > CLOSED_AFTER
    ]
