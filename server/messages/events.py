"""Facts of messages out. Neither an address nor a message's words are here: those are erased once it was sent."""

from server.kernel.languages import N_
from server.messages.tables import messages
from server.store.events import Event
from server.store.rows import Rows


class MessageWritten(Event):
    """Written when a fact caused a message out, in the same transaction; its number is this entry's."""

    says = N_("A message out was written for {staff}: {kind}.")

    channel: str
    kind: str
    staff: int | None

    def sentence(self) -> str:
        """Whoever is no member of staff has no number here."""
        return self.says if self.staff is not None else N_("A message out was written: {kind}.")

    def apply(self, rows: Rows) -> None:
        """It waits for the worker."""
        rows.add(
            messages,
            id=rows.seq,
            channel=self.channel,
            kind=self.kind,
            staff=self.staff,
            state="waiting",
            written_at=rows.at,
            since=rows.at,
        )


class MessageSent(Event):
    """Written when the other side took a message; `attempts` counts this one."""

    says = N_("The message was sent.")

    message: int
    before: str
    after: str
    attempts: int
    cost: int | None = None  # in ten-thousandths of its channel's currency

    def apply(self, rows: Rows) -> None:
        """It is done."""
        paid = {} if self.cost is None else {"cost": self.cost}
        rows.move(messages, self.message, expect={"state": self.before}, state=self.after, since=rows.at, **paid)


class MessageDied(Event):
    """Written when a message is not tried any more: refused for good, too often, or too late to help anybody."""

    says = N_("The message could not be sent: {why}.")

    message: int
    before: str
    after: str
    why: str
    attempts: int

    def apply(self, rows: Rows) -> None:
        """It waits for a person."""
        rows.move(messages, self.message, expect={"state": self.before}, state=self.after, why=self.why, since=rows.at)


class MessageTriedAgain(Event):
    """Written when somebody had a dead message tried again."""

    says = N_("The message is tried again.")

    message: int
    before: str
    after: str

    def apply(self, rows: Rows) -> None:
        """It waits for the worker, as if it were new."""
        rows.move(messages, self.message, expect={"state": self.before}, state=self.after, why=None, since=rows.at)


class MessageGivenUp(Event):
    """Written when somebody gave a dead message up, with their reason."""

    says = N_("The message was given up: {reason}")
    words = frozenset({"reason"})

    message: int
    before: str
    after: str
    reason: str

    def apply(self, rows: Rows) -> None:
        """It is done, unsent."""
        rows.move(messages, self.message, expect={"state": self.before}, state=self.after, since=rows.at)
