"""Facts of notices to staff."""

from datetime import datetime

from server.briefings.tables import briefing_readers, briefings
from server.kernel.languages import N_
from server.store.events import Event
from server.store.rows import Rows


class BriefingGiven(Event):
    """Written when staff got a notice to read; its number is this entry's, the words are kept apart."""

    says = N_("A notice was given to staff, to be read by {read_by}.")

    by: int
    service: str | None
    version: int | None
    readers: tuple[int, ...]
    read_by: datetime

    def apply(self, rows: Rows) -> None:
        """Each of them is to read it."""
        rows.add(
            briefings,
            id=rows.seq,
            by=self.by,
            service=self.service,
            version=self.version,
            given_at=rows.at,
            read_by=self.read_by,
        )
        for staff in self.readers:
            rows.add(briefing_readers, briefing=rows.seq, staff=staff)


class BriefingRead(Event):
    """Written when somebody confirmed that they had read a notice."""

    says = N_("{by} has read a notice.")

    briefing: int
    by: int

    def apply(self, rows: Rows) -> None:
        """They have."""
        rows.move(briefing_readers, (self.briefing, self.by), expect={"read_at": None}, read_at=rows.at)
