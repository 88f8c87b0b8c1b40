"""What several screens show: names, waits, tickets."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Words = Annotated[dict[str, str], Field(description="one text in each language: zh-Hant, zh-Hans, en")]
Seconds = Annotated[int, Field(ge=0, description="seconds")]


class Part(BaseModel):
    """A frozen piece of a view."""

    model_config = ConfigDict(frozen=True)


class WaitRange(Part):
    """A wait as an 80 % interval with its median."""

    low: Seconds
    likely: Seconds
    high: Seconds


class HallSign(Part):
    """What every screen says of its hall."""

    code: str
    name: Words
    languages: list[str] = Field(description="in the hall's order; the first is shown where nobody has chosen")
    timezone: str = Field(description="IANA name")
    accent: str | None = Field(description="the hall's own accent colour, #rrggbb")
    demo: bool = Field(description="true: invented people, sign-ins with the password `demo`")


class TicketLine(Part):
    """A ticket as staff see it in a line."""

    id: int
    number: str
    service: str
    priority: bool
    party: int
    language: str
    state: str
    issued_at: datetime
    counts_from: datetime
