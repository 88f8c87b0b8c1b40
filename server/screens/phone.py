"""The phone page: one ticket's own state, and the line that all phones share."""

from datetime import datetime

from pydantic import Field

from server.screens.parts import HallSign, Part, WaitRange, Words


class InLine(Part):
    """A waiting ticket's place."""

    ahead: int
    wait: WaitRange | None


class LineView(Part):
    """What all phones of a hall share: by ticket id, who waits where and who is called."""

    waiting: dict[int, InLine]
    called: dict[int, str] = Field(description="ticket id → counter, while being called")
    serving: dict[int, str]


class Track(Part):
    """What the holder of a slip may know of its ticket."""

    hall: HallSign
    ticket: int
    number: str
    service: str
    service_name: Words
    bring: list[Words]
    state: str = Field(description="waiting | called | serving | held | no_show | done | cancelled")
    ahead: int | None = Field(description="waiting: tickets of the same service before it")
    wait: WaitRange | None
    said: WaitRange | None = Field(description="what was announced when the number was taken")
    issued_at: datetime
    counter: str | None
    clerk: str | None
    called_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    call_until: datetime | None = Field(description="called: when it counts as missed")
    back_until: datetime | None = Field(description="no_show: until when `back` puts it into the line again")
    not_before: datetime | None = Field(description="asked to be called later")
    may_later: bool
    may_cancel: bool
    may_back: bool
    desks: list[str] = Field(description="counters that serve it, where to wait")
