"""Which numbers a kiosk may give out by itself, granted ahead; and what it is told of the days that they are for."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from server.floor.commands.days import day_ends, noon_of
from server.floor.hallfile import HallOnly, Service
from server.floor.opening import day_of, midnight_after, spans_of
from server.floor.reads.halls import all_services, hall_now
from server.offline.events import GrantedNumbers, NumbersGranted
from server.offline.ranges import DAYS, NumberRange, next_range, range_of, share, wants_more
from server.offline.reads import KioskJournal, NumberBlock, blocks_since, granted_to
from server.offline.settings import SETTINGS
from server.security import reads as devices
from server.security.rights import DeviceKind
from server.store.hall import HallSnapshot, UnitOfWork

Span = tuple[datetime, datetime]
NOON: Final = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class ServiceAhead:
    """A service on a day: when numbers of it are given out, and those that this kiosk may give by itself."""

    code: str
    open: list[Span]
    blocks: list[NumberBlock]


@dataclass(frozen=True, slots=True)
class DayAhead:
    """A day of the hall, as a kiosk needs to know it while nobody tells it anything."""

    day: str
    begins: datetime
    ends: datetime
    open: list[Span]
    services: list[ServiceAhead]


def top_up(hall: UnitOfWork, journal: KioskJournal) -> None:
    """Grant a kiosk numbers for today and the days ahead, of each service of which it has less than half left."""
    wanted, many = SETTINGS.of(hall).block_size, kiosks(hall)
    if wanted < 1:
        return
    settings, services = hall_now(hall).settings, all_services(hall)
    days = [day for day, noon in days_ahead(settings, hall.at) if spans_of(settings, settings.hours, noon)]
    if not days:
        return
    mine = [block for block in blocks_since(hall, days[0]) if block.journal == journal.id]
    last = granted_to(hall, days[0])
    for day in days:
        blocks = []
        own = numbers_of(settings, day)
        size = share(wanted, many, own)
        for letter in services:
            left = sum(one.left for one in mine if (one.day, one.letter) == (day, letter))
            after = last.get((day, letter), 0)
            numbers = next_range(after, size, own) if wants_more(left, size) else None
            if numbers is not None:
                blocks.append(GrantedNumbers(letter, numbers.first, numbers.last, after))
        if blocks:
            hall.record(NumbersGranted(journal=journal.id, device=journal.device, day=day, blocks=tuple(blocks)))


def numbers_of(settings: HallOnly, day: str) -> NumberRange:
    """Return the numbers of a day: half of them where its line, or that of the day before, reaches into the next."""
    return range_of(day, outlived=is_outlived(settings, day))


def is_outlived(settings: HallOnly, day: str) -> bool:
    """Return whether the day before, or this one, is not over when the next one's first number can be given out."""
    before = noon_of(settings, day) - timedelta(days=1)
    return any(outlives(settings, noon) for noon in (before, before + timedelta(days=1)))


def outlives(settings: HallOnly, noon: datetime) -> bool:
    """Return whether people of a day may still be there when the hall opens on the next one."""
    opens = spans_of(settings, settings.hours, noon, 1)
    return settings.at_closing == "keep" or (bool(opens) and day_ends(settings, day_of(settings, noon)) > opens[0][0])


def kiosks(hall: HallSnapshot) -> int:
    """Return how many kiosks a hall has."""
    return sum(one.kind is DeviceKind.KIOSK for one in devices.all_devices(hall))


def days_ahead(settings: HallOnly, at: datetime) -> list[tuple[str, datetime]]:
    """Return today and the days for which numbers are granted ahead, each with a moment around its noon."""
    noon = midnight_after(settings, at) - NOON
    return [(day_of(settings, noon + timedelta(days=n)), noon + timedelta(days=n)) for n in range(DAYS)]


def days_known(hall: HallSnapshot, journal: KioskJournal) -> list[DayAhead]:
    """Return the days ahead, with what a kiosk may do on each by itself."""
    settings, services = hall_now(hall).settings, all_services(hall)
    ahead = days_ahead(settings, hall.at)
    mine = [block for block in blocks_since(hall, ahead[0][0]) if block.journal == journal.id]
    found = []
    for day, noon in ahead:
        ends = midnight_after(settings, noon)
        rows = [
            ServiceAhead(
                code,
                open_spans(settings, service, noon),
                [one for one in mine if (one.day, one.letter) == (day, code)],
            )
            for code, service in services.items()
        ]
        begins = midnight_after(settings, noon - timedelta(days=1))
        found.append(DayAhead(day, begins, ends, spans_of(settings, settings.hours, noon), rows))
    return found


def open_spans(settings: HallOnly, service: Service, noon: datetime) -> list[Span]:
    """Return when numbers of a service are given out on a day: in its own hours, while its hall is open."""
    inside = spans_of(settings, settings.hours, noon)
    if service.hours is None:
        return inside
    own = spans_of(settings, service.hours, noon)
    both = [(max(one[0], two[0]), min(one[1], two[1])) for one in inside for two in own]
    return [span for span in both if span[0] < span[1]]
