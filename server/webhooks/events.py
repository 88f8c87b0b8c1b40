"""Facts of webhooks. Neither where one goes nor its secret is here."""

from enum import StrEnum

from server.kernel.languages import N_
from server.store.events import Event
from server.store.rows import Rows
from server.webhooks.tables import webhooks


class StoppedBecause(StrEnum):
    """Why a webhook is stopped."""

    FAILING = "failing"
    GONE = "gone"
    BY_HAND = "by_hand"


class WebhookAdded(Event):
    """Written when somebody had facts sent to an address; it is told what comes after this entry, its number."""

    says = N_("A webhook was set up.")

    settings: str

    def apply(self, rows: Rows) -> None:
        """Keep it."""
        rows.add(webhooks, id=rows.seq, settings=self.settings)


class WebhookChanged(Event):
    """Written when somebody changed a webhook, its address or its secret."""

    says = N_("A webhook was changed.")

    webhook: int
    before: str
    settings: str

    def apply(self, rows: Rows) -> None:
        """Change it."""
        rows.move(webhooks, self.webhook, expect={"settings": self.before}, settings=self.settings)


class WebhookStopped(Event):
    """Written when a webhook was stopped: nothing was taken for days, its receiver is gone, or somebody wanted it."""

    says = N_("A webhook was stopped: {why}.")

    webhook: int
    why: StoppedBecause

    def apply(self, rows: Rows) -> None:
        """It is sent nothing more."""
        rows.move(webhooks, self.webhook, expect={"stopped": None}, stopped=self.why)


class WebhookResumed(Event):
    """Written when somebody had a stopped webhook go on, where it had come to."""

    says = N_("A webhook goes on.")

    webhook: int
    before: str

    def apply(self, rows: Rows) -> None:
        """It is sent what it has not had yet."""
        rows.move(webhooks, self.webhook, expect={"stopped": self.before}, stopped=None)


class WebhookRemoved(Event):
    """Written when somebody took a webhook out; its address and secret are erased."""

    says = N_("A webhook was taken out.")

    webhook: int

    def apply(self, rows: Rows) -> None:
        """Forget it."""
        rows.drop(webhooks, self.webhook)
