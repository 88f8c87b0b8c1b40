"""Facts of outages."""

from datetime import datetime
from typing import Final

from server.kernel.languages import N_
from server.outages.tables import outages
from server.store.events import Event
from server.store.rows import Rows

BEGAN: Final = {
    "kiosks": N_("No kiosk answered since {since}."),
    "printers": N_("No kiosk could print since {since}."),
    "displays": N_("No hall display answered since {since}."),
    "deadlines": N_("Nothing happened by itself since {since}."),
    "database": N_("The database did not answer from {since} on."),
}
ENDED: Final = {
    "kiosks": N_("A kiosk answers again."),
    "printers": N_("A kiosk prints again."),
    "displays": N_("A hall display answers again."),
    "deadlines": N_("What is due is done again."),
    "database": N_("The database answers again."),
}


class OutageBegan(Event):
    """Written when something that the hall needs had not worked for some minutes."""

    says = N_("Something did not work since {since}.")

    part: str
    since: datetime

    def apply(self, rows: Rows) -> None:
        """It fails."""
        rows.add(outages, part=self.part, since=self.since)

    def sentence(self) -> str:
        """Return the sentence of what failed."""
        return BEGAN.get(self.part, self.says)


class OutageEnded(Event):
    """Written when something that had failed works again."""

    says = N_("It works again.")

    part: str

    def apply(self, rows: Rows) -> None:
        """It works."""
        rows.drop(outages, self.part)

    def sentence(self) -> str:
        """Return the sentence of what works again."""
        return ENDED.get(self.part, self.says)
