"""Facts of the regulation."""

from datetime import datetime

from server.compliance.tables import waivers
from server.kernel.languages import N_
from server.store.events import Event
from server.store.rows import Rows


class ClauseWaived(Event):
    """Written when somebody waived a clause for a time; its number is this entry's, the reason is kept apart."""

    says = N_("{by} waived clause {clause} until {until}.")

    clause: str
    by: int
    until: datetime

    def apply(self, rows: Rows) -> None:
        """It is waived; how it stands is shown all the same."""
        rows.add(waivers, id=rows.seq, clause=self.clause, by=self.by, since=rows.at, until=self.until, ended_at=None)


class WaiverEnded(Event):
    """Written when somebody ended a waiver before its time."""

    says = N_("{by} ended the waiver of clause {clause}.")

    waiver: int
    clause: str
    by: int

    def apply(self, rows: Rows) -> None:
        """It is over."""
        rows.move(waivers, self.waiver, expect={"ended_at": None}, ended_at=rows.at)
