"""Facts of news: somebody is told about a ticket from now on, was told that the turn is near, is told no more."""

from datetime import timedelta
from enum import StrEnum
from typing import Final

from server.kernel.languages import N_
from server.news.tables import followers
from server.store.events import Event
from server.store.rows import Rows

OVER: Final = "news_over"  # what falls due a day after somebody began to follow
LASTS: Final = timedelta(days=1)


class EndedBy(StrEnum):
    """Why somebody is told no more."""

    CUSTOMER = "customer"
    TICKET = "ticket"
    TIME = "time"
    UNKNOWN = "unknown"  # the mailbox or the browser is not there any more


class FollowBegun(Event):
    """Written when the holder of a ticket asked to be told about it by message."""

    says = N_("{ticket}: its holder is told by message.")

    ticket: int
    channel: str
    language: str

    def apply(self, rows: Rows) -> None:
        """Keep it, for a day at most."""
        values = {"ticket": self.ticket, "channel": self.channel, "language": self.language, "near_told": False}
        rows.add(followers, id=rows.seq, **values)
        rows.due(OVER, rows.seq, rows.at + LASTS)


class NearTold(Event):
    """Written when somebody was told that their turn is near; the message is a fact of its own."""

    says = N_("{ticket}: its holder was told that the turn is near.")

    ticket: int
    follower: int

    def apply(self, rows: Rows) -> None:
        """Tell it once."""
        rows.move(followers, self.follower, expect={"near_told": False}, near_told=True)


class FollowEnded(Event):
    """Written when somebody is told about a ticket no more; where they were told is erased."""

    says = N_("{ticket}: its holder is told by message no more.")

    ticket: int
    follower: int
    by: EndedBy

    def apply(self, rows: Rows) -> None:
        """Forget it."""
        rows.drop(followers, self.follower)
        rows.settled(OVER, self.follower)
