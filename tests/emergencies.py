"""What the tests of emergencies share: a step's fields filled in, a hall that has been calm for long enough."""

from typing import Any

from server.crowd.commands import assess
from server.security.actors import SYSTEM
from tests.inside import Inside

LOOK = 61  # seconds between two looks at the crowd


def filled(task: Any, **given: object) -> dict[str, object]:
    """Return what a step asks: as given, else as drafted, else the first answer or some words."""
    found: dict[str, object] = {}
    for field in task["fields"]:
        first = field["options"][0]["value"] if field["options"] else None
        draft = field["draft"]["en"] if field["draft"] else {"number": "40", "text": "Done."}.get(field["kind"])
        found[field["name"]] = given.get(field["name"], first or draft)
    return found


def watched(hall: Inside, seconds: float, *, every: int = LOOK) -> None:
    """Let time pass while the crowd is watched."""
    for _ in range(round(seconds / every)):
        hall.clock.forward(every)
        with hall.store.hall(hall.hall, SYSTEM) as work:
            assess(work)
    hall.floor.scheduler.sweeper.sweep()
