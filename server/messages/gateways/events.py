"""Facts of gateways. Neither where one calls nor its secret is here."""

from server.kernel.languages import N_
from server.messages.gateways.tables import gateways
from server.store.events import Event
from server.store.rows import Rows


class GatewayAdded(Event):
    """Written when somebody set a gateway up; its number is this entry's."""

    says = N_("A gateway for messages to phones was set up.")

    settings: str

    def apply(self, rows: Rows) -> None:
        """Keep it."""
        rows.add(gateways, id=rows.seq, settings=self.settings)


class GatewayChanged(Event):
    """Written when somebody changed a gateway, its call or its secret."""

    says = N_("A gateway for messages to phones was changed.")

    gateway: int
    before: str
    settings: str

    def apply(self, rows: Rows) -> None:
        """Change it."""
        rows.move(gateways, self.gateway, expect={"settings": self.before}, settings=self.settings)


class GatewayRemoved(Event):
    """Written when somebody took a gateway out; how it was called, and its secret, are erased."""

    says = N_("A gateway for messages to phones was taken out.")

    gateway: int

    def apply(self, rows: Rows) -> None:
        """Forget it."""
        rows.drop(gateways, self.gateway)
