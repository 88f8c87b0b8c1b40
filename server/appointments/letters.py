"""What the customer of an appointment is written: booked, moved, cancelled, soon."""

from datetime import timedelta
from typing import Final

from server.appointments.reads import Appointment, BookingHolder, holders_of
from server.appointments.wording import calendar_file, when_said
from server.floor.hallfile import HallOnly, Service
from server.floor.reads.halls import all_services, hall_now
from server.kernel.languages import N_, say
from server.messages.commands import write
from server.messages.letters import EMAIL, Content, Kind
from server.store.hall import UnitOfWork

CONFIRMATION: Final = Kind("appointment", N_("Appointment: booked, moved or cancelled"), urgent=True)
REMINDER: Final = Kind("appointment_reminder", N_("Reminder of an appointment"), useful_for=timedelta(hours=6))

BOOKED: Final = N_("Your appointment is booked.")
MOVED: Final = N_("Your appointment has another time.")
GIVEN_UP: Final = N_("Your appointment is cancelled.")
BY_HALL: Final = N_("We are sorry: the hall had to cancel your appointment. Please book another time.")
OFFERED: Final = N_("A place has become free. It is held for you for a short while: take it on its page.")
HELD_UNTIL: Final = N_("It is held until {time}.")
SOON: Final = N_("This is a reminder of your appointment.")


def tell(hall: UnitOfWork, one: Appointment, what: str, *, note: str = "") -> bool:
    """Write to the customer what became of their appointment; return whether an address is known. `note`: of staff."""
    holder = holders_of(hall, [one.id]).get(one.id)
    service = all_services(hall).get(one.service)
    if holder is None or not holder.contact or service is None:
        return False
    settings = hall_now(hall).settings
    content = content_of(settings, service, one, holder, what, note=note)
    if what not in {SOON, OFFERED}:
        calendar = calendar_file(settings, service, one, holder, language=one.language, at=hall.at)
        content = Content(content.subject, content.text, calendar)
    write(
        hall, kind=REMINDER if what is SOON else CONFIRMATION, channel=EMAIL, recipient=holder.contact, content=content
    )
    return True


def content_of(
    hall: HallOnly, service: Service, one: Appointment, holder: BookingHolder, what: str, *, note: str
) -> Content:
    """Return subject and words in the customer's language."""
    language = one.language
    name, when = hall.name.get(language, hall.code), when_said(hall, one.at, language)
    parts = [say(what, language), *([note] if note else [])]
    parts.append(f"{service.name.get(language, service.code)}\n{when}\n{name}")
    if what is OFFERED:
        parts.append(holder.link)
    elif what not in {GIVEN_UP, BY_HALL}:
        code = say(N_("Your code: {code}"), language, code=holder.code)
        use = say(N_("Type it at the kiosk when you come, or tell it to our staff."), language)
        parts.append(f"{code}\n{use}")
        bring = [f"- {piece.get(language, '')}" for piece in service.bring]
        if bring:
            parts.append("\n".join([say(N_("Please bring:"), language), *bring]))
        parts.append(f"{say(N_('See, move or cancel it:'), language)}\n{holder.link}")
    subject = say(N_("{hall}: appointment, {when}"), language, hall=name, when=when)
    return Content(subject, "\n\n".join(parts) + "\n")
