"""How times of appointments are said, and the file of one for a calendar."""

from datetime import date, datetime, timedelta
from typing import Final

from server.appointments.reads import Appointment, BookingHolder
from server.appointments.terms import AppointmentState
from server.floor.hallfile import HallOnly, Service
from server.kernel.languages import N_, say

LOCALES: Final = {"zh-Hant": "zh_Hant_TW", "zh-Hans": "zh_Hans_CN", "en": "en_GB"}
MAKER: Final = "-//servicefloor//appointments//EN"
HOUR: Final = timedelta(hours=1)


def day_said(hall: HallOnly, at: datetime, language: str) -> str:
    """Say the day of a moment with its weekday."""
    return dated("MMMMEd", at.astimezone(hall.zone), language)


def dated(skeleton: str, at: date, language: str) -> str:
    """Say a date by what is wanted of it (CLDR's skeletons: MMMM month, E weekday, d day), in the language's order."""
    from babel.dates import format_skeleton  # noqa: PLC0415 - a twentieth of a second, of a start that needs no date

    return str(format_skeleton(skeleton, at, locale=LOCALES.get(language, "en_GB")))


def clock_said(hall: HallOnly, at: datetime) -> str:
    """Say a time of the day: 10:30."""
    return f"{at.astimezone(hall.zone):%H:%M}"


def when_said(hall: HallOnly, at: datetime, language: str) -> str:
    """Say a moment: its day, and its time."""
    return f"{day_said(hall, at, language)} {clock_said(hall, at)}"


def calendar_file(
    hall: HallOnly, service: Service, one: Appointment, holder: BookingHolder, *, language: str, at: datetime
) -> str:
    """Return an appointment as an iCalendar file (RFC 5545); sent again it replaces itself, given up or not."""
    from icalendar import Alarm, Calendar, Event  # noqa: PLC0415 - likewise

    calendar, event = Calendar(), Event()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    given_up = one.state is AppointmentState.CANCELLED
    calendar.add("method", "CANCEL" if given_up else "PUBLISH")
    bring = [f"- {piece.get(language, '')}" for piece in service.bring]
    lines = [say(N_("Your code: {code}"), language, code=holder.code), *bring, holder.link]
    event.add("uid", f"appointment-{one.id}-{hall.code}@servicefloor")
    event.add("sequence", one.moves + given_up)
    event.add("dtstamp", at)
    event.add("dtstart", one.at)
    event.add("dtend", one.until)
    event.add("summary", f"{service.name.get(language, service.code)}, {hall.name.get(language, hall.code)}")
    event.add("location", hall.name.get(language, hall.code))
    event.add("description", "\n".join(lines))
    event.add("status", "CANCELLED" if given_up else "CONFIRMED")
    if not given_up:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", service.name.get(language, service.code))
        alarm.add("trigger", -HOUR)
        event.add_component(alarm)
    calendar.add_component(event)
    return str(calendar.to_ical().decode())
