"""The calendar of appointments in the office: a day, a week, what became of the last month's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from server.appointments import moments
from server.appointments.booking import cancel
from server.appointments.offers import begins, bookable, local_day, offered
from server.appointments.reads import Appointment, between, endings, holders_of, window_of
from server.appointments.rule import is_late
from server.appointments.settings import SETTINGS
from server.appointments.terms import AppointmentState
from server.appointments.wording import dated
from server.floor.holidays import name_of_day
from server.floor.opening import is_open
from server.floor.reads.halls import all_services, hall_now
from server.floor.reads.tickets import tickets_of
from server.kernel.languages import N_, Words
from server.office.context import Go, PageContext
from server.office.pages import Nav, Pages, Todo
from server.security.rights import May
from server.store.hall import HallSnapshot

pages: Final = Pages("appointments", Path(__file__).parent / "office_templates")
CUSTOMERS: Final = N_("Customers")
A_DAY: Final = timedelta(days=1)
WEEK: Final = 7  # days
MONTH: Final = 30  # days of which it is told what became of them
NOTE: Final = 500  # signs of what staff write to those whose appointments they cancel
STATES: Final = {
    AppointmentState.BOOKED: N_("booked"),
    AppointmentState.HELD: N_("held for somebody who waited"),
    AppointmentState.CHECKED_IN: N_("has a number"),
    AppointmentState.CANCELLED: N_("cancelled"),
    AppointmentState.MISSED: N_("missed"),
}


@dataclass(frozen=True, slots=True)
class WeekDay:
    """A service on a day of the week: how many places are taken, of how many."""

    day: date
    taken: int
    places: int


@pages.page("/<hall>/appointments", may=May.SEE_APPOINTMENTS, nav=Nav(CUSTOMERS, N_("Appointments"), 5))
def day_page(context: PageContext) -> str:
    """List a day's appointments; who booked is read by those alone who have the right."""
    with context.look() as hall:
        settings, services = hall_now(hall).settings, all_services(hall)
        today = local_day(settings, hall.at)
        day, service = moments.read_day(context.asked.get("day")) or today, context.asked.get("service", "")
        found = [one for one in of_day(hall, day) if service in {"", one.service}]
        who = holders_of(hall, [one.id for one in found]) if context.may(May.SEE_BOOKED) else {}
        numbers = {ticket.id: ticket.number for ticket in tickets_of(hall, [one.ticket for one in found if one.ticket])}
        window, names = window_of(SETTINGS.of(hall)), bookable(hall)
        late = {one.id for one in found if one.state is AppointmentState.BOOKED and is_late(one.at, hall.at, window)}
        shut = {one.id for one in found if closed_then(hall, one)}
    return context.render(
        "appointments/day.html", found=found, who=who, numbers=numbers, services=services, bookable=names, late=late,
        day=day, today=today, service=service, state=STATES, before=day - A_DAY, after=day + A_DAY, shut=shut,
        still=[one for one in found if one.state is AppointmentState.BOOKED and day >= today], note=NOTE,
        may_book=context.may(May.BOOK) and names, may_cancel=context.may(May.STOP_ISSUE),
    )  # fmt: skip


def of_day(hall: HallSnapshot, day: date) -> list[Appointment]:
    """Return a day's appointments, in order."""
    settings = hall_now(hall).settings
    return between(hall, begins(settings, day), begins(settings, day + A_DAY))


def closed_then(hall: HallSnapshot, one: Appointment) -> bool:
    """Return whether the hall, or the service, is not open any more at the time that was booked."""
    service = all_services(hall).get(one.service)
    shut = service is None or not is_open(hall_now(hall).settings, one.at, service)
    return one.state is AppointmentState.BOOKED and shut


@pages.page("/<hall>/appointments/week", may=May.SEE_APPOINTMENTS)
def week_page(context: PageContext) -> str:
    """Show a week, a row a service; below it what became of the appointments of the last month."""
    with context.look() as hall:
        settings = hall_now(hall).settings
        today = local_day(settings, hall.at)
        day = moments.read_day(context.asked.get("day")) or today
        first = day - timedelta(days=day.weekday())
        days = [first + nth * A_DAY for nth in range(WEEK)]
        services = bookable(hall)
        rows = {code: week_of(hall, code, first) for code in services}
        holidays: list[Words | None] = [name_of_day(settings, one) for one in days]
        month = endings(hall, begins(settings, today - MONTH * A_DAY), begins(settings, today + A_DAY))
        called = all_services(hall)
    said = [(one, dated("MMMEd", one, context.language)) for one in days]
    return context.render(
        "appointments/week.html", days=said, rows=rows, services=services, called=called, month=month, today=today,
        holidays=holidays, first=first, before=first - WEEK * A_DAY, after=first + WEEK * A_DAY, past=MONTH,
    )  # fmt: skip


def week_of(hall: HallSnapshot, service: str, first: date) -> Sequence[WeekDay]:
    """Return a service's days of a week: what is taken, of how many places."""
    found = offered(hall, service, first, WEEK)
    return [
        WeekDay(day, sum(slot.places - slot.left for slot in slots), sum(slot.places for slot in slots))
        for day, slots in found.items()
    ]


@pages.form("/<hall>/appointments/<day>/cancel", may=May.STOP_ISSUE)
def cancel_day(context: PageContext, day: str) -> Go:
    """Cancel what is booked on a day, or of a service on it: each customer who left an address is told."""
    wanted, service = moments.read_day(day), context.given.get("service", "")
    note = context.given.get("note", "")[:NOTE]
    with context.work() as hall:
        for one in of_day(hall, wanted) if wanted else ():
            if one.state is AppointmentState.BOOKED and service in {"", one.service} and one.until > hall.at:
                cancel(hall, appointment=one.id, by_hall=True, note=note)
    return Go(context.path("appointments", day=day, service=service, said="saved"))


@pages.todo(may=May.BOOK)
def shut_out(context: PageContext, hall: HallSnapshot) -> Iterable[Todo]:
    """Name the days on which somebody booked a time at which the hall is closed by now."""
    settings = hall_now(hall).settings
    days: dict[date, int] = {}
    for one in between(hall, hall.at, hall.at + timedelta(days=SETTINGS.of(hall).ahead + 1)):
        if closed_then(hall, one):
            day = local_day(settings, one.at)
            days[day] = days.get(day, 0) + 1
    for day, many in days.items():
        yield Todo(
            what=context.tn("{n} appointment falls when it is closed", "{n} appointments fall when it is closed", many),
            why=context.dated(day),
            due=begins(settings, day),
            to=context.path("appointments", day=day),
            act=context.t("See it"),
        )
