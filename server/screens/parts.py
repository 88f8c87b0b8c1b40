"""What several screens show: names, waits, tickets."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from server.floor.calibration import Range
from server.floor.hallfile import HallOnly, Service
from server.floor.holidays import name_of_day
from server.floor.opening import is_open, opens_at
from server.floor.reads.halls import HallNow
from server.floor.reads.tickets import Ticket
from server.floor.restraints import Restrains
from server.floor.visit import parted
from server.kernel.zones import offsets

Words = Annotated[dict[str, str], Field(description="one text in each language: zh-Hant, zh-Hans, en")]
Door = Literal["open", "closed", "stopped"]
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
    offsets: tuple[tuple[int, int], ...] = Field(
        description="the zone's table: [seconds since 1970, minutes ahead of UTC from then on], in order"
    )
    accent: str | None = Field(description="the hall's own accent colour, #rrggbb")
    demo: bool = Field(description="true: invented people, sign-ins with the password `demo`")


class ClassSign(Part):
    """A priority class as staff see it."""

    code: str
    name: Words
    mark: str = Field(description="one or two signs for it; empty: its name")


class TicketLine(Part):
    """A ticket as staff see it in a line."""

    id: int
    number: str
    service: str
    priority: bool
    priority_class: str | None
    party: int
    language: str
    state: str
    issued_at: datetime
    counts_from: datetime
    further: list[str] = Field(default=[], description="services of its visit that come after `service`")


def class_signs(settings: HallOnly) -> list[ClassSign]:
    """Return the hall's priority classes."""
    return [ClassSign(code=one.code, name=one.name, mark=one.mark) for one in settings.classes]


def hall_sign(settings: HallOnly, *, at: datetime, shared: bool = False) -> HallSign:
    """Return what a screen says of its hall; shared screens show the hall's display languages."""
    return HallSign(
        code=settings.code,
        name=settings.name,
        languages=list(settings.display_languages if shared else settings.languages),
        timezone=settings.timezone,
        offsets=offsets(settings.timezone, at),
        accent=settings.accent,
        demo=settings.demo,
    )


def wait_range(wait: Range | None) -> WaitRange | None:
    """Return a forecast as screens show it."""
    return None if wait is None else WaitRange(low=wait.low, likely=wait.likely, high=wait.high)


def ticket_fields(ticket: Ticket) -> dict[str, Any]:
    """Return the fields of a `TicketLine`."""
    return {name: getattr(ticket, name) for name in TicketLine.model_fields} | {
        "number": ticket.number or "",
        "further": list(parted(ticket.further)),
    }


def closed_for(settings: HallOnly, at: datetime) -> Words | None:
    """Return the holiday for which the hall is closed, by its name; none where it is open, or closed for no holiday."""
    return None if is_open(settings, at) else name_of_day(settings, at.astimezone(settings.zone).date())


def door(now: HallNow, at: datetime) -> tuple[Door, datetime | None, datetime | None]:
    """Return whether numbers are given out (open, closed, stopped), when the hall opens, until when it is stopped."""
    if not is_open(now.settings, at):
        return "closed", opens_at(now.settings, at), None
    if now.stopped(at):
        by_incident = now.holds(Restrains.STOP) is not None
        return "stopped", None, None if by_incident else now.stopped_until
    return "open", None, None


def target_shown(settings: HallOnly, service: Service) -> int | None:
    """Return a service's target in minutes, where the hall shows it to customers."""
    return round(service.target) if settings.show_targets else None
