"""The kiosk's view: what can be chosen, with the wait that a new ticket would have."""

from datetime import datetime

from pydantic import Field

from server.screens.parts import HallSign, Part, WaitRange, Words


class KioskService(Part):
    """A row of the kiosk's first page."""

    code: str
    name: Words
    about: Words = Field(description="what it is for, in one line")
    bring: list[Words] = Field(description="what to bring, most important first")
    fee: Words | None
    open: bool
    opens_at: datetime | None = Field(description="when it is next open, where it is not")
    ahead: int = Field(description="tickets of this service waiting")
    wait: WaitRange | None = Field(description="of a ticket taken now; none: not known, say so in words")


class KioskView(Part):
    """The whole of a kiosk's screen."""

    hall: HallSign
    state: str = Field(description="open | closed | stopped")
    opens_at: datetime | None = Field(description="closed: when the hall opens again")
    until: datetime | None = Field(description="stopped: until when no numbers are given, where that is known")
    services: list[KioskService]
    ask_party: bool = Field(description="ask how many come together")
    track_base: str = Field(description="address before /t/SECRET in a slip's QR")
    reachable: bool = Field(description="false: the address in the QR is one that no phone can reach (127.0.0.1)")
