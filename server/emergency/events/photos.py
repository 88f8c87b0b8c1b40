"""Facts of photos that belong to an incident."""

from server.emergency.tables import incident_log, incident_photos
from server.kernel.languages import N_
from server.store.events import Event
from server.store.rows import Rows


class IncidentPhotoAdded(Event):
    """Written when somebody added a photo to an incident; its number is this entry's, the picture is kept apart."""

    says = N_("A photo was added.")

    incident: int
    file: str  # the address of its content: which picture it was can be proved as long as it is kept

    def apply(self, rows: Rows) -> None:
        """It belongs to the incident, and is a line of its log."""
        rows.add(incident_photos, id=rows.seq, incident=self.incident, file=self.file)
        rows.add(incident_log, id=rows.seq, incident=self.incident)
