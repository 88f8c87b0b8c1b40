"""What happens in the halls, as the log has it for whoever watches over many: alerts, escalations, what is late.

The journal has everything; here stand the few facts that somebody may want to be woken by, as each feature names them.
They hold codes, numbers and figures, never a name or what a customer wrote. Of a silent alarm nothing stands here: who
reads logs need not know.
"""

from collections.abc import Callable, Iterable, Sequence

import structlog

from server.feature.parts import Feature
from server.store.events import Event

log = structlog.get_logger()


def telling(features: Iterable[Feature]) -> Callable[[int, Sequence[Event]], None]:
    """Return what logs of a commit what somebody may want to be woken by."""
    warns = {fact: what for one in features for fact, what in one.warns.items()}
    tells = {fact: what for one in features for fact, what in one.tells.items()}

    def tell(hall: int, events: Sequence[Event]) -> None:
        for event in events:
            what = warns.get(type(event)) or tells.get(type(event))
            if what is None or getattr(event, "silent", False):
                continue
            figures = {name: value for name, value in vars(event).items() if isinstance(value, int | float)}
            (log.warning if type(event) in warns else log.info)(what, hall=hall, fact=type(event).__name__, **figures)

    return tell
