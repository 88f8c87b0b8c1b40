"""The hall display's view: who is called where, and how long the lines are."""

from datetime import datetime

from pydantic import Field

from server.screens.parts import HallSign, Part, WaitRange, Words


class DisplayCall(Part):
    """A call as the hall sees it."""

    ticket: int
    number: str
    service: str
    counter: str
    at: datetime = Field(description="when last called; a recall makes it later")
    recalls: int
    now: bool = Field(description="still being called: the customer has not come yet")


class DisplayService(Part):
    """A row of `waiting`."""

    service: str
    name: Words
    count: int = Field(description="tickets waiting")
    wait: WaitRange | None
    open: bool


class DisplayCounter(Part):
    """Where a counter stands, for the arrow."""

    code: str
    side: str = Field(description="left | right | ahead, as seen by who stands before the display")


class DisplayView(Part):
    """The whole of a hall display's screen."""

    hall: HallSign
    state: str = Field(description="open | closed | stopped")
    opens_at: datetime | None
    until: datetime | None
    calls: list[DisplayCall] = Field(description="newest first, at most twelve; each ticket once")
    waiting: list[DisplayService]
    counters: list[DisplayCounter]
    notices: list[Words]
    emergency: None = Field(default=None, description="nothing before there are emergency plans")
