"""What somebody chooses a time from: days with whether one is free, and the times of the day that is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Final

from server.appointments.offers import free_for_customers, last_day, local_day, offered
from server.appointments.slots import Slot
from server.floor.hallfile import HallOnly
from server.floor.reads.halls import hall_now
from server.kernel.languages import N_
from server.store.hall import HallSnapshot

SHEET: Final = 14  # days at a glance
PARTS: Final = ((12, N_("Morning")), (17, N_("Afternoon")), (24, N_("Evening")))  # until which hour


@dataclass(frozen=True, slots=True)
class DayOffered:
    """A day that can be chosen, or why not."""

    day: date
    at: datetime  # some moment of it, to say it by
    free: int  # places


@dataclass(frozen=True, slots=True)
class Choice:
    """All that is shown of a service's times."""

    days: Sequence[DayOffered]
    chosen: date | None
    parts: Sequence[tuple[str, Sequence[Slot]]]  # of the chosen day: morning, afternoon, evening
    earlier: date | None  # the sheet before
    later: date | None  # the next one

    @property
    def full(self) -> bool:
        """Whether all places of some day are taken."""
        return any(not one.free for one in self.days)

    @property
    def nothing_free(self) -> bool:
        """Whether no day of the sheet has a free time."""
        return not any(one.free for one in self.days)


def choice(hall: HallSnapshot, service: str, wanted: date | None, *, but: int | None = None) -> Choice:
    """Return what can be chosen of a service: a sheet of days, and of one the free times."""
    settings = hall_now(hall).settings
    today, last = local_day(settings, hall.at), last_day(hall)
    if wanted is None:
        wanted = first_free(hall, service, today, last, but=but)
    wanted = min(max(wanted, today), last)
    first = today + timedelta(days=(wanted - today).days // SHEET * SHEET)
    days = min(SHEET, (last - first).days + 1)
    found = offered(hall, service, first, days, but=but)
    free = {day: free_for_customers(hall, slots) for day, slots in found.items()}
    return Choice(
        days=[days_offered(day, found[day], free[day]) for day in found if found[day]],
        chosen=wanted,
        parts=parts_of(settings, free.get(wanted, [])),
        earlier=first - timedelta(days=1) if first > today else None,
        later=first + timedelta(days=SHEET) if first + timedelta(days=SHEET) <= last else None,
    )


def days_offered(day: date, slots: Sequence[Slot], free: Sequence[Slot]) -> DayOffered:
    """Return a day as it is offered."""
    return DayOffered(day, slots[0].at, sum(slot.left for slot in free))


def first_free(hall: HallSnapshot, service: str, today: date, last: date, *, but: int | None) -> date:
    """Return the first day with a free time; today where there is none."""
    begin = today
    while begin <= last:
        days = min(SHEET, (last - begin).days + 1)
        found: Mapping[date, Sequence[Slot]] = offered(hall, service, begin, days, but=but)
        for day, slots in found.items():
            if free_for_customers(hall, slots):
                return day
        begin += timedelta(days=SHEET)
    return today


def parts_of(settings: HallOnly, slots: Sequence[Slot]) -> list[tuple[str, list[Slot]]]:
    """Return times by the part of the day."""

    def part(slot: Slot) -> str:
        hour = slot.at.astimezone(settings.zone).hour
        return next(name for until, name in PARTS if hour < until)

    return [(name, list(some)) for name, some in groupby(slots, key=part)]
