"""Photos of an incident: what it looked like, for the review and for whoever has to answer for it."""

from datetime import timedelta
from typing import IO, Final

from server.emergency.events.photos import IncidentPhotoAdded
from server.emergency.reads import incident_of, may_know
from server.emergency.refusals import UnknownIncident
from server.files.keeping import MEBI, PICTURES, keep, put
from server.security.actors import Actor
from server.security.rights import May
from server.store.hall import Store, UnitOfWork

MOST: Final = 8 * MEBI
KEPT_FOR: Final = timedelta(days=730)  # as what customers wrote; people may be seen in it


def received(store: Store, hall_id: int, stream: IO[bytes]) -> str:
    """Take a picture in, without the hall's lock, and return its address; it is erased unless it is added."""
    return put(store, hall_id, stream, kinds=PICTURES, most=MOST).address


def add_photo(hall: UnitOfWork, *, incident: int, file: str) -> int:
    """Add a picture that was received to an incident; return its number."""
    hall.actor.must(May.CONFIRM_STEP)
    found = incident_of(hall, incident)
    if not isinstance(hall.actor, Actor) or not may_know(hall.actor, found):
        raise UnknownIncident(incident=incident)
    keep(hall, file, until=hall.at + KEPT_FOR)
    return hall.record(IncidentPhotoAdded(incident=incident, file=file)).number
