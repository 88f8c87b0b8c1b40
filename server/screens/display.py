"""The hall display's view: who is called where, and how long the lines are."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final, Literal

from pydantic import Field

from server.floor.hallfile import HallOnly
from server.floor.opening import is_open
from server.floor.reads.halls import all_counters, all_services, hall_now
from server.floor.reads.shown import shown_of
from server.floor.reads.tickets import Ticket, latest_calls, waiting_counts
from server.floor.reads.turns import turns
from server.floor.states import TicketState
from server.joining.reads import door_address
from server.kernel.qr_codes import qr
from server.screens.emergency import Announcement, Instruction, announcements, instruction, why_held, why_stopped
from server.screens.parts import Door, HallSign, Part, WaitRange, Words, closed_for, door, hall_sign, wait_range
from server.store.hall import HallSnapshot

SHOWN: Final = 12  # calls: the last one, six under it, and those that wait for their turn on the screen
LOOK_BACK: Final = timedelta(hours=4)  # a call of this morning says nothing in the afternoon


class DisplayCall(Part):
    """A call as the hall sees it."""

    ticket: int
    number: str = Field(description="or what stands for it in a discreet hall: a masked name, its last digits")
    service: str
    counter: str
    mark: str = Field(description="of its priority class, where the hall shows that; empty: none")
    at: datetime = Field(description="when last called; a recall makes it later")
    recalls: int
    now: bool = Field(description="still being called: the customer has not come yet")


class DisplayService(Part):
    """A row of `waiting`."""

    service: str
    name: Words
    count: int = Field(description="tickets waiting")
    wait: WaitRange | None
    served: bool = Field(description="somebody works at a counter that serves it")
    served_at: datetime | None = Field(description="not served now: when it will be, where that is known")
    open: bool


class DisplayCounter(Part):
    """Where a counter stands, for the arrow."""

    code: str
    side: Literal["left", "right", "ahead"] = Field(description="as seen by who stands before the display")


class QrSign(Part):
    """A QR code to draw: an SVG path over `size` × `size` modules."""

    size: int
    path: str


class DisplayView(Part):
    """The whole of a hall display's screen."""

    hall: HallSign
    state: Door
    opens_at: datetime | None
    closed_for: Words | None = Field(description="closed: the holiday, where it is one")
    until: datetime | None
    calls: list[DisplayCall] = Field(description="newest first, at most twelve; each ticket once")
    waiting: list[DisplayService]
    counters: list[DisplayCounter]
    notices: list[Words]
    flash: bool = Field(description="a new call flashes slowly, where nothing sounds")
    voice: list[str] = Field(description="languages in which calls are spoken, one after the other; empty: quiet")
    why: Words | None = Field(description="stopped: why an incident did it")
    held: Words | None = Field(description="why nobody is called just now")
    announcements: list[Announcement] = Field(description="newest first, until they are ended")
    emergency: Instruction | None = Field(description="what everyone is to do now: the whole screen")
    door: QrSign | None = Field(description="the code by which a phone takes a number here; none: nobody does")


def display_view(public_url: str) -> Callable[[HallSnapshot], DisplayView]:
    """Return what makes the hall display's view, for codes that begin with this address."""
    return lambda hall: shown(hall, public_url)


def shown(hall: HallSnapshot, public_url: str) -> DisplayView:
    """Return what the hall display shows."""
    now = hall_now(hall)
    state, opens, until = door(now, hall.at)
    counts, found = waiting_counts(hall), turns(hall)
    rows = [
        DisplayService(
            service=service.code,
            name=service.name,
            count=counts.get(service.code, 0),
            wait=wait_range(found.new[service.code, None].wait),
            served=bool(found.desks[service.code]),
            served_at=found.back[service.code],
            open=is_open(now.settings, hall.at, service),
        )
        for service in all_services(hall).values()
    ]
    calls = latest_calls(hall, since=hall.at - LOOK_BACK, limit=SHOWN)
    shown = shown_of(hall, calls)
    marks = {one.code: one.mark for one in now.settings.classes if one.on_display}
    return DisplayView(
        hall=hall_sign(now.settings, at=hall.at, shared=True),
        state=state,
        opens_at=opens,
        closed_for=closed_for(now.settings, hall.at),
        until=until,
        calls=[display_call(ticket, marks, shown[ticket.id]) for ticket in calls],
        flash=now.settings.flash,
        waiting=rows,
        counters=[DisplayCounter(code=one.code, side=one.settings.side) for one in all_counters(hall).values()],
        notices=now.settings.notices,
        voice=voice_of(now.settings),
        why=why_stopped(now),
        held=why_held(now),
        announcements=announcements(hall),
        emergency=instruction(hall),
        door=door_sign(hall, public_url) if state == "open" else None,
    )


def door_sign(hall: HallSnapshot, public_url: str) -> QrSign | None:
    """Return the code that phones join by here, where they do and could reach it."""
    address = door_address(hall, public_url)
    if address is None:
        return None
    size, path = qr(address)
    return QrSign(size=size, path=path)


def voice_of(settings: HallOnly) -> list[str]:
    """Return in which languages calls are spoken: none in a quiet hall, nor where a call is masked."""
    return list(settings.voice_languages or settings.display_languages) if settings.speaks else []


def display_call(ticket: Ticket, marks: Mapping[str, str], shown: str) -> DisplayCall:
    """Return a call as the hall sees it; `marks` are those of the classes that it may see."""
    return DisplayCall(
        ticket=ticket.id,
        number=shown,
        service=ticket.service,
        counter=ticket.counter or "",
        mark=marks.get(ticket.priority_class or "", ""),
        at=ticket.recalled_at or ticket.called_at or ticket.issued_at,
        recalls=ticket.recalls,
        now=ticket.state is TicketState.CALLED,
    )
