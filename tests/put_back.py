"""Trying something for real, and putting the hall back as it was: what is offered is tried act by act."""

import sqlite3
from typing import Any

from tests.inside import Inside


class Saved:
    """The hall as it is now, to be put back."""

    def __init__(self, hall: Inside) -> None:
        self.live = sqlite3.connect(str(hall.store.database.file))
        self.kept = sqlite3.connect(":memory:")
        self.live.backup(self.kept)

    def put_back(self) -> None:
        """Make the hall what it was."""
        self.kept.backup(self.live)


def tried(hall: Inside, who: str, path: str, sent: dict[str, Any]) -> tuple[int, bool]:
    """Make an act; return the status of the answer, and whether anything was written."""
    before = version(hall)
    status = hall.asks(who, "POST", f"/halls/main/{path}", sent).status_code
    return status, version(hall) > before


def version(hall: Inside) -> int:
    """Return how often what screens show was changed."""
    with hall.store.look(hall.hall) as sight:
        return sight.version
