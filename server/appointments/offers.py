"""What can be booked now: the hall's hours, its counters, its settings and what is taken, put together."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from server.appointments.reads import taken_between
from server.appointments.refusals import NotBookable
from server.appointments.settings import SETTINGS, AppointmentSettings, Bookable
from server.appointments.slots import Slot, nearest, slots_of, with_left
from server.floor.hallfile import HallOnly, Service
from server.floor.reads.halls import all_counters, all_services, hall_now
from server.kernel.languages import N_
from server.store.hall import HallSnapshot

LOOKED_AT: Final = 14  # days on each side in which other times are looked for
A_DAY: Final = timedelta(days=1)
TITLE: Final = N_("Appointments")


def bookable(hall: HallSnapshot) -> dict[str, Service]:
    """Return the services that can be booked, by letter: those of the settings that the hall has.

    Not those of a paper roll: its next number is in a customer's hand, not ours.
    """
    named = {rule.service for rule in SETTINGS.of(hall).services}
    return {code: service for code, service in all_services(hall).items() if code in named and not service.roll}


def bookable_service(hall: HallSnapshot, code: str) -> Service:
    """Return a service that can be booked; refuse any other."""
    found = bookable(hall).get(code)
    if found is None:
        raise NotBookable
    return found


def rules_of(settings: AppointmentSettings, service: str) -> list[Bookable]:
    """Return the rows of the settings that are about a service."""
    return [rule for rule in settings.services if rule.service == service]


def local_day(hall: HallOnly, at: datetime) -> date:
    """Return the hall's day of a moment."""
    return at.astimezone(hall.zone).date()


def begins(hall: HallOnly, day: date) -> datetime:
    """Return when a day of the hall begins, in UTC."""
    return datetime.combine(day, time(), hall.zone).astimezone(UTC)


def offered(
    hall: HallSnapshot, service: str, first: date, days: int = 1, *, but: int | None = None
) -> dict[date, list[Slot]]:
    """Return day → the times of a service with what is left of each, whoever may book them; `but`: moving this one."""
    found, settings = bookable_service(hall, service), hall_now(hall).settings
    rules = rules_of(SETTINGS.of(hall), service)
    counters = sum(service in one.own.services for one in all_counters(hall).values())
    each = [first + nth * A_DAY for nth in range(days)]
    taken = taken_between(hall, service, begins(settings, first), begins(settings, first + days * A_DAY), but=but)
    return {
        day: with_left(
            slots_of(settings, found, rules, day, counters=counters),
            [one for one in taken if one.at < begins(settings, day + A_DAY) and one.until > begins(settings, day)],
        )
        for day in each
    }


def first_time(hall: HallSnapshot) -> datetime:
    """Return from when on customers can book."""
    return hall.at + timedelta(minutes=SETTINGS.of(hall).notice)


def last_day(hall: HallSnapshot) -> date:
    """Return the last day that can be booked."""
    return local_day(hall_now(hall).settings, hall.at) + timedelta(days=SETTINGS.of(hall).ahead)


def free_for_customers(hall: HallSnapshot, slots: Sequence[Slot]) -> list[Slot]:
    """Return the times that a customer can book now."""
    since = first_time(hall)
    return [slot for slot in slots if slot.left and slot.at >= since]


def near(hall: HallSnapshot, service: str, wanted: datetime, *, but: int | None = None) -> list[Slot]:
    """Return the free times that are nearest to one that can't be had; none where there are none for two weeks."""
    settings = hall_now(hall).settings
    today, last = local_day(settings, hall.at), last_day(hall)
    first = min(max(local_day(settings, wanted) - LOOKED_AT * A_DAY, today), last)
    until = min(max(local_day(settings, wanted), today) + LOOKED_AT * A_DAY, last)
    found = offered(hall, service, first, (until - first).days + 1, but=but)
    return nearest((slot for slots in found.values() for slot in free_for_customers(hall, slots)), wanted)
