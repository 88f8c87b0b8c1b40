"""What people write in an incident, in their own words: kept apart from the journal, since it may name somebody."""

from typing import Final

from sqlalchemy import insert

from server.emergency.tables import incident_words
from server.store.hall import UnitOfWork

KEEP: Final = insert(incident_words)


def keep_words(hall: UnitOfWork, entry: int, incident: int, text: str) -> None:
    """Keep what somebody wrote with an entry."""
    if text.strip():
        hall.write_unlogged(KEEP, {"hall_id": hall.id, "entry": entry, "incident": incident, "text": text.strip()})
