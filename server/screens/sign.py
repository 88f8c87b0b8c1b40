"""The view of the sign over one counter."""

from datetime import datetime

from pydantic import Field

from server.screens.parts import HallSign, Part, Words


class SignView(Part):
    """What stands over a counter."""

    hall: HallSign
    counter: str
    state: str = Field(description="called | serving | ready | paused | closed")
    number: str | None = Field(description="the ticket called or served; a walk-in has none")
    clerk: str | None = Field(description="name of who sits there")
    post: Words = Field(description="what the counter is: its own name, or its kind")
    until: datetime | None = Field(description="paused: when it goes on, where that is known")
    others: list[str] = Field(description="open counters that serve the same, where this one is paused or closed")
