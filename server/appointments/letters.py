"""What the customer of an appointment is written: booked, moved, cancelled, soon."""

from datetime import timedelta
from typing import Final

from server.appointments.reads import Appointment, BookingHolder, holders_of
from server.appointments.wording import calendar_file, when_said
from server.floor.hallfile import HallOnly, Service
from server.floor.reads.halls import all_services, hall_now
from server.kernel.languages import N_, say
from server.messages.commands import write
from server.messages.gateways.commands import write_to
from server.messages.gateways.reads import open_gateways
from server.messages.gateways.texts import text_of
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
SHORT: Final = {  # by which text a phone is told it (messages/gateways/texts.py)
    BOOKED: "booked",
    MOVED: "moved",
    GIVEN_UP: "cancelled",
    BY_HALL: "cancelled",
    OFFERED: "offered",
    SOON: "reminder",
}


def tell(hall: UnitOfWork, one: Appointment, what: str, *, note: str = "") -> bool:
    """Write to the customer what became of their appointment; return whether an address is known. `note`: of staff."""
    holder = holders_of(hall, [one.id]).get(one.id)
    service = all_services(hall).get(one.service)
    if holder is None or not holder.contact or service is None:
        return False
    settings = hall_now(hall).settings
    kind = REMINDER if what is SOON else CONFIRMATION
    if is_phone(holder.contact):
        return by_phone(hall, settings, service, one, holder, kind=kind, what=SHORT[what])
    content = content_of(settings, service, one, holder, what, note=note)
    if what not in {SOON, OFFERED}:
        calendar = calendar_file(settings, service, one, holder, language=one.language, at=hall.at)
        content = Content(content.subject, content.text, calendar)
    write(hall, kind=kind, channel=EMAIL, recipient=holder.contact, content=content)
    return True


def is_phone(contact: str) -> bool:
    """Return whether somebody is reached at a phone number: kept as E.164, it begins as no address does."""
    return contact.startswith("+")


def by_phone(
    hall: UnitOfWork, settings: HallOnly, service: Service, one: Appointment, holder: BookingHolder, *, kind: Kind,
    what: str,
) -> bool:  # fmt: skip
    """Write to a phone number by the hall's first gateway that is on; return whether one is, and the number may be."""
    way = next(iter(open_gateways(hall)), None)
    if way is None or not holder.contact:
        return False
    language = one.language
    text = text_of(
        hall, what, language, hall=settings.name.get(language, settings.code), code=holder.code, link=holder.link,
        when=when_said(settings, one.at, language), service=service.name.get(language, service.code),
    )  # fmt: skip
    return write_to(hall, way, kind=kind, number=holder.contact, text=text) is not None


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
