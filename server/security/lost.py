"""Devices that went off and came back, a line in the log each."""

import structlog

from server.security.health import State, health
from server.store.directory import all_halls
from server.store.hall import HEAD, Store

log = structlog.get_logger()


class LostDevices:
    """The devices that this process has seen go off."""

    def __init__(self) -> None:
        self.off: set[tuple[int, int]] = set()

    def look(self, store: Store) -> None:
        """Log each device that went off, and that came back."""
        with store.look(HEAD) as head:
            halls = list(all_halls(head).values())
        for hall_id in halls:
            with store.look(hall_id) as hall:
                found = {one.id: one for one in health(hall)}
            for number, one in found.items():
                was, lost = (hall_id, number) in self.off, one.state is State.LOST
                if lost and not was and one.seen_at is not None:
                    self.off.add((hall_id, number))
                    log.warning("a device is off", hall=hall_id, device=number, kind=one.kind, counter=one.counter)
                elif was and not lost:
                    log.info("a device is back", hall=hall_id, device=number, kind=one.kind, counter=one.counter)
                    self.off.discard((hall_id, number))
            self.off = {(hall, number) for hall, number in self.off if hall != hall_id or number in found}
