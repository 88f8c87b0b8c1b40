"""The kiosk's view: what can be chosen, with the wait that a new ticket would have."""

import ipaddress
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

from pydantic import Field

from server.appointments.offers import bookable
from server.floor.opening import is_open, opens_at
from server.floor.reads.halls import all_services, hall_now
from server.floor.reads.turns import turns
from server.floor.telling import Place
from server.joining.settings import SETTINGS as JOINING
from server.screens.emergency import (
    Announcement,
    Instruction,
    Slowed,
    announcements,
    instruction,
    slowed,
    why_stopped,
)
from server.screens.parts import (
    Door,
    HallSign,
    Part,
    WaitRange,
    Words,
    closed_for,
    door,
    hall_sign,
    target_shown,
    wait_range,
)
from server.store.hall import HallSnapshot


class KioskTurn(Part):
    """What a ticket taken now would be told."""

    ahead: int
    wait: WaitRange | None


class KioskService(Part):
    """A row of the kiosk's first page."""

    code: str
    name: Words
    about: Words = Field(description="what it is for, in one line")
    bring: list[Words] = Field(description="what to bring, most important first")
    fee: Words | None
    takes: Words | None
    target: int | None = Field(description="minutes that one should wait at most; none: the hall does not show it")
    open: bool
    opens_at: datetime | None = Field(description="when it is next open, where it is not")
    ahead: int = Field(description="people who would be called before a ticket taken now")
    group: str | None = Field(description="of `groups`; none: it stands beside them")
    wait: WaitRange | None = Field(description="of a ticket taken now; none: not known, say so in words")
    served: bool = Field(description="somebody works at a counter that serves it")
    served_at: datetime | None = Field(description="not served now: when it will be, where that is known")
    priority: KioskTurn = Field(description="the same of a ticket taken now with priority, of the first class")
    by_class: dict[str, KioskTurn] = Field(description="the same of each class that is chosen here")


class KioskClass(Part):
    """A priority class that customers choose by themselves."""

    code: str
    name: Words
    who: list[Words] = Field(description="whom it is for, a line each; nobody is asked which")


class KioskGroup(Part):
    """Services behind one key, where a hall has many."""

    code: str
    name: Words


class KioskView(Part):
    """The whole of a kiosk's screen."""

    hall: HallSign
    state: Door
    opens_at: datetime | None = Field(description="closed: when the hall opens again")
    closed_for: Words | None = Field(description="closed: the holiday, where it is one")
    until: datetime | None = Field(description="stopped: until when no numbers are given, where that is known")
    why: Words | None = Field(description="stopped: why an incident did it")
    slow: Slowed | None = Field(description="numbers come with time between them, and why")
    announcements: list[Announcement] = Field(description="newest first, until they are ended")
    emergency: Instruction | None = Field(description="what everyone is to do now: the whole screen")
    services: list[KioskService]
    classes: list[KioskClass] = Field(description="of priority, that are chosen here; none: it is not asked for")
    groups: list[KioskGroup] = Field(description="in the hall's order; those with services alone")
    back_within: float = Field(description="minutes in which who missed a call may come back")
    ask_party: bool = Field(description="ask how many come together")
    track_base: str = Field(description="address before /t/SECRET in a slip's QR")
    books: bool = Field(description="something can be booked here: who has an appointment can check in")
    joins: bool = Field(description="numbers are taken from elsewhere: who has one says here that they are there")
    reachable: bool = Field(description="false: the address in the QR is one that no phone can reach (127.0.0.1)")


def kiosk_view(public_url: str) -> Callable[[HallSnapshot], KioskView]:
    """Return what makes the kiosk's view, for slips whose QR codes begin with this address."""
    reachable = a_phone_reaches(public_url)

    def make(hall: HallSnapshot) -> KioskView:
        now = hall_now(hall)
        found = turns(hall)
        state, opens, until = door(now, hall.at)
        groups = {group.code: group.name for group in now.settings.groups}
        offered = [one for one in now.settings.classes if one.at_kiosk]
        rows = []
        for service in all_services(hall).values():
            if service.roll:
                continue
            open_now = is_open(now.settings, hall.at, service)
            usual = found.new[service.code, None]
            by_class = {one.code: kiosk_turn(found.new[service.code, one.code]) for one in offered}
            rows.append(
                KioskService(
                    code=service.code,
                    name=service.name,
                    about=service.about,
                    bring=service.bring,
                    fee=service.fee,
                    takes=service.takes,
                    group=service.group if service.group in groups else None,
                    target=target_shown(now.settings, service),
                    open=open_now,
                    opens_at=None if open_now else opens_at(now.settings, hall.at, service),
                    ahead=usual.ahead,
                    wait=wait_range(usual.wait),
                    served=bool(found.desks[service.code]),
                    served_at=found.back[service.code],
                    priority=next(iter(by_class.values()), kiosk_turn(usual)),
                    by_class=by_class,
                )
            )
        return KioskView(
            hall=hall_sign(now.settings, at=hall.at),
            state=state,
            opens_at=opens,
            closed_for=closed_for(now.settings, hall.at),
            until=until,
            why=why_stopped(now),
            slow=slowed(now),
            announcements=announcements(hall),
            emergency=instruction(hall),
            services=rows,
            classes=[KioskClass(code=one.code, name=one.name, who=one.who) for one in offered],
            groups=[
                KioskGroup(code=code, name=name)
                for code, name in groups.items()
                if any(row.group == code for row in rows)
            ],
            back_within=now.settings.back_within,
            ask_party=now.settings.ask_party,
            track_base=public_url,
            books=bool(bookable(hall)),
            joins=JOINING.of(hall).home,
            reachable=reachable,
        )

    return make


def kiosk_turn(place: Place) -> KioskTurn:
    """Return a new ticket's turn as it is shown."""
    return KioskTurn(ahead=place.ahead, wait=wait_range(place.wait))


def a_phone_reaches(url: str) -> bool:
    """Return whether an address can be one that a phone reaches: not this machine's own."""
    host = urlsplit(url).hostname or ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host not in {"", "localhost"}
    return not (address.is_loopback or address.is_unspecified)
